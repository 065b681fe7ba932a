//! The rows of every value, built once per column.
//!
//! A column whose rows stand together by value (a table sorted by date has its months so) is kept as runs. Any other
//! column gets a bitmap for every common value and a posting list for every rare one.

use crate::RowId;
use crate::bitmap::{Rows, contains};
use crate::column::Column;
use crate::cost;
use crate::sets::{Codes, ValueSets};
use std::ops::Range;

/// A value with fewer than one row in this many gets a posting list: testing its rows one by one is then no dearer
/// than reading a whole bitmap, and it takes less memory.
const RARE: usize = 96;

/// Rows of one call while building. A browser compiles a function better only from its next call on, so a loop over
/// the whole table would run to its end as it was compiled first.
pub(crate) const BLOCK: usize = 4096;

/// Where the rows of a column's values stand. The pseudo value `cardinality` is "unknown" and is kept like any other.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Rows by value, "unknown" last.
    totals: Vec<u32>,
    store: Store,
    /// What [`Index::count`] costs over all words, in units of [`cost`].
    cost: u64,
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
        let postings_cost = (0..totals.len()).map(|value| postings.cost(value) + cost::VALUE).sum();
        // So many runs cost less than the postings.
        let most = (u64::saturating_sub(postings_cost, words as u64 * cost::WORD).div_ceil(cost::RUN)) as usize;
        let runs = match column.codes() {
            Codes::U8(codes) => find_runs(codes, most),
            Codes::U16(codes) => find_runs(codes, most),
            Codes::U32(codes) => find_runs(codes, most),
        };
        if let Some(runs) = runs {
            let cost = words as u64 * cost::WORD + runs.len() as u64 * cost::RUN;
            return Index { totals, store: Store::Runs(runs), cost };
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

    /// What [`Index::count`] costs over all words, in units of [`cost`].
    pub(crate) fn cost(&self) -> u64 {
        self.cost
    }

    /// What [`Index::mark`] costs for these values, in units of [`cost`].
    pub(crate) fn mark_cost(&self, values: &[u32]) -> u64 {
        match &self.store {
            Store::Postings(postings) => values.iter().map(|value| postings.cost(*value as usize)).sum(),
            Store::Runs(runs) => runs.len() as u64 * cost::RUN,
        }
    }

    /// Adds the rows of `values` to `rows`; a value outside the dictionary has none.
    pub(crate) fn mark(&self, sets: &ValueSets, values: &[u32], rows: &mut [u64]) {
        match &self.store {
            Store::Postings(postings) => values.iter().for_each(|value| postings.mark(*value as usize, rows)),
            Store::Runs(runs) => {
                let mut wanted = vec![false; self.totals.len()];
                for value in values {
                    if let Some(wanted) = wanted.get_mut(*value as usize) {
                        *wanted = true;
                    }
                }
                let mut start = 0;
                for run in runs {
                    if sets.get(run.code).iter().any(|member| wanted[*member as usize]) {
                        mark_rows(rows, start as usize, run.end as usize);
                    }
                    start = run.end;
                }
            }
        }
    }

    /// Visits the rows of `value`, ascending.
    pub(crate) fn visit(&self, sets: &ValueSets, value: u32, mut row: impl FnMut(RowId)) {
        match &self.store {
            Store::Postings(postings) => match postings.by_value.get(value as usize) {
                Some(Posting::Common { start }) => {
                    Rows::of(&postings.common[*start..start + postings.words]).for_each(row);
                }
                Some(Posting::Rare { start, end }) => postings.rare[*start..*end].iter().copied().for_each(row),
                None => {}
            },
            Store::Runs(runs) => {
                let mut start = 0;
                for run in runs {
                    if sets.get(run.code).contains(&value) {
                        (start..run.end).for_each(&mut row);
                    }
                    start = run.end;
                }
            }
        }
    }

    /// Adds `by` to a value's count for each of its rows in `mask`, as far as they stand in the words of `span`.
    /// Counts are modulo 2³², so `by` may be -1 as well as 1.
    pub(crate) fn count(&self, sets: &ValueSets, mask: &[u64], span: &Range<usize>, by: u32, counts: &mut [u32]) {
        match &self.store {
            Store::Postings(postings) => postings.count(mask, span, by, counts),
            Store::Runs(runs) => {
                let (from, to) = (span.start * 64, span.end * 64);
                let mut start = from;
                for run in &runs[runs.partition_point(|run| run.end as usize <= from)..] {
                    let end = (run.end as usize).min(to);
                    let count = count_rows(mask, start, end).wrapping_mul(by);
                    if count != 0 {
                        for member in sets.get(run.code) {
                            counts[*member as usize] = counts[*member as usize].wrapping_add(count);
                        }
                    }
                    start = end;
                    if end == to {
                        break;
                    }
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
        let mut filler = Filler::new(self, sets);
        for (block, codes) in codes.chunks(BLOCK).enumerate() {
            filler.fill(self, sets, codes, block * BLOCK);
        }
    }

    /// What marking the rows of `value` costs.
    fn cost(&self, value: usize) -> u64 {
        match self.by_value.get(value) {
            Some(Posting::Common { .. }) => self.words as u64 * cost::WORD,
            Some(Posting::Rare { start, end }) => (end - start) as u64 * cost::RARE_ROW,
            None => 0,
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

    fn count(&self, mask: &[u64], span: &Range<usize>, by: u32, counts: &mut [u32]) {
        let mask_span = &mask[span.clone()];
        let (from, to) = ((span.start * 64) as u32, (span.end * 64) as u32);
        let whole = span.len() == self.words;
        // Four bitmaps at a time, so that the mask is read a quarter as often.
        let mut four: [(usize, &[u64]); 4] = [(0, &[]); 4];
        let mut waiting = 0;
        for (value, posting) in self.by_value.iter().enumerate() {
            match posting {
                Posting::Common { start } => {
                    four[waiting] = (value, &self.common[start + span.start..start + span.end]);
                    waiting += 1;
                    if waiting == four.len() {
                        let found = count_shared_by_four(four.map(|(_, words)| words), mask_span);
                        for ((value, _), found) in four.iter().zip(found) {
                            counts[*value] = counts[*value].wrapping_add(found.wrapping_mul(by));
                        }
                        waiting = 0;
                    }
                }
                Posting::Rare { start, end } => {
                    let mut rows = &self.rare[*start..*end];
                    if !whole {
                        rows = &rows[rows.partition_point(|row| *row < from)..];
                        rows = &rows[..rows.partition_point(|row| *row < to)];
                    }
                    counts[value] = counts[value].wrapping_add(count_members(rows, mask).wrapping_mul(by));
                }
            }
        }
        for (value, words) in &four[..waiting] {
            counts[*value] = counts[*value].wrapping_add(count_shared(words, mask_span).wrapping_mul(by));
        }
    }
}

/// What filling keeps in mind from block to block.
struct Filler {
    /// By value: which bitmap it is, counted from the first; `usize::MAX` for a rare one.
    slots: Vec<usize>,
    /// By code: the slot of the only member, or `usize::MAX` for a set of several or none.
    single: Vec<usize>,
    /// The current word of every bitmap, its even rows and its odd ones apart: neighbours often have the same value,
    /// and would wait for each other.
    open: Vec<[u64; 2]>,
    /// By value: the next free place of a rare one.
    next: Vec<usize>,
}

impl Filler {
    fn new(postings: &Postings, sets: &ValueSets) -> Filler {
        let mut bitmaps = 0;
        let mut slot = |posting: &Posting| match posting {
            Posting::Common { .. } => {
                bitmaps += 1;
                bitmaps - 1
            }
            Posting::Rare { .. } => usize::MAX,
        };
        let slots: Vec<usize> = postings.by_value.iter().map(&mut slot).collect();
        let single = sets.iter().map(|members| match members {
            [value] => slots[*value as usize],
            _ => usize::MAX,
        });
        let next = |posting: &Posting| match posting {
            Posting::Common { start } | Posting::Rare { start, .. } => *start,
        };
        Filler {
            single: single.collect(),
            open: vec![[0; 2]; bitmaps],
            next: postings.by_value.iter().map(next).collect(),
            slots,
        }
    }

    /// Fills in the rows from `first` on, the first of a word.
    #[inline(never)]
    fn fill<T: Copy + Into<u32>>(&mut self, to: &mut Postings, sets: &ValueSets, codes: &[T], first: usize) {
        for (word, codes) in codes.chunks(64).enumerate() {
            let word = first / 64 + word;
            for (bit, code) in codes.iter().enumerate() {
                let code: u32 = (*code).into();
                if let Some(open) = self.open.get_mut(self.single[code as usize]) {
                    open[bit % 2] |= 1 << bit;
                    continue;
                }
                for value in sets.get(code) {
                    match self.open.get_mut(self.slots[*value as usize]) {
                        Some(open) => open[bit % 2] |= 1 << bit,
                        None => {
                            let next = &mut self.next[*value as usize];
                            to.rare[*next] = (word * 64 + bit) as u32;
                            *next += 1;
                        }
                    }
                }
            }
            for (bitmap, open) in self.open.iter_mut().enumerate() {
                let [even, odd] = std::mem::take(open);
                to.common[bitmap * to.words + word] = even | odd;
            }
        }
    }
}

/// Rows by value, "unknown" last.
fn totals(column: &Column) -> Vec<u32> {
    let sets = column.sets();
    // Two counts for each code, so that equal neighbours do not wait for each other.
    let mut by_code = vec![[0u32; 2]; sets.len()];
    match column.codes() {
        Codes::U8(codes) => codes.chunks(BLOCK).for_each(|codes| count_codes(codes, &mut by_code)),
        Codes::U16(codes) => codes.chunks(BLOCK).for_each(|codes| count_codes(codes, &mut by_code)),
        Codes::U32(codes) => codes.chunks(BLOCK).for_each(|codes| count_codes(codes, &mut by_code)),
    }
    let mut totals = vec![0; column.cardinality() + 1];
    for (members, [even, odd]) in sets.iter().zip(&by_code) {
        for value in members {
            totals[*value as usize] += even + odd;
        }
    }
    totals
}

#[inline(never)]
fn count_codes<T: Copy + Into<u32>>(codes: &[T], by_code: &mut [[u32; 2]]) {
    let mut add = |code: T, lane: usize| {
        let code: u32 = code.into();
        by_code[code as usize][lane] += 1;
    };
    let (pairs, rest) = codes.as_chunks::<2>();
    for [even, odd] in pairs {
        add(*even, 0);
        add(*odd, 1);
    }
    rest.iter().for_each(|code| add(*code, 0));
}

/// The runs of a column, if there are fewer than `most`.
fn find_runs<T: Copy + PartialEq + Into<u32>>(codes: &[T], most: usize) -> Option<Vec<Run>> {
    let ends = codes.len().saturating_sub(1);
    let mut runs = usize::from(!codes.is_empty());
    for at in (0..ends).step_by(BLOCK) {
        if runs >= most {
            return None;
        }
        runs += count_changes(&codes[at..ends.min(at + BLOCK) + 1]);
    }
    if runs >= most {
        return None;
    }
    let mut found = Vec::with_capacity(runs);
    for (row, code) in codes.iter().enumerate() {
        if codes.get(row + 1) != Some(code) {
            found.push(Run { end: row as u32 + 1, code: (*code).into() });
        }
    }
    Some(found)
}

#[inline(never)]
fn count_changes<T: PartialEq>(codes: &[T]) -> usize {
    codes.iter().zip(&codes[1..]).filter(|(code, next)| code != next).count()
}

#[inline(never)]
fn count_shared(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

#[inline(never)]
fn count_shared_by_four([a, b, c, d]: [&[u64]; 4], mask: &[u64]) -> [u32; 4] {
    let mut found = [0; 4];
    for ((((a, b), c), d), mask) in a.iter().zip(b).zip(c).zip(d).zip(mask) {
        found[0] += (a & mask).count_ones();
        found[1] += (b & mask).count_ones();
        found[2] += (c & mask).count_ones();
        found[3] += (d & mask).count_ones();
    }
    found
}

#[inline(never)]
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
