//! What an incident *is*: types of the casebook, no I/O, no clock, no browser.
//!
//! Invariant: everything here is plain data. A missing fact is `None` or an empty list, never a zero or an
//! empty string. Which words a key may be is not known here but in [`taxonomy`], which is data too.

pub mod article;
pub mod count;
pub mod date;
pub mod derive;
pub mod incident;
pub mod similar;
pub mod taxonomy;
pub mod veris;

use serde::{Deserialize, Serialize};

pub use article::Article;
pub use count::{Affected, Bound};
pub use date::{DateSpan, PartialDate};
pub use incident::Incident;
pub use taxonomy::Taxonomies;

/// The two languages of the casebook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese, the language of the notices.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order in which they are always listed.
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// The BCP 47 tag, also the folder of the static pages: `ja` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// The language of a tag such as `ja`, `en-GB`; `None` for any other.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()? {
            "ja" => Some(Lang::Ja),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The other one.
    pub const fn other(self) -> Lang {
        match self {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        }
    }
}

/// One text in both languages, in our own words. Both are required; `check` names an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in one language; where that is empty, the other one, so that a screen is never blank.
    pub fn get(&self, lang: Lang) -> &str {
        let (own, other) = match lang {
            Lang::Ja => (&self.ja, &self.en),
            Lang::En => (&self.en, &self.ja),
        };
        if own.is_empty() { other } else { own }
    }

    /// Nothing in either language.
    pub fn is_empty(&self) -> bool {
        self.ja.is_empty() && self.en.is_empty()
    }
}
