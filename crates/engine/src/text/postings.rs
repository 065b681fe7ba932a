//! Posting lists: for each character, and for each two characters side by side, the rows whose text holds them,
//! ascending.
//!
//! A list is kept as gaps between rows, one or more bytes each (LEB128), or as one bit a row, whichever is smaller.
//! What is looked for is in no row but those that all its pairs have in common.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::alphabet::{Code, read};
use crate::{Bitmap, RowId};

/// Pairs of characters with codes below this are numbered through a table; pairs with rarer ones through a hash map.
const TABLED: usize = 512;

/// Where a list is, and how many rows it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// First byte in `sparse` or first word in `dense`.
    at: u32,
    /// How many rows it has.
    pub rows: u32,
    dense: bool,
}

/// The posting lists of a text store.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    sparse: Vec<u8>,
    dense: Vec<u64>,
    /// Words of one bitmap.
    words: usize,
    /// Lists of single characters by code; then those of pairs, in the order of `pairs`.
    lists: Vec<List>,
    /// Keys of the pairs that have a list, sorted.
    pairs: Vec<u64>,
    /// Where the lists of the pairs begin.
    first_pair: usize,
}

fn pair_key(a: Code, b: Code) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

/// What is known of a gram's rows while they are counted and then written.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// One more than the last row seen, 0 for none.
    last: u32,
    rows: u32,
    /// While counting, the bytes that its gaps take; while writing, the next byte to write.
    bytes: u32,
}

/// How many bytes a gap takes.
fn gap_bytes(gap: u32) -> u32 {
    match gap {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        0x4000..0x20_0000 => 3,
        0x20_0000..0x1000_0000 => 4,
        _ => 5,
    }
}

/// Multiplies and folds: keys are two small numbers.
#[derive(Clone, Copy, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u64(&mut self, n: u64) {
        let product = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }
}

/// Numbers the pairs of characters as they occur, from the number of single characters on.
struct Numbering {
    /// By first and second code, 0 for a pair that did not occur.
    table: Vec<u32>,
    /// Codes below this are in the table.
    tabled: usize,
    others: HashMap<u64, u32, BuildHasherDefault<KeyHasher>>,
    /// The key of each pair, by its number less `first`.
    keys: Vec<u64>,
    first: u32,
}

impl Numbering {
    fn new(alphabet: usize) -> Self {
        let tabled = alphabet.min(TABLED);
        let table = vec![0; tabled * tabled];
        Self { table, tabled, others: HashMap::default(), keys: Vec::new(), first: alphabet as u32 }
    }

    #[inline]
    fn number(&mut self, a: Code, b: Code) -> u32 {
        let next = self.first + self.keys.len() as u32;
        if (a as usize) < self.tabled && (b as usize) < self.tabled {
            let cell = &mut self.table[a as usize * self.tabled + b as usize];
            if *cell == 0 {
                *cell = next;
                self.keys.push(pair_key(a, b));
            }
            *cell
        } else {
            let number = *self.others.entry(pair_key(a, b)).or_insert(next);
            if number == next {
                self.keys.push(pair_key(a, b));
            }
            number
        }
    }
}

/// The grams of 64 rows: one word of their bitmaps.
struct Batch {
    /// By number of the gram, a bit for each row that holds it.
    masks: Vec<u64>,
    /// The grams that one of the rows holds.
    touched: Vec<u32>,
}

impl Batch {
    fn new(grams: usize) -> Self {
        Self { masks: vec![0; grams], touched: Vec::new() }
    }

    #[inline]
    fn note(&mut self, gram: u32, rows: u64) {
        if gram as usize >= self.masks.len() {
            self.masks.resize(gram as usize + 1024, 0);
        }
        let mask = &mut self.masks[gram as usize];
        if *mask == 0 {
            self.touched.push(gram);
        }
        *mask |= rows;
    }

    /// Notes the characters of the pairs.
    fn note_singles(&mut self, numbering: &Numbering) {
        for at in 0..self.touched.len() {
            let gram = self.touched[at];
            if let Some(key) = gram.checked_sub(numbering.first).map(|pair| numbering.keys[pair as usize]) {
                let rows = self.masks[gram as usize];
                self.note((key >> 32) as u32, rows);
                self.note(key as u32, rows);
            }
        }
    }
}

