//! The numbers, dates and times that a text states, in either language, so that texts and fields can be compared.
//!
//! It reads what is written in digits (and English number words); what it cannot read it leaves out. It is for warnings:
//! a person decides.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    model::{Lang, PartialDate},
    text::{era_to_western, fold, parse_number},
};

/// A date as a text states it: any of year, month and day may be left to what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loose {
    pub year: Option<i32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Loose {
    /// Whether `other` states all that this one states.
    fn is_in(self, other: Loose) -> bool {
        (self.year.is_none() || other.year.is_none() || self.year == other.year)
            && (self.month.is_none() || self.month == other.month)
            && (self.day.is_none() || self.day == other.day)
            && (self.year.is_none() || other.year.is_some() || self.month.is_some())
    }
}

impl From<PartialDate> for Loose {
    fn from(date: PartialDate) -> Self {
        Loose { year: Some(i32::from(date.year())), month: date.month(), day: date.day() }
    }
}

/// What is stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Numbers in digits that are neither dates nor times of day nor lengths of time.
    pub numbers: BTreeSet<u64>,
    /// Lengths of time, fractions and numbers in English words: they support a number but are not asked for, since
    /// they follow from others ("three days", 3日間, 10分の1).
    pub words: BTreeSet<u64>,
    /// Dates.
    pub dates: BTreeSet<Loose>,
    /// Times of day as (hour below 12, minute): 19:55 and 7.55 p.m. are one.
    pub times: BTreeSet<(u8, u8)>,
}

impl Stated {
    /// What one text states.
    pub fn of(text: &str, lang: Lang) -> Self {
        match lang {
            // Folding would join the numbers of an enumeration: 6、27.
            Lang::Ja => japanese(fold(&text.replace(['、', '，'], "。")).plain()),
            Lang::En => english(&THOUSANDS.replace_all(text, "$1$2")),
        }
    }

    /// Adds a date of a field, with its time.
    pub fn add_date(&mut self, date: PartialDate) {
        self.dates.insert(date.into());
        self.times.extend(date.time().map(|(hour, minute)| (hour % 12, minute)));
    }

    /// Adds all that another text states.
    pub fn add(&mut self, other: Stated) {
        self.numbers.extend(other.numbers);
        self.words.extend(other.words);
        self.dates.extend(other.dates);
        self.times.extend(other.times);
    }

    /// Whether a number is stated, as the day of a date too ("on the 29th").
    pub fn has_number(&self, number: u64) -> bool {
        let day = |date: &Loose| date.day.is_some_and(|day| u64::from(day) == number);
        self.numbers.contains(&number) || self.words.contains(&number) || self.dates.iter().any(day)
    }

    /// Whether a date is stated, by one that is at least as sharp.
    pub fn has_date(&self, date: Loose) -> bool {
        self.dates.iter().any(|other| date.is_in(*other))
    }

    /// Every number of it, those of dates too; a fact of both languages must be in both sets.
    pub fn all_numbers(&self) -> BTreeSet<u64> {
        let dates = self.dates.iter().flat_map(|d| {
            let parts = [d.year.and_then(|y| u64::try_from(y).ok()), d.day.map(u64::from)];
            parts.into_iter().flatten()
        });
        self.numbers.iter().chain(&self.words).copied().chain(dates).collect()
    }
}

/// A pattern of this file; that it is one is tested.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| unreachable!("{error}"))
}

/// 15,000 in English text.
static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d),(\d{3})"));

static JA_TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{1,2})(?:時(?:(\d{1,2})分|(半))?|:(\d{2}))(間)?"));
static JA_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(令和|平成|昭和)?(\d{1,4}|元)年(?:度)?(?:(\d{1,2})月(?:(\d{1,2})日)?)?(間|前|分|目|以上|余)?|(\d{1,2})月(?:(\d{1,2})日)?(分)?|(\d{1,2})日(間|前|分|目|以内)?",
    )
});
static JA_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(\d+(?:\.\d+)?(?:[千万億兆]\d*)*)(割|分の\d+|(?:年|か月|カ月|かげつ|ヶ月|ヵ月|週|日|時間|分|秒)(?:間|分|半|以内|以上)?)?",
    )
});

