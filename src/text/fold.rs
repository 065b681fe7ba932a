//! Folding: the one form of a text in which search compares, with the way back to the original.
//!
//! What folding does, in this order:
//! 1. Compatibility decomposition (what NFKC makes the same is the same here), lower case, katakana → hiragana, old and
//!    variant kanji → everyday form ([`super::kanji`]), voiced kana composed again; accents stay apart from their
//!    letters, so `cafe` finds café. One sign each for dashes, quotes, middle dots and waves.
//!    The prolonged sound mark ー is a dash like the others: `-`. Invisible characters (zero width, soft hyphens,
//!    variation selectors) vanish. Small kana stay small.
//! 2. ㈱ and (株) become 株式会社, ㈲ and (有) 有限会社.
//! 3. White space vanishes beside Japanese characters and between digits, and is one space elsewhere; a comma between
//!    digits vanishes (1,500).
//!
//! That is the *plain* form. Where it holds a year of an era, a number with 万 or in kanji, or a date in digits, the
//! sentence follows a second time behind [`SEPARATOR`], with western years and plain digits ([`super::canon`]): both
//! forms are found, and both map back to the same place.
//!
//! Laws: plain forms fold to themselves; every range of the folded text maps to whole characters of the original.

use std::ops::Range;

use super::canon;
use super::decompose::{combining_class, decompose};
use super::kanji::everyday_form;

/// Stands between the plain form and the sentences in canonical form. No folded query holds it.
pub const SEPARATOR: char = '\u{1f}';

/// A folded text that knows where each of its characters came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The plain form; then, where there are any, sentences in canonical form, each behind a [`SEPARATOR`].
    pub text: String,
    /// Length in bytes of the plain form.
    plain_bytes: usize,
    /// One entry for each character of `text`, in order.
    origins: Vec<Origin>,
}

/// Where a folded character begins in the folded text, and the bytes of the original that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Origin {
    at: u32,
    start: u32,
    end: u32,
}

impl Folded {
    /// The plain form alone.
    pub fn plain(&self) -> &str {
        &self.text[..self.plain_bytes]
    }

    /// The bytes of the original that a range of bytes of `text` stands for: whole characters, never split.
    ///
    /// An empty range, or one outside the text, gives an empty range.
    pub fn original_range(&self, folded: Range<usize>) -> Range<usize> {
        let first = self.origins.partition_point(|origin| origin.at as usize <= folded.start).saturating_sub(1);
        let end = self.origins.partition_point(|origin| (origin.at as usize) < folded.end);
        let touched = self.origins.get(first..end).unwrap_or_default();
        if folded.start >= folded.end || folded.start >= self.text.len() || touched.is_empty() {
            return 0..0;
        }
        let start = touched.iter().map(|origin| origin.start).min().unwrap_or(0);
        let end = touched.iter().map(|origin| origin.end).max().unwrap_or(0);
        start as usize..end as usize
    }
}

/// A folded character on its way, with the bytes of the original that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub ch: char,
    pub start: u32,
    pub end: u32,
    /// It is written in Japanese (before or after folding), so white space beside it means nothing.
    pub japanese: bool,
    /// It was written in katakana, or as a dash behind katakana.
    pub katakana: bool,
}

/// Folds a text. Texts of 4 GiB and more are cut off there.
pub fn fold(original: &str) -> Folded {
    let plain = plain_units(original);
    let mut folded = Folded::default();
    let push = |units: &[Unit], folded: &mut Folded| {
        for unit in units {
            folded.origins.push(Origin { at: folded.text.len() as u32, start: unit.start, end: unit.end });
            folded.text.push(unit.ch);
        }
    };
    push(&plain, &mut folded);
    folded.plain_bytes = folded.text.len();
    push(&canon::sentences(&plain), &mut folded);
    folded
}

/// Appends the folded text (plain form and canonical sentences, as in [`Folded::text`]) to a buffer, without the way
/// back.
pub fn fold_into(original: &str, into: &mut String) {
    let plain = plain_units(original);
    into.extend(plain.iter().map(|unit| unit.ch));
    into.extend(canon::sentences(&plain).iter().map(|unit| unit.ch));
}

