//! Records → engine columns, one for each entry of [`DIMENSIONS`], and hidden ones behind them.
//!
//! Column `d` belongs to dimension `d`. Behind them stand: the principal count in each unit, ranks for sorting, the
//! label group of the primary label, the month of disclosure.

use std::collections::{BTreeMap, HashMap};

use engine::{CategoryColumn, Column, Engine, RangeColumn, RowId};

use crate::{
    dimensions::{DIMENSIONS, DimensionId, Name, Record, Scale, Source},
    model::{Lang, PartialDate, Taxonomies, date::Days},
};

/// One value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key in links.
    pub key: String,
    /// Japanese name.
    pub ja: String,
    /// English name.
    pub en: String,
    /// The value it counts for as well.
    pub parent: Option<u32>,
}

impl Entry {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.ja,
        }
    }
}

/// Value ↔ small integer, in screen order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// By ord.
    pub entries: Vec<Entry>,
    index: HashMap<String, u32>,
}

impl Dictionary {
    /// The ord of a key.
    pub fn ord(&self, key: &str) -> Option<u32> {
        self.index.get(key).copied()
    }

    /// The value of an ord.
    pub fn entry(&self, ord: u32) -> Option<&Entry> {
        self.entries.get(ord as usize)
    }

    fn push(&mut self, entry: Entry) -> u32 {
        let ord = self.entries.len() as u32;
        self.index.insert(entry.key.clone(), ord);
        self.entries.push(entry);
        ord
    }
}

/// Where everything stands in the engine.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Dictionaries by dimension; empty for ordered ones.
    pub dictionaries: Vec<Dictionary>,
    /// Column of the principal count by unit.
    pub affected: BTreeMap<String, usize>,
    /// Column that sorts a category dimension.
    pub rank: HashMap<DimensionId, usize>,
    /// Columns that only sort: `id`, `org_en`.
    pub sort_only: HashMap<&'static str, usize>,
    /// Column of the primary label's group; its dictionary is that of `label`.
    pub label_group: usize,
    /// Column of the month of disclosure; its dictionary is `months`. Year-precise dates are unknown here.
    pub month: usize,
    /// Months from the first to the last, as `2023-09`.
    pub months: Vec<PartialDate>,
    /// A column in which every row is unknown.
    pub nothing: usize,
}

impl Columns {
    /// Whether a row carries a value, itself or by a value below it.
    pub fn has(&self, row: RowId, dimension: &str, key: &str, engine: &Engine) -> bool {
        let Some(d) = crate::dimensions::find(dimension) else { return false };
        let (Some(ord), Some(column)) = (self.dictionaries[d].ord(key), engine.column(d)) else { return false };
        let entries = &self.dictionaries[d].entries;
        column.ords(row).iter().any(|own| {
            let mut at = Some(*own);
            for _ in 0..entries.len() {
                match at {
                    Some(o) if o == ord => return true,
                    Some(o) => at = entries.get(o as usize).and_then(|e| e.parent),
                    None => return false,
                }
            }
            false
        })
    }
}

