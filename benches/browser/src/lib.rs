//! What `cargo xtask bench` measures in a browser: the engine and the search that the app runs, behind the two calls
//! that the benchmark's adapters (`w1.mjs`, `w2.mjs`) need.
//!
//! **Invariant:** nothing is answered here. This crate hands arrays to [`engine`] and [`jikenbo::text`], and their
//! answers back; what it adds to the time is counted as theirs.

mod documents;
mod table;

pub use documents::Documents;
pub use table::Table;
