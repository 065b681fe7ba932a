//! The flat form of an incident: one row, documented columns. CSV and the table on screen share it.
//!
//! Every dimension is a column of the same key; beside them stand names, texts and what keeps a count honest. A cell is
//! empty where nothing is stated. Several values are joined by `; `.

use crate::{
    dimensions::{DIMENSIONS, Record, Source},
    i18n::cite::Msg,
    model::{
        Bound, Incident, Lang, Taxonomies,
        date::{Days, PartialDate},
    },
};

/// A column that is no dimension.
pub struct TextColumn {
    /// Its header.
    pub key: &'static str,
    /// What it holds, Japanese and English.
    pub help: (&'static str, &'static str),
    /// The cell.
    pub read: fn(&Incident) -> String,
}

/// Columns in front of the dimensions.
pub const LEADING: &[TextColumn] = &[
    TextColumn { key: "id", help: ("記録の番号", "Id of the record"), read: |i| i.id.clone() },
    TextColumn {
        key: "case_no",
        help: ("事件番号(原文のまま)", "Case number as printed"),
        read: |i| or_empty(&i.case_no),
    },
    TextColumn { key: "org_ja", help: ("組織名", "Organisation, Japanese"), read: |i| i.org.ja.clone() },
    TextColumn { key: "org_en", help: ("組織名(英語)", "Organisation, English"), read: |i| i.org.en.clone() },
    TextColumn {
        key: "headline_ja",
        help: ("見出し(編集部)", "Our headline, Japanese"),
        read: |i| i.headline.ja.clone(),
    },
    TextColumn {
        key: "headline_en",
        help: ("見出し(編集部、英語)", "Our headline, English"),
        read: |i| i.headline.en.clone(),
    },
    TextColumn {
        key: "title",
        help: ("発表の見出し(引用)", "The notice's heading, a citation"),
        read: |i| or_empty(&i.title),
    },
];

/// Columns behind the dimensions.
pub const TRAILING: &[TextColumn] = &[
    TextColumn {
        key: "affected_approx",
        help: ("数が「約」", "The count is \"about\""),
        read: |i| i.principal().map_or_else(String::new, |a| a.approx.to_string()),
    },
    TextColumn {
        key: "affected_bound",
        help: ("「最大」(up_to)か「以上」(at_least)か", "up_to or at_least"),
        read: |i| match i.principal().and_then(|a| a.bound) {
            Some(Bound::UpTo) => "up_to".into(),
            Some(Bound::AtLeast) => "at_least".into(),
            None => String::new(),
        },
    },
    TextColumn {
        key: "labels_inferred",
        help: ("編集部が判断した種別", "Types that follow from the facts"),
        read: |i| i.labels_inferred.join("; "),
    },
    TextColumn {
        key: "excluded_data",
        help: ("対象外と明記された情報", "Information named as not concerned"),
        read: |i| i.excluded_data.join("; "),
    },
    TextColumn { key: "discovered", help: ("発覚", "Discovered"), read: |i| date(i.discovered) },
    TextColumn { key: "contained", help: ("収束", "Contained"), read: |i| date(i.contained) },
    TextColumn {
        key: "dates_approx",
        help: ("「頃」と書かれた日付", "Dates printed as \"about\""),
        read: |i| i.dates_approx.join("; "),
    },
    TextColumn { key: "summary_ja", help: ("概要", "Summary, Japanese"), read: |i| i.summary.ja.clone() },
    TextColumn { key: "summary_en", help: ("概要(英語)", "Summary, English"), read: |i| i.summary.en.clone() },
    TextColumn {
        key: "cause_ja",
        help: ("原因", "Cause, Japanese"),
        read: |i| i.cause.as_ref().map_or_else(String::new, |t| t.ja.clone()),
    },
    TextColumn {
        key: "cause_en",
        help: ("原因(英語)", "Cause, English"),
        read: |i| i.cause.as_ref().map_or_else(String::new, |t| t.en.clone()),
    },
    TextColumn {
        key: "lesson_ja",
        help: ("学べること", "Lesson, Japanese"),
        read: |i| i.lesson.as_ref().map_or_else(String::new, |t| t.ja.clone()),
    },
    TextColumn {
        key: "lesson_en",
        help: ("学べること(英語)", "Lesson, English"),
        read: |i| i.lesson.as_ref().map_or_else(String::new, |t| t.en.clone()),
    },
    TextColumn {
        key: "page",
        help: ("事実を読んだページ", "Page the facts were read on"),
        read: |i| or_empty(&i.page),
    },
    TextColumn {
        key: "reviewed",
        help: ("最後に確認した日", "Last checked against the source"),
        read: |i| date(i.reviewed),
    },
];

