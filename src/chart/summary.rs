//! The numbers of the charts, without words or colours: [`Explorer`] + [`ViewState`] → summaries.
//!
//! A chart counts what passes all filters *but its own*, as a facet does, and says of every count how much of it is in
//! the result. So choosing a bar never makes the others vanish.

use engine::Bitmap;

use super::{
    Basis,
    settings::{self, Grain, Settings},
};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Record},
    explore::{Answer, Entry, Explorer},
    model::{PartialDate, Text},
    url::{End, Filter, Mark, Range, Value, ViewState},
};

/// A count in two parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// In the result.
    pub selected: u32,
    /// Outside only because of the chart's own filter.
    pub other: u32,
}

impl Split {
    /// Both parts.
    pub const fn total(self) -> u32 {
        self.selected + self.other
    }

    fn add(&mut self, more: Split) {
        self.selected += more.selected;
        self.other += more.other;
    }
}

fn text(entry: &Entry) -> Text {
    Text { ja: entry.ja.clone(), en: entry.en.clone() }
}

/// Whether a dimension has filters that are not paused.
fn is_filtered(state: &ViewState, dimension: DimensionId) -> bool {
    state.filters_on(dimension).next().is_some() && !state.is_off(DIMENSIONS[dimension].key)
}

/// The state that a click on a dimension starts from: a click on a paused dimension begins anew.
fn active(state: &ViewState, dimension: DimensionId) -> ViewState {
    if state.is_off(DIMENSIONS[dimension].key) { state.without(dimension) } else { state.clone() }
}

/// The state in which a value is chosen, or free again where it was chosen or taken out.
fn toggled(state: &ViewState, dimension: DimensionId, value: &Value) -> ViewState {
    let base = active(state, dimension);
    let next = match base.mark(dimension, value) {
        Mark::Free => Mark::Wanted,
        Mark::Wanted | Mark::Excluded => Mark::Free,
    };
    base.with_mark(dimension, value, next, false)
}

/// The state in which a dimension asks for this one thing, or for nothing where that is what it asks for.
fn only(state: &ViewState, dimension: DimensionId, value: Value) -> ViewState {
    let filter = Filter { dimension, exclude: false, values: vec![value] };
    let is_it = is_filtered(state, dimension) && state.filters_on(dimension).eq([&filter]);
    let mut next = state.without(dimension);
    if !is_it {
        next.filters.push(filter);
    }
    next
}

/// What a value's condition is, pauses aside.
fn mark_of(state: &ViewState, dimension: DimensionId, value: &Value) -> Mark {
    active(state, dimension).mark(dimension, value)
}

/// The rows that pass everything but the filters on these dimensions.
fn around(explorer: &mut Explorer, state: &ViewState, answer: &Answer, dimensions: &[DimensionId]) -> Bitmap {
    let own: Vec<DimensionId> = dimensions.iter().copied().filter(|d| is_filtered(state, *d)).collect();
    match own.split_last() {
        None => answer.selection.clone(),
        Some((last, rest)) => {
            let state = rest.iter().fold(state.clone(), |state, d| state.without(*d));
            explorer.selection_without(&state, *last)
        }
    }
}

fn basis(answer: &Answer, counted: &Bitmap, unknown: u32) -> Basis {
    Basis { matching: counted.count() as u32, total: answer.total, unknown, selected: answer.matching }
}

/// When: cases by time, stacked by label group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeSummary {
    /// Width of a bar.
    pub grain: Grain,
    /// What it is counted on; `unknown` = without any date.
    pub basis: Basis,
    /// Dated, but too vaguely for this grain: only the year is known.
    pub vague: u32,
    /// The stacks, those that hold anything, in taxonomy order.
    pub groups: Vec<Group>,
    /// The bars, without gaps, earliest first.
    pub buckets: Vec<Bucket>,
    /// The state that asks for cases without a date.
    pub undated: ViewState,
    /// The other grains.
    pub choices: Vec<(Grain, ViewState)>,
}

/// One stack of the time chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name; `None` = no label.
    pub name: Option<Text>,
    /// Number of its fixed colour, 1 to 8; 0 = not stated.
    pub colour: u8,
    /// Cases in it, undated ones included.
    pub count: Split,
    /// It is asked for.
    pub mark: Mark,
    /// The state that asks for it, or no longer does.
    pub state: ViewState,
}