impl Postings {
    /// The lists of texts in codes; `document_ends` says where in `text` each row ends, `alphabet` is one more than
    /// the highest code.
    ///
    /// Two passes over the text, 64 rows at a time: one to count the lists, one to write them where they belong.
    pub fn new(text: &[u8], document_ends: &[u32], alphabet: usize) -> Self {
        let mut numbering = Numbering::new(alphabet);
        let mut batch = Batch::new(alphabet);
        let mut tallies: Vec<Tally> = Vec::new();
        each_batch(text, document_ends, &mut numbering, &mut batch, |word, grams, masks| {
            tallies.resize(masks.len().max(tallies.len()), Tally::default());
            for &gram in grams {
                let mask = std::mem::take(&mut masks[gram as usize]);
                let tally = &mut tallies[gram as usize];
                let first = word * 64 + mask.trailing_zeros() + 1;
                // Inside a word every gap but the first takes one byte.
                tally.bytes += gap_bytes(first - tally.last) + mask.count_ones() - 1;
                tally.rows += mask.count_ones();
                tally.last = word * 64 + 64 - mask.leading_zeros();
            }
        });
        tallies.resize(alphabet + numbering.keys.len(), Tally::default());

        let mut postings = Self { words: document_ends.len().div_ceil(64), first_pair: alphabet, ..Self::default() };
        postings.lay_out(&mut tallies);
        each_batch(text, document_ends, &mut numbering, &mut batch, |word, grams, masks| {
            for &gram in grams {
                let mask = std::mem::take(&mut masks[gram as usize]);
                postings.write(gram as usize, &mut tallies[gram as usize], word, mask);
            }
        });
        postings.sort_pairs(&numbering.keys);
        postings
    }

    /// Makes room for the lists that were counted, and sets the tallies to where each one is to be written.
    fn lay_out(&mut self, tallies: &mut [Tally]) {
        let bitmap_bytes = self.words as u32 * 8;
        let (mut next_word, mut next_byte) = (0, 0);
        self.lists.reserve_exact(tallies.len());
        for tally in tallies {
            let dense = tally.rows > 0 && tally.bytes >= bitmap_bytes;
            let at = if dense { next_word } else { next_byte };
            if dense {
                next_word += self.words as u32;
            } else {
                next_byte += tally.bytes;
            }
            self.lists.push(List { at, rows: tally.rows, dense });
            *tally = Tally { last: 0, rows: tally.rows, bytes: at };
        }
        self.dense = vec![0; next_word as usize];
        self.sparse = vec![0; next_byte as usize];
    }

    /// Writes the rows of one word of a list.
    #[inline]
    fn write(&mut self, gram: usize, tally: &mut Tally, word: u32, mut mask: u64) {
        let list = self.lists[gram];
        if list.dense {
            self.dense[(list.at + word) as usize] = mask;
            return;
        }
        while mask != 0 {
            let row = word * 64 + mask.trailing_zeros() + 1;
            let mut gap = row - tally.last;
            tally.last = row;
            mask &= mask - 1;
            while gap >= 0x80 {
                self.sparse[tally.bytes as usize] = gap as u8 | 0x80;
                tally.bytes += 1;
                gap >>= 7;
            }
            self.sparse[tally.bytes as usize] = gap as u8;
            tally.bytes += 1;
        }
    }

    /// Puts the pairs in the order of their keys.
    fn sort_pairs(&mut self, keys: &[u64]) {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_unstable_by_key(|&at| keys[at as usize]);
        let lists: Vec<List> = order.iter().map(|&at| self.lists[self.first_pair + at as usize]).collect();
        self.lists[self.first_pair..].copy_from_slice(&lists);
        self.pairs = order.iter().map(|&at| keys[at as usize]).collect();
    }

    fn pair(&self, a: Code, b: Code) -> Option<List> {
        self.pairs.binary_search(&pair_key(a, b)).ok().map(|at| self.lists[self.first_pair + at])
    }

