//! What is asked: clauses joined by AND, a hand-picked set of rows, an order.

use crate::bitmap::Bitmap;

/// A question to the engine. The default asks for everything, in row order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of them must hold; several may stand on one column. A clause whose column does not exist or is of the
    /// other kind than its test is ignored.
    pub clauses: Vec<Clause>,
    /// The only rows allowed (by text search or picked by hand); unlike a clause it counts for every facet. Rows
    /// behind its end are not allowed. None allows all.
    pub within: Option<Bitmap>,
    /// The order of the result, first key first; ties are broken by ascending row. A key on a column that does not
    /// exist or is no range is ignored.
    pub sort: Vec<SortKey>,
    /// How many rows of the order are wanted; None for all.
    pub top: Option<usize>,
}

/// A test on one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The position of the column in [`crate::Engine::new`].
    pub column: usize,
    /// What a row must pass.
    pub test: Test,
}

/// What a row must pass. Values and ranges that match nothing (outside the dictionary, running backwards) are
/// harmless; a test without values and without `unknown` is passed by no row, or by every row if it is a negation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// On a category: at least one of the values (an ancestor matches by its descendants) or, with `unknown`, no value
    /// at all.
    Any {
        /// Ordinals into the column's dictionary.
        values: Vec<u32>,
        /// Whether rows without a value pass.
        unknown: bool,
    },
    /// On a category: none of the values; rows without a value pass unless `unknown` is also excluded.
    None {
        /// Ordinals into the column's dictionary.
        values: Vec<u32>,
        /// Whether rows without a value are excluded too.
        unknown: bool,
    },
    /// On a range: the row's interval overlaps one of the closed ranges or, with `unknown`, has no value.
    Overlaps {
        /// Closed ranges `(lo, hi)`; one with `lo > hi` overlaps nothing.
        ranges: Vec<(i64, i64)>,
        /// Whether rows without a value pass.
        unknown: bool,
    },
    /// On a range: the row's interval overlaps none of the ranges; rows without a value pass unless `unknown` is also
    /// excluded.
    OverlapsNone {
        /// Closed ranges `(lo, hi)`; one with `lo > hi` overlaps nothing.
        ranges: Vec<(i64, i64)>,
        /// Whether rows without a value are excluded too.
        unknown: bool,
    },
}

/// One key of the order: the lower end of a range column. Unknown rows stand last in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The position of a range column in [`crate::Engine::new`].
    pub column: usize,
    /// Greatest first.
    pub descending: bool,
}