/// One bar of the time chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The time it covers.
    pub range: Range,
    /// Whether a year begins with it (the fiscal year, on that grain).
    pub opens_year: bool,
    /// Counts in the order of the groups.
    pub counts: Vec<Split>,
    /// The state that asks for it, or no longer does.
    pub state: ViewState,
}

impl Bucket {
    /// All its cases.
    pub fn count(&self) -> Split {
        let mut all = Split::default();
        self.counts.iter().for_each(|c| all.add(*c));
        all
    }

    /// The first month (or year) of it.
    pub fn from(&self) -> Option<PartialDate> {
        match self.range.from {
            Some(End::Date(date)) => Some(date),
            _ => None,
        }
    }
}

/// The place of a date on a grain's scale; `None` where the date is too vague for it.
fn slot(date: PartialDate, grain: Grain) -> Option<i32> {
    let year = i32::from(date.year());
    let month = date.month().map(|m| i32::from(m) - 1);
    match grain {
        Grain::Month => Some(year * 12 + month?),
        Grain::Quarter => Some(year * 4 + month? / 3),
        Grain::Year => Some(year),
        Grain::Fiscal => date.fiscal_year().map(i32::from),
    }
}

/// The time that a place on a grain's scale covers.
fn range_of(slot: i32, grain: Grain) -> Option<Range> {
    let month = |year: i32, month: i32| format!("{year:04}-{month:02}").parse::<PartialDate>().ok().map(End::Date);
    let (from, to) = match grain {
        Grain::Month => {
            let m = month(slot.div_euclid(12), slot.rem_euclid(12) + 1)?;
            (m, m)
        }
        Grain::Quarter => {
            let (year, first) = (slot.div_euclid(4), slot.rem_euclid(4) * 3 + 1);
            (month(year, first)?, month(year, first + 2)?)
        }
        Grain::Year => {
            let year = End::Date(PartialDate::year_only(i16::try_from(slot).ok()?));
            (year, year)
        }
        Grain::Fiscal => (month(slot, 4)?, month(slot + 1, 3)?),
    };
    Some(Range { from: Some(from), to: Some(to) })
}

fn opens_year(range: Range, grain: Grain) -> bool {
    match (grain, range.from) {
        (Grain::Year | Grain::Fiscal, _) => true,
        (_, Some(End::Date(date))) => date.month() == Some(1),
        _ => false,
    }
}

/// The finest grain that gives at most `most` bars.
fn grain_for(months: usize, most: usize) -> Grain {
    match months {
        m if m <= most => Grain::Month,
        m if m.div_ceil(3) < most => Grain::Quarter,
        _ => Grain::Year,
    }
}

fn date_of(record: Record<'_>) -> Option<PartialDate> {
    match record {
        Record::Incident(incident, _) => incident.disclosed,
        Record::Article(article) => article.published,
    }
}

/// Counts by slot and group ordinal (`None` = no label); a missing slot stands for "no place on this scale".
type Counts = Vec<(Option<i32>, Option<u32>, u32)>;

fn count_time(explorer: &Explorer, rows: &Bitmap, grain: Grain) -> Counts {
    let columns = explorer.columns();
    let matrix = explorer.matrix(rows, columns.month, columns.label_group);
    let ords = || (0..matrix.cols as u32).map(Some).chain([None]);
    let mut out: Counts = Vec::new();
    for (m, month) in columns.months.iter().enumerate() {
        let slot = slot(*month, grain);
        out.extend(ords().map(|g| (slot, g, matrix.get(Some(m as u32), g))).filter(|(.., n)| *n > 0));
    }
    if ords().any(|g| matrix.get(None, g) > 0) {
        // Rows without a month may still have a year; articles have dates of their own.
        let label = dimensions::find("label");
        let vocabulary = explorer.dataset().taxonomies.get("label");
        for record in rows.iter().filter_map(|row| explorer.record(row)) {
            let date = date_of(record);
            let group = match record {
                Record::Incident(i, _) if i.disclosed.is_none_or(|d| d.month().is_none()) => {
                    let dictionary = label.map(|d| &columns.dictionaries[d]);
                    i.labels.first().and_then(|l| dictionary?.ord(vocabulary.root(l)))
                }
                Record::Incident(..) => continue,
                Record::Article(_) => None,
            };
            out.push((date.and_then(|d| slot(d, grain)), group, 1));
        }
    }
    out
}

