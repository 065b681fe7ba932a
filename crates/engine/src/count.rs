//! Moves the counts of facets from the rows of one mask to the rows of another, the cheapest way there is.
//!
//! Invariant: before, a column's counts are those of the old mask; after, those of the new one. Every way gives the
//! same counts, only the time differs. Rows are added to or taken from one of three bases: the old counts (the rows
//! that came or went), nothing (the rows that are in), the totals (the rows that are out). They are counted
//! - **by index**: for every value, its rows among them; costs the same for few rows and for many, but only words that
//!   hold any are read, and these stand together where the table is sorted by what changed;
//! - **by rows**: visiting the rows one by one and counting the values they have.

use crate::bitmap::trim;
use crate::column::Column;
use crate::cost;
use crate::index::Index;
use crate::sets::{Codes, ValueSets};
use std::ops::Range;

/// Words that are skipped or visited together when counting by index.
const BLOCK: usize = 16;
/// More spans of words than this are counted as one.
const MAX_SPANS: usize = 8;

/// A change of mask that some facets share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift<'a> {
    old: &'a [u64],
    new: &'a [u64],
    rows: usize,
    /// Rows in the new mask.
    pub(crate) matching: usize,
    /// Rows in one of the masks only.
    changed: usize,
    /// Blocks that hold a row that came, one that went, one that is in, one that is out.
    came: usize,
    went: usize,
    filled: usize,
    open: usize,
}

impl<'a> Shift<'a> {
    /// The masks are over `rows` rows; `matching` of them are in the old one.
    pub(crate) fn new(old: &'a [u64], new: &'a [u64], rows: usize, matching: usize) -> Shift<'a> {
        let mut shift = Shift { old, new, rows, matching, changed: 0, came: 0, went: 0, filled: 0, open: 0 };
        for (old, new) in old.chunks(BLOCK).zip(new.chunks(BLOCK)) {
            let (mut differ, mut any, mut all) = (0, 0, !0);
            for (old, new) in old.iter().zip(new) {
                differ |= old ^ new;
                any |= new;
                all &= new;
            }
            shift.filled += usize::from(any != 0);
            shift.open += usize::from(all != !0);
            if differ != 0 {
                let (mut came, mut went) = (0, 0);
                for (old, new) in old.iter().zip(new) {
                    came += (new & !old).count_ones() as usize;
                    went += (old & !new).count_ones() as usize;
                }
                shift.came += usize::from(came != 0);
                shift.went += usize::from(went != 0);
                shift.changed += came + went;
                shift.matching = shift.matching + came - went;
            }
        }
        shift
    }
}

/// What rows are added to or taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Base {
    Kept,
    Nothing,
    Totals,
}

/// Rows of a table, and the words where they stand.
#[derive(Clone, Debug, Default)]
struct Side {
    mask: Vec<u64>,
    spans: Vec<Range<usize>>,
}

impl Side {
    fn clear(&mut self) {
        self.mask.clear();
        self.spans.clear();
    }

    /// Holds what `pick` makes of the old and the new words.
    fn set(&mut self, shift: &Shift<'_>, pick: impl Fn(u64, u64) -> u64) {
        self.clear();
        for (old, new) in shift.old.chunks(BLOCK).zip(shift.new.chunks(BLOCK)) {
            let start = self.mask.len();
            self.mask.extend(old.iter().zip(new).map(|(old, new)| pick(*old, *new)));
            if self.mask[start..].iter().any(|word| *word != 0) {
                match self.spans.last_mut() {
                    Some(last) if last.end == start => last.end = self.mask.len(),
                    _ => self.spans.push(start..self.mask.len()),
                }
            }
        }
        if let [first, .., last] = self.spans.as_slice()
            && self.spans.len() > MAX_SPANS
        {
            let hull = first.start..last.end;
            self.spans.clear();
            self.spans.push(hull);
        }
        trim(&mut self.mask, shift.rows);
    }
}

/// Buffers of [`Counter::apply`], kept from run to run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter {
    plus: Side,
    minus: Side,
    /// By column: two interleaved tallies of its codes, so that equal neighbours do not wait for each other.
    tallies: Vec<Vec<u32>>,
    /// The columns that are counted by index, by rows through their tally, and by rows directly.
    indexed: Vec<usize>,
    tallied: Vec<usize>,
    direct: Vec<usize>,
}

