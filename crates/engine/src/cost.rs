//! What the kernels cost, so that a run can choose between them. The unit is about a tenth of a nanosecond in WASM on a
//! machine of 2023; only the ratios matter, and a wrong one costs time, never correctness.

/// Reading one word of a bitmap and counting its bits under a mask.
pub(crate) const WORD: u64 = 3;
/// Testing one row of a posting list.
pub(crate) const RARE_ROW: u64 = 7;
/// One value of a column when counting by posting lists, besides its rows.
pub(crate) const VALUE: u64 = 20;
/// One run of equal rows, besides its words.
pub(crate) const RUN: u64 = 25;
/// Adding one row to a column's tally.
pub(crate) const TALLY_ROW: u64 = 10;
/// Adding one row's values to the counts directly.
pub(crate) const DIRECT_ROW: u64 = 30;
/// Clearing and unfolding one set of a tally.
pub(crate) const UNFOLD_SET: u64 = 25;
/// Finding one row in a mask, once for all columns.
pub(crate) const FIND_ROW: u64 = 18;
/// Testing one row while walking along a sort order.
pub(crate) const WALK_ROW: u64 = 15;
/// Comparing two rows by their sort keys.
pub(crate) const COMPARE: u64 = 80;
/// Comparing one row's value with a range, when all rows are.
pub(crate) const SCAN_ROW: u64 = 5;
/// Comparing one row's value with a range, when few rows are.
pub(crate) const VISIT_ROW: u64 = 30;
