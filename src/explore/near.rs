//! What to offer when a search finds nothing: near words, and the search without the word that stands in the way.
//!
//! Nothing here changes an answer; every offer says what it would ask and how many records that gives. Words in Latin
//! letters may differ by one edit (a letter more, less, another one, or two exchanged). Japanese words may as well, from
//! three characters on; longer ones are also compared by the pairs of characters that they share.

use std::collections::BTreeMap;

use super::{Explorer, documents};
use crate::{
    dimensions::Record,
    text::{self, Literal, TextQuery, fold},
    url::ViewState,
};

/// The most offers of each kind.
const MOST: usize = 5;

/// Another search that finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The word of the search that finds nothing.
    pub word: String,
    /// The near word in its place; `None` = the search without the word.
    pub near: Option<String>,
    /// The search text to ask instead.
    pub q: String,
    /// How many records it gives, all filters kept.
    pub matching: u32,
}

impl Explorer {
    /// Searches that would find something where this one finds nothing, the best first.
    pub fn offers(&mut self, state: &ViewState) -> Vec<Offer> {
        let (query, _) = text::parse(&state.q, &super::field);
        let wanted: Vec<Literal> = query.wanted().cloned().collect();
        let lost: Vec<&Literal> = wanted.iter().filter(|literal| self.finds_nothing(literal)).collect();
        let vocabulary = if lost.is_empty() { BTreeMap::new() } else { self.vocabulary() };
        let mut offers = Vec::new();
        for literal in &lost {
            let mut near = near_words(&literal.text, &vocabulary);
            near.truncate(MOST * 3);
            let mut of_word = Vec::new();
            for word in near {
                let q = query.replacing(literal, &word).write();
                let matching = self.count(&ViewState { q: q.clone(), ..state.clone() });
                if matching > 0 && of_word.len() < MOST {
                    of_word.push(Offer { word: literal.text.clone(), near: Some(word), q, matching });
                }
            }
            offers.extend(of_word);
        }
        // Without the words that find nothing, else without each one in turn.
        let droppable = if lost.is_empty() { wanted.iter().collect() } else { lost };
        if wanted.len() > 1 {
            for literal in droppable.into_iter().take(MOST) {
                let rest: TextQuery = query.clone().keeping(|other| other != literal);
                let q = rest.write();
                let matching =
                    if rest.is_empty() { 0 } else { self.count(&ViewState { q: q.clone(), ..state.clone() }) };
                if matching > 0 {
                    offers.push(Offer { word: literal.text.clone(), near: None, q, matching });
                }
            }
        }
        offers
    }

    /// Whether a word by itself is in no record of any kind.
    fn finds_nothing(&mut self, literal: &Literal) -> bool {
        let all = |kind: &str| {
            let (mut state, _) = crate::url::parse(kind);
            state.q = TextQuery::default().with(literal.clone()).write();
            state
        };
        self.count(&all("kind=incident,article")) == 0
    }

    /// The words of the casebook, folded → as written: names and labels whole, texts cut where the script changes.
    fn vocabulary(&self) -> BTreeMap<String, String> {
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        let mut add = |word: &str| {
            let key = fold(word).plain().to_owned();
            if key.chars().nth(1).is_some() {
                words.entry(key).or_insert_with(|| word.trim().to_owned());
            }
        };
        for dictionary in &self.columns.dictionaries {
            for entry in &dictionary.entries {
                add(&entry.ja);
                add(&entry.en);
            }
        }
        for word in self.synonyms.words() {
            add(word);
        }
        for row in 0.. {
            let fields = match self.record(row) {
                Some(Record::Incident(incident, _)) => documents::incident_fields(incident),
                Some(Record::Article(article)) => documents::article_fields(article),
                None => break,
            };
            for (_, text) in fields {
                runs(text).for_each(&mut add);
            }
        }
        words
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Katakana,
    Kanji,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' => Script::Katakana,
        '\u{3400}'..='\u{9fff}' | '々' => Script::Kanji,
        c if c.is_alphanumeric() && !('\u{3040}'..='\u{309f}').contains(&c) => Script::Latin,
        _ => Script::Other,
    }
}