impl Counter {
    /// Moves the counts of the columns in `of`.
    pub(crate) fn apply(
        &mut self,
        shift: &Shift<'_>,
        of: &[usize],
        columns: &[Column],
        indexes: &[Index],
        counts: &mut [Vec<u32>],
    ) {
        if shift.changed == 0 || of.is_empty() {
            return;
        }
        let by_rows =
            [(shift.changed, Base::Kept), (shift.matching, Base::Nothing), (shift.rows - shift.matching, Base::Totals)];
        let by_index =
            [(shift.came + shift.went, Base::Kept), (shift.filled, Base::Nothing), (shift.open, Base::Totals)];
        let (rows, row_base) = by_rows.into_iter().min().unwrap_or(by_rows[0]);
        let (blocks, index_base) = by_index.into_iter().min().unwrap_or(by_index[0]);
        self.choose(rows, blocks, shift.new.len().div_ceil(BLOCK), of, columns, indexes);
        if !self.indexed.is_empty() {
            self.find(shift, index_base);
            self.count_by_index(index_base, columns, indexes, counts);
        }
        if self.indexed.len() < of.len() {
            if self.indexed.is_empty() || row_base != index_base {
                self.find(shift, row_base);
            }
            self.count_by_rows(row_base, columns, indexes, counts);
        }
    }

    /// Decides how each column is counted: by visiting `rows` rows, or by its index in `blocks` of `all_blocks` blocks.
    fn choose(
        &mut self,
        rows: usize,
        blocks: usize,
        all_blocks: usize,
        of: &[usize],
        columns: &[Column],
        indexes: &[Index],
    ) {
        self.indexed.clear();
        self.tallied.clear();
        self.direct.clear();
        // Finding the rows is shared, but by how many columns is not known yet: by half of them, say.
        let rows = rows as u64;
        let find = rows * cost::FIND_ROW / of.len().div_ceil(2) as u64;
        for column in of {
            let by_tally = rows * cost::TALLY_ROW + columns[*column].sets().len() as u64 * cost::UNFOLD_SET;
            let directly = rows * cost::DIRECT_ROW;
            let by_index = indexes[*column].cost() * blocks as u64 / all_blocks.max(1) as u64;
            if by_index < find + by_tally.min(directly) {
                self.indexed.push(*column);
            } else if by_tally < directly {
                self.tallied.push(*column);
            } else {
                self.direct.push(*column);
            }
        }
    }

    /// Finds the rows to add and to take away.
    fn find(&mut self, shift: &Shift<'_>, base: Base) {
        self.plus.clear();
        self.minus.clear();
        match base {
            Base::Kept => {
                self.plus.set(shift, |old, new| new & !old);
                self.minus.set(shift, |old, new| old & !new);
            }
            Base::Nothing => self.plus.set(shift, |_, new| new),
            Base::Totals => self.minus.set(shift, |_, new| !new),
        }
    }

    fn count_by_index(&self, base: Base, columns: &[Column], indexes: &[Index], counts: &mut [Vec<u32>]) {
        for column in &self.indexed {
            let (index, counts) = (&indexes[*column], &mut counts[*column]);
            start_from(base, index, counts);
            for (side, by) in [(&self.plus, PLUS), (&self.minus, MINUS)] {
                for span in &side.spans {
                    index.count(columns[*column].sets(), &side.mask, span, by, counts);
                }
            }
        }
    }

