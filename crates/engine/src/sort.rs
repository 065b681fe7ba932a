//! Sorting of small things through one compiled routine, and of many numbers by their digits.
//!
//! The standard library's sorts are compiled anew for every type and comparison, about 5 KB each time. These sort
//! positions by a comparison behind a pointer, so all callers share one copy. For what is sorted a few times and not in
//! an inner loop.

use crate::index::BLOCK;
use std::cmp::Ordering;

/// From so many numbers on, counting digits beats comparing.
const RADIX_FROM: usize = 512;

const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// The positions `0..len` in the order of a comparison; equal ones keep their order.
pub fn positions(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    rows(&mut order, &mut |a, b| compare(a as usize, b as usize));
    order
}

/// Sorts rows, or any positions, by a comparison; equal ones keep their order.
#[inline(never)]
pub fn rows(rows: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    rows.sort_by(|a, b| compare(*a, *b));
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

/// Sorts numbers, ascending.
///
/// The bits below `ties` are taken to ascend already among numbers that are equal above them: where they hold the
/// position of what is sorted, and the numbers come in that order, they need not be looked at.
pub fn numbers(numbers: &mut Vec<u64>, ties: u32) {
    if numbers.len() < RADIX_FROM {
        return insert(numbers);
    }
    let first = numbers[0];
    let differ = numbers.iter().fold(0, |differ, number| differ | (number ^ first));
    let mut spare = vec![0; numbers.len()];
    // Stable passes from the least significant digit to the most significant one.
    let mut shift = ties.min(u64::BITS);
    while shift < u64::BITS {
        if differ >> shift & (DIGITS as u64 - 1) != 0 {
            let mut next = [0u32; DIGITS];
            numbers.chunks(BLOCK).for_each(|numbers| count(numbers, shift, &mut next));
            let mut start = 0;
            for slot in &mut next {
                start += std::mem::replace(slot, start);
            }
            numbers.chunks(BLOCK).for_each(|numbers| place(numbers, shift, &mut next, &mut spare));
            std::mem::swap(numbers, &mut spare);
        }
        shift += DIGIT_BITS;
    }
}

/// Each number to its place among those before it: for few, which is all that a panel has.
fn insert(numbers: &mut [u64]) {
    for at in 1..numbers.len() {
        let number = numbers[at];
        let place = numbers[..at].partition_point(|before| *before <= number);
        numbers.copy_within(place..at, place + 1);
        numbers[place] = number;
    }
}

#[inline(never)]
fn count(numbers: &[u64], shift: u32, counts: &mut [u32; DIGITS]) {
    for number in numbers {
        counts[(number >> shift) as usize % DIGITS] += 1;
    }
}

#[inline(never)]
fn place(numbers: &[u64], shift: u32, next: &mut [u32; DIGITS], to: &mut [u64]) {
    for number in numbers {
        let slot = &mut next[(number >> shift) as usize % DIGITS];
        to[*slot as usize] = *number;
        *slot += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_sorted(some in proptest::collection::vec(any::<u64>(), 0..1_500), bits in 1u32..=64) {
            let mut sorted: Vec<u64> = some.iter().map(|number| number >> (64 - bits)).collect();
            let mut expected = sorted.clone();
            expected.sort();
            numbers(&mut sorted, 0);
            prop_assert_eq!(sorted, expected);
        }

        #[test]
        fn positions_below_the_keys_break_ties(keys in proptest::collection::vec(0u64..50, 0..1_500)) {
            let mut sorted: Vec<u64> = keys.iter().zip(0u64..).map(|(key, at)| key << 32 | at).collect();
            let mut expected = sorted.clone();
            expected.sort();
            numbers(&mut sorted, 32);
            prop_assert_eq!(sorted, expected);
        }
    }

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
