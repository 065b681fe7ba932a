//! Verdicts of all columns → the rows that each facet counts.

/// Joins verdicts: `all` becomes `within` AND every verdict, and the mask beside each verdict the same without that
/// verdict. `scratch` is overwritten. All slices are equally long.
pub(crate) fn combine(within: &[u64], columns: &mut [(&[u64], &mut [u64])], all: &mut [u64], scratch: &mut [u64]) {
    // From the left, each column's mask takes what stands before it; then, from the right, what stands behind it.
    all.copy_from_slice(within);
    for (verdict, others) in columns.iter_mut() {
        others.copy_from_slice(all);
        intersect(all, verdict);
    }
    let Some(((last, _), rest)) = columns.split_last_mut() else { return };
    scratch.copy_from_slice(last);
    for (verdict, others) in rest.iter_mut().rev() {
        intersect(others, scratch);
        intersect(scratch, verdict);
    }
}

fn intersect(words: &mut [u64], by: &[u64]) {
    for (word, by) in words.iter_mut().zip(by) {
        *word &= by;
    }
}