fn japanese(text: &str) -> Stated {
    let mut out = Stated::default();
    let number = |text: &str| text.parse::<u8>().ok();
    let rest = JA_TIME.replace_all(text, |found: &regex::Captures| {
        let (hour, half) = (number(&found[1]), found.get(3).map(|_| 30));
        let minute = half.or_else(|| found.get(2).or(found.get(4)).and_then(|m| number(m.as_str())));
        match hour {
            // 2時間 is a length.
            Some(_) if found.get(5).is_some() => found[0].to_owned(),
            Some(hour) if hour < 25 => {
                out.times.insert((hour % 12, minute.unwrap_or(0)));
                " ".to_owned()
            }
            _ => found[0].to_owned(),
        }
    });
    let mut last_month = None;
    let rest = JA_DATE.replace_all(&rest, |found: &regex::Captures| {
        let length = [5, 8, 10].iter().any(|group| found.get(*group).is_some());
        let part = |group: usize| found.get(group).and_then(|m| number(m.as_str()));
        let printed = found.get(2).map(|m| m.as_str());
        let year = printed.and_then(|y| if y == "元" { Some(1) } else { y.parse::<i32>().ok() });
        let year = match found.get(1) {
            Some(era) => year.and_then(|y| era_to_western(era.as_str(), y)),
            None => year,
        };
        // 3年間, 10日以内 and a year without its century are lengths.
        if length || year.is_some_and(|y| y < 1000) {
            return found[0].to_owned();
        }
        let month = part(3).or_else(|| part(6));
        let day = part(4).or_else(|| part(7)).or_else(|| part(9));
        // 8月25日と28日: the second has the month of the first.
        last_month = month.or(last_month);
        let month = if day.is_some() { last_month } else { month };
        out.dates.insert(Loose { year, month, day });
        " ".to_owned()
    });
    for found in JA_NUMBER.captures_iter(&rest) {
        let (Some(digits), unit) = (found.get(1), found.get(2).map(|m| m.as_str())) else { continue };
        let value = parse_number(digits.as_str()).map(|n| n.value);
        match unit {
            _ if !stands_alone(&rest, digits.start(), digits.end()) => {}
            None => out.numbers.extend(value),
            Some("割") => out.numbers.extend(value.and_then(|n| n.checked_mul(10))),
            Some(fraction) if fraction.starts_with("分の") => {}
            Some(_) => out.words.extend(value),
        }
    }
    out
}

static EN_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?(?:[ap]\.?m\b\.?|o'clock)|\b(\d{1,2}):(\d{2})\b"));
static EN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(\d{1,2})(?:(?:\s?[-–,]\s?|\s(?:to|and|or)\s)(\d{1,2}))?\s)?\b(January|February|March|April|May|June|July|August|September|October|November|December)\b(?:\s(\d{4}))?|\b(?:FY)?((?:19|20)\d{2})\b",
    )
});
static EN_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(\d+(?:\.\d+)?)(?:[ -](thousand|million|billion))?([ -](?:year|month|week|day|hour|minute|second)s?\b)?")
});
static EN_WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[a-z]+"));

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WORDS: [&str; 21] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

fn english(text: &str) -> Stated {
    let mut out = Stated::default();
    let number = |text: &str| text.parse::<u8>().ok();
    let rest = EN_TIME.replace_all(text, |found: &regex::Captures| {
        let part = |a: usize, b: usize| found.get(a).or(found.get(b)).and_then(|m| number(m.as_str()));
        out.times.extend(part(1, 3).map(|hour| (hour % 12, part(2, 4).unwrap_or(0))));
        " ".to_owned()
    });
    let rest = EN_DATE.replace_all(&rest, |found: &regex::Captures| {
        let part = |group: usize| found.get(group).and_then(|m| number(m.as_str()));
        let year = found.get(4).or(found.get(5)).and_then(|m| m.as_str().parse().ok());
        let month = found.get(3).and_then(|m| MONTHS.iter().position(|name| *name == m.as_str()));
        let month = month.and_then(|at| u8::try_from(at + 1).ok());
        let days: Vec<u8> = [part(1), part(2)].into_iter().flatten().collect();
        out.dates.extend(days.iter().map(|day| Loose { year, month, day: Some(*day) }));
        // "May" alone is mostly a verb.
        if days.is_empty() && (year.is_some() || &found[0] != "May") {
            out.dates.insert(Loose { year, month, day: None });
        }
        " ".to_owned()
    });
    for found in EN_NUMBER.captures_iter(&rest) {
        let Some(whole) = found.get(0) else { continue };
        let digits = found.get(1).map_or(whole.end(), |m| m.end());
        let factor = match found.get(2).map(|m| m.as_str()) {
            Some("thousand") => "000",
            Some("million") => "000000",
            Some("billion") => "000000000",
            _ => "",
        };
        if stands_alone(&rest, whole.start(), digits) {
            let into = if found.get(3).is_some() { &mut out.words } else { &mut out.numbers };
            into.extend(times(&found[1], factor.len()));
        }
    }
    for word in EN_WORD.find_iter(&rest) {
        let word = word.as_str().to_ascii_lowercase();
        out.words.extend(WORDS.iter().position(|w| *w == word).map(|n| n as u64));
    }
    out
}