/// Counts cases by time of disclosure. `most_bars` decides the grain where the link does not.
pub fn time(explorer: &mut Explorer, state: &ViewState, answer: &Answer, most_bars: usize) -> TimeSummary {
    let disclosed = dimensions::find("disclosed").unwrap_or_default();
    let label = dimensions::find("label").unwrap_or_default();
    let rows = around(explorer, state, answer, &[disclosed]);
    let explorer = &*explorer;
    let grain = Settings::of(state).grain.unwrap_or_else(|| grain_for(explorer.columns().months.len(), most_bars));
    let all = count_time(explorer, &rows, grain);
    let selected = count_time(explorer, &answer.selection, grain);

    // The axis is that of the whole casebook, so that filters do not move it; a date beyond it widens it.
    let of_casebook = explorer.columns().months.iter().filter_map(|m| slot(*m, grain));
    let slots = of_casebook.chain(all.iter().filter_map(|(slot, ..)| *slot));
    let ends = slots.fold(None, |ends: Option<(i32, i32)>, s| Some(ends.map_or((s, s), |(a, b)| (a.min(s), b.max(s)))));

    let entries = &explorer.columns().dictionaries[label].entries;
    let vocabulary = explorer.dataset().taxonomies.get("label");
    let mut ords: Vec<Option<u32>> = all.iter().map(|(_, g, _)| *g).collect();
    ords.sort_unstable_by_key(|g| g.unwrap_or(u32::MAX));
    ords.dedup();
    let place = |group: &Option<u32>| ords.iter().position(|g| g == group);
    let mut groups: Vec<Group> = ords
        .iter()
        .map(|ord| {
            let entry = ord.and_then(|o| entries.get(o as usize));
            let value = entry.map_or(Value::Unknown, |e| Value::Key(e.key.clone()));
            Group {
                name: entry.map(text),
                colour: entry.and_then(|e| vocabulary.get(&e.key)).and_then(|t| t.colour).unwrap_or(0),
                count: Split::default(),
                mark: mark_of(state, label, &value),
                state: toggled(state, label, &value),
            }
        })
        .collect();
    let mut buckets: Vec<Bucket> = ends
        .into_iter()
        .flat_map(|(first, last)| first..=last)
        .filter_map(|s| {
            let range = range_of(s, grain)?;
            Some(Bucket {
                range,
                opens_year: opens_year(range, grain),
                counts: vec![Split::default(); groups.len()],
                state: only(state, disclosed, Value::Range(range)),
            })
        })
        .collect();
    let first = ends.map_or(0, |(first, _)| first);
    for (counts, is_selected) in [(&all, false), (&selected, true)] {
        for (slot, group, n) in counts {
            let Some(g) = place(group) else { continue };
            let bucket = slot.and_then(|s| buckets.get_mut((s - first) as usize)).map(|b| &mut b.counts[g]);
            for split in [Some(&mut groups[g].count), bucket].into_iter().flatten() {
                // First everything counts as outside, then what is in the result moves over.
                if is_selected {
                    split.selected += n;
                    split.other = split.other.saturating_sub(*n);
                } else {
                    split.other += n;
                }
            }
        }
    }
    let nowhere: u32 = all.iter().filter(|(slot, ..)| slot.is_none()).map(|(.., n)| n).sum();
    let unknown = if nowhere == 0 {
        0
    } else {
        let dates = rows.iter().filter_map(|row| explorer.record(row)).filter(|r| date_of(*r).is_none());
        dates.count() as u32
    };
    TimeSummary {
        grain,
        basis: basis(answer, &rows, unknown),
        vague: nowhere.saturating_sub(unknown),
        groups,
        buckets,
        undated: only(state, disclosed, Value::Unknown),
        choices: Grain::ALL.into_iter().map(|g| (g, settings::with(state, g.token()))).collect(),
    }
}

/// Which: the values of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingSummary {
    /// What is ranked.
    pub dimension: DimensionId,
    /// What it is counted on.
    pub basis: Basis,
    /// A case may have several values, so that shares add up to more than the whole.
    pub several: bool,
    /// The bars: most first, values below their parent; "not stated" last. No tail is left out.
    pub bars: Vec<RankedBar>,
    /// Bars that the whole casebook has: the height of the chart.
    pub most_bars: usize,
}

