//! Ranges, numbers and dates as people type them behind a field: `>=1000`, `1万人以上`, `2023-01..2023-06`, `〜2022`,
//! `令和5年9月`, `2023年度`. All functions take folded text ([`super::fold`]).

use super::numbers::{is_counter, read_era_year, read_number};

/// An end of a typed range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedEnd<'a> {
    /// The number or date, still text.
    pub text: &'a str,
    /// Whether it belongs to the range itself.
    pub included: bool,
}

/// A typed range; at least one end is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedRange<'a> {
    /// Where it begins.
    pub from: Option<TypedEnd<'a>>,
    /// Where it ends.
    pub to: Option<TypedEnd<'a>>,
}

/// Signs and words that say which end a number is: the sign or word, whether it is the lower end, whether it is
/// included. Longer ones first.
const BEFORE: [(&str, bool, bool); 8] = [
    (">=", true, true),
    ("=>", true, true),
    ("<=", false, true),
    ("=<", false, true),
    ("≧", true, true),
    ("≦", false, true),
    (">", true, false),
    ("<", false, false),
];
const BEHIND: [(&str, bool, bool); 9] = [
    ("以上", true, true),
    ("以降", true, true),
    ("から", true, true),
    ("以下", false, true),
    ("以内", false, true),
    ("以前", false, true),
    ("まで", false, true),
    ("未満", false, false),
    ("超", true, false),
];

fn end(text: &str, included: bool) -> Option<TypedEnd<'_>> {
    (!text.is_empty()).then_some(TypedEnd { text, included })
}

fn one_ended(text: &str, lower: bool, included: bool) -> Option<TypedRange<'_>> {
    let end = Some(end(text, included)?);
    Some(if lower { TypedRange { from: end, to: None } } else { TypedRange { from: None, to: end } })
}

/// Reads the shape of a range; `None` where there is nothing between or beside its signs.
pub fn parse_range(folded: &str) -> Option<TypedRange<'_>> {
    let folded = folded.trim();
    // The fold keeps ≥ as a sign of its own.
    let folded = folded.strip_prefix('=').filter(|rest| !rest.starts_with(['>', '<'])).unwrap_or(folded);
    for (sign, lower, included) in BEFORE.into_iter().chain([("≥", true, true), ("≤", false, true)]) {
        if let Some(rest) = folded.strip_prefix(sign) {
            return one_ended(rest.trim(), lower, included);
        }
    }
    if let Some((from, to)) = folded.split_once("..").or_else(|| folded.split_once('~')) {
        let range = TypedRange { from: end(from.trim(), true), to: end(to.trim_start_matches('.').trim(), true) };
        return (range.from.is_some() || range.to.is_some()).then_some(range);
    }
    for (word, lower, included) in BEHIND {
        if let Some(rest) = folded.strip_suffix(word) {
            return one_ended(rest.trim(), lower, included);
        }
    }
    let both = end(folded, true);
    both.map(|_| TypedRange { from: both, to: both })
}

/// A number and nothing else but its counter: `1000`, `1万5000人`.
pub fn parse_whole_number(folded: &str) -> Option<u64> {
    let chars: Vec<char> = folded.chars().collect();
    let number = read_number(&chars)?;
    match chars.get(number.len..)? {
        [] => number.value,
        &[counter] if is_counter(counter) => number.value,
        _ => None,
    }
}

/// A date as it was typed. Whether the calendar has such a day is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedDate {
    /// Western year.
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// The fiscal year, April to March, rather than the calendar year.
    pub fiscal: bool,
}

