//! The rows of every value, built once per column: a bitmap for a common value, a posting list for a rare one.

use crate::bitmap::contains;
use crate::column::Column;
use crate::sets::Codes;

/// A value with fewer than one row in this many gets a posting list: testing its rows one by one is then no dearer
/// than reading a whole bitmap, and it takes less memory.
const RARE: usize = 96;

/// The posting lists of one column. The pseudo value `cardinality` is "unknown" and has its own like any other.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// Rows by value, "unknown" last.
    totals: Vec<u32>,
    postings: Vec<Posting>,
    /// Bitmaps of the common values, each `words` long.
    common: Vec<u64>,
    /// Ascending rows of the rare values.
    rare: Vec<u32>,
    words: usize,
}

/// Where a value's rows stand.
#[derive(Clone, Copy, Debug)]
enum Posting {
    /// The bitmap at `common[start..start + words]`.
    Common { start: usize },
    /// The rows `rare[start..end]`.
    Rare { start: usize, end: usize },
}

impl Index {
    pub(crate) fn new(column: &Column) -> Index {
        let rows = column.rows();
        let words = rows.div_ceil(64);
        let totals = totals(column);
        let (mut common_len, mut rare_len) = (0, 0);
        let postings: Vec<Posting> = totals
            .iter()
            .map(|total| {
                if *total as usize > rows / RARE {
                    common_len += words;
                    Posting::Common { start: common_len - words }
                } else {
                    rare_len += *total as usize;
                    Posting::Rare { start: rare_len - *total as usize, end: rare_len }
                }
            })
            .collect();
        let mut index = Index { totals, postings, common: vec![0; common_len], rare: vec![0; rare_len], words };
        match column.codes() {
            Codes::U8(codes) => index.fill(column, codes),
            Codes::U16(codes) => index.fill(column, codes),
            Codes::U32(codes) => index.fill(column, codes),
        }
        index
    }

    /// Rows by value over the whole table, "unknown" last.
    pub(crate) fn totals(&self) -> &[u32] {
        &self.totals
    }

    /// Adds the rows of `value` to `rows`; a value outside the dictionary has none.
    pub(crate) fn mark(&self, value: usize, rows: &mut [u64]) {
        match self.postings.get(value) {
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

    /// Counts the rows of `mask` by value, "unknown" last.
    pub(crate) fn count(&self, mask: &[u64], counts: &mut [u32]) {
        for (count, posting) in counts.iter_mut().zip(&self.postings) {
            *count = match posting {
                Posting::Common { start } => count_shared(&self.common[*start..start + self.words], mask),
                Posting::Rare { start, end } => count_members(&self.rare[*start..*end], mask),
            };
        }
    }

    fn fill<T: Copy + Into<u32>>(&mut self, column: &Column, codes: &[T]) {
        let mut next: Vec<usize> = self
            .postings
            .iter()
            .map(|posting| match posting {
                Posting::Common { start } | Posting::Rare { start, .. } => *start,
            })
            .collect();
        for (row, code) in codes.iter().enumerate() {
            for value in column.sets().get((*code).into()) {
                let value = *value as usize;
                match self.postings[value] {
                    Posting::Common { start } => self.common[start + row / 64] |= 1 << (row % 64),
                    Posting::Rare { .. } => {
                        self.rare[next[value]] = row as u32;
                        next[value] += 1;
                    }
                }
            }
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

fn count_shared(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

fn count_members(rows: &[u32], mask: &[u64]) -> u32 {
    rows.iter().map(|row| u32::from(contains(mask, *row))).sum()
}
