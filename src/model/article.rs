//! An article of the reading room: commentary, trend report, tool guide, tool list, white paper.

use serde::{Deserialize, Serialize};

use super::{
    PartialDate, Text,
    incident::{Change, Kind, Related, TextStatus},
};

/// A structured note: one trend, one scan type, one power.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Note {
    /// What it is about.
    pub heading: Text,
    /// What it says, in our words.
    pub text: Text,
}

/// One tool of a tool list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Tool {
    /// Its name, as it calls itself.
    pub name: String,
    /// Its address, `http` or `https` only.
    pub url: Option<String>,
    /// What group of the list it stands in.
    pub group: Option<Text>,
    /// What it does.
    pub what: Text,
}

/// One article. It stands outside the case numbers and all incident counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Article {
    /// Stable id, the file's name.
    pub id: String,
    /// Always `article` here.
    pub kind: Kind,
    /// A key of `article_kind.toml`.
    pub article_kind: String,
    /// The printed title, a citation.
    pub title: Option<String>,
    /// Our own headline.
    pub headline: Text,
    /// Who wrote what it reports on (a research firm, an agency).
    pub publisher: Option<Text>,
    /// Publication date.
    pub published: Option<PartialDate>,
    /// The blog's own label.
    pub source_label: Option<String>,
    /// Its address, where known.
    pub url: Option<String>,
    /// An archived copy is known to exist.
    pub archived: bool,
    /// Our summary.
    pub summary: Text,
    /// What it covers.
    pub notes: Vec<Note>,
    /// The tools it lists.
    pub tools: Vec<Tool>,
    /// Cases it bears on.
    pub related: Vec<Related>,
    /// How far each language's text was checked.
    pub text_status: TextStatus,
    /// When it was last checked against its source.
    pub reviewed: Option<PartialDate>,
    /// Later edits.
    pub changes: Vec<Change>,
}

impl Article {
    /// An article before it is filled in.
    pub fn new(id: &str) -> Self {
        Self { id: id.into(), kind: Kind::Article, ..Self::default() }
    }
}
