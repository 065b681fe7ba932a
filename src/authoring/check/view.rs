//! The curated views.

use super::{CaseFile, Checker, Finding};
use crate::{
    dataset::{CuratedView, Dataset},
    explore::Explorer,
    model::Taxonomies,
    url::{self, ViewState},
};

/// The curated views: a query must say what it means, since nobody sees what of it is passed over.
pub fn views(files: &[CaseFile<CuratedView>], dataset: &Dataset, findings: &mut Vec<Finding>) {
    if files.is_empty() {
        return;
    }
    let mut explorer = Explorer::new(dataset.clone().without_withdrawn());
    for file in files.iter().filter(|f| !f.document.is_broken()) {
        view(file, &mut explorer, &dataset.taxonomies, findings);
    }
}

fn view(file: &CaseFile<CuratedView>, explorer: &mut Explorer, taxonomies: &Taxonomies, findings: &mut Vec<Finding>) {
    let view = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    let is_slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !view.slug.bytes().all(is_slug) {
        c.error("slug", "the file's name is part of an address; write it with a-z, 0-9 and -");
    }
    c.text("title", &view.title);
    c.text("about", &view.about);
    let (state, mut problems) = url::parse(&view.query);
    let (state, dropped) = explorer.adopt(&state);
    problems.extend(dropped);
    for problem in problems {
        c.error("query", format!("{:?} is not understood ({})", problem.part, problem.problem.key()));
    }
    if state.filters.is_empty() || state != (ViewState { filters: state.filters.clone(), ..ViewState::default() }) {
        c.error(
            "query",
            "a curated view holds filters and nothing else, for example \"label=ransomware&locus=contractor\"",
        );
    } else if explorer.run(&state).matching < 2 {
        c.error("query", "fewer than two cases match; a page of its own needs more");
    }
}
