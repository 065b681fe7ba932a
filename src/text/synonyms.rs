//! Words that mean the same, and the taxonomy labels that they name.

use std::collections::BTreeMap;

use super::needles::{needles, word_key};
use super::query::Literal;

/// Words that mean the same to a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynonymGroup {
    /// The words as they are shown, of either language.
    pub words: Vec<String>,
    /// Labels that carry this meaning, as (dimension, key): rows with one of them are found by any of the words.
    pub terms: Vec<(String, String)>,
}

/// The synonyms of a casebook.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<SynonymGroup>,
    /// Folded word → groups that hold it, ascending.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Folded words in kanji that are also replaced inside longer words, the longest first.
    inside: Vec<(String, usize)>,
}

/// What a literal of a query is looked for as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The folded strings of the literal itself, one of which must occur.
    pub own: Vec<String>,
    /// What its synonyms add.
    pub added: Vec<AddedWord>,
    /// Labels, as (dimension, key), that make a row match without the word.
    pub terms: Vec<(String, String)>,
}

/// A word that a synonym adds to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedWord {
    /// As it is shown.
    pub word: String,
    /// Its folded strings, one of which must occur.
    pub needles: Vec<String>,
}

impl Expansion {
    /// All folded strings, those of the literal itself first.
    pub fn alternatives(&self) -> impl Iterator<Item = &str> {
        self.own.iter().chain(self.added.iter().flat_map(|added| &added.needles)).map(String::as_str)
    }

    /// The added words as they are shown.
    pub fn via(&self) -> impl Iterator<Item = &str> {
        self.added.iter().map(|added| added.word.as_str())
    }
}

impl Synonyms {
    /// Synonyms from groups. Groups that share a word stay apart: they are not joined through it.
    pub fn new(groups: Vec<SynonymGroup>) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            for key in group.words.iter().map(|word| word_key(word)).filter(|key| !key.is_empty()) {
                let of_word = by_word.entry(key).or_default();
                if of_word.last() != Some(&at) {
                    of_word.push(at);
                }
            }
        }
        let mut inside: Vec<(String, usize)> = by_word
            .iter()
            .filter(|(word, _)| word.chars().nth(1).is_some() && word.chars().any(is_kanji))
            .flat_map(|(word, groups)| groups.iter().map(|&at| (word.clone(), at)))
            .collect();
        engine::sort::by(&mut inside, |a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { groups, by_word, inside }
    }

    /// All their words as they are shown.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|group| &group.words).map(String::as_str)
    }

    /// What a literal is looked for as.
    ///
    /// A phrase stands for itself. A word that equals a word of a group gets the other words and the labels of the
    /// group. A longer word that holds a group's word written with kanji (情報漏えい holds 漏えい) gets itself with the
    /// other words put in its place (情報流出), and no label.
    pub fn expand(&self, literal: &Literal) -> Expansion {
        let mut expansion = Expansion::of(literal);
        if literal.phrase || self.groups.is_empty() {
            return expansion;
        }
        let key = word_key(&literal.text);
        if let Some(groups) = self.by_word.get(&key) {
            for group in groups.iter().map(|&at| &self.groups[at]) {
                for word in &group.words {
                    expansion.add(word.clone());
                }
                for term in &group.terms {
                    if !expansion.terms.contains(term) {
                        expansion.terms.push(term.clone());
                    }
                }
            }
        } else if let Some((inner, _)) = self.inside.iter().find(|(word, _)| key.contains(word.as_str())) {
            for (_, at) in self.inside.iter().filter(|(word, _)| word == inner) {
                for word in &self.groups[*at].words {
                    if word_key(word) != *inner {
                        expansion.add(key.replacen(inner.as_str(), word, 1));
                    }
                }
            }
        }
        expansion
    }
}

impl Expansion {
    /// A literal as it stands.
    pub(super) fn of(literal: &Literal) -> Self {
        Self { own: needles(&literal.text, literal.phrase), ..Self::default() }
    }

    /// Adds a word unless it finds nothing new.
    fn add(&mut self, word: String) {
        let mut needles = needles(&word, false);
        needles.retain(|needle| !self.alternatives().any(|known| needle.contains(known)));
        if !needles.is_empty() {
            self.added.push(AddedWord { word, needles });
        }
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms() -> Synonyms {
        let group = |words: &[&str], terms: &[(&str, &str)]| SynonymGroup {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            terms: terms.iter().map(|&(dimension, key)| (dimension.to_owned(), key.to_owned())).collect(),
        };
        Synonyms::new(vec![
            group(&["漏えい", "漏洩", "流出", "漏出"], &[]),
            group(&["サポート詐欺", "偽警告", "テクサポ"], &[("label", "support_scam")]),
            group(&["委託先", "指定管理者"], &[("role", "contractor")]),
            group(&["端末", "パソコン", "PC"], &[]),
        ])
    }

    fn expand(synonyms: &Synonyms, text: &str, phrase: bool) -> Expansion {
        synonyms.expand(&Literal { text: text.to_owned(), phrase, ..Literal::default() })
    }

    #[test]
    fn a_word_gets_the_other_words_and_the_labels_of_its_group() {
        let synonyms = synonyms();
        let leak = expand(&synonyms, "漏洩", false);
        assert_eq!(leak.own, ["漏洩"]);
        assert_eq!(leak.via().collect::<Vec<_>>(), ["漏えい", "流出", "漏出"]);
        assert!(leak.terms.is_empty());
        let scam = expand(&synonyms, "ﾃｸｻﾎﾟ", false);
        assert_eq!(scam.terms, [("label".to_owned(), "support_scam".to_owned())]);
        assert_eq!(scam.alternatives().collect::<Vec<_>>(), ["てくさぽ", "さぽ-と詐欺", "偽警告"]);
    }

    #[test]
    fn a_longer_word_gets_its_part_replaced() {
        let leak = expand(&synonyms(), "個人情報漏えい", false);
        assert_eq!(leak.via().collect::<Vec<_>>(), ["個人情報漏洩", "個人情報流出", "個人情報漏出"]);
        // A word in Latin letters is never looked for inside another one.
        assert_eq!(expand(&synonyms(), "PCI", false).added, []);
    }

    #[test]
    fn phrases_and_a_switch_leave_a_word_alone() {
        let synonyms = synonyms();
        assert_eq!(expand(&synonyms, "漏洩", true).added, []);
        let (query, _) = super::super::parse("サポート詐欺", &|_| None);
        let literal = query.wanted().next().expect("a word").clone();
        assert_ne!(query.expand(&literal, &synonyms).terms, []);
        let typed = query.as_typed().expand(&literal, &synonyms);
        assert_eq!(
            (typed.own.as_slice(), typed.added.len(), typed.terms.len()),
            (["さぽ-と詐欺".to_owned()].as_slice(), 0, 0)
        );
    }
}
