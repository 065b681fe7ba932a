//! Numbers and years as Japanese texts write them: 1,500, 1万5000, 百二十, 二〇二三, 令和5年, R5.
//!
//! Nothing here guesses: what is no number, or a number that does not fit in 64 bits, is `None`.

use super::fold::fold;

/// How a printed number stands to the real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberBound {
    /// "At least": 以上, 少なくとも, 超.
    AtLeast,
    /// "Up to": 最大, 以下, 以内, 未満.
    UpTo,
}

/// A number read from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberReading {
    /// The number itself.
    pub value: u64,
    /// Printed as "about" (約, およそ, 程度, …).
    pub approx: bool,
    /// Printed as a bound.
    pub bound: Option<NumberBound>,
}

/// Words before a number that say what kind of number it is, folded.
const BEFORE: [(&str, bool, Option<NumberBound>); 9] = [
    ("約", true, None),
    ("およそ", true, None),
    ("おおよそ", true, None),
    ("ほぼ", true, None),
    ("延べ", false, None),
    ("最大", false, Some(NumberBound::UpTo)),
    ("最多", false, Some(NumberBound::UpTo)),
    ("少なくとも", false, Some(NumberBound::AtLeast)),
    ("最低", false, Some(NumberBound::AtLeast)),
];

/// The same behind it; a counter (人, 件, …) may stand between.
const AFTER: [(&str, bool, Option<NumberBound>); 10] = [
    ("以上", false, Some(NumberBound::AtLeast)),
    ("超", false, Some(NumberBound::AtLeast)),
    ("以下", false, Some(NumberBound::UpTo)),
    ("以内", false, Some(NumberBound::UpTo)),
    ("未満", false, Some(NumberBound::UpTo)),
    ("程度", true, None),
    ("ほど", true, None),
    ("前後", true, None),
    ("余り", true, None),
    ("弱", true, None),
];

/// Reads a number that begins the text, with its "about" and "up to"; what stands behind it does not matter.
///
/// `None` when no number begins the text or it is no whole number below 2⁶⁴.
pub fn parse_number(text: &str) -> Option<NumberReading> {
    let folded = fold(text);
    let mut rest = folded.plain();
    let mut reading = NumberReading { value: 0, approx: false, bound: None };
    while let Some((word, approx, bound)) = BEFORE.iter().find(|(word, ..)| rest.starts_with(word)) {
        rest = &rest[word.len()..];
        reading.approx |= approx;
        reading.bound = reading.bound.or(*bound);
    }
    let chars: Vec<char> = rest.chars().collect();
    let number = read_number(&chars)?;
    reading.value = number.value?;
    let mut behind: &[char] = &chars[number.len..];
    if behind.first().is_some_and(|&c| is_counter(c)) {
        behind = &behind[1..];
    }
    let behind: String = behind.iter().take(4).collect();
    if let Some((_, approx, bound)) = AFTER.iter().find(|(word, ..)| behind.starts_with(word)) {
        reading.approx |= approx;
        reading.bound = reading.bound.or(*bound);
    }
    Some(reading)
}

/// A number at the beginning of a run of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NumberAt {
    /// How many characters it takes.
    pub len: usize,
    /// The number, unless it has a fraction that no multiplier makes whole, or does not fit.
    pub value: Option<u64>,
    /// It holds ASCII digits.
    pub ascii: bool,
    /// It holds 十, 百, 千, 万, 億 or 兆.
    pub multiplier: bool,
}

/// Counters that make a run of kanji a number (三人, 十二月); 部, 次, 分, 時 and 者 are left out, since 一部, 二次,
/// 十分, 一時 and 第三者 are words.
pub(super) fn is_counter(c: char) -> bool {
    "人名件社台通個年月日回校枚歳円条".contains(c)
}

/// Whether a character may begin a number in kanji.
pub(super) fn begins_kanji_number(c: char) -> bool {
    kanji_digit(c).is_some() || matches!(c, '十' | '百' | '千')
}

