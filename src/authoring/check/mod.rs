//! What a reviewer would find. This file holds what every check needs; one file each says what is looked for:
//!
//! | file | finds |
//! |---|---|
//! | `incident`, `article`, `vocabulary` | missing fields, unknown keys, texts without one language, bad addresses |
//! | `view` | selections whose query is not understood |
//! | `ids` | ids and names in links that clash, references to nothing |
//! | `dates` | an order of dates that cannot be, what is told before it happened |
//! | `counts` | sums that are none, parts greater than the whole |
//! | `labels` | types that nothing in the record supports |
//! | `surplus` | headlines and summaries that say more than the record, languages that say different things |
//! | `veris` | values that VERIS spells otherwise |
//! | `deny` | names that must not stand anywhere |

mod article;
mod counts;
mod dates;
mod deny;
mod ids;
mod incident;
mod labels;
mod stated;
mod surplus;
mod veris;
mod view;
mod vocabulary;

use std::collections::BTreeSet;

pub use article::article;
pub use deny::DenyList;
pub use ids::ids;
pub use incident::incident;
pub use labels::Support;
pub use surplus::KnownNames;
pub use view::view;
pub use vocabulary::{casebook, support, taxonomy};

use super::{CaseFile, Document, Finding, Level, TaxonomyFile};
use crate::model::{
    PartialDate, Taxonomies, Text,
    incident::{Change, Related, TextStatus},
};

/// Collects findings about one file.
struct Checker<'a> {
    document: &'a Document,
    taxonomies: &'a Taxonomies,
    findings: &'a mut Vec<Finding>,
}

impl Checker<'_> {
    fn error(&mut self, field: &str, message: impl Into<String>) {
        self.findings.push(self.document.finding(field, message));
    }

    fn warn(&mut self, field: &str, message: impl Into<String>) {
        self.findings.push(Finding { level: Level::Warning, ..self.document.finding(field, message) });
    }

    /// Both languages are there, and the English one is English.
    fn text(&mut self, field: &str, text: &Text) {
        for (lang, words) in [("ja", &text.ja), ("en", &text.en)] {
            // A dash or an ellipsis in place of a text is none.
            if !words.chars().any(char::is_alphanumeric) {
                let language = if lang == "ja" { "Japanese" } else { "English" };
                self.error(&format!("{field}.{lang}"), format!("the {language} text is missing; write it"));
            }
        }
        self.english(&format!("{field}.en"), &text.en);
        // Names of values may differ as languages do (千人, 1,000); what records say may not.
        if ["cases/", "articles/"].iter().any(|folder| self.document.path().starts_with(folder)) {
            surplus::languages(self, field, text);
        }
    }

    /// A text that must be English is.
    fn english(&mut self, field: &str, words: &str) {
        if let Some(c) = words.chars().find(|c| is_japanese(*c)) {
            self.error(field, format!("Japanese character {c:?} in the English text; translate it"));
        }
    }

    fn optional_text(&mut self, field: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    fn texts(&mut self, field: &str, texts: &[Text]) {
        for (i, text) in texts.iter().enumerate() {
            self.text(&format!("{field}[{i}]"), text);
        }
    }

    /// The key stands in the vocabulary.
    fn key(&mut self, field: &str, taxonomy: &str, key: &str) {
        let vocabulary = self.taxonomies.get(taxonomy);
        // A vocabulary without values has a finding of its own; one for each use of it would hide that.
        let unreadable = vocabulary.values.is_empty() && self.taxonomies.by_key.contains_key(taxonomy);
        if unreadable || vocabulary.get(key).is_some() {
            return;
        }
        let near = vocabulary.values.iter().map(|t| t.key.as_str()).find(|k| near(k, key));
        let hint = near.map_or_else(String::new, |k| format!(", perhaps {k:?}"));
        self.error(field, format!("{key:?} is not in taxonomy/{taxonomy}.toml{hint}; use a key from there or add one"));
    }

    fn optional_key(&mut self, field: &str, taxonomy: &str, key: Option<&String>) {
        if let Some(key) = key {
            self.key(field, taxonomy, key);
        }
    }

    fn required_key(&mut self, field: &str, taxonomy: &str, key: &str) {
        if key.is_empty() {
            self.error(field, format!("this field is missing; choose a key of taxonomy/{taxonomy}.toml"));
        } else {
            self.key(field, taxonomy, key);
        }
    }

    fn keys(&mut self, field: &str, taxonomy: &str, keys: &[String]) {
        let mut seen = BTreeSet::new();
        for (i, key) in keys.iter().enumerate() {
            let at = format!("{field}[{i}]");
            self.key(&at, taxonomy, key);
            if !seen.insert(key) {
                self.error(&at, format!("{key:?} stands here twice; take one out"));
            }
        }
    }

    fn address(&mut self, field: &str, address: Option<&String>, schemes: &[&str]) {
        let Some(address) = address else { return };
        match url::Url::parse(address) {
            Ok(url) if schemes.contains(&url.scheme()) => {}
            Ok(url) => self.error(
                field,
                format!("an address with {:?} is not allowed; use {}", url.scheme(), schemes.join(" or ")),
            ),
            Err(why) => self.error(field, format!("{address:?} is no address ({why}); write it whole, https://…")),
        }
    }

    fn order(&mut self, early: (&str, Option<PartialDate>), late: (&str, Option<PartialDate>)) {
        if let (Some(a), Some(b)) = (early.1, late.1)
            && b.is_before(a)
        {
            self.error(late.0, format!("{b} lies before {} ({a}); one of the two is wrong", early.0));
        }
    }

    fn related(&mut self, related: &[Related]) {
        for (i, link) in related.iter().enumerate() {
            self.required_key(&format!("related[{i}].why"), "relation", &link.why);
            self.optional_text(&format!("related[{i}].reason"), link.reason.as_ref());
        }
    }

    fn status(&mut self, status: &TextStatus) {
        self.key("text_status.ja", "text_status", &status.ja);
        self.key("text_status.en", "text_status", &status.en);
    }

    fn changes(&mut self, changes: &[Change]) {
        for (i, change) in changes.iter().enumerate() {
            self.text(&format!("changes[{i}].text"), &change.text);
            if change.date.is_none() {
                self.error(&format!("changes[{i}].date"), "the day of the change is missing");
            }
        }
    }
}

/// Kana and Han; Latin with macrons, dashes and quotes are English enough.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Same letters but for one, or one contains the other.
fn near(a: &str, b: &str) -> bool {
    if b.len() < 3 {
        return false;
    }
    let differing = a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() + a.len().abs_diff(b.len());
    differing <= 1 || a.contains(b) || b.contains(a)
}
