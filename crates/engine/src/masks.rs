//! Verdicts of all columns → the rows that each facet counts.

/// Joins verdicts: `all` becomes `within` AND every verdict; `others[i]` the same without `verdicts[i]`.
///
/// All slices are equally long, `others` has as many entries as `verdicts`.
pub(crate) fn combine(within: &[u64], verdicts: &[&[u64]], all: &mut [u64], others: &mut [Vec<u64>]) {
    // From the left, each column's mask takes what stands before it; then, from the right, what stands behind it.
    all.copy_from_slice(within);
    for (verdict, other) in verdicts.iter().zip(others.iter_mut()) {
        other.copy_from_slice(all);
        intersect(all, verdict);
    }
    let Some((last, rest)) = verdicts.split_last() else { return };
    let mut behind = last.to_vec();
    for (verdict, other) in rest.iter().zip(others.iter_mut()).rev() {
        intersect(other, &behind);
        intersect(&mut behind, verdict);
    }
}

fn intersect(words: &mut [u64], by: &[u64]) {
    for (word, by) in words.iter_mut().zip(by) {
        *word &= by;
    }
}
