//! The canonical form of sentences that hold years of an era, numbers with 万 or in kanji, or dates in digits.
//!
//! 令和5年9月1日, R5.9.1, 2023/9/1 and 2023年09月01日 all read 2023年9月1日; 1万5000人 and 一万五千人 read 15000人.
//! The plain form beside it is untouched, so what is written is found as it is written, too.
//!
//! Works on plain folded characters only and depends on nothing else about them.

use super::fold::{SEPARATOR, Unit};
use super::numbers::{begins_kanji_number, is_counter, read_era_year, read_number};

/// The sentences of a plain text that have a canonical form of their own, each behind a [`SEPARATOR`].
pub(super) fn sentences(plain: &[Unit]) -> Vec<Unit> {
    let mut found = Vec::new();
    for sentence in plain.split_inclusive(|unit| unit.ch == '。') {
        if let Some(form) = canonical(sentence) {
            let (start, end) = (sentence[0].start, sentence[0].start);
            found.push(Unit { ch: SEPARATOR, start, end, japanese: false, katakana: false });
            found.extend(form);
        }
    }
    found
}

/// The canonical form of plain characters, where it differs from them.
pub(super) fn canonical(plain: &[Unit]) -> Option<Vec<Unit>> {
    if !plain.iter().any(|unit| unit.ch.is_ascii_digit() || unit.ch == '元' || begins_kanji_number(unit.ch)) {
        return None;
    }
    let chars: Vec<char> = plain.iter().map(|unit| unit.ch).collect();
    let mut form = Form { plain, out: Vec::new(), changed: false };
    let mut at = 0;
    while at < chars.len() {
        at += year(&chars, at, &mut form).or_else(|| number(&chars, at, &mut form)).unwrap_or_else(|| {
            // A run of digits or letters is passed over as a whole: what follows must not be read from its middle.
            let run = match chars[at] {
                c if c.is_ascii_digit() => chars[at..].iter().take_while(|c| c.is_ascii_digit()).count(),
                c if begins_kanji_number(c) => chars[at..].iter().take_while(|&&c| begins_kanji_number(c)).count(),
                _ => 1,
            };
            form.copy(at, run);
            run
        });
    }
    form.changed.then_some(form.out)
}

/// The form being written.
struct Form<'a> {
    plain: &'a [Unit],
    out: Vec<Unit>,
    changed: bool,
}

impl Form<'_> {
    fn copy(&mut self, at: usize, len: usize) {
        self.out.extend_from_slice(&self.plain[at..at + len]);
    }

    /// Writes other characters for `len` characters.
    fn write(&mut self, at: usize, len: usize, text: &str) {
        let from = &self.plain[at..at + len];
        let (Some(first), Some(last)) = (from.first(), from.last()) else { return };
        let (start, end) = (first.start, last.end);
        self.changed |= !from.iter().map(|unit| unit.ch).eq(text.chars());
        self.out.extend(text.chars().map(|ch| Unit { ch, start, end, japanese: false, katakana: false }));
    }
}

/// A year as it is written, by era or in four digits.
struct Year {
    western: i32,
    len: usize,
    era: bool,
    letter: Option<char>,
}

fn read_year(chars: &[char], at: usize) -> Option<Year> {
    let rest = chars.get(at..)?;
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits == 4 {
        let western = rest[..4].iter().fold(0, |n, &c| n * 10 + (c as i32 - '0' as i32));
        return (1868..=2199).contains(&western).then_some(Year { western, len: 4, era: false, letter: None });
    }
    let year = read_era_year(rest)?;
    Some(Year { western: year.western, len: year.len, era: true, letter: year.letter })
}

/// A year at `at` with what belongs to it: 年, the same year in brackets, month and day behind dots or strokes.
/// Returns how many characters were read.
fn year(chars: &[char], at: usize, form: &mut Form) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| chars[before]);
    let year = read_year(chars, at)?;
    let word_before = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    if before.is_some_and(|c| c.is_ascii_digit()) || (year.letter.is_some() && word_before) {
        return None;
    }
    let behind = at + year.len;
    if let Some((month, day, len)) = numeric_date(chars, behind, year.era) {
        form.write(at, year.len, &year.western.to_string());
        form.write(behind, len, &format!("年{month}月{}", day.map(|day| format!("{day}日")).unwrap_or_default()));
        return Some(year.len + len);
    }
    let same_in_brackets = |at: usize| {
        let inner = (chars.get(at) == Some(&'(')).then(|| read_year(chars, at + 1)).flatten()?;
        let close = at + 1 + inner.len;
        let close = if chars.get(close) == Some(&'年') { close + 1 } else { close };
        (inner.western == year.western && chars.get(close) == Some(&')')).then_some(close + 1 - at)
    };
    // 令和5(2023)年 and 令和5年(2023年)
    let brackets = same_in_brackets(behind).unwrap_or(0);
    let mut len = year.len + brackets;
    let nen = chars.get(at + len) == Some(&'年');
    if nen {
        len += 1;
        if brackets == 0 {
            len += same_in_brackets(at + len).unwrap_or(0);
        }
    }
    let next = chars.get(at + len);
    let stands_alone = match year.letter {
        None => true,
        Some('r' | 'h') => next.is_none_or(|&c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '/')),
        Some(_) => false,
    };
    if (!year.era && len <= year.len + 1) || (!nen && !stands_alone) {
        return None;
    }
    if len == year.len {
        form.write(at, len, &format!("{}年", year.western));
    } else {
        form.write(at, year.len, &year.western.to_string());
        form.write(at + year.len, len - year.len, "年");
    }
    Some(len)
}

/// Month and day in digits behind a year: `.9.1`, `/9/1`, `-09-01`; behind an era a month alone, too. Returns them and
/// how many characters they take.
fn numeric_date(chars: &[char], at: usize, month_alone: bool) -> Option<(u32, Option<u32>, usize)> {
    let &stroke = chars.get(at).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let part = |at: usize, most: u32| {
        let digits = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).count();
        let value = chars[at..at + digits.min(2)].iter().fold(0, |n, &c| n * 10 + (c as u32 - '0' as u32));
        ((1..=2).contains(&digits) && (1..=most).contains(&value)).then_some((value, digits))
    };
    let (month, month_len) = part(at + 1, 12)?;
    let behind = at + 1 + month_len;
    if chars.get(behind) == Some(&stroke) {
        let (day, day_len) = part(behind + 1, 31)?;
        return Some((month, Some(day), behind + 1 + day_len - at));
    }
    month_alone.then_some((month, None, behind - at))
}

/// A number at `at` that plain digits say otherwise. Returns how many characters were read.
fn number(chars: &[char], at: usize, form: &mut Form) -> Option<usize> {
    let kanji = begins_kanji_number(chars[at]);
    if !kanji && !chars[at].is_ascii_digit() {
        return None;
    }
    let number = read_number(&chars[at..])?;
    let next = chars.get(at + number.len).copied();
    if !kanji && !number.multiplier {
        // 09月 → 9月
        let zero = number.len == 2 && chars[at] == '0' && matches!(next, Some('月' | '日'));
        return zero.then(|| {
            form.write(at, 2, &chars[at + 1].to_string());
            2
        });
    }
    let vague = at.checked_sub(1).is_some_and(|before| matches!(chars[before], '数' | '何' | '幾'));
    if vague || (kanji && !next.is_some_and(is_counter)) {
        return None;
    }
    form.write(at, number.len, &number.value?.to_string());
    Some(number.len)
}