/// A date and nothing else: `2023`, `2023年9月`, `2023-09-01`, `2023/9/1`, `R5.9`, `令和5年度`.
pub fn parse_date(folded: &str) -> Option<TypedDate> {
    let chars: Vec<char> = folded.chars().collect();
    let (year, mut at) = match read_era_year(&chars) {
        Some(era) => (era.western, era.len),
        None => (i32::from(digits(&chars, 4)?), 4),
    };
    let mut date = TypedDate { year, month: None, day: None, fiscal: false };
    let mut dated = false;
    if chars.get(at) == Some(&'年') {
        at += 1;
        dated = true;
        if chars.get(at..) == Some(&['度']) {
            date.fiscal = true;
            return Some(date);
        }
    }
    for (part, most, word) in [(&mut date.month, 12, '月'), (&mut date.day, 31, '日')] {
        if at == chars.len() {
            break;
        }
        if !dated {
            chars.get(at).filter(|c| matches!(c, '-' | '/' | '.'))?;
            at += 1;
        }
        let len = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let number = digits(&chars[at..], len).filter(|n| (1..=2).contains(&len) && (1..=most).contains(n))?;
        *part = Some(number as u8);
        at += len;
        dated = chars.get(at) == Some(&word);
        at += usize::from(dated);
    }
    (at == chars.len()).then_some(date)
}

/// The number that the first `len` characters are, all digits and not more than four.
fn digits(chars: &[char], len: usize) -> Option<u16> {
    let digits = chars.get(..len).filter(|digits| len <= 4 && digits.iter().all(char::is_ascii_digit))?;
    Some(digits.iter().fold(0, |n, &c| n * 10 + (c as u32 - '0' as u32) as u16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn ranges_are_read_as_they_are_typed() {
        let table: &[(&str, &str)] = &[
            (">=1000", "1000≤"),
            ("＞＝ １，０００", "1000≤"),
            ("≧1000", "1000≤"),
            ("≥1000", "1000≤"),
            ("> 1000", "1000<"),
            ("<=30", "≤30"),
            ("＜30", "<30"),
            ("=30", "30≤≤30"),
            ("1000..2000", "1000≤≤2000"),
            ("1000…", "1000≤"),
            ("〜2022", "≤2022"),
            ("2023-01～2023-06", "2023-01≤≤2023-06"),
            ("1万人以上", "1万人≤"),
            ("100人未満", "<100人"),
            ("30日以内", "≤30日"),
            ("2023年以降", "2023年≤"),
            ("2023", "2023≤≤2023"),
            ("", "none"),
            ("..", "none"),
            (">", "none"),
        ];
        for &(typed, expected) in table {
            let folded = fold(typed);
            let sign = |end: Option<TypedEnd>| end.map(|end| if end.included { "≤" } else { "<" }).unwrap_or_default();
            let text = |end: Option<TypedEnd>| end.map(|end| end.text.to_owned()).unwrap_or_default();
            let said = parse_range(folded.plain()).map_or_else(
                || "none".to_owned(),
                |r| format!("{}{}{}{}", text(r.from), sign(r.from), sign(r.to), text(r.to)),
            );
            assert_eq!(said, expected, "{typed}");
        }
    }

    #[test]
    fn numbers_and_dates_stand_alone() {
        let number = |text: &str| parse_whole_number(fold(text).plain());
        assert_eq!(
            ["1000", "1,000", "1万人", "千五百件", "1000x", "", "人"].map(number),
            [Some(1000), Some(1000), Some(10_000), Some(1500), None, None, None]
        );
        let date = |text: &str| {
            parse_date(fold(text).plain()).map(|d| (d.year, d.month.unwrap_or(0), d.day.unwrap_or(0), d.fiscal))
        };
        let table = [
            ("2023", Some((2023, 0, 0, false))),
            ("2023年", Some((2023, 0, 0, false))),
            ("2023年度", Some((2023, 0, 0, true))),
            ("令和５年度", Some((2023, 0, 0, true))),
            ("令和5年", Some((2023, 0, 0, false))),
            ("R5.9", Some((2023, 9, 0, false))),
            ("2023-09", Some((2023, 9, 0, false))),
            ("2023年9月", Some((2023, 9, 0, false))),
            ("2023/9/1", Some((2023, 9, 1, false))),
            ("2023年9月1日", Some((2023, 9, 1, false))),
            ("2023-13", None),
            ("2023-", None),
            ("20231", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(date(text), expected, "{text}");
        }
    }
}