/// Digits with a decimal point, times ten to a power; `None` where no whole number comes out.
fn times(digits: &str, zeros: usize) -> Option<u64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let missing = zeros.checked_sub(fraction.len())?;
    format!("{whole}{fraction}{}", "0".repeat(missing)).parse().ok()
}

/// Digits of a name (AES256, COVID-19, 5G) are no number.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let named = match before.next() {
        Some('-' | '.') => letter(before.next()),
        c => letter(c),
    };
    let behind: String = text[end..].chars().take_while(char::is_ascii_alphabetic).collect();
    !named && matches!(behind.as_str(), "" | "st" | "nd" | "rd" | "th" | "s" | "km" | "kg" | "byte" | "gb" | "mb")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str, lang: Lang) -> Vec<u64> {
        Stated::of(text, lang).numbers.into_iter().collect()
    }

    fn dates(text: &str, lang: Lang) -> Vec<(Option<i32>, Option<u8>, Option<u8>)> {
        Stated::of(text, lang).dates.into_iter().map(|d| (d.year, d.month, d.day)).collect()
    }

    #[test]
    fn numbers_are_read_in_both_languages() {
        let table: &[(&str, Lang, &[u64])] = &[
            ("約1万5,000件、うち 1 2 0 人", Lang::Ja, &[120, 15_000]),
            ("約756万のブラウザー、2.2万件", Lang::Ja, &[22_000, 7_560_000]),
            ("27条の6、27条の8、3割、10分の1", Lang::Ja, &[6, 8, 27, 30]),
            ("AES256、COVID-19、5G、社労夢V5.0", Lang::Ja, &[]),
            ("about 15,000 records of 7.56 million browsers", Lang::En, &[15_000, 7_560_000]),
            ("AES256, COVID-19 and 5G; the 3rd of 12", Lang::En, &[3, 12]),
        ];
        for (text, lang, expected) in table {
            assert_eq!(numbers(text, *lang), *expected, "{text}");
        }
        let lengths = Stated::of("3年間、10日以内、5か月、16分間、約7か月半、20日間", Lang::Ja);
        assert_eq!(lengths.numbers, BTreeSet::new());
        assert_eq!(lengths.words, [3, 5, 7, 10, 16, 20].into());
        assert_eq!(Stated::of("for 16 minutes in 20 days", Lang::En).numbers, BTreeSet::new());
        assert!(Stated::of("Two of eighteen computers", Lang::En).has_number(18));
        assert!(!Stated::of("Two of eighteen computers", Lang::En).has_number(3));
    }

    #[test]
    fn dates_are_read_in_both_languages() {
        let date = |y, m, d| (y, m, d);
        let day = date(Some(2023), Some(8), Some(25));
        assert_eq!(dates("令和5年8月25日", Lang::Ja), [day]);
        assert_eq!(dates("2023年8月25日と28日", Lang::Ja), [(None, Some(8), Some(28)), day]);
        assert_eq!(dates("平成30年度、8月", Lang::Ja), [(None, Some(8), None), (Some(2018), None, None)]);
        assert_eq!(dates("on 25 August 2023", Lang::En), [day]);
        assert_eq!(dates("25 and 28 August 2023", Lang::En), [day, date(Some(2023), Some(8), Some(28))]);
        assert_eq!(
            dates("in fiscal 2018, in May 2020; it may", Lang::En),
            [(Some(2018), None, None), (Some(2020), Some(5), None)]
        );
    }

    #[test]
    fn times_of_day_are_one_in_both_clocks() {
        let ja = Stated::of("19時55分、午前4時半、16分間、2時間", Lang::Ja);
        let en = Stated::of("at 7.55 p.m., 4:30, for 16 minutes and 2 hours", Lang::En);
        assert_eq!(ja.times, en.times);
        assert!(ja.words.contains(&16) && en.words.contains(&16) && ja.words.contains(&2) && en.words.contains(&2));
    }

    #[test]
    fn a_date_is_in_one_that_is_as_sharp() {
        let mut field = Stated::default();
        field.add_date("2023-08-25T09:16".parse().expect("a date"));
        let has = |year, month, day| field.has_date(Loose { year, month, day });
        assert!(has(Some(2023), Some(8), Some(25)) && has(None, Some(8), Some(25)) && has(Some(2023), None, None));
        assert!(!has(Some(2022), Some(8), Some(25)) && !has(None, Some(8), Some(26)) && !has(None, Some(9), None));
        let mut month = Stated::default();
        month.add_date("2023-08".parse().expect("a date"));
        assert!(!month.has_date(Loose { year: Some(2023), month: Some(8), day: Some(25) }));
    }
}
