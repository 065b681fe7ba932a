//! Sorting of small things through one compiled routine.
//!
//! The standard library's sorts are compiled anew for every type and comparison, about 5 KB each time. These sort
//! positions by a comparison behind a pointer, so all callers share one copy. For what is sorted a few times and not in
//! an inner loop.

use std::cmp::Ordering;

/// The positions `0..len` in the order of a comparison; equal ones keep their order.
pub fn positions(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    order.sort_by(|a, b| compare(*a as usize, *b as usize));
    order
}

/// Sorts by a comparison; equal items keep their order.
pub fn by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = positions(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.iter().filter_map(|at| taken[*at as usize].take()));
}

/// Sorts by a key; items with equal keys keep their order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_keeps_the_order_of_equals() {
        let mut words = vec!["bb", "a", "cc", "", "b", "aa"];
        by_key(&mut words, |word| word.len());
        assert_eq!(words, ["", "a", "b", "bb", "cc", "aa"]);
        by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["cc", "bb", "b", "aa", "a", ""]);
        let mut none: Vec<u8> = Vec::new();
        by_key(&mut none, |n| *n);
        assert!(none.is_empty());
    }
}