    fn count_by_rows(&mut self, base: Base, columns: &[Column], indexes: &[Index], counts: &mut [Vec<u32>]) {
        self.tallies.resize_with(columns.len(), Vec::new);
        for column in self.tallied.iter().chain(&self.direct) {
            start_from(base, &indexes[*column], &mut counts[*column]);
        }
        for column in &self.tallied {
            self.tallies[*column].clear();
            self.tallies[*column].resize(columns[*column].sets().len() * 2, 0);
        }
        let mut found = Found { rows: [0; FOUND], len: 0 };
        for (side, by) in [(&self.plus, PLUS), (&self.minus, MINUS)] {
            let mut visit = |rows: &[u32]| {
                for column in &self.tallied {
                    tally(columns[*column].codes(), rows, by, &mut self.tallies[*column]);
                }
                for column in &self.direct {
                    count_rows(&columns[*column], rows, by, &mut counts[*column]);
                }
            };
            for span in &side.spans {
                for at in span.clone() {
                    found.push(at, side.mask[at]);
                    if found.is_nearly_full() {
                        visit(found.take());
                    }
                }
            }
            visit(found.take());
        }
        for column in &self.tallied {
            unfold(&self.tallies[*column], columns[*column].sets(), &mut counts[*column]);
        }
    }
}

/// What one row adds to a count. Taking away one is adding the greatest number: counts are modulo 2³² until all is
/// added.
const PLUS: u32 = 1;
const MINUS: u32 = u32::MAX;

fn start_from(base: Base, index: &Index, counts: &mut [u32]) {
    match base {
        Base::Kept => {}
        Base::Nothing => counts.fill(0),
        Base::Totals => counts.copy_from_slice(index.totals()),
    }
}

/// How many rows are handed on together: few enough to stay in the first cache, a power of two.
const FOUND: usize = 2048;

/// A list of rows on the way from a mask to the tallies.
struct Found {
    rows: [u32; FOUND],
    len: usize,
}

impl Found {
    /// Appends the rows of the word at position `at`.
    #[inline]
    fn push(&mut self, at: usize, word: u64) {
        let (mut word, first) = (word, at as u32 * 64);
        while word != 0 {
            // The list never is longer than `FOUND`; the remainder spares the check.
            self.rows[self.len % FOUND] = first + word.trailing_zeros();
            self.len += 1;
            word &= word - 1;
        }
    }

    /// Whether another word may not fit.
    fn is_nearly_full(&self) -> bool {
        self.len > FOUND - 64
    }

    fn take(&mut self) -> &[u32] {
        let len = std::mem::take(&mut self.len);
        &self.rows[..len]
    }
}

fn tally(codes: &Codes, rows: &[u32], by: u32, tally: &mut [u32]) {
    match codes {
        Codes::U8(codes) => tally_codes(codes, rows, by, tally),
        Codes::U16(codes) => tally_codes(codes, rows, by, tally),
        Codes::U32(codes) => tally_codes(codes, rows, by, tally),
    }
}

fn tally_codes<T: Copy + Into<u32>>(codes: &[T], rows: &[u32], by: u32, tally: &mut [u32]) {
    let mut add = |row: u32, lane: usize| {
        let code: u32 = codes[row as usize].into();
        let count = &mut tally[code as usize * 2 + lane];
        *count = count.wrapping_add(by);
    };
    let (pairs, rest) = rows.as_chunks::<2>();
    for [first, second] in pairs {
        add(*first, 0);
        add(*second, 1);
    }
    for row in rest {
        add(*row, 0);
    }
}

fn unfold(tally: &[u32], sets: &ValueSets, counts: &mut [u32]) {
    for ([first, second], members) in tally.as_chunks::<2>().0.iter().zip(sets.iter()) {
        let by = first.wrapping_add(*second);
        if by != 0 {
            add(members, by, counts);
        }
    }
}

fn count_rows(column: &Column, rows: &[u32], by: u32, counts: &mut [u32]) {
    for row in rows {
        add(column.sets().get(column.codes().get(*row)), by, counts);
    }
}

fn add(members: &[u32], by: u32, counts: &mut [u32]) {
    for member in members {
        let count = &mut counts[*member as usize];
        *count = count.wrapping_add(by);
    }
}

#[cfg(test)]
mod tests {
    //! The cost model takes most ways seldom, so here each is taken by force.
    use super::*;
    use crate::column::CategoryColumn;

