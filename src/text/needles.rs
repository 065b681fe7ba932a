//! What a word of a query is looked for as: the folded strings of which one must stand in a text.
//!
//! A text matches a word exactly when its folded form contains one of the word's needles. There is one needle for
//! most words, and more where Japanese is written in more than one way:
//! - サーバー攻撃 is also looked for as サーバ攻撃 and the other way round: the mark at the end of a katakana word of
//!   three sounds or more is optional (the rule of JIS Z 8301).
//! - 令和5年9月, 1万5000人, 2023/9/1 are also looked for in canonical form ([`super::canon`]).
//! - 株式会社 before or behind a name is optional, except in a phrase.

use super::canon::canonical;
use super::fold::{Unit, plain_units};

/// The company form that names are found without.
pub(super) const COMPANY: &str = "株式会社";

/// The most katakana words of one query word whose last mark is varied; the rest is looked for as written.
const MOST_VARIED: usize = 3;

/// The needles of a word, the folded word itself first. Empty when folding leaves nothing to look for.
///
/// No needle contains another one: it would find nothing more.
pub(super) fn needles(word: &str, phrase: bool) -> Vec<String> {
    let mut units = plain_units(word);
    // A comma at the end is a number that is still being typed: 1, on the way to 1,500.
    if let [.., digit, comma] = &units[..]
        && comma.ch == ','
        && digit.ch.is_ascii_digit()
    {
        units.pop();
    }
    let mut forms = vec![units];
    if !phrase {
        forms = forms.iter().flat_map(|units| without_company(units)).collect();
    }
    let mut needles: Vec<String> = Vec::new();
    for units in forms.iter().flat_map(|units| mark_variants(units)) {
        let forms = [canonical(&units), Some(units)];
        for form in forms.into_iter().rev().flatten() {
            let needle: String = form.iter().map(|unit| unit.ch).collect();
            if !needle.is_empty() && !needles.contains(&needle) {
                needles.push(needle);
            }
        }
    }
    let all = needles.clone();
    needles.retain(|needle| !all.iter().any(|other| other != needle && needle.contains(other.as_str())));
    needles
}

/// The form of a word by which synonyms are looked up: folded, without the optional mark at its end.
pub(super) fn word_key(word: &str) -> String {
    let mut units = plain_units(word);
    if let Some(at) = optional_marks(&units).last().filter(|mark| mark.at + 1 == units.len() && mark.stands) {
        units.remove(at.at);
    }
    units.iter().map(|unit| unit.ch).collect()
}

/// A name without its company form at either end; with one in the middle, both as written and without.
fn without_company(units: &[Unit]) -> Vec<Vec<Unit>> {
    let is_form = |rest: &[Unit]| rest.len() >= 4 && rest.iter().take(4).map(|unit| unit.ch).eq(COMPANY.chars());
    let mut name = units;
    while name.len() > 4 {
        if is_form(name) {
            name = &name[4..];
        } else if is_form(&name[name.len() - 4..]) {
            name = &name[..name.len() - 4];
        } else {
            break;
        }
    }
    let mut forms = vec![name.to_vec()];
    if let Some(at) = (1..name.len().saturating_sub(4)).find(|&at| is_form(&name[at..])) {
        forms.push([&name[..at], &name[at + 4..]].concat());
    }
    forms
}

/// A place where the prolonged sound mark is optional: at `at` it stands, or could be put in.
#[derive(Clone, Copy, Debug)]
struct OptionalMark {
    at: usize,
    stands: bool,
}

/// Kana that end in the vowel a or i.
const A_AND_I_SOUNDS: &str = "かがさざただなはばぱまやらわぁゃきぎしじちぢにひびぴみりぃ";

/// The ends of katakana words of at least three sounds.
fn optional_marks(units: &[Unit]) -> Vec<OptionalMark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let len = units[at..].iter().take_while(|unit| unit.katakana).count();
        if len == 0 {
            at += 1;
            continue;
        }
        let end = at + len;
        let stands = units[end - 1].ch == '-';
        let word = &units[at..end - usize::from(stands)];
        let sounds = word.iter().filter(|unit| !"ぁぃぅぇぉゃゅょゎ".contains(unit.ch)).count();
        // Words from -er, -or, -ar and -y: only behind their vowels is a missing mark worth looking for.
        let may_lack = word.last().is_some_and(|unit| A_AND_I_SOUNDS.contains(unit.ch));
        if sounds >= 3 && word.last().is_some_and(|unit| unit.ch != '-') && (stands || may_lack) {
            marks.push(OptionalMark { at: end - usize::from(stands), stands });
        }
        at = end;
    }
    marks
}

/// The word with and without its optional marks. At the very end the word without it is enough.
fn mark_variants(units: &[Unit]) -> Vec<Vec<Unit>> {
    let mut units = units.to_vec();
    let mut marks = optional_marks(&units);
    if let Some(&last) = marks.last()
        && last.at + usize::from(last.stands) == units.len()
    {
        units.truncate(last.at);
        marks.pop();
    }
    marks.truncate(MOST_VARIED);
    let mut variants = vec![units];
    // From the back, so that the places in front stay where they are.
    for mark in marks.iter().rev() {
        let others: Vec<Vec<Unit>> = variants
            .iter()
            .map(|variant| {
                let mut other = variant.clone();
                if mark.stands {
                    other.remove(mark.at);
                } else {
                    let before = other[mark.at - 1];
                    other.insert(mark.at, Unit { ch: '-', ..before });
                }
                other
            })
            .collect();
        variants.extend(others);
    }
    variants
}
