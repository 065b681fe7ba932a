//! Partial dates: a year, a month, a day or a minute, each an interval of days.
//!
//! A date of the casebook is never sharper than its source. Arithmetic is interval arithmetic on day numbers
//! (days since 1970-01-01), so a month-precise date gives an answer with two ends.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, Month};

use super::Lang;

/// A closed interval of day numbers.
pub type Days = (i64, i64);

/// A date as precise as the source: `2023`, `2023-09`, `2023-09-01` or `2023-08-16T19:55`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
    /// Hour and minute, local time of the source.
    time: Option<(u8, u8)>,
}

/// What is wrong with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no date; write a year, 2023-09, 2023-09-01 or 2023-09-01T19:55 of the years 1900 to 2199",
            self.0
        )
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// A year.
    pub const fn year_only(year: i16) -> Self {
        Self { year, month: None, day: None, time: None }
    }

    /// A full day; `None` where the calendar has no such day.
    pub fn ymd(year: i16, month: u8, day: u8) -> Option<Self> {
        calendar(year, month, day)?;
        Some(Self { year, month: Some(month), day: Some(day), time: None })
    }

    /// A month; `None` where the calendar has no such month.
    pub fn month_only(year: i16, month: u8) -> Option<Self> {
        calendar(year, month, 1)?;
        Some(Self { year, month: Some(month), day: None, time: None })
    }

    /// The day of a day number.
    pub fn from_day_number(number: i64) -> Option<Self> {
        let julian = i32::try_from(number + UNIX_EPOCH_JULIAN).ok()?;
        let date = Date::from_julian_day(julian).ok()?;
        Self::ymd(i16::try_from(date.year()).ok()?, date.month() as u8, date.day())
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12 where known.
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// 1 to 31 where known.
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// Hour and minute where known.
    pub const fn time(self) -> Option<(u8, u8)> {
        self.time
    }

    /// The days it may be, both ends included, as days since 1970-01-01.
    pub fn days(self) -> Days {
        let first = |y, m, d| calendar(y, m, d).map_or(0, day_number);
        match (self.month, self.day) {
            (Some(m), Some(d)) => {
                let n = first(self.year, m, d);
                (n, n)
            }
            (Some(m), None) => {
                let next = if m == 12 { first(self.year + 1, 1, 1) } else { first(self.year, m + 1, 1) };
                (first(self.year, m, 1), next - 1)
            }
            _ => (first(self.year, 1, 1), first(self.year + 1, 1, 1) - 1),
        }
    }

    /// The Japanese fiscal year (April to March) it lies in; `None` where a year-precise date spans two.
    pub fn fiscal_year(self) -> Option<i16> {
        self.month.map(|m| if m >= 4 { self.year } else { self.year - 1 })
    }

    /// Whether it may lie before `other` and cannot lie on or after it.
    pub fn is_before(self, other: Self) -> bool {
        let (own, their) = (self.days(), other.days());
        own.1 < their.0
            || (own == their && own.0 == own.1 && matches!((self.time, other.time), (Some(a), Some(b)) if a < b))
    }

    /// For a reader: `2023年9月1日 19:55`, `1 Sep 2023, 19:55`.
    pub fn display(self, lang: Lang) -> String {
        const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = |m: u8| EN[usize::from(m.clamp(1, 12)) - 1];
        let mut out = match (lang, self.month, self.day) {
            (Lang::Ja, Some(m), Some(d)) => format!("{}年{m}月{d}日", self.year),
            (Lang::Ja, Some(m), None) => format!("{}年{m}月", self.year),
            (Lang::Ja, ..) => format!("{}年", self.year),
            (Lang::En, Some(m), Some(d)) => format!("{d} {} {}", name(m), self.year),
            (Lang::En, Some(m), None) => format!("{} {}", name(m), self.year),
            (Lang::En, ..) => self.year.to_string(),
        };
        if let Some((h, min)) = self.time {
            out.push_str(if lang == Lang::Ja { " " } else { ", " });
            out.push_str(&format!("{h}:{min:02}"));
        }
        out
    }
}

/// Julian day of 1970-01-01.
const UNIX_EPOCH_JULIAN: i64 = 2_440_588;

fn calendar(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(i32::from(year), Month::try_from(month).ok()?, day).ok()
}

fn day_number(date: Date) -> i64 {
    i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN
}

