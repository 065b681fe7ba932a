//! The numbers of the charts, without words or colours: [`Explorer`] + [`ViewState`] → summaries.
//!
//! A chart counts what passes all filters *but its own*, as a facet does, and says of every count how much of it is in
//! the result. So choosing a bar never makes the others vanish.

use engine::Bitmap;

use super::{
    Basis, ChartId, Lead,
    settings::{self, Grain, GroupBy, Settings, ShareOf},
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

    /// `all` counts, of which `selected` are in the result.
    pub(super) fn of(all: u32, selected: u32) -> Self {
        Self { selected: selected.min(all), other: all - selected.min(all) }
    }

    /// One more case.
    pub(super) fn count(&mut self, selected: bool) {
        if selected {
            self.selected += 1;
        } else {
            self.other += 1;
        }
    }

    fn add(&mut self, more: Split) {
        self.selected += more.selected;
        self.other += more.other;
    }
}

pub(super) fn text(entry: &Entry) -> Text {
    Text { ja: entry.ja.clone(), en: entry.en.clone() }
}

/// Whether a dimension has filters that are not paused.
pub(super) fn is_filtered(state: &ViewState, dimension: DimensionId) -> bool {
    state.filters_on(dimension).next().is_some() && !state.is_off(DIMENSIONS[dimension].key)
}

/// The state that a click on a dimension starts from: a click on a paused dimension begins anew.
pub(super) fn active(state: &ViewState, dimension: DimensionId) -> ViewState {
    if state.is_off(DIMENSIONS[dimension].key) { state.without(dimension) } else { state.clone() }
}

/// The state in which a value is chosen, or free again where it was chosen or taken out.
pub(super) fn toggled(state: &ViewState, dimension: DimensionId, value: &Value) -> ViewState {
    let base = active(state, dimension);
    let next = match base.mark(dimension, value) {
        Mark::Free => Mark::Wanted,
        Mark::Wanted | Mark::Excluded => Mark::Free,
    };
    base.with_mark(dimension, value, next, false)
}

/// The state in which a dimension asks for this one thing, or for nothing where that is what it asks for.
pub(super) fn only(state: &ViewState, dimension: DimensionId, value: Value) -> ViewState {
    let filter = Filter { dimension, exclude: false, values: vec![value] };
    let is_it = is_filtered(state, dimension) && state.filters_on(dimension).eq([&filter]);
    let mut next = state.without(dimension);
    if !is_it {
        next.filters.push(filter);
    }
    next
}

/// What a value's condition is, pauses aside.
pub(super) fn mark_of(state: &ViewState, dimension: DimensionId, value: &Value) -> Mark {
    active(state, dimension).mark(dimension, value)
}

/// The rows that pass everything but the filters on these dimensions.
pub(super) fn around(
    explorer: &mut Explorer,
    state: &ViewState,
    answer: &Answer,
    dimensions: &[DimensionId],
) -> Bitmap {
    let own: Vec<DimensionId> = dimensions.iter().copied().filter(|d| is_filtered(state, *d)).collect();
    match own.split_last() {
        None => answer.selection.clone(),
        Some((last, rest)) => {
            let state = rest.iter().fold(state.clone(), |state, d| state.without(*d));
            explorer.selection_without(&state, *last)
        }
    }
}

pub(super) fn basis(answer: &Answer, counted: &Bitmap, unknown: u32) -> Basis {
    Basis { matching: counted.count() as u32, total: answer.total, unknown, selected: answer.matching }
}

/// When: cases by time, stacked by label group or kind of organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeSummary {
    /// Width of a bar.
    pub grain: Grain,
    /// By occurrence (its beginning) instead of disclosure.
    pub occurred: bool,
    /// What the stacks are.
    pub stack: GroupBy,
    /// Drawn as shares of each bar.
    pub share: bool,
    /// The dimension in time: `disclosed` or `occurred`.
    pub dimension: DimensionId,
    /// The state it was made for.
    pub state: ViewState,
    /// What it is counted on; `unknown` = without any date.
    pub basis: Basis,
    /// Dated, but too vaguely for this grain: only the year is known.
    pub vague: u32,
    /// The stacks, those that hold anything, in the vocabulary's order.
    pub groups: Vec<Group>,
    /// The bars, without gaps, earliest first.
    pub buckets: Vec<Bucket>,
    /// Cases without a date, in the order of the groups.
    pub undated_counts: Vec<Split>,
    /// The state that asks for cases without a date.
    pub undated: Lead,
}