fn kanji_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The multiplier of a character, and whether it closes a group of four digits (万, 億, 兆).
fn multiplier(c: char) -> Option<(u64, bool)> {
    Some(match c {
        '十' | '拾' => (10, false),
        '百' => (100, false),
        '千' => (1_000, false),
        '万' => (10_000, true),
        '億' => (100_000_000, true),
        '兆' => (1_000_000_000_000, true),
        _ => return None,
    })
}

/// Digits that wait for their multiplier: `digits` / 10^`decimals`.
#[derive(Clone, Copy)]
struct Pending {
    digits: u64,
    decimals: u32,
}

impl Pending {
    /// The whole number that these digits and the multiplier make.
    fn times(self, multiplier: u64) -> Option<u64> {
        let product = u128::from(self.digits) * u128::from(multiplier);
        let divisor = 10u128.checked_pow(self.decimals)?;
        if product % divisor == 0 { u64::try_from(product / divisor).ok() } else { None }
    }
}

/// Reads the longest number at the beginning of folded characters.
pub(super) fn read_number(chars: &[char]) -> Option<NumberAt> {
    let mut at = 0;
    let mut fits = true;
    let (mut ascii, mut any_multiplier) = (false, false);
    let (mut total, mut section) = (0u64, 0u64);
    let mut pending: Option<Pending> = None;
    let (mut last_small, mut last_big) = (u64::MAX, u64::MAX);
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit() {
            if pending.is_some() {
                break;
            }
            let mut digits = Pending { digits: 0, decimals: 0 };
            let mut push = |digit: char, digits: &mut Pending| match digits
                .digits
                .checked_mul(10)
                .and_then(|n| n.checked_add(u64::from(digit as u32 - '0' as u32)))
            {
                Some(n) => digits.digits = n,
                None => fits = false,
            };
            while let Some(&digit) = chars.get(at).filter(|c| c.is_ascii_digit()) {
                push(digit, &mut digits);
                at += 1;
            }
            if chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
                at += 1;
                while let Some(&digit) = chars.get(at).filter(|c| c.is_ascii_digit()) {
                    push(digit, &mut digits);
                    digits.decimals = digits.decimals.saturating_add(1);
                    at += 1;
                }
            }
            ascii = true;
            pending = Some(digits);
        } else if let Some(first) = kanji_digit(c) {
            if pending.is_some() {
                break;
            }
            // 二〇二三 and 一五〇万 are read by position; beside 十, 百, 千 more than one digit means "twelve or thirteen"
            // (十二三).
            let run = chars[at..].iter().take_while(|&&c| kanji_digit(c).is_some()).count();
            let small_behind = chars.get(at + run).and_then(|&c| multiplier(c)).is_some_and(|(_, big)| !big);
            if run > 1 && (last_small != u64::MAX || small_behind) {
                break;
            }
            let mut digits = first;
            for &c in &chars[at + 1..at + run] {
                match digits.checked_mul(10).and_then(|n| n.checked_add(kanji_digit(c).unwrap_or(0))) {
                    Some(n) => digits = n,
                    None => fits = false,
                }
            }
            at += run;
            pending = Some(Pending { digits, decimals: 0 });
        } else if let Some((factor, big)) = multiplier(c) {
            let added = if big {
                let base = match pending {
                    Some(pending) => pending.times(1).and_then(|n| n.checked_add(section)),
                    None => Some(section),
                };
                match (base, pending, section) {
                    (_, None, 0) => break,
                    (_, Some(pending), 0) => pending.times(factor),
                    (base, ..) => base.and_then(|n| n.checked_mul(factor)),
                }
            } else {
                match pending {
                    Some(pending) => pending.times(factor),
                    None => Some(factor),
                }
            };
            if (big && factor >= last_big) || (!big && factor >= last_small) {
                break;
            }
            let into = if big { total } else { section };
            match added.and_then(|n| into.checked_add(n)) {
                Some(sum) if big => (total, section) = (sum, 0),
                Some(sum) => section = sum,
                None => fits = false,
            }
            if big {
                (last_big, last_small) = (factor, u64::MAX);
            } else {
                last_small = factor;
            }
            any_multiplier = true;
            pending = None;
            at += 1;
        } else {
            break;
        }
    }
    if at == 0 {
        return None;
    }
    let units = match pending {
        Some(pending) => pending.times(1),
        None => Some(0),
    };
    let value = units.and_then(|units| total.checked_add(section)?.checked_add(units)).filter(|_| fits);
    Some(NumberAt { len: at, value, ascii, multiplier: any_multiplier })
}