/// Days from `a` to `b` as an interval, both ends at least 0; `None` when `b` lies certainly before `a`.
pub fn days_between(a: PartialDate, b: PartialDate) -> Option<Days> {
    let (a, b) = (a.days(), b.days());
    let (lo, hi) = (b.0 - a.1, b.1 - a.0);
    (hi >= 0).then_some((lo.max(0), hi))
}

impl Ord for PartialDate {
    /// By first possible day, then time, then precision (the vaguer first).
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |d: &Self| (d.days().0, d.time, d.month, d.day);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(m) = self.month {
            write!(f, "-{m:02}")?;
        }
        if let Some(d) = self.day {
            write!(f, "-{d:02}")?;
        }
        if let Some((h, min)) = self.time {
            write!(f, "T{h:02}:{min:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text).ok_or_else(|| DateError(text.chars().take(40).collect()))
    }
}

fn parse(text: &str) -> Option<PartialDate> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let mut number = |width: usize| -> Option<Option<i16>> {
        let Some(part) = parts.next() else { return Some(None) };
        let digits = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
        if digits { part.parse().ok().map(Some) } else { None }
    };
    let year = number(4)??;
    let month = number(2)?.map(|m| m as u8);
    let day = number(2)?.map(|d| d as u8);
    if parts.next().is_some() || !(1900..2200).contains(&year) {
        return None;
    }
    calendar(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let time = match time {
        None => None,
        Some(t) if day.is_some() => {
            let (h, m) = t.split_once(':')?;
            let two = |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok())?;
            let (h, m): (u8, u8) = (two(h)?, two(m)?);
            if h > 23 || m > 59 {
                return None;
            }
            Some((h, m))
        }
        Some(_) => return None,
    };
    Some(PartialDate { year, month, day, time })
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A date as precise as the source: 2023, 2023-09, 2023-09-01 or 2023-08-16T19:55.",
            "pattern": r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?$"
        })
    }
}

/// From when to when something happened; both ends may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DateSpan {
    /// Its beginning, or the only date.
    pub from: Option<PartialDate>,
    /// Its end, where it lasted.
    pub to: Option<PartialDate>,
}

impl DateSpan {
    /// Neither end known.
    pub const fn is_empty(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// The days it may touch; a missing end is taken from the other one.
    pub fn days(&self) -> Option<Days> {
        let (from, to) = (self.from.or(self.to)?, self.to.or(self.from)?);
        let (lo, hi) = (from.days().0, to.days().1);
        Some((lo.min(hi), hi.max(lo)))
    }

    /// The beginning, else the end: what delays are counted from.
    pub fn start(&self) -> Option<PartialDate> {
        self.from.or(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_writes_every_precision() {
        for text in ["2023", "2023-09", "2023-09-01", "2023-08-16T19:55"] {
            assert_eq!(d(text).to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "23",
            "2023-13",
            "2023-02-30",
            "2023-9-1",
            "2023-09T10:00",
            "2023-09-01T24:00",
            "2023-09-01-",
            "1650",
            "2023-09-01T7:05",
            "+123",
            "2023/09/01",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn precision_is_an_interval() {
        let (lo, hi) = d("2024-02").days();
        assert_eq!(hi - lo, 28, "a leap year");
        assert_eq!(d("1970-01-01").days(), (0, 0));
        assert_eq!(PartialDate::from_day_number(d("2023-09-01").days().0), Some(d("2023-09-01")));
        assert_eq!(days_between(d("2023-08-16T19:55"), d("2023-08-23T11:40")), Some((7, 7)));
        assert_eq!(days_between(d("2023-08"), d("2023-09")), Some((1, 60)));
        assert_eq!(days_between(d("2023-08"), d("2023-08")), Some((0, 30)));
        assert_eq!(days_between(d("2023-09-01"), d("2023-08-01")), None);
    }

    #[test]
    fn fiscal_years_begin_in_april() {
        assert_eq!(d("2023-03-31").fiscal_year(), Some(2022));
        assert_eq!(d("2023-04").fiscal_year(), Some(2023));
        assert_eq!(d("2023").fiscal_year(), None);
    }

    #[test]
    fn is_said_in_both_languages() {
        assert_eq!(d("2023-08-16T09:05").display(Lang::Ja), "2023年8月16日 9:05");
        assert_eq!(d("2023-08-16T09:05").display(Lang::En), "16 Aug 2023, 9:05");
        assert_eq!(d("2023-08").display(Lang::En), "Aug 2023");
    }
}