/// One stack of the time chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Number of its fixed colour, 1 to 8; 0 = not stated.
    pub colour: u8,
    /// Number of its pattern, 1 to 8; 0 = not stated.
    pub pattern: u8,
    /// Cases in it, undated ones included.
    pub count: Split,
    /// It is asked for.
    pub mark: Mark,
    /// The state that asks for it, or no longer does.
    pub state: Lead,
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
    pub state: Lead,
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

/// The years in which nearly all dated cases of the casebook lie, first and last, where all the years from the first to
/// the last of them would be more than `most` bars: a single misprinted year would press all others into a corner.
fn core_years(explorer: &Explorer, dimension: DimensionId, most: usize) -> Option<(i32, i32)> {
    /// Of this many cases one may lie beyond either end.
    const ONE_IN: u32 = 200;
    let counts = &explorer.of_all(dimension)?.counts;
    // The histogram of dates is by years.
    let year = |range: &Range| match range.from {
        Some(End::Date(date)) => Some(i32::from(date.year())),
        _ => None,
    };
    let years: Vec<i32> = explorer.bin_ranges(dimension, "").iter().filter_map(year).collect();
    let there: Vec<(i32, u32)> = years.into_iter().zip(counts.iter().copied()).filter(|(_, n)| *n > 0).collect();
    let (first, last) = (there.first()?.0, there.last()?.0);
    if ((last - first) as usize) < most {
        return None;
    }
    let beyond = there.iter().map(|(_, n)| n).sum::<u32>() / ONE_IN;
    let mut passed = [0; 2];
    let mut inside = |end: usize, n: u32| {
        passed[end] += n;
        passed[end] > beyond
    };
    let first = there.iter().find(|(_, n)| inside(0, *n))?.0;
    Some((first, there.iter().rev().find(|(_, n)| inside(1, *n))?.0))
}

/// The finest grain that gives at most `most` bars.
fn grain_for(months: usize, most: usize) -> Grain {
    match months {
        m if m <= most => Grain::Month,
        m if m.div_ceil(3) < most => Grain::Quarter,
        _ => Grain::Year,
    }
}

/// The date a case is placed at. What lasted is placed at its beginning.
fn date_of(record: Record<'_>, occurred: bool) -> Option<PartialDate> {
    match record {
        Record::Incident(incident, _) if occurred => incident.occurred.start(),
        Record::Incident(incident, _) => incident.disclosed,
        Record::Article(article) => article.published.filter(|_| !occurred),
    }
}

/// The column of the groups: each case has one of them, or none.
pub(super) fn group_column(explorer: &Explorer, by: GroupBy) -> usize {
    match by {
        GroupBy::Label => explorer.columns().label_group,
        GroupBy::OrgKind => by.dimension(),
    }
}

/// Counts by slot and group ordinal (`None` = not stated); a missing slot stands for "no place on this scale".
type Counts = Vec<(Option<i32>, Option<u32>, u32)>;

fn count_time(explorer: &Explorer, rows: &Bitmap, grain: Grain, by: GroupBy) -> Counts {
    let columns = explorer.columns();
    let group = group_column(explorer, by);
    let matrix = explorer.matrix(rows, columns.month, group);
    let ords = || (0..matrix.cols as u32).map(Some).chain([None]);
    let mut out: Counts = Vec::new();
    for (m, month) in columns.months.iter().enumerate() {
        let slot = slot(*month, grain);
        out.extend(ords().map(|g| (slot, g, matrix.get(Some(m as u32), g))).filter(|(.., n)| *n > 0));
    }
    if ords().any(|g| matrix.get(None, g) > 0) {
        // Rows without a month may still have a year; articles have dates of their own.
        for row in rows.iter() {
            if !explorer.ords(row, columns.month).is_empty() {
                continue;
            }
            let Some(record) = explorer.record(row) else { continue };
            let date = date_of(record, false);
            out.push((date.and_then(|d| slot(d, grain)), explorer.ords(row, group).first().copied(), 1));
        }
    }
    out
}

