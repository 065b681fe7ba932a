//! The clauses of one column → the rows that pass them.

use crate::bitmap::{Bitmap, trim};
use crate::column::{Column, Ends, RangeColumn, Spans};
use crate::cost;
use crate::index::Index;
use crate::query::Test;

/// Whether the test is of the column's kind; other tests are ignored.
pub(crate) fn applies(test: &Test, column: &Column) -> bool {
    match test {
        Test::Any { .. } | Test::None { .. } => matches!(column, Column::Category(_)),
        Test::Overlaps { .. } | Test::OverlapsNone { .. } => matches!(column, Column::Range(_)),
    }
}

/// Writes the rows that pass all of `tests` (which apply to the column) into `verdict`; `scratch` is as long.
pub(crate) fn judge(column: &Column, index: &Index, tests: &[Test], verdict: &mut [u64], scratch: &mut [u64]) {
    verdict.fill(!0);
    for test in tests {
        scratch.fill(0);
        let negated = match (test, column) {
            (Test::Any { values, unknown } | Test::None { values, unknown }, Column::Category(category)) => {
                let cardinality = category.cardinality() as u32;
                let mut marked: Vec<u32> = values.iter().copied().filter(|value| *value < cardinality).collect();
                marked.extend(unknown.then_some(cardinality));
                index.mark(column.sets(), &marked, scratch);
                matches!(test, Test::None { .. })
            }
            (Test::Overlaps { ranges, unknown } | Test::OverlapsNone { ranges, unknown }, Column::Range(range)) => {
                for (lo, hi) in ranges {
                    mark_overlapping(column, range, index, (*lo, *hi), scratch);
                }
                keep_known(scratch, range.known());
                if *unknown {
                    index.mark(column.sets(), &[range.bins().len() as u32], scratch);
                }
                matches!(test, Test::OverlapsNone { .. })
            }
            _ => continue,
        };
        let flip = if negated { !0 } else { 0 };
        for (word, marked) in verdict.iter_mut().zip(scratch.iter()) {
            *word &= marked ^ flip;
        }
    }
    trim(verdict, column.rows());
}

fn keep_known(rows: &mut [u64], known: &Bitmap) {
    for (word, by) in rows.iter_mut().zip(known.words()) {
        *word &= by;
    }
}

/// Adds the rows whose interval overlaps `[lo, hi]`, and any unknown rows.
fn mark_overlapping(column: &Column, range: &RangeColumn, index: &Index, (lo, hi): (i64, i64), rows: &mut [u64]) {
    if lo > hi {
        return;
    }
    if let Some(bins) = range.bins_of(lo, hi) {
        let inside: Vec<u32> = bins.inside.collect();
        let cut = bins.cut.iter().flatten().map(|bin| u64::from(index.totals()[*bin as usize]) * cost::VISIT_ROW);
        if index.mark_cost(&inside) + cut.sum::<u64>() < column.rows() as u64 * cost::SCAN_ROW {
            index.mark(column.sets(), &inside, rows);
            for bin in bins.cut.into_iter().flatten() {
                index.visit(column.sets(), bin, |row| {
                    if range.interval(row).is_some_and(|(at, _)| lo <= at && at <= hi) {
                        rows[row as usize / 64] |= 1 << (row % 64);
                    }
                });
            }
            return;
        }
    }
    match range.ends() {
        Ends::Narrow { base, spans } => {
            // A distance beyond what the column holds is as good as the greatest one.
            let distance = |end: i64| u32::try_from(i128::from(end) - i128::from(*base)).unwrap_or(u32::MAX);
            let greatest = i128::from(*base) + i128::from(u32::MAX);
            if hi >= *base && i128::from(lo) <= greatest {
                scan(spans, distance(lo.max(*base)), distance(hi), rows);
            }
        }
        Ends::Wide(spans) => scan(spans, lo, hi, rows),
    }
}

/// Adds the rows whose ends overlap `[lo, hi]`, looking at every row.
fn scan<T: Copy + Ord>(spans: &Spans<T>, lo: T, hi: T, rows: &mut [u64]) {
    match &spans.hi {
        None => {
            for (word, ats) in rows.iter_mut().zip(spans.lo.chunks(64)) {
                *word |= pack(ats.iter().map(|at| (lo <= *at) & (*at <= hi)));
            }
        }
        Some(highs) => {
            for ((word, lows), highs) in rows.iter_mut().zip(spans.lo.chunks(64)).zip(highs.chunks(64)) {
                *word |= pack(lows.iter().zip(highs).map(|(low, high)| (*low <= hi) & (*high >= lo)));
            }
        }
    }
}

/// Up to 64 answers as bits, the first one lowest.
#[inline]
fn pack(answers: impl Iterator<Item = bool>) -> u64 {
    answers.enumerate().fold(0, |bits, (bit, answer)| bits | u64::from(answer) << bit)
}
