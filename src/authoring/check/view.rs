//! One curated view.

use super::{CaseFile, Checker, Finding};
use crate::{
    dataset::CuratedView,
    dimensions::{DIMENSIONS, Source},
    model::Taxonomies,
    url::{self, Value, ViewState},
};

/// One curated view: its query must say what it means, since nobody sees what of it is passed over.
pub fn view(file: &CaseFile<CuratedView>, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let view = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    if !view.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        c.error("slug", "the file's name is part of an address; write it with a-z, 0-9 and -");
    }
    c.text("title", &view.title);
    c.text("about", &view.about);
    let (state, problems) = url::parse(&view.query);
    for problem in problems {
        c.error("query", format!("{:?} is not understood ({})", problem.part, problem.problem.key()));
    }
    if state.filters.is_empty() || state != (ViewState { filters: state.filters.clone(), ..ViewState::default() }) {
        c.error("query", "a curated view holds filters and nothing else, as in \"label=ransomware&locus=contractor\"");
    }
    for filter in &state.filters {
        let Source::Keys { taxonomy, .. } = DIMENSIONS[filter.dimension].source else { continue };
        for value in &filter.values {
            if let Value::Key(key) = value {
                c.key("query", taxonomy, key);
            }
        }
    }
}
