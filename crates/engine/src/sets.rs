//! One small code per row for the *set* of values the row holds.
//!
//! Real tables repeat few combinations of values, so a multi-valued column becomes a single-valued one: rows hold the
//! code of their set, counting adds one per row, and the sets are unfolded once at the end. A tree's ancestors are
//! members of the set like any other value.
//!
//! Invariant: code 0 is the set of a row without values. Its only member is the pseudo value `cardinality`, "unknown".

use crate::RowId;
use crate::column::Ords;
use crate::index::BLOCK;
use crate::sort;

/// Codes `0..bound`, one per row, stored as narrow as the bound allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Codes {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl Codes {
    /// Narrows `codes`, all of which are less than `bound`.
    pub(crate) fn narrow(codes: Vec<u32>, bound: usize) -> Codes {
        if bound <= 1 << 8 {
            Codes::U8(codes.iter().map(|code| *code as u8).collect())
        } else if bound <= 1 << 16 {
            Codes::U16(codes.iter().map(|code| *code as u16).collect())
        } else {
            Codes::U32(codes)
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
        }
    }

    /// The code of `row`; 0 (unknown) behind the end.
    pub(crate) fn get(&self, row: RowId) -> u32 {
        let row = row as usize;
        match self {
            Codes::U8(codes) => codes.get(row).map_or(0, |code| u32::from(*code)),
            Codes::U16(codes) => codes.get(row).map_or(0, |code| u32::from(*code)),
            Codes::U32(codes) => codes.get(row).copied().unwrap_or(0),
        }
    }

    /// Row `r` of the answer is row `rows[r]` of these; a row that does not exist is unknown.
    pub(crate) fn reordered(&self, rows: &[RowId]) -> Codes {
        match self {
            Codes::U8(codes) => Codes::U8(gather(codes, rows, 0)),
            Codes::U16(codes) => Codes::U16(gather(codes, rows, 0)),
            Codes::U32(codes) => Codes::U32(gather(codes, rows, 0)),
        }
    }

    /// Cuts to `len` rows, or fills up with unknown rows.
    pub(crate) fn resize(&mut self, len: usize) {
        match self {
            Codes::U8(codes) => codes.resize(len, 0),
            Codes::U16(codes) => codes.resize(len, 0),
            Codes::U32(codes) => codes.resize(len, 0),
        }
    }
}

/// The values at `rows`, `filler` for those that do not exist.
pub(crate) fn gather<T: Copy>(values: &[T], rows: &[RowId], filler: T) -> Vec<T> {
    let mut gathered = Vec::with_capacity(rows.len());
    rows.chunks(BLOCK).for_each(|rows| gather_block(values, rows, filler, &mut gathered));
    gathered
}

#[inline(never)]
fn gather_block<T: Copy>(values: &[T], rows: &[RowId], filler: T, into: &mut Vec<T>) {
    into.extend(rows.iter().map(|row| values.get(*row as usize).copied().unwrap_or(filler)));
}

/// The members of every set, by code: ascending, distinct, ancestors included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueSets {
    /// Members of code `c` are `members[offsets[c]..offsets[c + 1]]`.
    offsets: Vec<u32>,
    members: Vec<u32>,
}

impl ValueSets {
    /// Only code 0, with the pseudo value "unknown".
    pub(crate) fn new(cardinality: usize) -> ValueSets {
        ValueSets { offsets: vec![0, 1], members: vec![cardinality as u32] }
    }

    /// Adds a set and returns its code.
    pub(crate) fn push(&mut self, members: &[u32]) -> u32 {
        self.members.extend_from_slice(members);
        self.offsets.push(self.members.len() as u32);
        self.offsets.len() as u32 - 2
    }

    /// The number of sets, the one of unknown rows included.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The members of set `code`.
    pub(crate) fn get(&self, code: u32) -> &[u32] {
        let code = code as usize;
        &self.members[self.offsets[code] as usize..self.offsets[code + 1] as usize]
    }

    /// All sets in the order of their codes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.offsets.windows(2).map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }
}

/// Gives every row the code of its set of values, in one pass over the rows.
#[derive(Debug)]
pub(crate) struct Interner {
    cardinality: usize,
    /// Every value with all its ancestors, `closed[starts[v]..starts[v + 1]]`.
    starts: Vec<u32>,
    closed: Vec<u32>,
    sets: ValueSets,
    codes: Vec<u32>,
    /// The code of a row with this one value; 0 while it has not been seen.
    single: Vec<u32>,
    /// Rows of few, small values as they came, packed into one number, with their codes: open addressing, 0 where
    /// free; a power of two long.
    packed: Vec<(u64, u32)>,
    packed_len: usize,
    /// Other rows of several values as they came; `key_codes[k]` is the code of `keys[key_ends[k - 1]..key_ends[k]]`.
    keys: Vec<u32>,
    key_ends: Vec<u32>,
    key_codes: Vec<u32>,
    /// Open addressing into the keys, each entry one more than its index, 0 where free; a power of two long.
    slots: Vec<u32>,
    scratch: Vec<u32>,
    several: Vec<u32>,
}

