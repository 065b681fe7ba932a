//! Posting lists: for each two characters side by side the rows whose text holds them, ascending.
//!
//! A list is kept as gaps between rows, one or more bytes each (LEB128), or as one bit a row, whichever is smaller.
//! The last character of a field makes a pair with the end of the field, code 0, so that a single character is in the
//! rows of all pairs that begin with it. Three characters whose first two and last two are both *frequent* have a list
//! of their own: few rows that hold both pairs hold them overlapping, and finding out which ones means reading texts.
//! Which pairs are frequent is guessed from a sample and written down; a wrong guess costs time, never a row.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::alphabet::{Code, read};
use crate::{Bitmap, RowId};

/// Pairs of characters with codes below this are numbered through a table; pairs with rarer ones through a hash map.
const TABLED: usize = 512;

/// Pairs in more than one of so many rows of the sample are frequent.
const FREQUENT_ONE_IN: u32 = 8;

/// How many batches of 64 rows the sample has.
const SAMPLE: usize = 32;

/// Where a list is, and how many rows it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// First byte in `sparse` or first word in `dense`.
    at: u32,
    /// How many rows it has.
    pub rows: u32,
    dense: bool,
    /// A frequent pair.
    frequent: bool,
}

/// The posting lists of a text store.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    sparse: Vec<u8>,
    dense: Vec<u64>,
    /// Words of one bitmap.
    words: usize,
    /// Lists of pairs.
    pairs: Keyed,
    /// Lists of three characters.
    triples: Keyed,
}

/// Lists by the key of what they are the rows of, sorted.
#[derive(Clone, Debug, Default)]
struct Keyed {
    keys: Vec<u64>,
    lists: Vec<List>,
}

impl Keyed {
    fn new(keys: &[u64], lists: &[List]) -> Self {
        let mut order: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
        order.sort_unstable();
        Self {
            keys: order.iter().map(|&(key, _)| key).collect(),
            lists: order.iter().map(|&(_, at)| lists[at as usize]).collect(),
        }
    }

    fn get(&self, key: u64) -> Option<List> {
        self.keys.binary_search(&key).ok().map(|at| self.lists[at])
    }

    fn bytes(&self) -> usize {
        self.keys.capacity() * 8 + self.lists.capacity() * size_of::<List>()
    }
}

/// Codes have 21 bits at most: there are no more characters.
const CODE_BITS: u32 = 21;

fn pair_key(a: Code, b: Code) -> u64 {
    u64::from(a) << CODE_BITS | u64::from(b)
}

