//! Text as Japanese is written: folding, numbers and eras, the search box, synonyms, the text index, highlights.
//!
//! A text matches a word when the folded text contains one of the folded strings that the word is looked for as:
//! exact substrings, nothing ranked away, nothing guessed. The way of a query:
//! `search box → parse → TextQuery → Synonyms::expand → needles → TextIndex::search → rows`, and for what is shown
//! `highlights(original, query)`.
//!
//! Invariants: pure (no DOM, clock, randomness or file); nothing panics, whatever the text; the same answer on the
//! host and in the browser; unknown parts of a query are reported, never fatal.

mod canon;
mod decompose;
mod fold;
mod folded;
mod highlight;
mod index;
mod kanji;
mod needles;
mod numbers;
mod query;
mod ranges;
mod synonyms;

#[cfg(not(target_arch = "wasm32"))]
pub use decompose::FILE as DECOMPOSITIONS;
pub use decompose::{are_known as decompositions_are_known, take as take_decompositions};
pub use fold::{Folded, SEPARATOR, fold, fold_into};
pub use folded::fold_document;
pub use highlight::highlights;
pub use index::{FieldId, Lookup, Scope, SearchResult, TextIndex, UsedExpansion};
pub use numbers::{NumberBound, NumberReading, era_to_western, parse_era_year, parse_number, western_to_era};
pub use query::{Clause, FieldNames, Literal, MAX_CHARS, MAX_LITERALS, TextDiagnostic, TextQuery, TextReason, parse};
pub use ranges::{TypedDate, TypedEnd, TypedRange, parse_date, parse_range, parse_whole_number};
pub use synonyms::{AddedWord, Expansion, SynonymGroup, Synonyms};

#[cfg(test)]
mod cases;
#[cfg(test)]
mod laws;
