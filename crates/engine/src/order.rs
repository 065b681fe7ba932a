//! Sort keys → the order of the matching rows.
//!
//! A small result is sorted by itself. A large one is read off the order of the whole table, which is made once per
//! list of keys and kept; where the table already stands in that order there is nothing to make.

use crate::RowId;
use crate::bitmap::Bitmap;
use crate::column::{Column, Ends, RangeColumn};
use crate::cost;
use crate::index::BLOCK;
use crate::query::SortKey;
use crate::sort;
use std::cmp::Ordering;
use std::ops::Range;

/// How many orders of the whole table are kept, four bytes a row each.
const KEPT: usize = 2;

/// Orders of the whole table, the last used one first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    kept: Vec<(Vec<SortKey>, TableOrder)>,
}

#[derive(Clone, Debug)]
enum TableOrder {
    /// The rows stand in this order already.
    AsItIs,
    Sorted(Vec<RowId>),
}

impl Orders {
    /// Writes the rows of `selection`, `matching` of them, into `order`, sorted by `keys`, at most `top` of them.
    pub(crate) fn write(
        &mut self,
        columns: &[Column],
        keys: &[SortKey],
        selection: &Bitmap,
        matching: usize,
        top: Option<usize>,
        order: &mut Vec<RowId>,
    ) {
        order.clear();
        let columns = KeyColumns::of(columns, keys);
        let rows = selection.len();
        let wanted = top.unwrap_or(matching).min(matching);
        if wanted == 0 {
            return;
        }
        if columns.0.is_empty() {
            order.extend(selection.iter().take(wanted));
            return;
        }
        let compared = if wanted < matching { 3 } else { u64::from(matching.ilog2()) + 1 };
        let sorting = matching as u64 * compared;
        // The matching rows are taken to be spread evenly over the order.
        let walking = rows as u64 * wanted as u64 / matching as u64;
        let known = self.kept.first().is_some_and(|(kept, order)| kept == keys && matches!(order, TableOrder::AsItIs));
        if !known && sorting * cost::COMPARE < walking * cost::WALK_ROW {
            order.extend(selection.iter());
            if wanted < matching {
                order.select_nth_unstable_by(wanted - 1, |a, b| columns.compare(*a, *b));
                order.truncate(wanted);
            }
            sort::rows(order, &mut |a, b| columns.compare(a, b));
            return;
        }
        match self.table_order(&columns, keys) {
            TableOrder::AsItIs => order.extend(selection.iter().take(wanted)),
            TableOrder::Sorted(sorted) => {
                order.extend(sorted.iter().copied().filter(|row| selection.contains(*row)).take(wanted));
            }
        }
    }

    fn table_order(&mut self, columns: &KeyColumns<'_>, keys: &[SortKey]) -> &TableOrder {
        let at = self.kept.iter().position(|(kept, _)| kept == keys).unwrap_or_else(|| {
            self.kept.truncate(KEPT - 1);
            self.kept.push((keys.to_vec(), columns.table_order()));
            self.kept.len() - 1
        });
        self.kept[..=at].rotate_right(1);
        &self.kept[0].1
    }
}

/// All rows by one column, as [`RangeColumn::order`] says.
pub(crate) fn rows_by(column: &RangeColumn, descending: bool) -> Vec<RowId> {
    match KeyColumns(vec![(column, descending)]).table_order() {
        TableOrder::AsItIs => (0..column.known().len() as RowId).collect(),
        TableOrder::Sorted(rows) => rows,
    }
}

/// The sort keys that apply, each a range column and whether it descends.
struct KeyColumns<'a>(Vec<(&'a RangeColumn, bool)>);