fn or_empty(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn date(value: Option<PartialDate>) -> String {
    value.map_or_else(String::new, |d| d.to_string())
}

/// Keys of [`LEADING`] and [`TRAILING`]. A list of its own: what only asks for a key must not link how they are read.
const KEYS: [&str; 22] = [
    "id",
    "case_no",
    "org_ja",
    "org_en",
    "headline_ja",
    "headline_en",
    "title",
    "affected_approx",
    "affected_bound",
    "labels_inferred",
    "excluded_data",
    "discovered",
    "contained",
    "dates_approx",
    "summary_ja",
    "summary_en",
    "cause_ja",
    "cause_en",
    "lesson_ja",
    "lesson_en",
    "page",
    "reviewed",
];

/// What a column holds, in words.
pub fn help(key: &str, lang: Lang) -> Option<&'static str> {
    if let Some(d) = DIMENSIONS.iter().find(|d| d.key == key) {
        return Some(d.name(lang));
    }
    let column = LEADING.iter().chain(TRAILING).find(|c| c.key == key);
    let origin = [("data_version", Msg::DataVersion), ("licence", Msg::Licence), ("source", Msg::Source)];
    let origin = origin.into_iter().chain([("selection", Msg::Selection)]).find(|(k, _)| *k == key);
    column.map(|c| if lang == Lang::Ja { c.help.0 } else { c.help.1 }).or(origin.map(|(_, words)| words.text(lang)))
}

/// Whether a table can show this column.
pub fn is_column(key: &str) -> bool {
    KEYS.contains(&key) || DIMENSIONS.iter().any(|d| d.key == key)
}

/// Days as the shortest text that says the same: `2023`, `2023-09`, `2023-09-01`, else `from..to`.
pub fn days_text(days: Days) -> String {
    let (Some(lo), Some(hi)) = (PartialDate::from_day_number(days.0), PartialDate::from_day_number(days.1)) else {
        return String::new();
    };
    let month: Option<PartialDate> = lo.to_string().get(..7).and_then(|m| m.parse().ok());
    let whole = [Some(PartialDate::year_only(lo.year())), month, Some(lo)];
    match whole.into_iter().flatten().find(|d| d.days() == days) {
        Some(date) => date.to_string(),
        None => format!("{lo}..{hi}"),
    }
}

/// The cell of a dimension.
pub fn dimension_cell(source: &Source, record: Record, taxonomies: &Taxonomies) -> String {
    match source {
        Source::Keys { read, .. } => {
            let mut keys = Vec::new();
            read(record, taxonomies, &mut keys);
            keys.join("; ")
        }
        Source::Names { read } => {
            let mut names = Vec::new();
            read(record, &mut names);
            names.iter().map(|n| n.slug.as_str()).collect::<Vec<_>>().join("; ")
        }
        Source::Range { scale, read } => match read(record) {
            None => String::new(),
            Some(days) if *scale == crate::dimensions::Scale::Date => days_text(days),
            Some((a, b)) if a == b => a.to_string(),
            Some((a, b)) => format!("{a}..{b}"),
        },
        Source::Affected => match record {
            Record::Incident(i, _) => i.principal().map_or_else(String::new, |a| a.count.to_string()),
            Record::Article(_) => String::new(),
        },
    }
}

/// Dimensions that make a column of an incident: all but `kind`, which is the same in every row.
pub fn dimension_columns() -> impl Iterator<Item = &'static crate::dimensions::Dimension> {
    DIMENSIONS.iter().filter(|d| d.key != "kind")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_columns() {
        let keys: Vec<&str> = LEADING.iter().chain(TRAILING).map(|column| column.key).collect();
        assert_eq!(keys, KEYS);
    }
}