/// The plain form of a text, character by character.
pub(super) fn plain_units(original: &str) -> Vec<Unit> {
    let mut units = characters(original);
    unify_company_forms(&mut units);
    drop_white_space(&mut units);
    drop_commas_in_numbers(&mut units);
    units
}

/// Characters that show nothing and may stand anywhere: they are passed over.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters whose compatibility decomposition (a space and a mark) would lose what they are used for.
fn before_decomposition(c: char) -> char {
    match c {
        '\u{309b}' => '\u{3099}', // ゛ beside its kana
        '\u{309c}' => '\u{309a}', // ゜
        '\u{b4}' | '\u{2019}' | '\u{2018}' => '\'',
        c => c,
    }
}

/// Characters that stand for themselves once folded, and never join with what stands before them: nearly all of a
/// Japanese or English text.
fn is_simple(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309d}' | '\u{309e}' | '\u{30a1}'..='\u{30f6}'
        | '\u{30fb}'..='\u{30fe}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a character belongs to the one before it: a combining mark, a voicing mark.
fn attaches(c: char) -> bool {
    if is_simple(c) {
        return false;
    }
    let mut first = None;
    decompose(before_decomposition(c), |part| first = first.or(Some(part)));
    first.is_some_and(is_mark)
}

fn is_mark(c: char) -> bool {
    !is_simple(c) && combining_class(c) != 0
}

/// Kana and what they are with a voicing mark ゛, then those with ゜.
const VOICED: &str = "うゔかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼゝゞ";
const HALF_VOICED: &str = "はぱひぴふぷへぺほぽ";

/// A kana and a voicing mark as one character.
fn voiced(kana: char, mark: char) -> Option<char> {
    let pairs = match mark {
        '\u{3099}' => VOICED,
        '\u{309a}' => HALF_VOICED,
        _ => return None,
    };
    let mut pairs = pairs.chars();
    while let (Some(plain), Some(voiced)) = (pairs.next(), pairs.next()) {
        if plain == kana {
            return Some(voiced);
        }
    }
    None
}

/// Folds a character with the marks that belong to it.
fn fold_cluster(cluster: &[char], out: &mut Vec<char>) {
    out.clear();
    for &c in cluster {
        decompose(c, |part| out.extend(part.to_lowercase().map(one_sign)));
    }
    // Marks in canonical order: those of different classes say the same in any order.
    for marks in out.chunk_by_mut(|&a, &b| is_mark(a) == is_mark(b)) {
        if is_mark(marks[0]) && !marks.is_sorted_by_key(|&mark| combining_class(mark)) {
            let of = |class| marks.iter().copied().filter(move |&mark| combining_class(mark) == class);
            let ordered: Vec<char> = (1..=u8::MAX).flat_map(of).collect();
            marks.copy_from_slice(&ordered);
        }
    }
    out.dedup_by(|mark, before| voiced(*before, *mark).map(|voiced| *before = voiced).is_some());
}