    /// The lists of one character, or of all pairs of more of them, the shortest first. `None` when one is missing:
    /// then there is no such text.
    pub fn lists(&self, codes: &[Code]) -> Option<Vec<List>> {
        if let &[code] = codes {
            return self.lists.get(code as usize).filter(|list| list.rows > 0).map(|&list| vec![list]);
        }
        let mut lists: Vec<List> =
            codes.windows(2).map(|pair| self.pair(pair[0], pair[1])).collect::<Option<Vec<_>>>()?;
        lists.sort_unstable_by_key(|list| (list.rows, list.at));
        lists.dedup();
        Some(lists)
    }

    /// The rows of a list that is kept as gaps, ascending.
    fn gaps(&self, list: List) -> impl Iterator<Item = RowId> {
        let mut bytes = self.sparse.get(list.at as usize..).unwrap_or_default().iter();
        let mut next = 0u32;
        (0..list.rows).map_while(move |_| {
            let mut gap = 0u32;
            let mut shift = 0;
            loop {
                let byte = *bytes.next()?;
                gap |= u32::from(byte & 0x7F) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            next += gap;
            Some(next - 1)
        })
    }

    fn bits(&self, list: List) -> &[u64] {
        self.dense.get(list.at as usize..list.at as usize + self.words).unwrap_or_default()
    }

    /// Adds the rows of a list to a set.
    pub fn add(&self, list: List, into: &mut Bitmap) {
        if list.dense {
            into.or_words(self.bits(list));
        } else {
            self.gaps(list).for_each(|row| into.insert(row));
        }
    }

    /// The rows that are in all of the lists, ascending; the first list is the shortest. Longer ones may be passed
    /// over when few rows are left: the answer is then too large, never too small.
    pub fn intersect(&self, lists: &[List]) -> Vec<RowId> {
        let Some((&first, others)) = lists.split_first() else { return Vec::new() };
        let mut rows = Vec::with_capacity(first.rows as usize);
        if first.dense {
            let mut words = self.bits(first).to_vec();
            for &list in others.iter().filter(|list| list.dense) {
                words.iter_mut().zip(self.bits(list)).for_each(|(word, other)| *word &= other);
            }
            for (at, mut word) in words.into_iter().enumerate() {
                while word != 0 {
                    rows.push(at as RowId * 64 + word.trailing_zeros());
                    word &= word - 1;
                }
            }
        } else {
            rows.extend(self.gaps(first));
        }
        for &list in others {
            if list.dense && !first.dense {
                let words = self.bits(list);
                rows.retain(|&row| words[row as usize / 64] >> (row % 64) & 1 == 1);
            } else if !list.dense && rows.len() * READS_A_LOOK > list.rows as usize {
                let mut others = self.gaps(list).peekable();
                rows.retain(|row| {
                    while others.next_if(|other| other < row).is_some() {}
                    others.peek() == Some(row)
                });
            }
        }
        rows
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let lists = self.lists.capacity() * size_of::<List>() + self.pairs.capacity() * 8;
        self.sparse.capacity() + self.dense.capacity() * 8 + lists
    }
}

/// How many rows of a list are read in the time of one look into a text.
const READS_A_LOOK: usize = 30;

/// Reads the grams of the texts, 64 rows at a time: `flush` gets the number of the batch, the grams that occur in it
/// and the masks by gram, which it has to leave zero.
fn each_batch(
    text: &[u8],
    document_ends: &[u32],
    numbering: &mut Numbering,
    batch: &mut Batch,
    mut flush: impl FnMut(u32, &[u32], &mut [u64]),
) {
    let mut start = 0;
    for (word, ends) in document_ends.chunks(64).enumerate() {
        for (row, &end) in ends.iter().enumerate() {
            let bytes = text.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            let bit = 1 << row;
            let (mut at, mut before, mut alone) = (0, 0, true);
            while at < bytes.len() {
                let (code, len) = read(&bytes[at..]);
                at += len;
                if code == 0 {
                    // A field of one character has no pair that says it.
                    if alone && before != 0 {
                        batch.note(before, bit);
                    }
                    alone = true;
                } else if before != 0 {
                    batch.note(numbering.number(before, code), bit);
                    alone = false;
                }
                before = code;
            }
        }
        batch.note_singles(numbering);
        flush(word as u32, &batch.touched, &mut batch.masks);
        batch.touched.clear();
    }
}