impl<'a> KeyColumns<'a> {
    fn of(columns: &'a [Column], keys: &[SortKey]) -> KeyColumns<'a> {
        let range = |key: &SortKey| match columns.get(key.column) {
            Some(Column::Range(column)) => Some((column, key.descending)),
            _ => None,
        };
        KeyColumns(keys.iter().filter_map(range).collect())
    }

    /// Unknown last in both directions; ties by row, so the order is total.
    fn compare(&self, a: RowId, b: RowId) -> Ordering {
        for (column, descending) in &self.0 {
            let of = |row| column.interval(row).map(|(lo, _)| lo);
            let by_key = match (of(a), of(b)) {
                (Some(a), Some(b)) if *descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            };
            if by_key.is_ne() {
                return by_key;
            }
        }
        a.cmp(&b)
    }

    /// Whether each of these rows stands behind the one before it.
    #[inline(never)]
    fn is_sorted(&self, mut rows: Range<RowId>) -> bool {
        rows.all(|row| self.compare(row - 1, row).is_lt())
    }

    /// Whether the table stands in the order of a single key; None where that takes comparing rows.
    fn stands(&self) -> Option<bool> {
        let [(column, descending)] = self.0[..] else { return None };
        if column.known().count() < column.known().len() {
            return None;
        }
        Some(match column.ends() {
            Ends::Narrow { spans, .. } => stands(&spans.lo, descending),
            Ends::Wide(spans) => stands(&spans.lo, descending),
        })
    }

    fn table_order(&self) -> TableOrder {
        let rows = self.0.first().map_or(0, |(column, _)| column.known().len()) as RowId;
        let stands = self.stands();
        if stands == Some(true) {
            return TableOrder::AsItIs;
        }
        if stands.is_none() && (1..rows).step_by(BLOCK).all(|row| self.is_sorted(row..rows.min(row + BLOCK as RowId))) {
            return TableOrder::AsItIs;
        }
        let mut sorted: Vec<RowId> = (0..rows).collect();
        let mut spare = vec![0; sorted.len()];
        // Stable passes from the least significant digit of the last key to the most significant one of the first.
        for (column, descending) in self.0.iter().rev() {
            match column.ends() {
                Ends::Narrow { spans, .. } => {
                    let flip = if *descending { u32::MAX } else { 0 };
                    for shift in (0..32).step_by(DIGIT_BITS) {
                        let digit = |row: RowId| ((spans.lo[row as usize] ^ flip) >> shift) as usize % DIGITS;
                        pass(&mut sorted, &mut spare, digit);
                    }
                }
                Ends::Wide(spans) => {
                    // The sign bit turned over makes signed order unsigned order.
                    let flip = if *descending { !(1 << 63) } else { 1 << 63 };
                    for shift in (0..64).step_by(DIGIT_BITS) {
                        let digit = |row: RowId| ((spans.lo[row as usize] as u64 ^ flip) >> shift) as usize % DIGITS;
                        pass(&mut sorted, &mut spare, digit);
                    }
                }
            }
            if column.known().count() < sorted.len() {
                pass(&mut sorted, &mut spare, |row| usize::from(!column.known().contains(row)));
            }
        }
        TableOrder::Sorted(sorted)
    }
}

fn stands<T: Ord>(values: &[T], descending: bool) -> bool {
    let ends = values.len().saturating_sub(1);
    (0..ends).step_by(BLOCK).all(|at| stands_block(&values[at..=ends.min(at + BLOCK)], descending))
}

#[inline(never)]
fn stands_block<T: Ord>(values: &[T], descending: bool) -> bool {
    match descending {
        true => values.iter().zip(&values[1..]).all(|(value, next)| value >= next),
        false => values.iter().zip(&values[1..]).all(|(value, next)| value <= next),
    }
}

const DIGIT_BITS: usize = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// One stable pass of a radix sort: `rows` ordered by `digit`; `spare` is as long.
fn pass(rows: &mut Vec<RowId>, spare: &mut Vec<RowId>, digit: impl Fn(RowId) -> usize + Copy) {
    let mut next = [0u32; DIGITS];
    rows.chunks(BLOCK).for_each(|rows| count_digits(rows, &mut next, digit));
    if next.contains(&(rows.len() as u32)) {
        return;
    }
    let mut start = 0;
    for slot in &mut next {
        start += std::mem::replace(slot, start);
    }
    rows.chunks(BLOCK).for_each(|rows| place(rows, spare, &mut next, digit));
    std::mem::swap(rows, spare);
}

#[inline(never)]
fn count_digits(rows: &[RowId], counts: &mut [u32; DIGITS], digit: impl Fn(RowId) -> usize) {
    for row in rows {
        counts[digit(*row)] += 1;
    }
}

#[inline(never)]
fn place(rows: &[RowId], to: &mut [RowId], next: &mut [u32; DIGITS], digit: impl Fn(RowId) -> usize) {
    for row in rows {
        let slot = &mut next[digit(*row)];
        to[*slot as usize] = *row;
        *slot += 1;
    }
}
