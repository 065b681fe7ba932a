//! Presentational views without state: the app and the static pages render the same ones.
//!
//! A view is a function of a [`Scene`] and plain data. It holds no signal, knows no browser, and every link in it is a
//! real address: in the app one listener at the root catches clicks on them, in a static page they simply work.

pub mod about;
pub mod article;
pub mod card;
pub mod case;
#[cfg(not(target_arch = "wasm32"))]
pub mod changes;
pub mod head;
pub mod lanes;
pub mod list;
pub mod org;
pub mod part;
mod parts;
pub mod relative;
pub mod say;
#[cfg(not(target_arch = "wasm32"))]
pub mod site;

use crate::{
    dataset::Dataset,
    model::{Lang, PartialDate, Text},
    url::ViewState,
};

pub use self::{
    about::about_view,
    article::{article_view, articles_view},
    card::{Marks, card},
    case::case_view,
    org::org_view,
    part::{Part, Piece},
};

/// Makes addresses. The app writes queries, static pages write relative paths.
pub trait Links {
    /// Page of a case.
    fn case(&self, id: &str) -> String;
    /// Page of an article.
    fn article(&self, id: &str) -> String;
    /// Page of an organisation.
    fn org(&self, slug: &str) -> String;
    /// The explorer with this state.
    fn explore(&self, state: &ViewState) -> String;
    /// The explorer with one value of one dimension asked for.
    fn value(&self, dimension: &str, key: &str) -> String {
        let (state, _) = crate::url::parse(&format!("{dimension}={key}"));
        self.explore(&state)
    }
}

/// What every view needs to know.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Language of the words.
    pub lang: Lang,
    /// The casebook.
    pub dataset: &'a Dataset,
    /// How addresses are made.
    pub links: &'a dyn Links,
}

impl<'a> Scene<'a> {
    /// A text in the scene's language.
    pub fn text(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// Name of a vocabulary's value.
    pub fn term(&self, taxonomy: &str, key: &'a str) -> &'a str {
        self.dataset.taxonomies.name(taxonomy, key, self.lang)
    }

    /// A date for a reader, in a `<time>` element.
    pub fn date(&self, date: PartialDate) -> Part {
        Part::new("time", "").with("datetime", date.to_string()).saying(date.display(self.lang))
    }
}