fn count_occurrence(explorer: &Explorer, rows: &Bitmap, grain: Grain, by: GroupBy) -> Counts {
    let group = group_column(explorer, by);
    let place = |row: engine::RowId| {
        let date = date_of(explorer.record(row)?, true);
        Some((date.and_then(|d| slot(d, grain)), explorer.ords(row, group).first().copied()))
    };
    let mut places: Vec<_> = rows.iter().filter_map(place).collect();
    places.sort_unstable();
    places.chunk_by(|a, b| a == b).filter_map(|run| run.first().map(|(s, g)| (*s, *g, run.len() as u32))).collect()
}

/// The colour and the pattern of a group: of label groups those of the taxonomy, of kinds their place among them.
pub(super) fn look(explorer: &Explorer, by: GroupBy, ord: Option<u32>) -> (u8, u8) {
    let Some(ord) = ord else { return (0, 0) };
    match by {
        GroupBy::Label => {
            let entry = explorer.columns().dictionaries[by.dimension()].entry(ord);
            let term = entry.and_then(|e| explorer.dataset().taxonomies.get("label").get(&e.key));
            let colour = term.and_then(|t| t.colour).unwrap_or(0);
            (colour, colour)
        }
        // Eight colours, then the same with other patterns.
        GroupBy::OrgKind => ((ord % 8) as u8 + 1, ((ord + ord / 8) % 8) as u8 + 1),
    }
}