/// The key of three characters, by that of the first two.
fn triple_key(pair: u64, c: Code) -> u64 {
    pair << CODE_BITS | u64::from(c)
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

/// Numbers the grams of two parts as they occur.
struct Numbering {
    /// One more than the number by first and second part; 0 for what did not occur or has a number too high for it.
    table: Vec<u16>,
    /// Parts below these are in the table.
    rows: usize,
    columns: usize,
    others: HashMap<u64, u32, BuildHasherDefault<KeyHasher>>,
    /// The parts of each gram by its number, as [`pair_key`].
    keys: Vec<u64>,
}

impl Numbering {
    /// For first parts below `rows` and second parts below `columns`, mostly.
    fn new(rows: usize, columns: usize) -> Self {
        let (rows, columns) = (rows.min(TABLED), columns.min(TABLED));
        Self { table: vec![0; rows * columns], rows, columns, others: HashMap::default(), keys: Vec::new() }
    }

    #[inline]
    fn number(&mut self, a: u32, b: u32) -> u32 {
        let tabled = (a as usize) < self.rows && (b as usize) < self.columns;
        if tabled {
            let known = self.table[a as usize * self.columns + b as usize];
            if known != 0 {
                return u32::from(known) - 1;
            }
        }
        let next = self.keys.len() as u32;
        if tabled && next < u32::from(u16::MAX) {
            self.table[a as usize * self.columns + b as usize] = next as u16 + 1;
        } else {
            let known = *self.others.entry(pair_key(a, b)).or_insert(next);
            if known != next {
                return known;
            }
        }
        self.keys.push(pair_key(a, b));
        next
    }
}

/// The grams of 64 rows: one word of their bitmaps.
#[derive(Default)]
struct Batch {
    /// By number of the gram, a bit for each row that holds it.
    masks: Vec<u64>,
    /// The grams that one of the rows holds.
    touched: Vec<u32>,
}

impl Batch {
    #[inline]
    fn note(&mut self, gram: u32, row: u64) {
        if gram as usize >= self.masks.len() {
            self.masks.resize(gram as usize + 1024, 0);
        }
        let mask = &mut self.masks[gram as usize];
        if *mask == 0 {
            self.touched.push(gram);
        }
        *mask |= row;
    }

    /// Hands over every gram with its mask, and forgets them.
    fn drain(&mut self, mut each: impl FnMut(usize, u64)) {
        for gram in self.touched.drain(..) {
            each(gram as usize, std::mem::take(&mut self.masks[gram as usize]));
        }
    }
}

/// Pairs or triples while their lists are counted and written.
struct Grams {
    numbering: Numbering,
    batch: Batch,
    tallies: Vec<Tally>,
    lists: Vec<List>,
}

impl Grams {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            numbering: Numbering::new(rows, columns),
            batch: Batch::default(),
            tallies: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// Counts the batch, whose rows are word number `word` of a bitmap.
    fn count(&mut self, word: u32) {
        self.tallies.resize(self.numbering.keys.len(), Tally::default());
        let tallies = &mut self.tallies;
        self.batch.drain(|gram, mask| {
            let tally = &mut tallies[gram];
            let first = word * 64 + mask.trailing_zeros() + 1;
            // Inside a word every gap but the first takes one byte.
            tally.bytes += gap_bytes(first - tally.last) + mask.count_ones() - 1;
            tally.rows += mask.count_ones();
            tally.last = word * 64 + 64 - mask.leading_zeros();
        });
    }

    /// Writes the batch.
    fn write(&mut self, word: u32, postings: &mut Postings) {
        let (tallies, lists) = (&mut self.tallies, &self.lists);
        self.batch.drain(|gram, mask| postings.write(lists[gram], &mut tallies[gram], word, mask));
    }
}

impl Postings {
    /// The lists of texts in codes; `document_ends` says where in `text` each row ends, `alphabet` is one more than
    /// the highest code. There are triples from `triples_from` rows on: looking into fewer texts costs little.
    ///
    /// Two passes over the text, 64 rows at a time: one to count the lists, one to write them where they belong.
    pub fn new(text: &[u8], document_ends: &[u32], alphabet: usize, triples_from: usize) -> Self {
        let mut pairs = Grams::new(alphabet, alphabet);
        let mut triples = Grams::new(0, 0);
        let mut frequent = Frequent::default();
        if document_ends.len() >= triples_from {
            let every = (document_ends.len().div_ceil(64) / SAMPLE).max(1);
            let mut batches = 0;
            each_batch(text, document_ends, every, |_, bytes| {
                read_batch(bytes, &mut pairs, &mut triples, &frequent);
                pairs.count(batches);
                batches += 1;
            });
            frequent = Frequent::new(&pairs, batches * 64 / FREQUENT_ONE_IN);
            pairs.tallies.fill(Tally::default());
            triples = Grams::new(frequent.pairs.len(), alphabet);
        }
        each_batch(text, document_ends, 1, |word, bytes| {
            read_batch(bytes, &mut pairs, &mut triples, &frequent);
            pairs.count(word);
            triples.count(word);
        });

        let mut postings = Self { words: document_ends.len().div_ceil(64), ..Self::default() };
        postings.lay_out(&mut pairs, &mut triples);
        for &pair in &frequent.pairs {
            pairs.lists[pair as usize].frequent = true;
        }
        each_batch(text, document_ends, 1, |word, bytes| {
            read_batch(bytes, &mut pairs, &mut triples, &frequent);
            pairs.write(word, &mut postings);
            triples.write(word, &mut postings);
        });
        postings.pairs = Keyed::new(&pairs.numbering.keys, &pairs.lists);
        let triple = |key: &u64| {
            let pair = frequent.pairs[(key >> CODE_BITS) as usize];
            triple_key(pairs.numbering.keys[pair as usize], (key & ((1 << CODE_BITS) - 1)) as Code)
        };
        let keys: Vec<u64> = triples.numbering.keys.iter().map(triple).collect();
        postings.triples = Keyed::new(&keys, &triples.lists);
        postings
    }

    /// Makes room for the lists that were counted, and sets the tallies to where each one is to be written.
    fn lay_out(&mut self, pairs: &mut Grams, triples: &mut Grams) {
        let bitmap_bytes = self.words as u32 * 8;
        let (mut next_word, mut next_byte) = (0, 0);
        for grams in [pairs, triples] {
            grams.lists.reserve_exact(grams.tallies.len());
            for tally in &mut grams.tallies {
                let dense = tally.rows > 0 && tally.bytes >= bitmap_bytes;
                let at = if dense { next_word } else { next_byte };
                if dense {
                    next_word += self.words as u32;
                } else {
                    next_byte += tally.bytes;
                }
                grams.lists.push(List { at, rows: tally.rows, dense, frequent: false });
                *tally = Tally { last: 0, rows: tally.rows, bytes: at };
            }
        }
        self.dense = vec![0; next_word as usize];
        self.sparse = vec![0; next_byte as usize];
    }

    /// Writes the rows of one word of a list.
    #[inline]
    fn write(&mut self, list: List, tally: &mut Tally, word: u32, mut mask: u64) {
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

    /// Adds the rows that hold a character.
    pub fn add_single(&self, code: Code, into: &mut Bitmap) -> bool {
        let from = self.pairs.keys.partition_point(|&key| key < pair_key(code, 0));
        let to = self.pairs.keys.partition_point(|&key| key < pair_key(code + 1, 0));
        self.pairs.lists[from..to].iter().for_each(|&list| self.add(list, into));
        from < to
    }

    /// The lists whose rows hold two or more characters side by side if any do, the shortest first; and whether they
    /// all do. `None` when no row does.
    pub fn lists(&self, codes: &[Code]) -> Option<(Vec<List>, bool)> {
        let key = |at: usize| pair_key(codes[at], codes[at + 1]);
        let pairs: Vec<List> =
            (0..codes.len().saturating_sub(1)).map(|at| self.pairs.get(key(at))).collect::<Option<_>>()?;
        let frequent = |at: usize| pairs.get(at).is_some_and(|pair| pair.frequent);
        let mut lists = Vec::new();
        let mut covered = false;
        for (at, &pair) in pairs.iter().enumerate() {
            // Three characters say more than the first two and the last two of them.
            let triple = frequent(at) && frequent(at + 1);
            if triple {
                lists.push(self.triples.get(triple_key(key(at), codes[at + 2]))?);
            } else if !covered {
                lists.push(pair);
            }
            covered = triple;
        }
        let mut order: Vec<(u64, u32)> = lists.iter().map(|list| u64::from(list.rows)).zip(0..).collect();
        order.sort_unstable();
        let lists: Vec<List> = order.iter().map(|&(_, at)| lists[at as usize]).collect();
        let exact = codes.len() == 2 || (codes.len() == 3 && frequent(0) && frequent(1));
        Some((lists, exact))
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
        self.sparse.capacity() + self.dense.capacity() * 8 + self.pairs.bytes() + self.triples.bytes()
    }
}

/// How many rows of a list are read in the time of one look into a text.
const READS_A_LOOK: usize = 30;

/// The pairs that are frequent.
#[derive(Default)]
struct Frequent {
    /// By number of the pair, one more than its place in `pairs`, 0 for one that is not frequent.
    places: Vec<u16>,
    /// Numbers of pairs.
    pairs: Vec<u32>,
}

impl Frequent {
    /// The pairs in more rows than `above`. No needle holds the end of a field.
    fn new(pairs: &Grams, above: u32) -> Self {
        let mut frequent = Self { places: vec![0; pairs.tallies.len()], pairs: Vec::new() };
        for (number, tally) in pairs.tallies.iter().enumerate() {
            let ends = pairs.numbering.keys[number] & ((1 << CODE_BITS) - 1) == 0;
            if tally.rows > above && !ends && frequent.pairs.len() < usize::from(u16::MAX) {
                frequent.pairs.push(number as u32);
                frequent.places[number] = frequent.pairs.len() as u16;
            }
        }
        frequent
    }
}

/// Goes through the texts 64 rows at a time, taking every `every`th such batch: the number of the batch and its rows.
fn each_batch<'t>(text: &'t [u8], document_ends: &[u32], every: usize, mut batch: impl FnMut(u32, &[&'t [u8]])) {
    let mut rows: Vec<&[u8]> = Vec::with_capacity(64);
    for (word, ends) in document_ends.chunks(64).enumerate().step_by(every) {
        let mut start = (word * 64).checked_sub(1).map_or(0, |before| document_ends[before]);
        rows.clear();
        for &end in ends {
            rows.push(text.get(start as usize..end as usize).unwrap_or_default());
            start = end;
        }
        batch(word as u32, &rows);
    }
}

/// Notes the grams of up to 64 rows.
fn read_batch(rows: &[&[u8]], pairs: &mut Grams, triples: &mut Grams, frequent: &Frequent) {
    for (row, bytes) in rows.iter().enumerate() {
        let row = 1 << row;
        let (mut at, mut before, mut last) = (0, 0, 0);
        while at < bytes.len() {
            let (code, len) = read(&bytes[at..]);
            at += len;
            let mut this = 0;
            if before != 0 {
                let pair = pairs.numbering.number(before, code);
                pairs.batch.note(pair, row);
                this = frequent.places.get(pair as usize).copied().unwrap_or(0);
                if last != 0 && this != 0 {
                    triples.batch.note(triples.numbering.number(u32::from(last) - 1, code), row);
                }
            }
            (before, last) = (code, this);
        }
    }
}
