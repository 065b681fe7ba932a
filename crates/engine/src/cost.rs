//! What the kernels cost, so that a run can choose between them. The unit is about a tenth of a nanosecond in WASM on a
//! machine of 2023; only the ratios matter, and a wrong one costs time, never correctness.

/// Reading one word of a bitmap and counting its bits under a mask.
pub(crate) const WORD: usize = 4;
/// Testing one row of a posting list.
pub(crate) const RARE_ROW: usize = 8;
/// One run of equal rows, besides its words.
pub(crate) const RUN: usize = 25;
/// Adding one row to a column's tally.
pub(crate) const TALLY_ROW: usize = 9;
/// Adding one row's values to the counts directly.
pub(crate) const DIRECT_ROW: usize = 30;
/// Clearing and unfolding one set of a tally.
pub(crate) const UNFOLD_SET: usize = 25;
/// Finding one row in a mask, once for all columns.
pub(crate) const FIND_ROW: usize = 12;
/// Testing one row while walking along a sort order.
pub(crate) const WALK_ROW: usize = 15;
/// Comparing two rows by their sort keys.
pub(crate) const COMPARE: usize = 80;
/// Comparing one row's value with a range, when all rows are.
pub(crate) const SCAN_ROW: usize = 5;
/// Comparing one row's value with a range, when few rows are.
pub(crate) const VISIT_ROW: usize = 30;
