//! What is answered.

use crate::RowId;
use crate::bitmap::Bitmap;

/// The answer to a [`crate::Query`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultSet {
    /// The number of rows that pass everything.
    pub matching: u32,
    /// The number of rows of the table.
    pub total: u32,
    /// The rows that pass everything.
    pub selection: Bitmap,
    /// The same rows in the order asked for, as many as [`crate::Query::top`] allows.
    pub order: Vec<RowId>,
    /// One per column: counts under all clauses except those on that column.
    pub facets: Vec<Facet>,
}

/// The counts of one column, over the rows that pass the clauses of all other columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// Rows by ordinal (ancestors included, each row once per value) or by bin.
    pub counts: Vec<u32>,
    /// Rows without a value in this column.
    pub unknown: u32,
    /// All rows that pass the other columns' clauses, with or without a value here.
    pub matching: u32,
}

/// Rows counted by the values of two columns at once. Unknown is the last row and the last column of the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The cardinality of the first column; the matrix has one row more.
    pub rows: usize,
    /// The cardinality of the second column; the matrix has one column more.
    pub cols: usize,
    /// Counts row by row, `(rows + 1) * (cols + 1)` of them. A row of the table with several values counts once in
    /// every pair of them, so sums may exceed the number of rows.
    pub counts: Vec<u32>,
}

impl Matrix {
    /// The count at ordinals `a` and `b`, None being "unknown"; 0 outside the dictionaries.
    pub fn get(&self, a: Option<u32>, b: Option<u32>) -> u32 {
        let row = a.map_or(self.rows, |a| a as usize);
        let col = b.map_or(self.cols, |b| b as usize);
        if a.is_some() && row >= self.rows || b.is_some() && col >= self.cols {
            return 0;
        }
        self.counts.get(row * (self.cols + 1) + col).copied().unwrap_or(0)
    }
}