/// Lower edges of the histogram of counts: a decade a bin, zero apart.
pub const COUNT_BINS: [i64; 11] =
    [0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
/// Lower edges of the histogram of days.
pub const DAY_BINS: [i64; 10] = [0, 1, 3, 8, 15, 31, 61, 91, 181, 366];

/// Builds all columns.
pub fn build(records: &[Record], taxonomies: &Taxonomies) -> (Columns, Vec<Column>) {
    let mut columns = Columns::default();
    let mut out: Vec<Column> = Vec::new();
    let mut category_ords: HashMap<DimensionId, Vec<Vec<u32>>> = HashMap::new();
    for (d, dimension) in DIMENSIONS.iter().enumerate() {
        let mut dictionary = Dictionary::default();
        match dimension.source {
            Source::Keys { taxonomy, read } => {
                let ords = key_ords(records, taxonomies, taxonomy, read, &mut dictionary);
                out.push(category(&dictionary, &ords));
                category_ords.insert(d, ords);
            }
            Source::Names { read } => {
                let ords = name_ords(records, read, &mut dictionary);
                out.push(category(&dictionary, &ords));
                category_ords.insert(d, ords);
            }
            Source::Range { scale, read } => {
                let values: Vec<Option<Days>> = records.iter().map(|r| read(*r)).collect();
                let bins = bins(scale, &values);
                out.push(Column::Range(RangeColumn::new(values, bins)));
            }
            // Its place is kept so that column d stays dimension d; the units' columns follow.
            Source::Affected => out.push(Column::Range(RangeColumn::new(vec![None; records.len()], Vec::new()))),
        }
        columns.dictionaries.push(dictionary);
    }
    affected(records, &mut columns, &mut out);
    for (d, ords) in category_ords {
        columns.rank.insert(d, out.len());
        out.push(rank(ords.iter().map(|o| o.iter().min().map(|o| i64::from(*o))).collect()));
    }
    organisations(records, &mut columns, &mut out);
    label_group(records, taxonomies, &mut columns, &mut out);
    months(records, &mut columns, &mut out);
    columns.nothing = out.len();
    out.push(rank(vec![None; records.len()]));
    (columns, out)
}

fn rank(values: Vec<Option<i64>>) -> Column {
    Column::Range(RangeColumn::new(values.into_iter().map(|v| v.map(|v| (v, v))).collect(), Vec::new()))
}

fn category(dictionary: &Dictionary, ords: &[Vec<u32>]) -> Column {
    let parents = if dictionary.entries.iter().any(|e| e.parent.is_some()) {
        dictionary.entries.iter().map(|e| e.parent).collect()
    } else {
        Vec::new()
    };
    Column::Category(CategoryColumn::new(dictionary.entries.len(), parents, ords.iter()))
}

fn key_ords(
    records: &[Record],
    taxonomies: &Taxonomies,
    taxonomy: &str,
    read: fn(Record, &Taxonomies, &mut Vec<String>),
    dictionary: &mut Dictionary,
) -> Vec<Vec<u32>> {
    let vocabulary = taxonomies.get(taxonomy);
    for term in &vocabulary.values {
        if dictionary.ord(&term.key).is_none() {
            let (key, ja, en) = (term.key.clone(), term.ja.clone(), term.en.clone());
            dictionary.push(Entry { key, ja, en, parent: None });
        }
    }
    for term in &vocabulary.values {
        let parent = term.parent.as_deref().and_then(|p| dictionary.ord(p));
        if let Some(own) = dictionary.ord(&term.key) {
            dictionary.entries[own as usize].parent = parent.filter(|p| *p != own);
        }
    }
    let mut keys = Vec::new();
    records
        .iter()
        .map(|record| {
            keys.clear();
            read(*record, taxonomies, &mut keys);
            let ord_of = |key: &String| match dictionary.ord(key) {
                Some(ord) => ord,
                // A key the vocabulary lacks is shown as itself rather than lost.
                None => dictionary.push(Entry { key: key.clone(), ja: key.clone(), en: key.clone(), parent: None }),
            };
            unique(keys.iter().map(ord_of).collect())
        })
        .collect()
}

/// Each value once, in the record's own order (the primary one first).
fn unique(ords: Vec<u32>) -> Vec<u32> {
    let mut out = Vec::with_capacity(ords.len());
    for ord in ords {
        if !out.contains(&ord) {
            out.push(ord);
        }
    }
    out
}

/// Names in the order of their slugs, so that the dictionary does not depend on the order of rows.
fn name_ords(records: &[Record], read: fn(Record, &mut Vec<Name>), dictionary: &mut Dictionary) -> Vec<Vec<u32>> {
    let names: Vec<Vec<Name>> = records
        .iter()
        .map(|record| {
            let mut names = Vec::new();
            read(*record, &mut names);
            names
        })
        .collect();
    let mut all: Vec<&Name> = names.iter().flatten().collect();
    engine::sort::by(&mut all, |a, b| a.slug.cmp(&b.slug).then_with(|| a.ja.cmp(&b.ja)));
    for name in all {
        if dictionary.ord(&name.slug).is_none() {
            dictionary.push(Entry { key: name.slug.clone(), ja: name.ja.clone(), en: name.en.clone(), parent: None });
        }
    }
    names.iter().map(|names| unique(names.iter().filter_map(|n| dictionary.ord(&n.slug)).collect())).collect()
}

fn bins(scale: Scale, values: &[Option<Days>]) -> Vec<i64> {
    match scale {
        Scale::Count => COUNT_BINS.to_vec(),
        Scale::Days => DAY_BINS.to_vec(),
        Scale::Date => {
            let years = values.iter().flatten().filter_map(|v| PartialDate::from_day_number(v.0)).map(|d| d.year());
            let Some((first, last)) =
                years.fold(None, |acc: Option<(i16, i16)>, y| Some(acc.map_or((y, y), |(a, b)| (a.min(y), b.max(y)))))
            else {
                return Vec::new();
            };
            (first..=last).map(|y| PartialDate::year_only(y).days().0).collect()
        }
    }
}

fn affected(records: &[Record], columns: &mut Columns, out: &mut Vec<Column>) {
    let principal = |record: &Record| match record {
        Record::Incident(i, _) => i.principal().map(|a| (a.what.clone(), i64::try_from(a.count).unwrap_or(i64::MAX))),
        Record::Article(_) => None,
    };
    let counts: Vec<Option<(String, i64)>> = records.iter().map(principal).collect();
    let mut units: Vec<String> = counts.iter().flatten().map(|(unit, _)| unit.clone()).collect();
    units.push(super::DEFAULT_UNIT.to_owned());
    engine::sort::by(&mut units, Ord::cmp);
    units.dedup();
    for unit in units {
        let values = counts.iter().map(|c| c.as_ref().filter(|(u, _)| *u == unit).map(|(_, n)| (*n, *n))).collect();
        columns.affected.insert(unit, out.len());
        out.push(Column::Range(RangeColumn::new(values, COUNT_BINS.to_vec())));
    }
}

/// Organisations sort by their reading in Japanese and by their English name, not by slug.
fn organisations(records: &[Record], columns: &mut Columns, out: &mut Vec<Column>) {
    let ranks = |key: &dyn Fn(&Record) -> Option<String>| {
        let keys: Vec<Option<String>> = records.iter().map(key).collect();
        let mut sorted: Vec<&String> = keys.iter().flatten().collect();
        engine::sort::by(&mut sorted, Ord::cmp);
        sorted.dedup();
        rank(keys.iter().map(|k| k.as_ref().and_then(|k| sorted.binary_search(&k).ok()).map(|n| n as i64)).collect())
    };
    let reading = |record: &Record| match record {
        Record::Incident(i, _) => Some(i.org_yomi.clone().unwrap_or_else(|| i.org.ja.clone())),
        Record::Article(_) => None,
    };
    let english = |record: &Record| match record {
        Record::Incident(i, _) => Some(i.org.en.to_lowercase()),
        Record::Article(_) => None,
    };
    if let Some(org) = crate::dimensions::find("org") {
        columns.rank.insert(org, out.len());
        out.push(ranks(&reading));
    }
    columns.sort_only.insert("org_en", out.len());
    out.push(ranks(&english));
    columns.sort_only.insert("id", out.len());
    out.push(ranks(&|record| Some(record.id().to_owned())));
}

fn label_group(records: &[Record], taxonomies: &Taxonomies, columns: &mut Columns, out: &mut Vec<Column>) {
    let Some(label) = crate::dimensions::find("label") else { return };
    let dictionary = &columns.dictionaries[label];
    let vocabulary = taxonomies.get("label");
    let groups = records
        .iter()
        .map(|record| match record {
            Record::Incident(i, _) => i.labels.first().and_then(|l| dictionary.ord(vocabulary.root(l))),
            Record::Article(_) => None,
        })
        .collect();
    columns.label_group = out.len();
    out.push(Column::Category(CategoryColumn::from_single(dictionary.entries.len(), groups)));
}

fn months(records: &[Record], columns: &mut Columns, out: &mut Vec<Column>) {
    let month_of = |record: &Record| match record {
        Record::Incident(i, _) => {
            i.disclosed.and_then(|d| d.month().map(|m| i32::from(d.year()) * 12 + i32::from(m) - 1))
        }
        Record::Article(_) => None,
    };
    let months: Vec<Option<i32>> = records.iter().map(month_of).collect();
    let (first, last) = (months.iter().flatten().min().copied(), months.iter().flatten().max().copied());
    if let (Some(first), Some(last)) = (first, last) {
        columns.months = (first..=last)
            .filter_map(|m| format!("{:04}-{:02}", m.div_euclid(12), m.rem_euclid(12) + 1).parse().ok())
            .collect();
    }
    let ords = months.iter().map(|m| m.map(|m| (m - first.unwrap_or(m)) as u32)).collect();
    columns.month = out.len();
    out.push(Column::Category(CategoryColumn::from_single(columns.months.len(), ords)));
}
