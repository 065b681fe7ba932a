//! The query engine: which rows match, how many rows every value of every dimension still has, and in which order the
//! matching rows stand.
//!
//! **Invariant:** the engine knows no DOM, URL, clock, file or incident. It sees rows (`0..n`) and [`Column`]s of small
//! integers; dictionaries stay with the caller. [`Engine::run`] cannot fail and nothing here panics on data: a clause on
//! a column that does not exist or is of the other kind is ignored, a value outside its dictionary matches nothing.
//!
//! # What is counted
//! A [`Query`] is a conjunction of [`Clause`]s. A [`Facet`] counts its column's values over the rows that pass every
//! clause *on the other columns*, so that choosing a value never shrinks its own facet. Missing is a value: every facet
//! counts its `unknown` rows apart, and each test says by itself whether unknown rows pass.
//!
//! # Module map
//! | module | room for |
//! |---|---|
//! | `bitmap` | [`Bitmap`]: a set of rows |
//! | `sets` | interning of a row's set of values: one small code per row |
//! | `column` | [`Column`], [`CategoryColumn`], [`RangeColumn`]: what every row holds |
//! | `index` | the rows of every value (posting lists), built once per column |
//! | `query` | [`Query`], [`Clause`], [`Test`], [`SortKey`] |
//! | `verdict` | clauses of one column → the rows that pass them |
//! | `masks` | verdicts of all columns → the rows each facet counts |
//! | `count` | old and new masks → the counts of the facets |
//! | `cost` | what the ways to count and to sort cost |
//! | `order` | sort keys → the order of the matching rows |
//! | `result` | [`ResultSet`], [`Facet`], [`Matrix`] |
//! | `engine` | [`Engine`]: columns in, results out |
//! | [`packed`] | columns as bytes, and back |
//! | [`sort`] | sorting of small things at a small size, of many numbers by digits |
//! | [`text`] | texts searched for exact substrings |
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod bitmap;
mod column;
mod cost;
mod count;
mod engine;
mod index;
mod masks;
mod order;
pub mod packed;
mod query;
mod result;
mod sets;
pub mod sort;
pub mod text;
mod verdict;

pub use bitmap::{Bitmap, Rows};
pub use column::{CategoryColumn, Column, Ords, RangeColumn};
pub use engine::Engine;
pub use query::{Clause, Query, SortKey, Test};
pub use result::{Facet, Matrix, ResultSet};

/// The position of a row in the columns, `0..rows`. It is not stable between data versions; ids that live in links are
/// the caller's.
pub type RowId = u32;

/// Asks for memory that will be needed soon, in one request, and leaves it to be taken. A browser takes milliseconds for
/// each request, so before many that are small one large one pays.
pub fn reserve(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
}
