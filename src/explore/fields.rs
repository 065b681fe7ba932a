//! The fields of the search box: `種別:誤送信`, `affected:>=1000`, `title:お詫び`.
//!
//! A name before a colon means a dimension ([`DIMENSIONS`]: its key or either of its names), some of the texts
//! ([`TEXTS`]), or both. Behind a dimension stands what one of its values is called, part of its name, its key, one of
//! its synonyms, or a range; behind a text any word or phrase. Where a name means both, the key of a value means that
//! value and everything else is looked for in the texts.

use engine::Bitmap;

use super::{Explorer, documents as d};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Scale},
    model::PartialDate,
    text::{self, Literal, Scope, TextReason, TypedDate, TypedEnd, fold},
    url::{End, Filter, Range, Value},
};

/// Fields that are texts: key, other names, which of the index's fields they are.
pub const TEXTS: [(&str, &str, u32); 11] = [
    ("title", "題名 件名 見出し headline", d::bit(d::HEADLINE)),
    ("summary", "概要 要約", d::bit(d::SUMMARY)),
    ("org", "組織名 organization", d::bit(d::NAME)),
    ("contractor", "委託先 関係先 vendor", d::bit(d::ROLE)),
    ("cause", "原因", d::bit(d::CAUSE)),
    ("vector", "入口", d::bit(d::VECTOR)),
    ("response", "対応", d::bit(d::RESPONSE)),
    ("prevention", "再発防止 対策", d::bit(d::PREVENTION)),
    ("lesson", "教訓", d::bit(d::LESSON)),
    ("timeline", "経過 時系列", d::bit(d::TIMELINE)),
    ("number", "番号 id", d::bit(d::NUMBER)),
];

/// Short names of dimensions beside their own.
pub const SHORT: [(&str, &str); 13] = [
    ("label", "種類 手口"),
    ("org_kind", "組織種別 kind"),
    ("disclosed", "公表日 date"),
    ("affected", "影響 規模 人数 count"),
    ("data", "情報"),
    ("leak", "漏えい 漏洩"),
    ("locus", "場所 where"),
    ("prefecture", "県"),
    ("occurred", "発生日"),
    ("updated", "更新"),
    ("unit", "単位"),
    ("fy", "年度"),
    ("stage", "段階"),
];

/// A name for comparison: folded, without what words of a name are joined by.
pub(super) fn slim(name: &str) -> String {
    fold(name).plain().chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect()
}

/// The key of the field that a name stands for.
pub fn field(name: &str) -> Option<&'static str> {
    let name = slim(name);
    if name.is_empty() {
        return None;
    }
    let is = |other: &str| slim(other) == name;
    let dimension = DIMENSIONS.iter().find(|d| is(d.key) || is(d.name.0) || is(d.name.1)).map(|d| d.key);
    let among = |names: &str| names.split(' ').any(is);
    let text = || TEXTS.iter().find(|(key, names, _)| is(key) || among(names)).map(|(key, ..)| *key);
    dimension.or_else(text).or_else(|| SHORT.iter().find(|(_, names)| among(names)).map(|(key, _)| *key))
}

impl Explorer {
    /// Where a literal with a field is looked for, or why it cannot be.
    pub(super) fn scope(&self, literal: &Literal, key: &str, unit: &str) -> Result<Scope, TextReason> {
        let dimension = dimensions::find(key);
        let texts = TEXTS.iter().find(|(text, ..)| *text == key).map(|(.., bits)| *bits);
        let value = literal.text.trim();
        if let Some(bits) = texts
            && dimension.is_none_or(|d| self.columns.dictionaries[d].ord(&value.to_ascii_lowercase()).is_none())
        {
            let none = fold(value).plain().is_empty();
            return if none { Err(TextReason::NothingToFind) } else { Ok(Scope::Fields(bits)) };
        }
        let Some(dimension) = dimension else { return Err(TextReason::UnknownField) };
        let values = self.field_values(dimension, value)?;
        let filter = Filter { dimension, exclude: false, values };
        let rows = self.clause(&filter, unit).map(|clause| self.engine.passing(&clause));
        Ok(Scope::Rows(rows.unwrap_or_else(|| Bitmap::new(self.engine.rows()))))
    }

