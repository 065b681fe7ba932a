//! The rows of every value, built once per column.
//!
//! A column whose rows stand together by value (a table sorted by date has its months so) is kept as runs. Any other
//! column gets a bitmap for every common value and a posting list for every rare one.

use crate::bitmap::contains;
use crate::column::Column;
use crate::cost;
use crate::sets::{Codes, ValueSets};

/// A value with fewer than one row in this many gets a posting list: testing its rows one by one is then no dearer
/// than reading a whole bitmap, and it takes less memory.
const RARE: usize = 96;

/// Where the rows of a column's values stand. The pseudo value `cardinality` is "unknown" and is kept like any other.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Rows by value, "unknown" last.
    totals: Vec<u32>,
    store: Store,
    /// What [`Index::count`] costs, in units of [`cost`].
    cost: usize,
}

#[derive(Clone, Debug)]
enum Store {
    Runs(Vec<Run>),
    Postings(Postings),
}

/// Neighbouring rows with the same code; a run begins where the one before it ends.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The row behind the last one.
    end: u32,
    code: u32,
}

#[derive(Clone, Debug)]
struct Postings {
    by_value: Vec<Posting>,
    /// Bitmaps of the common values, each `words` long.
    common: Vec<u64>,
    /// Ascending rows of the rare values.
    rare: Vec<u32>,
    words: usize,
}

/// Where a value's rows stand in [`Postings`].
#[derive(Clone, Copy, Debug)]
enum Posting {
    /// The bitmap at `common[start..start + words]`.
    Common { start: usize },
    /// The rows `rare[start..end]`.
    Rare { start: usize, end: usize },
}

impl Index {
    pub(crate) fn new(column: &Column) -> Index {
        let totals = totals(column);
        let words = column.rows().div_ceil(64);
        let postings = Postings::plan(&totals, column.rows());
        let postings_cost = postings.common_len() * cost::WORD + postings.rare_len() * cost::RARE_ROW;
        let runs = match column.codes() {
            Codes::U8(codes) => count_runs(codes),
            Codes::U16(codes) => count_runs(codes),
            Codes::U32(codes) => count_runs(codes),
        };
        let runs_cost = words * cost::WORD + runs * cost::RUN;
        if runs_cost < postings_cost {
            let runs = match column.codes() {
                Codes::U8(codes) => find_runs(codes, runs),
                Codes::U16(codes) => find_runs(codes, runs),
                Codes::U32(codes) => find_runs(codes, runs),
            };
            return Index { totals, store: Store::Runs(runs), cost: runs_cost };
        }
        let mut postings = postings;
        match column.codes() {
            Codes::U8(codes) => postings.fill(column.sets(), codes),
            Codes::U16(codes) => postings.fill(column.sets(), codes),
            Codes::U32(codes) => postings.fill(column.sets(), codes),
        }
        Index { totals, store: Store::Postings(postings), cost: postings_cost }
    }

    /// Rows by value over the whole table, "unknown" last.
    pub(crate) fn totals(&self) -> &[u32] {
        &self.totals
    }

    /// What [`Index::count`] costs, in units of [`cost`].
    pub(crate) fn cost(&self) -> usize {
        self.cost
    }

    /// Adds the rows of `values` to `rows`; a value outside the dictionary has none.
    pub(crate) fn mark(&self, sets: &ValueSets, values: &[u32], rows: &mut [u64]) {
        match &self.store {
            Store::Postings(postings) => values.iter().for_each(|value| postings.mark(*value as usize, rows)),
            Store::Runs(runs) => {
                let mut start = 0;
                for run in runs {
                    if sets.get(run.code).iter().any(|member| values.contains(member)) {
                        mark_rows(rows, start as usize, run.end as usize);
                    }
                    start = run.end;
                }
            }
        }
    }

    /// Counts the rows of `mask` by value, "unknown" last.
    pub(crate) fn count(&self, sets: &ValueSets, mask: &[u64], counts: &mut [u32]) {
        match &self.store {
            Store::Postings(postings) => postings.count(mask, counts),
            Store::Runs(runs) => {
                counts.fill(0);
                let mut start = 0;
                for run in runs {
                    let count = count_rows(mask, start as usize, run.end as usize);
                    if count > 0 {
                        sets.get(run.code).iter().for_each(|member| counts[*member as usize] += count);
                    }
                    start = run.end;
                }
            }
        }
    }
}

impl Postings {
    /// Decides where each value's rows go; nothing is filled in yet.
    fn plan(totals: &[u32], rows: usize) -> Postings {
        let words = rows.div_ceil(64);
        let (mut common, mut rare) = (0, 0);
        let place = |total: &u32| {
            let total = *total as usize;
            if total > rows / RARE {
                common += words;
                Posting::Common { start: common - words }
            } else {
                rare += total;
                Posting::Rare { start: rare - total, end: rare }
            }
        };
        let by_value = totals.iter().map(place).collect();
        Postings { by_value, common: Vec::new(), rare: Vec::new(), words }
    }