/// The words of a text: runs of one script. Hiragana between them is grammar.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| script(c) == Script::Other);
        let first = script(rest.chars().next()?);
        let end = rest.find(|c| script(c) != first).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        Some(run)
    })
}

/// The words near a typed one, nearest first.
fn near_words(typed: &str, vocabulary: &BTreeMap<String, String>) -> Vec<String> {
    let whole: Vec<char> = fold(typed).plain().chars().collect();
    let latin = whole.iter().all(char::is_ascii);
    let mut found: Vec<(u32, String)> = Vec::new();
    for (key, word) in vocabulary {
        let key: Vec<char> = key.chars().collect();
        let distance = if whole.len() >= 3 && one_edit(&whole, &key) {
            Some(1)
        } else if !latin && whole.len() >= 4 {
            unlike(&whole, &key).filter(|n| *n <= 50)
        } else {
            None
        };
        if let Some(distance) = distance {
            found.push((distance, word.clone()));
        }
    }
    // A compound of which one part is misspelt: 個人情報流失, ランサムウエア攻撃.
    let parts: Vec<&str> = runs(typed).collect();
    if parts.len() > 1 {
        for part in parts {
            for near in near_words(part, vocabulary).into_iter().take(3) {
                found.push((2, typed.replacen(part, &near, 1)));
            }
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, word)| word).collect()
}

/// Whether two words differ by exactly one edit: one character more, less or another one, or two neighbours exchanged.
fn one_edit(a: &[char], b: &[char]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    match b.len() - a.len() {
        0 if a.is_empty() => false,
        0 => a[1..] == b[1..] || (a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..]),
        1 => a == &b[1..],
        _ => false,
    }
}

/// How little two words share: 100 − Dice's coefficient of their pairs of neighbouring characters in percent.
fn unlike(a: &[char], b: &[char]) -> Option<u32> {
    let (pairs_a, pairs_b) = (a.windows(2), b.windows(2));
    let all = pairs_a.len() + pairs_b.len();
    let shared = a.windows(2).filter(|pair| b.windows(2).any(|other| other == *pair)).count();
    (shared > 0).then(|| 100 - (200 * shared.min(b.len()) / all).min(100) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_one_edit() {
        let table = [
            ("ransomware", "ransomwere", true),
            ("ransomware", "ransmware", true),
            ("ransomware", "ransomwaare", true),
            ("ransomware", "ransomwaer", true),
            ("ransomware", "ransomware", false),
            ("ransomware", "ransomweer", false),
            ("ransomware", "ransom", false),
            ("a", "", true),
            ("", "", false),
            ("漏洩", "漏曳", true),
        ];
        for (a, b, expected) in table {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!((one_edit(&a, &b), one_edit(&b, &a)), (expected, expected), "{a:?} {b:?}");
        }
    }

    #[test]
    fn texts_are_cut_where_the_script_changes() {
        let words: Vec<&str> = runs("USBメモリーを紛失、Emotet に感染した(2023年)").collect();
        assert_eq!(words, ["USB", "メモリー", "紛失", "Emotet", "感染", "2023", "年"]);
    }

    #[test]
    fn near_words_are_the_nearest_first() {
        let words = ["ransomware", "フィッシング", "ランサムウェア", "横浜市立大学", "横浜", "攻撃"];
        let vocabulary = words.iter().map(|w| (fold(w).plain().to_owned(), (*w).to_owned())).collect();
        assert_eq!(near_words("ransomwere", &vocabulary), ["ransomware"]);
        assert_eq!(near_words("フッシング", &vocabulary), ["フィッシング"]);
        assert_eq!(near_words("横浜私立大学", &vocabulary)[0], "横浜市立大学");
        assert!(near_words("ランサムウエア攻撃", &vocabulary).contains(&"ランサムウェア攻撃".to_owned()));
        assert_eq!(near_words("zzz", &vocabulary), Vec::<String>::new());
    }
}
