//! One article.

use super::{CaseFile, Checker, Finding};
use crate::model::{Article, Taxonomies};

/// One article.
pub fn article(file: &CaseFile<Article>, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let a = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    c.required_key("article_kind", "article_kind", &a.article_kind);
    c.text("headline", &a.headline);
    c.text("summary", &a.summary);
    c.optional_text("publisher", a.publisher.as_ref());
    c.address("url", a.url.as_ref(), &["http", "https"]);
    c.status(&a.text_status);
    for (n, note) in a.notes.iter().enumerate() {
        c.text(&format!("notes[{n}].heading"), &note.heading);
        c.text(&format!("notes[{n}].text"), &note.text);
    }
    for (n, tool) in a.tools.iter().enumerate() {
        if tool.name.trim().is_empty() {
            c.error(&format!("tools[{n}].name"), "a tool needs its name");
        }
        c.text(&format!("tools[{n}].what"), &tool.what);
        c.optional_text(&format!("tools[{n}].group"), tool.group.as_ref());
        c.address(&format!("tools[{n}].url"), tool.url.as_ref(), &["http", "https"]);
    }
    c.related(&a.related);
    c.changes(&a.changes);
    if a.reviewed.is_none() {
        c.error("reviewed", "the day the record was last checked against its source is missing");
    }
}
