//! Sort keys → the order of the matching rows.

use crate::RowId;
use crate::bitmap::Rows;
use crate::column::{Column, RangeColumn};
use crate::query::SortKey;
use std::cmp::{Ordering, Reverse};

/// Writes the rows of `selection` into `order`, sorted by `keys`, at most `top` of them.
pub(crate) fn write_order(
    columns: &[Column],
    keys: &[SortKey],
    selection: &[u64],
    top: Option<usize>,
    order: &mut Vec<RowId>,
) {
    order.clear();
    let top = top.unwrap_or(usize::MAX);
    let keys: Vec<(&RangeColumn, bool)> = keys
        .iter()
        .filter_map(|key| match columns.get(key.column) {
            Some(Column::Range(column)) => Some((column, key.descending)),
            _ => None,
        })
        .collect();
    if keys.is_empty() {
        order.extend(Rows::of(selection).take(top));
        return;
    }
    order.extend(Rows::of(selection));
    if top < order.len() {
        if top > 0 {
            order.select_nth_unstable_by(top - 1, |a, b| compare(&keys, *a, *b));
        }
        order.truncate(top);
    }
    order.sort_unstable_by(|a, b| compare(&keys, *a, *b));
}

/// Unknown last in both directions; ties by row, so the order is total.
fn compare(keys: &[(&RangeColumn, bool)], a: RowId, b: RowId) -> Ordering {
    for (column, descending) in keys {
        let of = |row| column.interval(row).map(|(lo, _)| lo);
        let by_key = match (of(a), of(b)) {
            (Some(a), Some(b)) if *descending => Reverse(a).cmp(&Reverse(b)),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        if by_key.is_ne() {
            return by_key;
        }
    }
    a.cmp(&b)
}