/// Rows of at most so many values, each less than 256, are packed: one byte each behind a first one.
const PACKED: usize = 7;

impl Interner {
    /// See [`crate::CategoryColumn::new`] for what parents mean and which of them are ignored.
    pub(crate) fn new(cardinality: usize, parents: &[Option<u32>]) -> Interner {
        let (starts, closed) = close_upwards(cardinality, parents);
        Interner {
            cardinality,
            starts,
            closed,
            sets: ValueSets::new(cardinality),
            codes: Vec::new(),
            single: vec![0; cardinality],
            packed: vec![(0, 0); 64],
            packed_len: 0,
            keys: Vec::new(),
            key_ends: Vec::new(),
            key_codes: Vec::new(),
            slots: vec![0; 64],
            scratch: Vec::new(),
            several: Vec::new(),
        }
    }

    /// Makes room for `rows` more rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.codes.reserve(rows);
    }

    /// The next row's values; those outside the dictionary are ignored.
    #[inline(never)]
    pub(crate) fn push(&mut self, values: &[u32]) {
        let code = self.code(values);
        self.codes.push(code);
    }

    #[inline]
    fn code<T: Copy + Into<u32>>(&mut self, values: &[T]) -> u32 {
        match values {
            [] => 0,
            [value] => {
                let value: u32 = (*value).into();
                match self.single.get(value as usize) {
                    None => 0,
                    Some(0) => {
                        let code = self.add_set(&[value]);
                        self.single[value as usize] = code;
                        code
                    }
                    Some(code) => *code,
                }
            }
            _ => self.code_of_several(values),
        }
    }

    #[inline]
    fn code_of_several<T: Copy + Into<u32>>(&mut self, values: &[T]) -> u32 {
        if values.len() <= PACKED {
            let pack = |(key, large): (u64, u32), value: &T| {
                let value: u32 = (*value).into();
                (key << 8 | u64::from(value), large | value)
            };
            let (key, all) = values.iter().fold((1, 0), pack);
            if all < 256 {
                let mask = self.packed.len() - 1;
                let mut slot = mix(key) as usize & mask;
                loop {
                    match self.packed[slot] {
                        (known, code) if known == key => return code,
                        (0, _) => return self.add_packed(key, slot),
                        _ => slot = (slot + 1) & mask,
                    }
                }
            }
        }
        let mut several = std::mem::take(&mut self.several);
        several.clear();
        several.extend(values.iter().map(|value| (*value).into()));
        let code = self.intern(&several);
        self.several = several;
        code
    }

    /// Adds a row of packed values, whose place among the packed ones is free.
    fn add_packed(&mut self, key: u64, slot: usize) -> u32 {
        let values: Vec<u32> = (0..8).rev().map(|at| (key >> (at * 8)) as u32 & 255).collect();
        // The first byte that is not 0 stands before the values.
        let first = values.iter().position(|value| *value != 0).map_or(8, |at| at + 1);
        let code = self.add_set(&values[first..]);
        self.packed[slot] = (key, code);
        self.packed_len += 1;
        if self.packed_len * 2 > self.packed.len() {
            let mask = self.packed.len() * 4 - 1;
            let mut grown = vec![(0, 0); mask + 1];
            for (key, code) in self.packed.drain(..).filter(|(key, _)| *key != 0) {
                let mut slot = mix(key) as usize & mask;
                while grown[slot].0 != 0 {
                    slot = (slot + 1) & mask;
                }
                grown[slot] = (key, code);
            }
            self.packed = grown;
        }
        code
    }

    /// Rows as [`crate::CategoryColumn::from_offsets`] has them.
    pub(crate) fn push_all(&mut self, offsets: &[u32], ords: Ords<'_>) {
        let rows = offsets.len().saturating_sub(1);
        self.reserve(rows);
        for start in (0..rows).step_by(BLOCK) {
            let offsets = &offsets[start..rows.min(start + BLOCK) + 1];
            match ords {
                Ords::U8(ords) => self.push_block(offsets, ords),
                Ords::U16(ords) => self.push_block(offsets, ords),
                Ords::U32(ords) => self.push_block(offsets, ords),
            }
        }
    }

    #[inline(never)]
    fn push_block<T: Copy + Into<u32>>(&mut self, offsets: &[u32], ords: &[T]) {
        for (start, end) in offsets.iter().zip(&offsets[1..]) {
            let code = self.code(ords.get(*start as usize..*end as usize).unwrap_or(&[]));
            self.codes.push(code);
        }
    }

    /// Rows of one value each.
    pub(crate) fn push_ords(&mut self, ords: Ords<'_>) {
        match ords {
            Ords::U8(ords) => ords.chunks(BLOCK).for_each(|ords| self.push_ord_block(ords)),
            Ords::U16(ords) => ords.chunks(BLOCK).for_each(|ords| self.push_ord_block(ords)),
            Ords::U32(ords) => ords.chunks(BLOCK).for_each(|ords| self.push_ord_block(ords)),
        }
    }

    #[inline(never)]
    fn push_ord_block<T: Copy + Into<u32>>(&mut self, ords: &[T]) {
        let start = self.codes.len();
        let seen = |ord: &T| self.single.get((*ord).into() as usize).copied().unwrap_or(0);
        self.codes.extend(ords.iter().map(seen));
        // A zero is a value outside the dictionary or one seen for the first time.
        for (at, ord) in ords.iter().enumerate() {
            if self.codes[start + at] == 0 {
                self.codes[start + at] = self.code(&[*ord]);
            }
        }
    }

    /// Rows of at most one value.
    pub(crate) fn push_singles(&mut self, values: &[Option<u32>]) {
        self.reserve(values.len());
        for values in values.chunks(BLOCK) {
            self.push_single_block(values);
        }
    }

    #[inline(never)]
    fn push_single_block(&mut self, values: &[Option<u32>]) {
        let start = self.codes.len();
        let seen = |value: &Option<u32>| value.and_then(|value| self.single.get(value as usize).copied()).unwrap_or(0);
        self.codes.extend(values.iter().map(seen));
        // A zero is an unknown row or a value seen for the first time.
        for (at, value) in values.iter().enumerate() {
            if self.codes[start + at] == 0 && value.is_some() {
                self.codes[start + at] = self.code(value.as_slice());
            }
        }
    }

    pub(crate) fn finish(self) -> (Codes, ValueSets) {
        (Codes::narrow(self.codes, self.sets.len()), self.sets)
    }

    fn intern(&mut self, values: &[u32]) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = hash(values) as usize & mask;
        while self.slots[slot] != 0 {
            let key = self.slots[slot] as usize - 1;
            if self.key(key) == values {
                return self.key_codes[key];
            }
            slot = (slot + 1) & mask;
        }
        let code = self.add_set(values);
        self.keys.extend_from_slice(values);
        self.key_ends.push(self.keys.len() as u32);
        self.key_codes.push(code);
        self.slots[slot] = self.key_codes.len() as u32;
        if self.key_codes.len() * 2 > self.slots.len() {
            self.grow();
        }
        code
    }

    fn key(&self, key: usize) -> &[u32] {
        let start = if key == 0 { 0 } else { self.key_ends[key - 1] as usize };
        &self.keys[start..self.key_ends[key] as usize]
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        let mut slots = vec![0u32; mask + 1];
        for key in 0..self.key_codes.len() {
            let mut slot = hash(self.key(key)) as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = key as u32 + 1;
        }
        self.slots = slots;
    }

    /// Adds the set of these values and their ancestors; a set without a valid value is the unknown one.
    fn add_set(&mut self, values: &[u32]) -> u32 {
        let mut members = std::mem::take(&mut self.scratch);
        members.clear();
        for value in values.iter().map(|value| *value as usize).filter(|value| *value < self.cardinality) {
            members.extend_from_slice(&self.closed[self.starts[value] as usize..self.starts[value + 1] as usize]);
        }
        sort::rows(&mut members, &mut |a, b| a.cmp(&b));
        members.dedup();
        let code = if members.is_empty() { 0 } else { self.sets.push(&members) };
        self.scratch = members;
        code
    }
}

/// Every value followed by its ancestors. The walk up stops at a parent outside the dictionary and where it would
/// come round to a value it has passed, so a cycle ends in each member having all the others as ancestors.
fn close_upwards(cardinality: usize, parents: &[Option<u32>]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = Vec::with_capacity(cardinality + 1);
    let mut closed = Vec::with_capacity(cardinality);
    // The last value whose walk passed here, plus one.
    let mut passed = vec![0u32; cardinality];
    for value in 0..cardinality as u32 {
        starts.push(closed.len() as u32);
        let mut at = value;
        while (at as usize) < cardinality && passed[at as usize] != value + 1 {
            passed[at as usize] = value + 1;
            closed.push(at);
            match parents.get(at as usize).copied().flatten() {
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
    starts.push(closed.len() as u32);
    (starts, closed)
}

/// Spreads the keys of packed rows.
fn mix(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// A quick mix of a short list; collisions only cost a comparison.
fn hash(values: &[u32]) -> u64 {
    let mut hash = values.len() as u64;
    for value in values {
        hash = (hash.rotate_left(5) ^ u64::from(*value)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash ^ hash >> 32
}