/// Counts cases by time. `most_bars` decides the grain where the link does not.
pub fn time(explorer: &mut Explorer, state: &ViewState, answer: &Answer, most_bars: usize) -> TimeSummary {
    let settings = Settings::of(state);
    let (occurred, stack) = (settings.occurred, settings.stack);
    let dimension = dimensions::find(if occurred { "occurred" } else { "disclosed" }).unwrap_or_default();
    let by = stack.dimension();
    let rows = around(explorer, state, answer, &[dimension]);
    let explorer = &*explorer;
    let starts = || explorer.dataset().incidents.iter().filter_map(|i| i.occurred.start());
    let core = core_years(explorer, dimension, most_bars);
    let months = match (occurred, core) {
        (_, Some((first, last))) => (last - first + 1) as usize * 12,
        (false, None) => explorer.columns().months.len(),
        (true, None) => {
            let months = starts().filter_map(|d| slot(d, Grain::Month));
            let ends =
                months.fold(None, |e: Option<(i32, i32)>, m| Some(e.map_or((m, m), |(a, b)| (a.min(m), b.max(m)))));
            ends.map_or(0, |(a, b)| (b - a + 1) as usize)
        }
    };
    let grain = settings.grain.unwrap_or_else(|| grain_for(months, most_bars));
    let count = if occurred { count_occurrence } else { count_time };
    let all = count(explorer, &rows, grain, stack);
    let selected = count(explorer, &answer.selection, grain, stack);

    // The axis is that of the whole casebook, so that filters do not move it; a date beyond it widens it.
    let of_casebook: Vec<i32> = match occurred {
        false => explorer.columns().months.iter().filter_map(|m| slot(*m, grain)).collect(),
        true => starts().filter_map(|d| slot(d, grain)).collect(),
    };
    let slots = of_casebook.into_iter().chain(all.iter().filter_map(|(slot, ..)| *slot));
    let all_ends =
        slots.fold(None, |ends: Option<(i32, i32)>, s| Some(ends.map_or((s, s), |(a, b)| (a.min(s), b.max(s)))));
    let of_core = |(first, last): (i32, i32)| {
        let month = |year: i32, month: u8| slot(format!("{year:04}-{month:02}").parse().ok()?, grain);
        Some((month(first, 1)?, month(last, 12)?))
    };
    let ends = match (all_ends, core.and_then(of_core)) {
        (Some((a, b)), Some((first, last))) => Some((a.max(first), b.min(last))).filter(|(a, b)| a <= b),
        (all, _) => all,
    };
    let is_folded =
        |slot: i32, to: i32, at: fn(&(i32, i32)) -> i32| all_ends.is_some_and(|e| at(&e) != to) && slot == to;

    let entries = &explorer.columns().dictionaries[by].entries;
    let mut ords: Vec<Option<u32>> = all.iter().map(|(_, g, _)| *g).collect();
    ords.sort_unstable_by_key(|g| g.unwrap_or(u32::MAX));
    ords.dedup();
    let place = |group: &Option<u32>| ords.iter().position(|g| g == group);
    let mut groups: Vec<Group> = ords
        .iter()
        .map(|ord| {
            let entry = ord.and_then(|o| entries.get(o as usize));
            let value = entry.map_or(Value::Unknown, |e| Value::Key(e.key.clone()));
            let (colour, pattern) = look(explorer, stack, *ord);
            Group {
                name: entry.map(text),
                colour,
                pattern,
                count: Split::default(),
                mark: mark_of(state, by, &value),
                state: toggled(state, by, &value).into(),
            }
        })
        .collect();
    let mut buckets: Vec<Bucket> = ends
        .into_iter()
        .flat_map(|(first, last)| first..=last)
        .filter_map(|s| {
            let (first, last) = ends?;
            let range = range_of(s, grain)?;
            let is_first = is_folded(s, first, |e| e.0);
            let is_last = is_folded(s, last, |e| e.1);
            let opens_year = opens_year(range, grain) || is_first || is_last;
            // The bars at the ends hold what lies beyond them.
            let range = Range { from: range.from.filter(|_| !is_first), to: range.to.filter(|_| !is_last) };
            Some(Bucket {
                range,
                opens_year,
                counts: vec![Split::default(); groups.len()],
                state: only(state, dimension, Value::Range(range)).into(),
            })
        })
        .collect();
    let (first, last) = ends.unwrap_or_default();
    for (counts, is_selected) in [(&all, false), (&selected, true)] {
        for (slot, group, n) in counts {
            let Some(g) = place(group) else { continue };
            let bucket =
                slot.and_then(|s| buckets.get_mut((s.clamp(first, last) - first) as usize)).map(|b| &mut b.counts[g]);
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
    let mut undated_counts = vec![Split::default(); groups.len()];
    if nowhere > 0 {
        let column = group_column(explorer, stack);
        let month = explorer.columns().month;
        let dated = |row| {
            (!occurred && !explorer.ords(row, month).is_empty())
                || explorer.record(row).is_none_or(|r| date_of(r, occurred).is_some())
        };
        for row in rows.iter().filter(|row| !dated(*row)) {
            if let Some(g) = place(&explorer.ords(row, column).first().copied()) {
                undated_counts[g].count(answer.selection.contains(row));
            }
        }
    }
    let unknown = undated_counts.iter().map(|c| c.total()).sum();
    TimeSummary {
        grain,
        occurred,
        stack,
        share: settings.time_share,
        dimension,
        state: state.clone(),
        basis: basis(answer, &rows, unknown),
        vague: nowhere.saturating_sub(unknown),
        groups,
        buckets,
        undated_counts,
        undated: only(state, dimension, Value::Unknown).into(),
    }
}

/// Which: the values of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingSummary {
    /// What is ranked.
    pub dimension: DimensionId,
    /// Bars on a logarithmic scale.
    pub log: bool,
    /// The state it was made for.
    pub state: ViewState,
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
    pub state: Lead,
}

/// Counts of one category column over rows, "unknown" last.
pub(super) fn count_values(explorer: &Explorer, rows: &Bitmap, column: usize) -> Vec<u32> {
    let matrix = explorer.matrix(rows, column, explorer.columns().nothing);
    (0..matrix.rows as u32).map(Some).chain([None]).map(|ord| matrix.get(ord, None)).collect()
}

/// Counts the values of the dimension that the link names, kinds of organisation unless it does.
pub fn ranking(explorer: &Explorer, state: &ViewState, answer: &Answer) -> RankingSummary {
    let usual = || dimensions::find("org_kind").unwrap_or_default();
    let settings = Settings::of(state);
    let dimension = settings.rank.unwrap_or_else(usual);
    let entries = &explorer.columns().dictionaries[dimension].entries;
    // The facet counts under all other filters already.
    let empty = engine::Facet::default();
    let facet = answer.facets.get(dimension).unwrap_or(&empty);
    let in_casebook = answer.totals.facets.get(dimension).unwrap_or(&empty);
    let selected = count_values(explorer, &answer.selection, dimension);
    let at = |counts: &[u32], ord: usize| counts.get(ord).copied().unwrap_or(0);
    let split = Split::of;

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
            state: toggled(state, dimension, &value).into(),
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
        state: toggled(state, dimension, &Value::Unknown).into(),
    };
    if unknown.count.total() > 0 || unknown.mark != Mark::Free {
        bars.push(unknown);
    }
    let known = facet.matching - facet.unknown.min(facet.matching);
    let top_level: u32 = roots.iter().map(|ord| at(&facet.counts, *ord)).sum();
    RankingSummary {
        dimension,
        log: settings.rank_log,
        state: state.clone(),
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

/// Two dimensions at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridSummary {
    /// Which chart it is.
    pub chart: ChartId,
    /// The dimensions of the columns and of the rows.
    pub dimensions: (DimensionId, DimensionId),
    /// The state it was made for.
    pub state: ViewState,
    /// What the cells are shares of.
    pub share_of: ShareOf,
    /// What it is counted on; `unknown` = without a value in one of the two.
    pub basis: Basis,
    /// Columns: the uppermost values, those the casebook has.
    pub columns: Vec<GridHead>,
    /// Rows: those values the casebook has.
    pub rows: Vec<GridHead>,
    /// Cells with at least one case, row by row.
    pub cells: Vec<GridCell>,
    /// A case may stand in several columns or rows.
    pub several: bool,
}

/// Head of a row or column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridHead {
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Ancestors above it.
    pub depth: usize,
    /// Cases with it.
    pub count: u32,
    /// Its condition.
    pub mark: Mark,
    /// The state that asks for it, or no longer does.
    pub state: Lead,
}

