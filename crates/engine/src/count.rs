//! Moves the counts of facets from the rows of one mask to the rows of another, the cheapest way there is.
//!
//! Invariant: before, a column's counts are those of the old mask; after, those of the new one. Every way gives the
//! same counts, only the time differs:
//! - **by index**: counting every value's rows under the new mask; costs the same for every mask;
//! - **by rows**: visiting single rows and counting their values, on top of the old counts (the rows that came or
//!   went), of nothing (the rows that are in) or of the totals (the rows that are out).

use crate::bitmap::{count_ones, trim};
use crate::column::Column;
use crate::cost;
use crate::index::Index;
use crate::sets::{Codes, ValueSets};

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
}

impl<'a> Shift<'a> {
    /// The masks are over `rows` rows.
    pub(crate) fn new(old: &'a [u64], new: &'a [u64], rows: usize) -> Shift<'a> {
        let changed = old.iter().zip(new).map(|(old, new)| (old ^ new).count_ones() as usize).sum();
        Shift { old, new, rows, matching: count_ones(new), changed }
    }
}

/// Buffers of [`Counter::apply`], kept from run to run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter {
    /// Rows to add and rows to take away.
    plus: Vec<u64>,
    minus: Vec<u64>,
    /// By column: two interleaved tallies of its codes, so that equal neighbours do not wait for each other.
    tallies: Vec<Vec<u32>>,
    /// The columns that are counted by rows: through their tally, and directly.
    tallied: Vec<usize>,
    direct: Vec<usize>,
}

/// What rows are added to or taken from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Base {
    Kept,
    Nothing,
    Totals,
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
        let ways =
            [(shift.changed, Base::Kept), (shift.matching, Base::Nothing), (shift.rows - shift.matching, Base::Totals)];
        let (rows, base) = ways.into_iter().min().unwrap_or((shift.changed, Base::Kept));
        self.choose(rows, of, columns, indexes);
        for column in of.iter().filter(|column| !self.tallied.contains(column) && !self.direct.contains(column)) {
            indexes[*column].count(columns[*column].sets(), shift.new, &mut counts[*column]);
        }
        if self.tallied.is_empty() && self.direct.is_empty() {
            return;
        }
        for column in self.tallied.iter().chain(&self.direct) {
            match base {
                Base::Kept => {}
                Base::Nothing => counts[*column].fill(0),
                Base::Totals => counts[*column].copy_from_slice(indexes[*column].totals()),
            }
        }
        self.tallies.resize_with(columns.len(), Vec::new);
        for column in &self.tallied {
            self.tallies[*column].clear();
            self.tallies[*column].resize(columns[*column].sets().len() * 2, 0);
        }
        self.find(shift, base);
        let mut found = Found { rows: [0; FOUND], len: 0 };
        // Taking away one is adding the greatest number, counts being modulo 2³² until all is added.
        for (mask, by) in [(&self.plus, 1), (&self.minus, u32::MAX)] {
            let mut visit = |rows: &[u32]| {
                for column in &self.tallied {
                    tally(columns[*column].codes(), rows, by, &mut self.tallies[*column]);
                }
                for column in &self.direct {
                    count_rows(&columns[*column], rows, by, &mut counts[*column]);
                }
            };
            for (at, word) in mask.iter().enumerate() {
                found.push(at, *word);
                if found.is_nearly_full() {
                    visit(found.take());
                }
            }
            visit(found.take());
        }
        for column in &self.tallied {
            unfold(&self.tallies[*column], columns[*column].sets(), &mut counts[*column]);
        }
    }

    /// Decides which columns are counted by visiting `rows` rows, and how; the others go by index.
    fn choose(&mut self, rows: usize, of: &[usize], columns: &[Column], indexes: &[Index]) {
        self.tallied.clear();
        self.direct.clear();
        // Finding the rows is shared, but by how many columns is not known yet: by half of them, say.
        let find = rows * cost::FIND_ROW / of.len().div_ceil(2);
        for column in of {
            let by_tally = rows * cost::TALLY_ROW + columns[*column].sets().len() * cost::UNFOLD_SET;
            let directly = rows * cost::DIRECT_ROW;
            if find + by_tally.min(directly) < indexes[*column].cost() {
                if directly < by_tally { self.direct.push(*column) } else { self.tallied.push(*column) }
            }
        }
    }

    /// Writes the rows to add and to take away.
    fn find(&mut self, shift: &Shift<'_>, base: Base) {
        self.plus.clear();
        self.minus.clear();
        match base {
            Base::Kept => {
                self.plus.extend(shift.old.iter().zip(shift.new).map(|(old, new)| new & !old));
                self.minus.extend(shift.old.iter().zip(shift.new).map(|(old, new)| old & !new));
            }
            Base::Nothing => self.plus.extend_from_slice(shift.new),
            Base::Totals => {
                self.minus.extend(shift.new.iter().map(|new| !new));
                trim(&mut self.minus, shift.rows);
            }
        }
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