    fn common_len(&self) -> usize {
        self.by_value.iter().filter(|posting| matches!(posting, Posting::Common { .. })).count() * self.words
    }

    fn rare_len(&self) -> usize {
        let rows = |posting: &Posting| match posting {
            Posting::Rare { start, end } => end - start,
            Posting::Common { .. } => 0,
        };
        self.by_value.iter().map(rows).sum()
    }

    fn fill<T: Copy + Into<u32>>(&mut self, sets: &ValueSets, codes: &[T]) {
        self.common = vec![0; self.common_len()];
        self.rare = vec![0; self.rare_len()];
        let start = |posting: &Posting| match posting {
            Posting::Common { start } | Posting::Rare { start, .. } => *start,
        };
        let mut next: Vec<usize> = self.by_value.iter().map(start).collect();
        for (row, code) in codes.iter().enumerate() {
            for value in sets.get((*code).into()) {
                let value = *value as usize;
                match self.by_value[value] {
                    Posting::Common { start } => self.common[start + row / 64] |= 1 << (row % 64),
                    Posting::Rare { .. } => {
                        self.rare[next[value]] = row as u32;
                        next[value] += 1;
                    }
                }
            }
        }
    }

    fn mark(&self, value: usize, rows: &mut [u64]) {
        match self.by_value.get(value) {
            Some(Posting::Common { start }) => {
                for (word, by) in rows.iter_mut().zip(&self.common[*start..start + self.words]) {
                    *word |= by;
                }
            }
            Some(Posting::Rare { start, end }) => {
                for row in &self.rare[*start..*end] {
                    rows[*row as usize / 64] |= 1 << (row % 64);
                }
            }
            None => {}
        }
    }

    fn count(&self, mask: &[u64], counts: &mut [u32]) {
        for (count, posting) in counts.iter_mut().zip(&self.by_value) {
            *count = match posting {
                Posting::Common { start } => count_shared(&self.common[*start..start + self.words], mask),
                Posting::Rare { start, end } => count_members(&self.rare[*start..*end], mask),
            };
        }
    }
}

/// Rows by value, "unknown" last.
fn totals(column: &Column) -> Vec<u32> {
    let sets = column.sets();
    let mut by_code = vec![0u32; sets.len()];
    match column.codes() {
        Codes::U8(codes) => codes.iter().for_each(|code| by_code[*code as usize] += 1),
        Codes::U16(codes) => codes.iter().for_each(|code| by_code[*code as usize] += 1),
        Codes::U32(codes) => codes.iter().for_each(|code| by_code[*code as usize] += 1),
    }
    let mut totals = vec![0; column.cardinality() + 1];
    for (members, count) in sets.iter().zip(&by_code) {
        for value in members {
            totals[*value as usize] += count;
        }
    }
    totals
}

fn count_runs<T: PartialEq>(codes: &[T]) -> usize {
    codes.windows(2).filter(|pair| pair[0] != pair[1]).count() + usize::from(!codes.is_empty())
}

fn find_runs<T: Copy + PartialEq + Into<u32>>(codes: &[T], count: usize) -> Vec<Run> {
    let mut runs = Vec::with_capacity(count);
    for (row, code) in codes.iter().enumerate() {
        if codes.get(row + 1) != Some(code) {
            runs.push(Run { end: row as u32 + 1, code: (*code).into() });
        }
    }
    runs
}

fn count_shared(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

fn count_members(rows: &[u32], mask: &[u64]) -> u32 {
    rows.iter().map(|row| u32::from(contains(mask, *row))).sum()
}

/// The set bits among the rows `start..end`.
fn count_rows(mask: &[u64], start: usize, end: usize) -> u32 {
    let Some((first, last, head, tail)) = word_span(start, end) else { return 0 };
    if first == last {
        return (mask[first] & head & tail).count_ones();
    }
    let between: u32 = mask[first + 1..last].iter().map(|word| word.count_ones()).sum();
    (mask[first] & head).count_ones() + between + (mask[last] & tail).count_ones()
}

/// Sets the bits of the rows `start..end`.
pub(crate) fn mark_rows(rows: &mut [u64], start: usize, end: usize) {
    let Some((first, last, head, tail)) = word_span(start, end) else { return };
    if first == last {
        rows[first] |= head & tail;
        return;
    }
    rows[first] |= head;
    rows[first + 1..last].fill(!0);
    rows[last] |= tail;
}

/// The first and the last word of the rows `start..end`, with the bits of them that belong; None if there are no rows.
fn word_span(start: usize, end: usize) -> Option<(usize, usize, u64, u64)> {
    if start >= end {
        return None;
    }
    let last = end - 1;
    Some((start / 64, last / 64, !0 << (start % 64), !0 >> (63 - last % 64)))
}
