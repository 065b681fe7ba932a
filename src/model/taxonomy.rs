//! Vocabularies: which keys there are, what they are called, how they hang together.
//!
//! One file of `data/taxonomy/` is one [`Taxonomy`]; a new value is one entry there and nowhere else. The order
//! of the values is the order on screen.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Lang, Text};

/// Other words that mean the same, for search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// Japanese.
    pub ja: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// The word that counts a unit: 人, 件, people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Counter {
    /// Japanese counter, written right behind the number.
    pub ja: String,
    /// English plural.
    pub en: String,
    /// English singular.
    pub en_one: String,
}

/// One value of a vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// Slug `[a-z0-9_-]`, in links for ever.
    pub key: String,
    /// Japanese name.
    pub ja: String,
    /// English name.
    pub en: String,
    /// One line that says what it means.
    pub explain: Text,
    /// The key it counts for as well.
    pub parent: Option<String>,
    /// Other words for it.
    pub synonyms: Words,
    /// Units only: the counter.
    pub counter: Option<Counter>,
    /// Labels only: its JNSA cause class.
    pub jnsa: Option<String>,
    /// Label groups only: number of the fixed colour, 1 to 8.
    pub colour: Option<u8>,
    /// Sectors: the printed code where it differs from the key (`A`).
    pub code: Option<String>,
    /// VERIS only: exact VERIS spelling.
    pub veris: Option<String>,
    /// VERIS only: which side of VERIS it belongs to.
    pub dimension: Option<String>,
}

impl Term {
    /// Its name in one language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.ja,
        }
    }
}

/// An old key that stands for a query of other keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Alias {
    /// The old key.
    pub key: String,
    /// What it means now, as `dimension=value,value`.
    pub query: String,
}

/// One vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taxonomy {
    /// Its key, the file's name.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// One sentence of help.
    pub explain: Text,
    /// Its values in screen order.
    pub values: Vec<Term>,
    /// Old keys.
    pub aliases: Vec<Alias>,
    #[serde(skip)]
    index: HashMap<String, usize>,
}

impl Taxonomy {
    /// A vocabulary of these values; where a key occurs twice the first one counts (`check` names the second).
    pub fn new(key: &str, name: Text, explain: Text, values: Vec<Term>, aliases: Vec<Alias>) -> Self {
        let mut taxonomy = Self { key: key.into(), name, explain, values, aliases, index: HashMap::new() };
        taxonomy.reindex();
        taxonomy
    }

    fn reindex(&mut self) {
        self.index.clear();
        for (i, term) in self.values.iter().enumerate() {
            self.index.entry(term.key.clone()).or_insert(i);
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Term> {
        self.values.get(*self.index.get(key)?)
    }

    /// Its place in screen order.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Its name, or the key itself where the vocabulary lacks it, so that a screen is never blank.
    pub fn name_of<'a>(&'a self, key: &'a str, lang: Lang) -> &'a str {
        self.get(key).map_or(key, |t| t.name(lang))
    }

    /// The root above a key (itself where it has no parent). A cycle ends after as many steps as there are values.
    pub fn root<'a>(&'a self, key: &'a str) -> &'a str {
        let mut at = key;
        for _ in 0..self.values.len() {
            match self.get(at).and_then(|t| t.parent.as_deref()) {
                Some(parent) if parent != at => at = parent,
                _ => break,
            }
        }
        at
    }

    /// Whether a value is `key` or stands below it in the tree.
    pub fn is_within(&self, value: &str, key: &str) -> bool {
        let mut at = Some(value);
        // A cycle ends after as many steps as there are values.
        for _ in 0..=self.values.len() {
            match at {
                Some(found) if found == key => return true,
                Some(found) => at = self.get(found).and_then(|term| term.parent.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// Whether any value has a parent.
    pub fn is_tree(&self) -> bool {
        self.values.iter().any(|t| t.parent.is_some())
    }
}

/// A group of words that mean the same without being a value of any vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WordGroup {
    /// Japanese words.
    pub words: Vec<String>,
    /// English words.
    pub en: Vec<String>,
}

/// All vocabularies of a casebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taxonomies {
    /// By key, in key order.
    pub by_key: BTreeMap<String, Taxonomy>,
    /// Search synonyms outside the vocabularies.
    pub synonyms: Vec<WordGroup>,
}

impl Taxonomies {
    /// The vocabulary of a key; an empty one where the casebook has none.
    pub fn get(&self, key: &str) -> &Taxonomy {
        static EMPTY: std::sync::LazyLock<Taxonomy> = std::sync::LazyLock::new(Taxonomy::default);
        self.by_key.get(key).unwrap_or(&EMPTY)
    }

    /// Name of a value, or its key.
    pub fn name<'a>(&'a self, taxonomy: &str, key: &'a str, lang: Lang) -> &'a str {
        match self.by_key.get(taxonomy) {
            Some(t) => t.name_of(key, lang),
            None => key,
        }
    }

    /// To be called after deserialising: the look-up tables are not stored.
    pub fn reindex(&mut self) {
        self.by_key.values_mut().for_each(Taxonomy::reindex);
    }
}