/// An era since the calendar is the western one, oldest first: name, letter, first day as (year, month, day), number
/// of its last year.
struct Era {
    name: &'static str,
    letter: char,
    from: (i32, u8, u8),
    years: i32,
}

const ERAS: [Era; 5] = [
    Era { name: "明治", letter: 'm', from: (1868, 10, 23), years: 45 },
    Era { name: "大正", letter: 't', from: (1912, 7, 30), years: 15 },
    Era { name: "昭和", letter: 's', from: (1926, 12, 25), years: 64 },
    Era { name: "平成", letter: 'h', from: (1989, 1, 8), years: 31 },
    Era { name: "令和", letter: 'r', from: (2019, 5, 1), years: 99 },
];

fn western(era: &Era, year: i32) -> Option<i32> {
    (1..=era.years).contains(&year).then(|| era.from.0 + year - 1)
}

/// The western year of a year in an era: `era_to_western("令和", 5)` and `era_to_western("R", 5)` are 2023.
///
/// `None` for an unknown era or a year that the era does not have.
pub fn era_to_western(era: &str, year: i32) -> Option<i32> {
    let folded = fold(era);
    let name = folded.plain();
    let era = ERAS.iter().find(|era| era.name == name || name.chars().eq([era.letter]))?;
    western(era, year)
}

/// Reads a year with its era that begins the text (令和5年, 平成三十年度, R5, 令和元年) as a western year.
pub fn parse_era_year(text: &str) -> Option<i32> {
    let chars: Vec<char> = fold(text).plain().chars().collect();
    read_era_year(&chars).map(|year| year.western)
}

/// A year with its era at the beginning of a run of characters, without the 年 behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EraYearAt {
    /// How many characters it takes.
    pub len: usize,
    /// The western year.
    pub western: i32,
    /// The letter of an era written as one (R5), folded.
    pub letter: Option<char>,
}

/// Reads a year with its era at the beginning of folded characters.
pub(super) fn read_era_year(chars: &[char]) -> Option<EraYearAt> {
    let &first = chars.first()?;
    if first.is_ascii_alphabetic() {
        let era = ERAS.iter().find(|era| era.letter == first)?;
        let digits = chars[1..].iter().take_while(|c| c.is_ascii_digit()).count();
        if !(1..=2).contains(&digits) || chars.get(1 + digits).is_some_and(char::is_ascii_alphabetic) {
            return None;
        }
        let year = read_number(&chars[1..1 + digits])?.value?;
        return Some(EraYearAt { len: 1 + digits, western: western(era, year as i32)?, letter: Some(first) });
    }
    let era = ERAS.iter().find(|era| era.name.chars().eq(chars.iter().take(2).copied()))?;
    if chars.get(2) == Some(&'元') {
        return Some(EraYearAt { len: 3, western: western(era, 1)?, letter: None });
    }
    let digits = chars[2..].iter().take_while(|c| c.is_ascii_digit()).count();
    let number = if digits > 0 { read_number(&chars[2..2 + digits])? } else { read_number(&chars[2..])? };
    let year = i32::try_from(number.value?).ok()?;
    Some(EraYearAt { len: 2 + number.len, western: western(era, year)?, letter: None })
}