    /// Numbers that look random.
    fn dice(at: usize, salt: u64) -> u64 {
        let mixed = (at as u64).wrapping_add(salt << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
    }

    /// One column of runs, one of common values, one of rare ones, one with sets of values, and unknown rows in all.
    fn columns(rows: usize) -> Vec<Column> {
        let several = (0..rows).map(|row| (0..dice(row, 1) % 4).map(|at| (dice(row, 2 + at) % 40) as u32).collect());
        let several: Vec<Vec<u32>> = several.collect();
        let single = |value: &dyn Fn(usize) -> Option<u32>| {
            Column::Category(CategoryColumn::from_single(500, (0..rows).map(value).collect()))
        };
        vec![
            single(&|row| (row / 700).checked_sub(1).map(|run| run as u32)),
            single(&|row| (dice(row, 6) % 5).checked_sub(1).map(|value| value as u32)),
            single(&|row| (dice(row, 7) % 501).checked_sub(1).map(|value| value as u32)),
            Column::Category(CategoryColumn::new(40, vec![Some(39), Some(0)], several.iter())),
        ]
    }

    /// Rows in stretches of `stretch`, one of `of` stretches in, and some single rows in and out.
    fn mask(rows: usize, salt: u64, stretch: usize, of: u64) -> Vec<u64> {
        let mut words = vec![0u64; rows.div_ceil(64)];
        for row in 0..rows {
            let stray = dice(row, salt + 1).is_multiple_of(3000);
            words[row / 64] |= u64::from(dice(row / stretch, salt).is_multiple_of(of) != stray) << (row % 64);
        }
        words
    }

    fn naive(column: &Column, mask: &[u64], rows: usize) -> Vec<u32> {
        let mut counts = vec![0; column.cardinality() + 1];
        for row in (0..rows).filter(|row| mask[row / 64] >> (row % 64) & 1 == 1) {
            match column.ords(row as u32) {
                [] => counts[column.cardinality()] += 1,
                ords => ords.iter().for_each(|ord| counts[*ord as usize] += 1),
            }
        }
        counts
    }

    #[test]
    fn every_way_from_every_base_counts_the_same() {
        let rows = 30_011;
        let columns = columns(rows);
        let indexes: Vec<Index> = columns.iter().map(Index::new).collect();
        let of: Vec<usize> = (0..columns.len()).collect();
        let mut spans_seen = [false; 3];
        for (salt, stretch, few) in
            [(1, 9000, 2), (2, 2500, 3), (3, 1100, 9), (4, 40, 2), (5, 1, 2), (6, 30_011, 1), (7, 64 * BLOCK, 3)]
        {
            let (old, new) = (mask(rows, salt, stretch, few), mask(rows, salt + 50, stretch, few));
            let before: Vec<Vec<u32>> = columns.iter().map(|column| naive(column, &old, rows)).collect();
            let after: Vec<Vec<u32>> = columns.iter().map(|column| naive(column, &new, rows)).collect();
            let matching = crate::bitmap::count_ones(&old);
            let shift = Shift::new(&old, &new, rows, matching);
            assert_eq!(shift.matching, crate::bitmap::count_ones(&new));
            for base in [Base::Kept, Base::Nothing, Base::Totals] {
                for way in 0..3 {
                    let mut counter = Counter::default();
                    *[&mut counter.indexed, &mut counter.tallied, &mut counter.direct][way] = of.clone();
                    let mut counts = before.clone();
                    counter.find(&shift, base);
                    spans_seen[counter.plus.spans.len().min(2)] = true;
                    counter.count_by_index(base, &columns, &indexes, &mut counts);
                    counter.count_by_rows(base, &columns, &indexes, &mut counts);
                    assert!(counts == after, "stretches of {stretch}, {base:?}, way {way}");
                }
            }
        }
        assert_eq!(spans_seen, [true; 3]);
    }

    #[test]
    fn many_spans_become_one_that_holds_them_all() {
        let rows = 64 * BLOCK * 40;
        let (old, new) = (vec![0; rows / 64], mask(rows, 9, 64 * BLOCK, 2));
        let mut side = Side::default();
        side.set(&Shift::new(&old, &new, rows, 0), |_, new| new);
        let set: Vec<usize> = (0..new.len()).filter(|at| new[*at] != 0).collect();
        assert_eq!(side.spans.len(), 1);
        assert!(side.spans[0].start <= set[0] && set[set.len() - 1] < side.spans[0].end);
        assert_eq!(side.mask, new);
    }
}
