//! Addresses of static pages: relative to the page, so that a site works wherever its folder is put.

use std::{collections::BTreeSet, sync::Arc};

use super::Links;
use crate::{
    model::Lang,
    url::{self, ViewState},
};

/// Makes relative addresses from one page of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelativeLinks {
    /// From the page to the site's root: `./`, `../`, `../../../`.
    pub up: String,
    /// Language of the pages it points to.
    pub lang: Lang,
    /// Values that have a page of their own: `label/phishing/`.
    pub shelves: Arc<BTreeSet<String>>,
}

impl RelativeLinks {
    /// For a page that lies `depth` folders below the root.
    pub fn new(depth: usize, lang: Lang) -> Self {
        Self { up: if depth == 0 { "./".into() } else { "../".repeat(depth) }, lang, shelves: Arc::default() }
    }

    /// The same with these values' pages: a link to one of them needs no script.
    pub fn with_shelves(self, shelves: Arc<BTreeSet<String>>) -> Self {
        Self { shelves, ..self }
    }

    /// A page of this language: `i/2023-344/`.
    pub fn page(&self, path: &str) -> String {
        format!("{}{}/{path}", self.up, self.lang.tag())
    }
}

impl Links for RelativeLinks {
    fn case(&self, id: &str) -> String {
        self.page(&format!("i/{id}/"))
    }

    fn article(&self, id: &str) -> String {
        self.page(&format!("article/{id}/"))
    }

    fn org(&self, slug: &str) -> String {
        self.page(&format!("org/{slug}/"))
    }

    fn explore(&self, state: &ViewState) -> String {
        // The root has no language of its own.
        let state = ViewState { lang: state.lang.or(Some(self.lang)), ..state.clone() };
        format!("{}?{}", self.up, url::write(&state))
    }

    fn value(&self, dimension: &str, key: &str) -> String {
        let shelf = format!("{dimension}/{key}/");
        if self.shelves.contains(&shelf) {
            return self.page(&shelf);
        }
        let (state, _) = url::parse(&format!("{dimension}={key}"));
        self.explore(&state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_at_every_depth() {
        let deep = RelativeLinks::new(3, Lang::En);
        assert_eq!(deep.case("2023-344"), "../../../en/i/2023-344/");
        assert_eq!(deep.value("label", "phishing"), "../../../?label=phishing&lang=en");
        let shelves = Arc::new(BTreeSet::from(["label/phishing/".to_owned()]));
        let shelved = deep.with_shelves(shelves);
        assert_eq!(shelved.value("label", "phishing"), "../../../en/label/phishing/");
        assert_eq!(shelved.value("label", "loss"), "../../../?label=loss&lang=en");
        let root = RelativeLinks::new(0, Lang::Ja);
        assert_eq!(root.org("fukuoka-city"), "./ja/org/fukuoka-city/");
        assert_eq!(root.explore(&ViewState::default()), "./?lang=ja");
    }
}