/// The sign a decomposed character is folded to; its case is folded already.
fn one_sign(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        'ー'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2043}'
        | '\u{fe58}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{30a0}' => '-',
        '〜' | '\u{223c}' | '\u{223e}' | '\u{3030}' | '\u{2053}' => '~',
        '"' | '\u{201c}'..='\u{201f}' | '〝' | '〞' | '〟' | '«' | '»' => '"',
        '\u{2018}'..='\u{201b}' | '`' | '\u{2032}' => '\'',
        '・' | '·' | '•' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{2e31}' | '\u{25e6}' => '・',
        '『' => '「',
        '』' => '」',
        '、' => ',',
        '\u{2044}' | '\u{2215}' => '/',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => everyday_form(c),
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff61}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}' | '~')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fd}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Step 1: every character folded for itself, together with the marks that belong to it.
fn characters(original: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(original.len() / 2);
    let (mut cluster, mut folded) = (Vec::new(), Vec::new());
    let mut chars = original.char_indices().take_while(|&(at, c)| at + c.len_utf8() <= u32::MAX as usize).peekable();
    while let Some((start, c)) = chars.next() {
        if is_invisible(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        cluster.clear();
        cluster.push(before_decomposition(c));
        while let Some((at, next)) = chars.next_if(|&(_, next)| is_invisible(next) || attaches(next)) {
            if !is_invisible(next) {
                cluster.push(before_decomposition(next));
            }
            end = at + next.len_utf8();
        }
        let (start, end) = (start as u32, end as u32);
        // Said of the first character of the cluster only; what else joined it speaks for itself.
        let mut from_japanese = is_japanese(c);
        let from_katakana = is_katakana(c);
        let mut push = |ch: char| {
            let last = units.last();
            // A mark needs something to stand on: one at the beginning or behind white space is dropped, lest it join
            // with something else once the space is gone.
            if is_mark(ch) && last.is_none_or(|last| last.ch == ' ') {
                return;
            }
            units.push(Unit { ch, start, end, japanese: from_japanese || is_japanese(ch), katakana: from_katakana });
            from_japanese = false;
        };
        if cluster.len() == 1 && is_simple(c) {
            push(one_sign(c.to_ascii_lowercase()));
        } else {
            fold_cluster(&cluster, &mut folded);
            folded.iter().copied().for_each(&mut push);
        }
    }
    units
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Company forms in brackets, and the words they stand for.
const COMPANY_FORMS: [(char, &str); 2] = [('株', "株式会社"), ('有', "有限会社")];

/// Step 2: (株) → 株式会社, with or without white space inside the brackets.
fn unify_company_forms(units: &mut Vec<Unit>) {
    let mut at = 0;
    while at < units.len() {
        if units[at].ch == '('
            && let Some((word, len)) = company_form(&units[at..])
        {
            let (start, end) = (units[at].start, units[at + len - 1].end);
            let unit = |ch| Unit { ch, start, end, japanese: true, katakana: false };
            units.splice(at..at + len, word.chars().map(unit));
        }
        at += 1;
    }
}

/// The word for a company form in brackets that begins here, and how many characters it takes.
fn company_form(units: &[Unit]) -> Option<(&'static str, usize)> {
    let blank = |from: usize| from + units[from..].iter().take_while(|unit| unit.ch == ' ').count();
    let middle = blank(1);
    let &(_, word) = COMPANY_FORMS.iter().find(|(short, _)| units.get(middle).is_some_and(|unit| unit.ch == *short))?;
    let close = blank(middle + 1);
    (units.get(close)?.ch == ')').then_some((word, close + 1))
}

/// Step 3a: white space only where words need it. A dash behind kana is one of the word, whichever dash it is.
fn drop_white_space(units: &mut Vec<Unit>) {
    let mut kept = 0usize;
    let mut at = 0;
    while at < units.len() {
        let mut unit = units[at];
        at += 1;
        if unit.ch == ' ' {
            while at < units.len() && units[at].ch == ' ' {
                unit.end = units[at].end;
                at += 1;
            }
            let (Some(before), Some(after)) = (kept.checked_sub(1).map(|k| units[k]), units.get(at)) else { continue };
            if before.japanese || after.japanese || (before.ch.is_ascii_digit() && after.ch.is_ascii_digit()) {
                continue;
            }
        }
        if unit.ch == '-'
            && let Some(before) = kept.checked_sub(1).map(|before| units[before])
        {
            unit.japanese |= before.katakana || is_hiragana(before.ch);
            unit.katakana |= before.katakana;
        }
        units[kept] = unit;
        kept += 1;
    }
    units.truncate(kept);
}

/// Step 3b: 1,500 → 1500.
fn drop_commas_in_numbers(units: &mut Vec<Unit>) {
    let mut kept = 0;
    for at in 0..units.len() {
        let digit = |unit: Option<&Unit>| unit.is_some_and(|unit| unit.ch.is_ascii_digit());
        if units[at].ch == ',' && kept > 0 && digit(units.get(kept - 1)) && digit(units.get(at + 1)) {
            continue;
        }
        units[kept] = units[at];
        kept += 1;
    }
    units.truncate(kept);
}