/// One cell of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Position in `columns`.
    pub column: usize,
    /// Position in `rows`.
    pub row: usize,
    /// Cases in it.
    pub count: Split,
    /// The state that asks for both its values, or for neither where it does now.
    pub state: Lead,
}

/// Which values of a tree stand in a grid.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Levels {
    /// The uppermost ones.
    Roots,
    /// Each below its parent.
    All,
}

/// The ordinals that the whole casebook has, with the number of their ancestors; `None` (unknown) last.
fn present(answer: &Answer, explorer: &Explorer, dimension: DimensionId, levels: Levels) -> Vec<(Option<u32>, usize)> {
    let Some(facet) = answer.totals.facets.get(dimension) else { return Vec::new() };
    let entries = &explorer.columns().dictionaries[dimension].entries;
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); entries.len()];
    let mut roots = Vec::new();
    for (ord, entry) in entries.iter().enumerate() {
        match entry.parent.and_then(|p| children.get_mut(p as usize)) {
            Some(list) => list.push(ord as u32),
            None => roots.push(ord as u32),
        }
    }
    let mut out = Vec::new();
    let mut stack: Vec<(u32, usize)> = roots.into_iter().rev().map(|ord| (ord, 0)).collect();
    while let Some((ord, depth)) = stack.pop() {
        if facet.counts.get(ord as usize).is_some_and(|n| *n > 0) {
            out.push((Some(ord), depth));
        }
        if levels == Levels::All {
            stack.extend(children[ord as usize].iter().rev().map(|child| (*child, depth + 1)));
        }
    }
    out.extend((facet.unknown > 0).then_some((None, 0)));
    out
}

/// The columns and rows of a grid, unless the link says others.
fn sides(chart: ChartId, settings: &Settings<'_>) -> (DimensionId, DimensionId) {
    let find = |key| dimensions::find(key).unwrap_or_default();
    match chart {
        ChartId::Data => (find("label"), find("data")),
        ChartId::Locus => (find("locus"), find("org_kind")),
        _ => settings.heat.unwrap_or_else(|| (find("label"), find("org_kind"))),
    }
}

