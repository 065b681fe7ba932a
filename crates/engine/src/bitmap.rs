//! A set of rows as one bit per row.
//!
//! Invariant: bits at and above `len` are zero, so counting and comparing need no masking.

use crate::RowId;
use std::fmt;

/// A set of rows of a table with `len` rows; a set bit means "selected".
///
/// Rows outside `0..len` are never members: inserting them does nothing. Operations on two bitmaps of different length
/// treat the rows that the other one lacks as not selected; the length of `self` never changes.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bitmap {
    len: usize,
    words: Vec<u64>,
}

impl Bitmap {
    /// The empty set over `len` rows.
    pub fn new(len: usize) -> Bitmap {
        Bitmap { len, words: vec![0; len.div_ceil(64)] }
    }

    /// The set of all `len` rows.
    pub fn full(len: usize) -> Bitmap {
        let mut bitmap = Bitmap { len, words: vec![!0; len.div_ceil(64)] };
        bitmap.trim();
        bitmap
    }

    /// The set of the given rows; rows outside `0..len` are ignored, repeated rows count once.
    pub fn from_rows(len: usize, rows: impl IntoIterator<Item = RowId>) -> Bitmap {
        let mut bitmap = Bitmap::new(len);
        for row in rows {
            bitmap.insert(row);
        }
        bitmap
    }

    /// The number of rows of the table (not of the set).
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no row is selected.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The number of selected rows.
    pub fn count(&self) -> usize {
        count_ones(&self.words)
    }

    /// Whether `row` is selected; false outside `0..len`.
    pub fn contains(&self, row: RowId) -> bool {
        contains(&self.words, row)
    }

    /// Selects `row`; does nothing outside `0..len`.
    pub fn insert(&mut self, row: RowId) {
        if (row as usize) < self.len {
            self.words[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// Unselects `row`; does nothing outside `0..len`.
    pub fn remove(&mut self, row: RowId) {
        if (row as usize) < self.len {
            self.words[row as usize / 64] &= !(1 << (row % 64));
        }
    }

    /// Unselects all rows.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Keeps the rows that are also in `other`.
    pub fn and_with(&mut self, other: &Bitmap) {
        let shared = self.words.len().min(other.words.len());
        for (word, by) in self.words.iter_mut().zip(&other.words) {
            *word &= by;
        }
        self.words[shared..].fill(0);
    }

    /// Adds the rows of `other`, as far as they are inside `0..len`.
    pub fn or_with(&mut self, other: &Bitmap) {
        for (word, by) in self.words.iter_mut().zip(&other.words) {
            *word |= by;
        }
        self.trim();
    }

    /// Adds the rows whose bits are set in `words`, as far as they are inside `0..len`.
    pub(crate) fn or_words(&mut self, words: &[u64]) {
        for (word, by) in self.words.iter_mut().zip(words) {
            *word |= by;
        }
        self.trim();
    }

    /// Removes the rows of `other`.
    pub fn and_not_with(&mut self, other: &Bitmap) {
        for (word, by) in self.words.iter_mut().zip(&other.words) {
            *word &= !by;
        }
    }

    /// The number of rows that are in both.
    pub fn intersection_len(&self, other: &Bitmap) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// The selected rows, ascending.
    pub fn iter(&self) -> Rows<'_> {
        Rows::of(&self.words)
    }

    /// The bits, 64 rows a word, row 0 in the lowest bit of the first word; bits at and above `len` are zero.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether this is what [`Bitmap::and_with`] leaves of a full set by `other`.
    pub(crate) fn equals_cut(&self, other: &Bitmap) -> bool {
        let last = self.words.len().saturating_sub(1);
        let tail = if self.len.is_multiple_of(64) { !0 } else { (1 << (self.len % 64)) - 1 };
        self.words.iter().enumerate().all(|(at, word)| {
            let by = other.words.get(at).copied().unwrap_or(0);
            *word == if at == last { by & tail } else { by }
        })
    }

    /// Row `r` of the answer is in it if row `rows[r]` is in this one.
    pub(crate) fn reordered(&self, rows: &[RowId]) -> Bitmap {
        let words = rows.chunks(64).map(|rows| {
            let bit = |(at, row): (usize, &RowId)| u64::from(self.contains(*row)) << at;
            rows.iter().enumerate().map(bit).fold(0, |word, bit| word | bit)
        });
        Bitmap { len: rows.len(), words: words.collect() }
    }

    /// Becomes the set with these bits over `len` rows, reusing the buffer.
    pub(crate) fn assign(&mut self, len: usize, words: &[u64]) {
        self.len = len;
        self.words.clear();
        self.words.extend_from_slice(words);
    }

    fn trim(&mut self) {
        trim(&mut self.words, self.len);
    }
}

impl fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bitmap({} of {}: ", self.count(), self.len)?;
        f.debug_list().entries(self.iter().take(32)).finish()?;
        f.write_str(")")
    }
}

impl<'a> IntoIterator for &'a Bitmap {
    type Item = RowId;
    type IntoIter = Rows<'a>;

    fn into_iter(self) -> Rows<'a> {
        self.iter()
    }
}

/// The selected rows of a [`Bitmap`], ascending.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    words: std::slice::Iter<'a, u64>,
    word: u64,
    base: RowId,
    next_base: RowId,
}

impl<'a> Rows<'a> {
    /// The set bits of `words`.
    pub(crate) fn of(words: &'a [u64]) -> Rows<'a> {
        Rows { words: words.iter(), word: 0, base: 0, next_base: 0 }
    }
}

impl Iterator for Rows<'_> {
    type Item = RowId;

    fn next(&mut self) -> Option<RowId> {
        while self.word == 0 {
            self.word = *self.words.next()?;
            self.base = self.next_base;
            self.next_base = self.next_base.wrapping_add(64);
        }
        let row = self.base + self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(row)
    }
}

/// The number of set bits.
pub(crate) fn count_ones(words: &[u64]) -> usize {
    words.iter().map(|word| word.count_ones() as usize).sum()
}

/// Whether the bit of `row` is set; false behind the end.
pub(crate) fn contains(words: &[u64], row: RowId) -> bool {
    words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// Clears the bits at and above `len` in the last word.
pub(crate) fn trim(words: &mut [u64], len: usize) {
    if let Some(last) = words.last_mut()
        && !len.is_multiple_of(64)
    {
        *last &= (1 << (len % 64)) - 1;
    }
}