/// The Japanese year of a western date: "令和5年"; "令和元年" for the first year of an era.
///
/// A year or month in which the era changed is answered with both ("平成31年・令和元年") as long as month and day do
/// not say which. `None` before the western calendar of 1873 and for months and days that do not exist.
pub fn western_to_era(year: i32, month: Option<u8>, day: Option<u8>) -> Option<String> {
    if !(1873..=9999).contains(&year) {
        return None;
    }
    if month.is_some_and(|m| !(1..=12).contains(&m)) || day.is_some_and(|d| !(1..=31).contains(&d)) {
        return None;
    }
    let earliest = (year, month.unwrap_or(1), month.and(day).unwrap_or(1));
    let latest = (year, month.unwrap_or(12), month.and(day).unwrap_or(31));
    let at = |date: (i32, u8, u8)| ERAS.iter().rev().find(|era| era.from <= date);
    let name = |era: &Era| match year - era.from.0 + 1 {
        1 => format!("{}元年", era.name),
        n => format!("{}{n}年", era.name),
    };
    let (first, last) = (at(earliest)?, at(latest)?);
    Some(if first.name == last.name { name(last) } else { format!("{}・{}", name(first), name(last)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let table: &[(&str, Option<u64>)] = &[
            ("1500", Some(1_500)),
            ("1,500", Some(1_500)),
            ("１，５００人", Some(1_500)),
            ("1 2 0 人", Some(120)),
            ("1万5000", Some(15_000)),
            ("約1万5,000", Some(15_000)),
            ("約 756 万", Some(7_560_000)),
            ("1億2,000万", Some(120_000_000)),
            ("1億2,345万6,789", Some(123_456_789)),
            ("1.5万", Some(15_000)),
            ("0.5億", Some(50_000_000)),
            ("12万3千", Some(123_000)),
            ("3千5百", Some(3_500)),
            ("二十", Some(20)),
            ("百二十", Some(120)),
            ("千五百", Some(1_500)),
            ("一万五千", Some(15_000)),
            ("二〇二三", Some(2_023)),
            ("二千二十三", Some(2_023)),
            ("一五〇万", Some(1_500_000)),
            ("十", Some(10)),
            ("2兆", Some(2_000_000_000_000)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("99999999999999999999兆", None),
            ("1.5", None),
            ("万", None),
            ("人", None),
            ("", None),
            ("約", None),
        ];
        for &(text, value) in table {
            assert_eq!(parse_number(text).map(|n| n.value), value, "{text}");
        }
    }

    #[test]
    fn about_and_bounds_are_kept() {
        let table: &[(&str, bool, Option<NumberBound>)] = &[
            ("約1万5,000", true, None),
            ("最大 756 万件", false, Some(NumberBound::UpTo)),
            ("少なくとも3人", false, Some(NumberBound::AtLeast)),
            ("100人以上", false, Some(NumberBound::AtLeast)),
            ("100名未満", false, Some(NumberBound::UpTo)),
            ("最大約3千", true, Some(NumberBound::UpTo)),
            ("500件程度", true, None),
            ("500", false, None),
        ];
        for &(text, approx, bound) in table {
            let reading = parse_number(text).expect(text);
            assert_eq!((reading.approx, reading.bound), (approx, bound), "{text}");
        }
    }

    #[test]
    fn eras_and_western_years_answer_each_other() {
        assert_eq!(era_to_western("令和", 5), Some(2023));
        assert_eq!(era_to_western("Ｒ", 5), Some(2023));
        assert_eq!(era_to_western("㍻", 30), Some(2018));
        assert_eq!(era_to_western("平成", 32), None);
        assert_eq!(era_to_western("慶応", 3), None);
        for (text, year) in [
            ("令和5年", 2023),
            ("令和 ５ 年度", 2023),
            ("令和元年", 2019),
            ("平成三十年度", 2018),
            ("昭和64年", 1989),
            ("R5", 2023),
            ("H31.4.1", 2019),
            ("大正15年", 1926),
        ] {
            assert_eq!(parse_era_year(text), Some(year), "{text}");
        }
        assert_eq!(parse_era_year("R105"), None);
        assert_eq!(parse_era_year("R5x"), None);
        for (date, text) in [
            ((2023, None, None), "令和5年"),
            ((2019, Some(4), Some(30)), "平成31年"),
            ((2019, Some(5), Some(1)), "令和元年"),
            ((2019, Some(5), None), "令和元年"),
            ((2019, None, None), "平成31年・令和元年"),
            ((1989, Some(1), Some(7)), "昭和64年"),
            ((1989, Some(1), None), "昭和64年・平成元年"),
            ((1989, Some(2), None), "平成元年"),
        ] {
            assert_eq!(western_to_era(date.0, date.1, date.2).as_deref(), Some(text), "{date:?}");
        }
        assert_eq!(western_to_era(1700, None, None), None);
        assert_eq!(western_to_era(2023, Some(13), None), None);
    }
}
