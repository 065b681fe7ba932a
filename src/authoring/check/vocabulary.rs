//! The casebook's own facts and its vocabularies.

use std::collections::BTreeSet;

use super::{Checker, Document, Finding, Support, TaxonomyFile};
use crate::{
    dataset::Casebook,
    model::{Taxonomies, Text},
};

/// The casebook's own facts.
pub fn casebook(casebook: &Casebook, document: &Document, findings: &mut Vec<Finding>) {
    let taxonomies = Taxonomies::default();
    let mut c = Checker { document, taxonomies: &taxonomies, findings };
    for (field, text) in [
        ("name", &casebook.name),
        ("about", &casebook.about),
        ("inclusion", &casebook.inclusion),
        ("coverage", &casebook.coverage),
        ("counting", &casebook.counting),
        ("licence_note", &casebook.licence_note),
        ("publisher", &casebook.publisher),
        ("source_name", &casebook.source_name),
    ] {
        c.text(field, text);
    }
    let version_ok = casebook.version.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    if casebook.version.is_empty() || !version_ok {
        c.error(
            "version",
            "a version such as \"2026.11\" is missing or has other characters than letters, digits, . - _",
        );
    }
    if casebook.licence.is_empty() {
        c.error("licence", "name the licence of the data");
    }
    c.address("licence_url", Some(&casebook.licence_url), &["http", "https"]);
    c.address("source_url", casebook.source_url.as_ref(), &["http", "https"]);
    c.address("site_url", casebook.site_url.as_ref(), &["http", "https"]);
    c.address("contact_url", casebook.contact_url.as_ref(), &["http", "https", "mailto"]);
    c.changes(&casebook.changes);
}

/// One vocabulary.
pub fn taxonomy(file: &TaxonomyFile, document: &Document, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let mut c = Checker { document, taxonomies, findings };
    let head = &file.taxonomy;
    if head.key != crate::authoring::stem(document.path()) {
        c.error("taxonomy.key", format!("{:?} is not the file's name; they must agree", head.key));
    }
    c.text("taxonomy.name", &head.name);
    c.text("taxonomy.explain", &head.explain);
    if file.value.is_empty() {
        c.error("value", "a vocabulary without values says nothing; add a [[value]] or take the file out");
    }
    let dimension = |term: &crate::model::taxonomy::Term| term.dimension.clone().unwrap_or_else(|| head.key.clone());
    let mut seen = BTreeSet::new();
    for (i, term) in file.value.iter().enumerate() {
        let at = format!("value[{i}]");
        let slug = term.key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
        if term.key.is_empty() || !slug {
            c.error(&format!("{at}.key"), format!("{:?} is no key; use a-z, 0-9, _ and -", term.key));
        }
        if !seen.insert((dimension(term), term.key.clone())) {
            c.error(&format!("{at}.key"), format!("{:?} stands here twice; keys are unique", term.key));
        }
        c.text(&at, &Text { ja: term.ja.clone(), en: term.en.clone() });
        if !term.explain.is_empty() {
            c.text(&format!("{at}.explain"), &term.explain);
        }
        if let Some(parent) = &term.parent
            && taxonomies.get(&dimension(term)).get(parent).is_none()
        {
            c.error(&format!("{at}.parent"), format!("there is no value {parent:?} in this file"));
        }
        for (n, word) in term.synonyms.en.iter().enumerate() {
            c.english(&format!("{at}.synonyms.en[{n}]"), word);
        }
        if let Some(counter) = &term.counter {
            c.text(&format!("{at}.counter"), &Text { ja: counter.ja.clone(), en: counter.en.clone() });
            c.text(&format!("{at}.counter"), &Text { ja: counter.ja.clone(), en: counter.en_one.clone() });
        }
        if let Some(jnsa) = &term.jnsa {
            c.key(&format!("{at}.jnsa"), "cause", jnsa);
        }
    }
    for (i, alias) in file.alias.iter().enumerate() {
        let (state, problems) = crate::url::parse(&alias.query);
        if state.filters.len() != 1 || state.filters.iter().any(|f| f.exclude) || !problems.is_empty() {
            c.error(
                &format!("alias[{i}].query"),
                format!("{:?} is not one filter; write dimension=value,value", alias.query),
            );
        }
    }
}

/// What supports a type: keys that must stand in the vocabularies they are of.
pub fn support(support: &[Support], document: &Document, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let mut c = Checker { document, taxonomies, findings };
    for (i, term) in support.iter().enumerate() {
        for (taxonomy, keys) in term.by_taxonomy() {
            c.keys(&format!("value[{i}].support.{taxonomy}"), taxonomy, keys);
        }
    }
}