/// One bar of the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedBar {
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Number of its label group's colour, 1 to 8; 0 = has none.
    pub colour: u8,
    /// Ancestors above it.
    pub depth: usize,
    /// Cases with it.
    pub count: Split,
    /// Its condition.
    pub mark: Mark,
    /// The state that asks for it, or no longer does.
    pub state: ViewState,
}

/// Counts of one category column over rows, "unknown" last.
fn count_values(explorer: &Explorer, rows: &Bitmap, column: usize) -> Vec<u32> {
    let matrix = explorer.matrix(rows, column, explorer.columns().nothing);
    (0..matrix.rows as u32).map(Some).chain([None]).map(|ord| matrix.get(ord, None)).collect()
}

/// Counts the values of the dimension that the link names, kinds of organisation unless it does.
pub fn ranking(explorer: &Explorer, state: &ViewState, answer: &Answer) -> RankingSummary {
    let usual = || dimensions::find("org_kind").unwrap_or_default();
    let dimension = Settings::of(state).rank.unwrap_or_else(usual);
    let entries = &explorer.columns().dictionaries[dimension].entries;
    // The facet counts under all other filters already.
    let empty = engine::Facet::default();
    let facet = answer.facets.get(dimension).unwrap_or(&empty);
    let in_casebook = answer.totals.facets.get(dimension).unwrap_or(&empty);
    let selected = count_values(explorer, &answer.selection, dimension);
    let at = |counts: &[u32], ord: usize| counts.get(ord).copied().unwrap_or(0);
    let split = |all: u32, selected: u32| Split { selected: selected.min(all), other: all - selected.min(all) };

    let labels = explorer.dataset().taxonomies.get("label");
    let is_label = DIMENSIONS[dimension].taxonomy() == Some("label");
    let bar = |ord: usize, depth: usize| {
        let entry = &entries[ord];
        let value = Value::Key(entry.key.clone());
        let colour = if is_label { labels.get(labels.root(&entry.key)).and_then(|t| t.colour) } else { None };
        RankedBar {
            name: Some(text(entry)),
            colour: colour.unwrap_or(0),
            depth,
            count: split(at(&facet.counts, ord), at(&selected, ord)),
            mark: mark_of(state, dimension, &value),
            state: toggled(state, dimension, &value),
        }
    };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut roots: Vec<usize> = Vec::new();
    for (ord, entry) in entries.iter().enumerate() {
        match entry.parent.and_then(|p| children.get_mut(p as usize)) {
            Some(list) => list.push(ord),
            None => roots.push(ord),
        }
    }
    for list in children.iter_mut().chain([&mut roots]) {
        list.sort_by_key(|ord| std::cmp::Reverse(at(&facet.counts, *ord)));
    }
    let mut bars = Vec::new();
    let mut stack: Vec<(usize, usize)> = roots.iter().rev().map(|ord| (*ord, 0)).collect();
    while let Some((ord, depth)) = stack.pop() {
        let bar = bar(ord, depth);
        if bar.count.total() > 0 || bar.mark != Mark::Free {
            bars.push(bar);
        }
        stack.extend(children[ord].iter().rev().map(|child| (*child, depth + 1)));
    }
    let unknown = RankedBar {
        name: None,
        colour: 0,
        depth: 0,
        count: split(facet.unknown, selected.last().copied().unwrap_or(0)),
        mark: mark_of(state, dimension, &Value::Unknown),
        state: toggled(state, dimension, &Value::Unknown),
    };
    if unknown.count.total() > 0 || unknown.mark != Mark::Free {
        bars.push(unknown);
    }
    let known = facet.matching - facet.unknown.min(facet.matching);
    let top_level: u32 = roots.iter().map(|ord| at(&facet.counts, *ord)).sum();
    RankingSummary {
        dimension,
        basis: Basis {
            matching: facet.matching,
            total: answer.total,
            unknown: facet.unknown,
            selected: answer.matching,
        },
        several: top_level > known,
        bars,
        most_bars: in_casebook.counts.iter().filter(|n| **n > 0).count() + usize::from(in_casebook.unknown > 0),
    }
}