    /// The values of a dimension that a text behind its name means.
    pub(super) fn field_values(&self, dimension: DimensionId, typed: &str) -> Result<Vec<Value>, TextReason> {
        let name = slim(typed);
        if name == "?" || name == "記載なし" || name == "notstated" {
            return Ok(vec![Value::Unknown]);
        }
        if let Some(scale) = DIMENSIONS[dimension].scale() {
            return range(scale, typed).map(|range| vec![Value::Range(range)]).ok_or(TextReason::BadRange);
        }
        let mut keys = self.named(dimension, typed);
        if keys.is_empty() {
            // A list means any of them.
            for part in fold(typed).plain().split(',') {
                let named = self.named(dimension, part);
                if named.is_empty() {
                    return Err(TextReason::UnknownValue);
                }
                keys.extend(named);
            }
        }
        keys.dedup();
        Ok(keys.into_iter().map(Value::Key).collect())
    }

    /// The keys of the values that are called so; failing that, of those whose name holds it.
    fn named(&self, dimension: DimensionId, typed: &str) -> Vec<String> {
        let name = slim(typed);
        if name.is_empty() {
            return Vec::new();
        }
        let terms = DIMENSIONS[dimension].taxonomy().map(|taxonomy| &self.dataset.taxonomies.get(taxonomy).values);
        let synonym = |key: &str| {
            let term = terms.into_iter().flatten().find(|term| term.key == key);
            term.is_some_and(|t| t.synonyms.ja.iter().chain(&t.synonyms.en).any(|word| slim(word) == name))
        };
        let (mut exact, mut part) = (Vec::new(), Vec::new());
        for entry in &self.columns.dictionaries[dimension].entries {
            let names = [slim(&entry.key), slim(&entry.ja), slim(&entry.en)];
            if names.contains(&name) || synonym(&entry.key) {
                exact.push(entry.key.clone());
            } else if names[1].contains(&name) || names[2].contains(&name) {
                part.push(entry.key.clone());
            }
        }
        if exact.is_empty() { part } else { exact }
    }
}

/// Reads a typed range on a scale.
fn range(scale: Scale, typed: &str) -> Option<Range> {
    let folded = fold(typed);
    let shape = text::parse_range(folded.plain())?;
    let from = shape.from.map(|end| lower(scale, end)).map_or(Some(None), |end| end.map(Some))?;
    let to = shape.to.map(|end| upper(scale, end)).map_or(Some(None), |end| end.map(Some))?;
    let range = Range { from, to };
    let (lo, hi) = range.interval();
    (lo <= hi).then_some(range)
}

fn lower(scale: Scale, end: TypedEnd) -> Option<End> {
    if scale == Scale::Date {
        let (first, last) = dates(text::parse_date(end.text)?)?;
        return if end.included { Some(End::Date(first)) } else { day(last.days().1 + 1) };
    }
    let number = i64::try_from(text::parse_whole_number(end.text)?).ok()?;
    Some(End::Number(if end.included { number } else { number.checked_add(1)? }))
}

fn upper(scale: Scale, end: TypedEnd) -> Option<End> {
    if scale == Scale::Date {
        let (first, last) = dates(text::parse_date(end.text)?)?;
        return if end.included { Some(End::Date(last)) } else { day(first.days().0 - 1) };
    }
    let number = i64::try_from(text::parse_whole_number(end.text)?).ok()?;
    Some(End::Number(if end.included { number } else { number - 1 }))
}

fn day(number: i64) -> Option<End> {
    PartialDate::from_day_number(number).map(End::Date)
}

/// The first and the last partial date that a typed one means.
fn dates(typed: TypedDate) -> Option<(PartialDate, PartialDate)> {
    let year = i16::try_from(typed.year).ok().filter(|year| (1900..2200).contains(year))?;
    if typed.fiscal {
        return Some((PartialDate::ymd(year, 4, 1)?, PartialDate::ymd(year + 1, 3, 31)?));
    }
    let date = match (typed.month, typed.day) {
        (Some(month), Some(day)) => PartialDate::ymd(year, month, day)?,
        (Some(month), None) => PartialDate::month_only(year, month)?,
        _ => PartialDate::year_only(year),
    };
    Some((date, date))
}
