//! What must agree over all files: ids, references, names in links.

use std::collections::BTreeMap;

use super::{CaseFile, Finding};
use crate::{
    dimensions::name_slug,
    model::{Article, Incident},
};

/// Ids over all files: unique, well-formed, in the right folder; references and slugs that must agree.
pub fn ids(incidents: &[CaseFile<Incident>], articles: &[CaseFile<Article>], findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let records = incidents
        .iter()
        .map(|f| (f.record.id.as_str(), f.record.aliases.as_slice(), f.record.related.as_slice(), &f.document))
        .chain(articles.iter().map(|f| (f.record.id.as_str(), &[][..], f.record.related.as_slice(), &f.document)));
    for (id, aliases, _, document) in records.clone() {
        let slug = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        if id.is_empty() || !slug {
            findings.push(document.finding("id", format!("the file name {id:?} is no id; use a-z, 0-9 and -")));
        }
        for name in std::iter::once(id).chain(aliases.iter().map(String::as_str)) {
            if let Some(other) = seen.insert(name, document.path()) {
                let message = format!("the id {name:?} is also used in {other}; ids and aliases are unique");
                findings.push(document.finding(if name == id { "id" } else { "aliases" }, message));
            }
        }
        if let Some(year) = document.path().strip_prefix("cases/").and_then(|p| p.split_once('/')).map(|(y, _)| y)
            && !id.starts_with(&format!("{year}-"))
        {
            findings.push(document.finding("id", format!("{id:?} does not belong into the folder {year}")));
        }
    }
    for (id, _, related, document) in records {
        for (i, link) in related.iter().enumerate() {
            let field = format!("related[{i}].id");
            if link.id == id {
                findings.push(document.finding(&field, "a record is not related to itself; take this entry out"));
            } else if !seen.contains_key(link.id.as_str()) {
                findings.push(document.finding(&field, format!("there is no record {:?}; correct the id", link.id)));
            }
        }
    }
    // Two organisations must not share a slug: their page and their filter would be one.
    let mut slugs: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for file in incidents {
        let org = &file.record.org;
        let slug = name_slug(&org.en);
        let Some((ja, path)) = slugs.get(&slug) else {
            slugs.insert(slug, (&org.ja, file.document.path()));
            continue;
        };
        if !slug.is_empty() && *ja != org.ja {
            let message =
                format!("{:?} and {ja:?} ({path}) have the same English name in links; tell them apart", org.ja);
            findings.push(file.document.finding("org.en", message));
        }
    }
}