/// What happened where: two dimensions at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatSummary {
    /// What it is counted on; `unknown` = without a value in one of the two.
    pub basis: Basis,
    /// Columns: label groups, those the casebook has.
    pub columns: Vec<HeatHead>,
    /// Rows: kinds of organisation, those the casebook has.
    pub rows: Vec<HeatHead>,
    /// Cells with at least one case, row by row.
    pub cells: Vec<HeatCell>,
    /// A case may stand in several columns.
    pub several: bool,
}

/// Head of a row or column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatHead {
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Its condition.
    pub mark: Mark,
    /// The state that asks for it, or no longer does.
    pub state: ViewState,
}

/// One cell of the heat map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatCell {
    /// Position in `columns`.
    pub column: usize,
    /// Position in `rows`.
    pub row: usize,
    /// Cases in it.
    pub count: Split,
    /// The state that asks for both its values, or for neither where it does now.
    pub state: ViewState,
}

/// The ordinals that the whole casebook has, `None` (unknown) last.
fn present(answer: &Answer, explorer: &Explorer, dimension: DimensionId, roots_only: bool) -> Vec<Option<u32>> {
    let Some(facet) = answer.totals.facets.get(dimension) else { return Vec::new() };
    let entries = &explorer.columns().dictionaries[dimension].entries;
    let wanted =
        |ord: usize| facet.counts.get(ord).is_some_and(|n| *n > 0) && (!roots_only || entries[ord].parent.is_none());
    let known = (0..entries.len()).filter(|ord| wanted(*ord)).map(|ord| Some(ord as u32));
    known.chain((facet.unknown > 0).then_some(None)).collect()
}

/// Counts label groups by kinds of organisation.
pub fn heat(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> HeatSummary {
    let label = dimensions::find("label").unwrap_or_default();
    let org_kind = dimensions::find("org_kind").unwrap_or_default();
    let rows = around(explorer, state, answer, &[label, org_kind]);
    let explorer = &*explorer;
    let all = explorer.matrix(&rows, label, org_kind);
    let selected = explorer.matrix(&answer.selection, label, org_kind);
    let x = present(answer, explorer, label, true);
    let y = present(answer, explorer, org_kind, false);
    let value_of = |dimension: DimensionId, ord: Option<u32>| {
        let entry = ord.and_then(|o| explorer.columns().dictionaries[dimension].entry(o));
        (entry.map(text), entry.map_or(Value::Unknown, |e| Value::Key(e.key.clone())))
    };
    let head = |dimension: DimensionId, ord: Option<u32>| {
        let (name, value) = value_of(dimension, ord);
        HeatHead { name, mark: mark_of(state, dimension, &value), state: toggled(state, dimension, &value) }
    };
    let mut cells = Vec::new();
    for (row, kind) in y.iter().enumerate() {
        for (column, group) in x.iter().enumerate() {
            let (n, inside) = (all.get(*group, *kind), selected.get(*group, *kind));
            if n > 0 {
                let (a, b) = (value_of(label, *group).1, value_of(org_kind, *kind).1);
                let both = only(&only(&state.without(label).without(org_kind), label, a), org_kind, b);
                let is_it = [label, org_kind]
                    .iter()
                    .all(|d| is_filtered(state, *d) && state.filters_on(*d).eq(both.filters_on(*d)));
                cells.push(HeatCell {
                    column,
                    row,
                    count: Split { selected: inside.min(n), other: n - inside.min(n) },
                    state: if is_it { state.without(label).without(org_kind) } else { both },
                });
            }
        }
    }
    let by_label = count_values(explorer, &rows, label);
    let no_label = by_label.last().copied().unwrap_or(0);
    let entries = &explorer.columns().dictionaries[label].entries;
    let in_columns: u32 = entries.iter().zip(&by_label).filter(|(e, _)| e.parent.is_none()).map(|(_, n)| n).sum();
    let counted = rows.count() as u32;
    let no_kind = count_values(explorer, &rows, org_kind).last().copied().unwrap_or(0);
    let neither = all.get(None, None);
    HeatSummary {
        basis: basis(answer, &rows, (no_label + no_kind).saturating_sub(neither)),
        columns: x.into_iter().map(|ord| head(label, ord)).collect(),
        rows: y.into_iter().map(|ord| head(org_kind, ord)).collect(),
        cells,
        several: in_columns > counted.saturating_sub(no_label),
    }
}