/// Counts label groups by kinds of organisation, or what the link names.
pub fn heat(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> GridSummary {
    grid(explorer, state, answer, ChartId::Heat)
}

/// Counts two dimensions at once: those of the chart.
pub fn grid(explorer: &mut Explorer, state: &ViewState, answer: &Answer, chart: ChartId) -> GridSummary {
    let settings = Settings::of(state);
    let (a, b) = sides(chart, &settings);
    let rows = around(explorer, state, answer, &[a, b]);
    let explorer = &*explorer;
    let all = explorer.matrix(&rows, a, b);
    let selected = explorer.matrix(&answer.selection, a, b);
    let x = present(answer, explorer, a, Levels::Roots);
    let levels = if chart == ChartId::Data { Levels::All } else { Levels::Roots };
    let y = present(answer, explorer, b, levels);
    let value_of = |dimension: DimensionId, ord: Option<u32>| {
        let entry = ord.and_then(|o| explorer.columns().dictionaries[dimension].entry(o));
        (entry.map(text), entry.map_or(Value::Unknown, |e| Value::Key(e.key.clone())))
    };
    let (of_a, of_b) = (count_values(explorer, &rows, a), count_values(explorer, &rows, b));
    let total = |counts: &[u32], ord: Option<u32>| match ord {
        Some(ord) => counts.get(ord as usize).copied().unwrap_or(0),
        None => counts.last().copied().unwrap_or(0),
    };
    let head = |dimension: DimensionId, (ord, depth): (Option<u32>, usize), counts: &[u32]| {
        let (name, value) = value_of(dimension, ord);
        let (mark, state) = (mark_of(state, dimension, &value), toggled(state, dimension, &value));
        GridHead { name, depth, count: total(counts, ord), mark, state: state.into() }
    };
    let together = Together::new(state, [a, b]);
    let of_columns: Vec<Value> = x.iter().map(|(ord, _)| value_of(a, *ord).1).collect();
    let mut cells = Vec::new();
    for (row, (down, _)) in y.iter().enumerate() {
        let of_row = value_of(b, *down).1;
        for (column, (across, _)) in x.iter().enumerate() {
            let (n, inside) = (all.get(*across, *down), selected.get(*across, *down));
            if n > 0 {
                let state = together.ask([of_columns[column].clone(), of_row.clone()]);
                cells.push(GridCell { column, row, count: Split::of(n, inside), state });
            }
        }
    }
    // Values at the top of the trees, counted one by one, against the cases that have any.
    let counted = rows.count() as u32;
    let several = |dimension: DimensionId, counts: &[u32]| {
        let entries = &explorer.columns().dictionaries[dimension].entries;
        let top: u32 = entries.iter().zip(counts).filter(|(e, _)| e.parent.is_none()).map(|(_, n)| n).sum();
        top > counted.saturating_sub(total(counts, None))
    };
    let unknown = (total(&of_a, None) + total(&of_b, None)).saturating_sub(all.get(None, None));
    GridSummary {
        chart,
        dimensions: (a, b),
        state: state.clone(),
        share_of: settings::share_of(state, share_family(chart)),
        basis: basis(answer, &rows, unknown),
        columns: x.into_iter().map(|at| head(a, at, &of_a)).collect(),
        rows: y.into_iter().map(|at| head(b, at, &of_b)).collect(),
        cells,
        several: several(a, &of_a) || several(b, &of_b),
    }
}

/// The family of slugs that says what a grid's cells are shares of.
pub(super) const fn share_family(chart: ChartId) -> &'static str {
    match chart {
        ChartId::Data => "dataas",
        ChartId::Locus => "locusas",
        _ => "heatas",
    }
}

/// The states in which some dimensions ask for one value each, or for nothing where that is what they ask for. What they
/// have in common is made once: a chart leads to hundreds of them.
pub(super) struct Together<'a, const N: usize> {
    state: &'a ViewState,
    dimensions: [DimensionId; N],
    /// Nothing is asked of the dimensions.
    free: ViewState,
}

impl<'a, const N: usize> Together<'a, N> {
    pub(super) fn new(state: &'a ViewState, dimensions: [DimensionId; N]) -> Self {
        let free = dimensions.iter().fold(state.clone(), |state, d| state.without(*d));
        Self { state, dimensions, free }
    }

    /// The state for these values, one of each dimension in its turn.
    pub(super) fn ask(&self, values: [Value; N]) -> Lead {
        let mut at = self.dimensions.iter();
        let filters = values.map(|value| Filter {
            dimension: at.next().copied().unwrap_or_default(),
            exclude: false,
            values: vec![value],
        });
        let is_it = self.dimensions.iter().all(|d| {
            is_filtered(self.state, *d) && self.state.filters_on(*d).eq(filters.iter().filter(|f| f.dimension == *d))
        });
        let mut next = self.free.clone();
        if !is_it {
            next.filters.extend(filters);
        }
        next.into()
    }
}
