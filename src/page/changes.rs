//! The page that says what was added, changed and removed from one edition of the data to the next.
//!
//! It is made of the public exports alone, so anybody can check it. It loads nothing and needs no script.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::head::escape;
use crate::{
    dataset::Casebook,
    i18n::{changes::Msg, pages::Msg as Pages},
    model::Lang,
};

/// One edition: its version and its JSON export.
pub struct Edition<'a> {
    /// `2026.11`.
    pub version: &'a str,
    /// What `incidents.json` holds.
    pub export: &'a Value,
    /// Names of its files.
    pub files: Vec<&'static str>,
}

/// What became of the records from one edition to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Ids that are new.
    pub added: Vec<String>,
    /// Ids whose fields differ, and which fields.
    pub changed: Vec<(String, Vec<String>)>,
    /// Ids that are no longer there.
    pub removed: Vec<String>,
}

fn records(export: &Value) -> BTreeMap<&str, &Value> {
    let lists = ["incidents", "articles"].into_iter().filter_map(|list| export[list].as_array());
    lists.flatten().filter_map(|record| Some((record["id"].as_str()?, record))).collect()
}

/// What became of the records between two exports.
pub fn difference(before: &Value, after: &Value) -> Difference {
    let (before, after) = (records(before), records(after));
    let mut out = Difference::default();
    for (id, record) in &after {
        let Some(old) = before.get(id) else {
            out.added.push((*id).to_owned());
            continue;
        };
        let keys: BTreeSet<&String> =
            [old, record].into_iter().filter_map(|r| r.as_object()).flat_map(|r| r.keys()).collect();
        // A field that a newer shape of the export has, and that nothing is stated in, is no change.
        let of = |record: &Value, key: &str| record.get(key).cloned().unwrap_or_default();
        let fields: Vec<String> = keys.into_iter().filter(|k| of(old, k) != of(record, k)).cloned().collect();
        if !fields.is_empty() {
            out.changed.push(((*id).to_owned(), fields));
        }
    }
    out.removed = before.keys().filter(|id| !after.contains_key(*id)).map(|id| (*id).to_owned()).collect();
    out
}

/// The policy of a page that loads nothing.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\" />";

/// The page in each language by path below the data folder; editions newest first.
pub fn pages(casebook: &Casebook, editions: &[Edition]) -> BTreeMap<String, String> {
    Lang::ALL
        .into_iter()
        .map(|lang| (format!("changes/{}/index.html", lang.tag()), page(casebook, editions, lang)))
        .collect()
}

fn page(casebook: &Casebook, editions: &[Edition], lang: Lang) -> String {
    let tag = lang.tag();
    let title = format!("{} · {}", Msg::Title.text(lang), casebook.name.get(lang));
    let mut body = format!(
        "<p><a href=\"../../../{tag}/\">{}</a> · <a href=\"../{}/\" lang=\"{1}\" hreflang=\"{1}\">{}</a></p>\n<h1>{}</h1>\n<p>{} <a href=\"../../manifest.json\">manifest.json</a></p>\n",
        escape(casebook.name.get(lang)),
        lang.other().tag(),
        Pages::OtherLanguage.text(lang),
        Msg::Title.text(lang),
        Msg::Lead.text(lang),
    );
    for (n, edition) in editions.iter().enumerate() {
        let version = escape(edition.version);
        body.push_str(&format!("<h2>{version}</h2>\n<p>{}</p>\n", files(edition, lang)));
        match editions.get(n + 1) {
            Some(before) => {
                let words = Msg::Since.fill(lang, &[("version", before.version)]);
                body.push_str(&format!("<p>{}</p>\n", escape(&words)));
                body.push_str(&steps(&difference(before.export, edition.export), edition.export, lang));
            }
            None => body.push_str(&format!("<p>{}</p>\n", Msg::First.text(lang))),
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n{POLICY}\n<meta charset=\"utf-8\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n\
         <title>{}</title>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escape(&title)
    )
}

/// Links to the files of an edition.
fn files(edition: &Edition, lang: Lang) -> String {
    let link = |name: &&str| format!("<a href=\"../../{}/{name}\">{name}</a>", escape(edition.version));
    let links: Vec<String> = edition.files.iter().map(link).collect();
    format!("{} {}", Msg::Files.text(lang), links.join(" · "))
}

fn steps(difference: &Difference, export: &Value, lang: Lang) -> String {
    let records = records(export);
    let name = |id: &str| {
        let headline = records.get(id).and_then(|r| r["headline"][lang.tag()].as_str()).unwrap_or_default();
        format!("{} {}", escape(id), escape(headline))
    };
    let mut out = String::new();
    let mut part = |title: Msg, lines: Vec<String>| {
        let title = title.fill(lang, &[("n", &lines.len().to_string())]);
        let items: String = lines.iter().map(|line| format!("<li>{line}</li>\n")).collect();
        let list = if items.is_empty() { String::new() } else { format!("<ul>\n{items}</ul>\n") };
        out.push_str(&format!("<h3>{title}</h3>\n{list}"));
    };
    part(Msg::Added, difference.added.iter().map(|id| name(id)).collect());
    let changed = difference.changed.iter().map(|(id, fields)| {
        let fields: Vec<String> = fields.iter().map(|f| format!("<code>{}</code>", escape(f))).collect();
        format!("{}: {}", name(id), fields.join(", "))
    });
    part(Msg::Changed, changed.collect());
    // Of what is no longer there, the number alone is said.
    part(Msg::Removed, difference.removed.iter().map(|id| escape(id)).collect());
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn added_changed_and_removed_are_told_apart() {
        let before = json!({ "incidents": [{ "id": "a", "x": 1, "y": 1 }, { "id": "b" }], "articles": [] });
        let after = json!({ "incidents": [{ "id": "a", "x": 2, "y": 1, "z": null }], "articles": [{ "id": "c" }] });
        let difference = difference(&before, &after);
        assert_eq!(difference.added, ["c"]);
        assert_eq!(difference.removed, ["b"]);
        assert_eq!(difference.changed, [("a".to_owned(), vec!["x".to_owned()])]);
    }

    #[test]
    fn data_stays_text() {
        let bad = json!({ "incidents": [{ "id": "<script>", "headline": { "ja": "<b>", "en": "<b>" } }] });
        let nothing = json!({});
        let editions = [
            Edition { version: "2", export: &bad, files: vec![] },
            Edition { version: "1", export: &nothing, files: vec![] },
        ];
        for (path, page) in pages(&Casebook::default(), &editions) {
            assert!(!page.contains("<script>") && !page.contains("<b>"), "{path}");
        }
    }
}
