//! Posting lists: for each two characters side by side the rows whose text holds them, ascending.
//!
//! A list is kept as gaps between rows, one or more bytes each (LEB128), or as one bit a row, whichever is smaller.
//! The last character of a field makes a pair with the end of the field, code 0, so that a single character is in the
//! rows of all pairs that begin with it. Three characters whose first two and last two are both *frequent* have a list
//! of their own: few rows that hold both pairs hold them overlapping, and finding out which ones means reading texts.
//! Which pairs are frequent is guessed from a sample and written down; a wrong guess costs time, never a row.
//!
//! The texts are read once, and lists grow where they are: gaps stand in a chain of ever longer pieces ([`Pieces`]),
//! so nothing has to be counted before and nothing moved later.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::alphabet::{Code, read};
use super::pieces::{Chain, LONGEST_NUMBER, Pieces, write_number};
use crate::{Bitmap, RowId, sort};

/// Pairs of characters with codes below this are numbered through a table; pairs with rarer ones through a hash map.
const TABLED: usize = 512;

/// Pairs in more than one of so many rows of the sample are frequent.
const FREQUENT_ONE_IN: u32 = 8;

/// How many batches the sample has.
const SAMPLE: usize = 8;

/// How many bitmaps are made together: a browser takes milliseconds for each request for memory.
const TOGETHER: usize = 32;

/// Where a list is, and how many rows it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// Where its chain begins, or the number of its bitmap.
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
    sparse: Pieces,
    /// Bitmaps, so many of them side by side.
    dense: Vec<Vec<u64>>,
    bitmaps: u32,
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
    fn new(keys: &[u64], lists: impl Fn(usize) -> List) -> Self {
        let order = sort::positions(keys.len(), &mut |a, b| keys[a].cmp(&keys[b]));
        Self {
            keys: order.iter().map(|&at| keys[at as usize]).collect(),
            lists: order.iter().map(|&at| lists(at as usize)).collect(),
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
const CODE_MASK: u64 = (1 << CODE_BITS) - 1;

fn pair_key(a: Code, b: Code) -> u64 {
    u64::from(a) << CODE_BITS | u64::from(b)
}

/// The key of three characters, by that of the first two.
fn triple_key(pair: u64, c: Code) -> u64 {
    pair << CODE_BITS | u64::from(c)
}

/// A gram's list while it grows.
#[derive(Clone, Copy, Default)]
struct Growing {
    /// One more than the last row, 0 for none.
    last: u32,
    rows: u32,
    chain: Chain,
    /// One more than the number of its bitmap; 0 while it is a chain.
    bitmap: u32,
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
        if (a as usize) < self.rows && (b as usize) < self.columns {
            let known = self.table[a as usize * self.columns + b as usize];
            if known != 0 {
                return u32::from(known) - 1;
            }
        }
        self.number_rare(a, b)
    }

    /// The number of a gram that is new, or not in the table.
    #[inline(never)]
    fn number_rare(&mut self, a: u32, b: u32) -> u32 {
        let next = self.keys.len() as u32;
        let tabled = (a as usize) < self.rows && (b as usize) < self.columns;
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

/// Words of a batch: a list is opened once for so many words of its bitmap, which are one line of a processor's cache.
const WORDS: usize = 8;

/// The grams of `64 * WORDS` rows: so many words of their bitmaps.
#[derive(Default)]
struct Batch {
    /// By number of the gram, a bit for each row that holds it.
    masks: Vec<[u64; WORDS]>,
}

impl Batch {
    /// Notes that a gram is in a row, which is a bit of one of the words.
    #[inline]
    fn note(&mut self, gram: u32, word: usize, row: u64) {
        match self.masks.get_mut(gram as usize) {
            Some(masks) => masks[word % WORDS] |= row,
            None => self.note_new(gram, word, row),
        }
    }

    #[inline(never)]
    fn note_new(&mut self, gram: u32, word: usize, row: u64) {
        self.masks.resize(gram as usize + 1024, [0; WORDS]);
        self.masks[gram as usize][word % WORDS] = row;
    }
}

/// Pairs or triples while their lists grow.
struct Grams {
    numbering: Numbering,
    batch: Batch,
    growing: Vec<Growing>,
}

impl Grams {
    fn new(rows: usize, columns: usize) -> Self {
        Self { numbering: Numbering::new(rows, columns), batch: Batch::default(), growing: Vec::new() }
    }

    /// Adds the batch, whose rows begin with word number `word` of a bitmap, to the lists, and forgets it.
    #[inline(never)]
    fn write(&mut self, word: u32, postings: &mut Postings) {
        self.growing.resize(self.numbering.keys.len(), Growing::default());
        for (masks, list) in self.batch.masks.iter_mut().zip(&mut self.growing) {
            if *masks != [0; WORDS] {
                postings.write(list, word, masks);
                *masks = [0; WORDS];
            }
        }
    }

    /// The list of a gram, once all rows are in.
    fn list(&self, gram: usize, frequent: bool) -> List {
        let Growing { rows, chain, bitmap, .. } = self.growing.get(gram).copied().unwrap_or_default();
        List { at: bitmap.checked_sub(1).unwrap_or(chain.start()), rows, dense: bitmap > 0, frequent }
    }
}

impl Postings {
    /// The lists of texts in codes; `document_ends` says where in `text` each row ends, `alphabet` is one more than
    /// the highest code. There are triples from `triples_from` rows on: looking into fewer texts costs little.
    ///
    /// One pass over the text, a batch of rows at a time, and one over a sample of it.
    pub fn new(text: &[u8], document_ends: &[u32], alphabet: usize, triples_from: usize) -> Self {
        let words = document_ends.len().div_ceil(64);
        crate::reserve(text.len() / 2);
        let mut postings = Self { words, sparse: Pieces::new(text.len() / 2), ..Self::default() };
        let mut pairs = Grams::new(alphabet, alphabet);
        let frequent = match document_ends.len() >= triples_from {
            true => frequent(text, document_ends, alphabet),
            false => Vec::new(),
        };
        // Frequent pairs have the lowest numbers, and a bitmap from the beginning.
        for &key in &frequent {
            pairs.numbering.number((key >> CODE_BITS) as Code, (key & CODE_MASK) as Code);
            let bitmap = postings.add_bitmap() + 1;
            pairs.growing.push(Growing { bitmap, ..Growing::default() });
        }
        let mut triples = Grams::new(frequent.len(), alphabet);
        each_batch(text, document_ends, 1, |word, rows| {
            read_batch(rows, &mut pairs, &mut triples, frequent.len() as u32);
            pairs.write(word, &mut postings);
            triples.write(word, &mut postings);
        });
        postings.sparse.finish();
        postings.pairs = Keyed::new(&pairs.numbering.keys, |pair| pairs.list(pair, pair < frequent.len()));
        let triple = |key: &u64| triple_key(frequent[(key >> CODE_BITS) as usize], (key & CODE_MASK) as Code);
        let keys: Vec<u64> = triples.numbering.keys.iter().map(triple).collect();
        postings.triples = Keyed::new(&keys, |triple| triples.list(triple, false));
        postings
    }

    /// Makes room for a bitmap; returns its number.
    fn add_bitmap(&mut self) -> u32 {
        if self.bitmaps as usize == self.dense.len() * TOGETHER {
            self.dense.push(vec![0; self.words * TOGETHER]);
        }
        self.bitmaps += 1;
        self.bitmaps - 1
    }

    fn bitmap_mut(&mut self, bitmap: u32) -> &mut [u64] {
        let at = bitmap as usize % TOGETHER * self.words;
        &mut self.dense[bitmap as usize / TOGETHER][at..at + self.words]
    }

    /// Adds the rows of some words, from number `word` on, to a list.
    #[inline]
    fn write(&mut self, list: &mut Growing, word: u32, masks: &[u64; WORDS]) {
        list.rows += masks.iter().map(|mask| mask.count_ones()).sum::<u32>();
        if let Some(bitmap) = list.bitmap.checked_sub(1) {
            // The last words of the last batch are behind the end.
            let to = self.bitmap_mut(bitmap).iter_mut().skip(word as usize);
            to.zip(masks).for_each(|(to, mask)| *to = *mask);
            return;
        }
        let (mut chain, mut last) = (list.chain, list.last);
        let (mut gaps, mut end) = ([0; 64], 0);
        for (word, &mask) in (word..).zip(masks) {
            let mut mask = mask;
            while mask != 0 {
                if end + LONGEST_NUMBER > gaps.len() {
                    self.sparse.push_bytes(&mut chain, &gaps[..end]);
                    end = 0;
                }
                let row = word * 64 + mask.trailing_zeros() + 1;
                end = write_number(row - last, &mut gaps, end);
                last = row;
                mask &= mask - 1;
            }
        }
        self.sparse.push_bytes(&mut chain, &gaps[..end]);
        (list.chain, list.last) = (chain, last);
        if list.chain.bytes() as usize >= self.words * 8 {
            self.make_dense(list);
        }
    }

    /// Turns a chain that has become longer than a bitmap into one.
    #[inline(never)]
    fn make_dense(&mut self, list: &mut Growing) {
        let bitmap = self.add_bitmap();
        let rows: Vec<RowId> = self.rows_of(list.chain.start(), list.rows).collect();
        let bits = self.bitmap_mut(bitmap);
        for row in rows {
            bits[row as usize / 64] |= 1 << (row % 64);
        }
        self.sparse.recycle(list.chain);
        (list.chain, list.bitmap) = (Chain::default(), bitmap + 1);
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
        sort::by_key(&mut lists, |list| list.rows);
        let exact = codes.len() == 2 || (codes.len() == 3 && frequent(0) && frequent(1));
        Some((lists, exact))
    }

    /// The rows of a list that is kept as gaps, ascending.
    fn gaps(&self, list: List) -> impl Iterator<Item = RowId> {
        self.rows_of(list.at, list.rows)
    }

    /// The first `rows` rows of the chain that begins at `start`.
    fn rows_of(&self, start: u32, rows: u32) -> impl Iterator<Item = RowId> {
        let mut next = 0;
        self.sparse.numbers(start, rows).map(move |gap| {
            next += gap;
            next - 1
        })
    }

    fn bits(&self, list: List) -> &[u64] {
        let at = list.at as usize % TOGETHER * self.words;
        let together = self.dense.get(list.at as usize / TOGETHER);
        together.and_then(|bitmaps| bitmaps.get(at..at + self.words)).unwrap_or_default()
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
        self.sparse.bytes() + self.dense.len() * self.words * TOGETHER * 8 + self.pairs.bytes() + self.triples.bytes()
    }
}

/// How many rows of a list are read in the time of one look into a text.
pub(super) const READS_A_LOOK: usize = 30;

/// The keys of the pairs that are frequent in a sample of the texts. No needle holds the end of a field.
fn frequent(text: &[u8], document_ends: &[u32], alphabet: usize) -> Vec<u64> {
    let every = (document_ends.len().div_ceil(64 * WORDS) / SAMPLE).max(1);
    let (mut pairs, mut none) = (Grams::new(alphabet, alphabet), Grams::new(0, 0));
    let (mut rows, mut read): (Vec<u32>, u32) = (Vec::new(), 0);
    each_batch(text, document_ends, every, |_, texts| {
        read_batch(texts, &mut pairs, &mut none, 0);
        rows.resize(pairs.numbering.keys.len(), 0);
        for (rows, masks) in rows.iter_mut().zip(&mut pairs.batch.masks) {
            *rows += std::mem::take(masks).iter().map(|mask| mask.count_ones()).sum::<u32>();
        }
        read += texts.len() as u32;
    });
    let above = read / FREQUENT_ONE_IN;
    let keys = pairs.numbering.keys.iter().zip(&rows).filter(|(key, rows)| **rows > above && **key & CODE_MASK != 0);
    keys.map(|(key, _)| *key).collect()
}

/// Goes through the texts as many rows at a time as a batch has, taking every `every`th such batch: the number of its
/// first word and its rows.
fn each_batch<'t>(text: &'t [u8], document_ends: &[u32], every: usize, mut batch: impl FnMut(u32, &[&'t [u8]])) {
    const ROWS: usize = 64 * WORDS;
    let mut rows: Vec<&[u8]> = Vec::with_capacity(ROWS);
    for (number, ends) in document_ends.chunks(ROWS).enumerate().step_by(every) {
        let mut start = (number * ROWS).checked_sub(1).map_or(0, |before| document_ends[before]);
        rows.clear();
        for &end in ends {
            rows.push(text.get(start as usize..end as usize).unwrap_or_default());
            start = end;
        }
        batch((number * WORDS) as u32, &rows);
    }
}

/// Notes the grams of the rows of a batch; pairs with numbers below `frequent` are frequent.
#[inline(never)]
fn read_batch(rows: &[&[u8]], pairs: &mut Grams, triples: &mut Grams, frequent: u32) {
    for (row, bytes) in rows.iter().enumerate() {
        let (word, row) = (row / 64, 1 << (row % 64));
        // The pair before this one is none, or not frequent.
        const NONE: u32 = u32::MAX;
        let (mut at, mut before, mut last) = (0, 0, NONE);
        while let Some(&first) = bytes.get(at) {
            let code = if first < 0xA0 {
                at += 1;
                u32::from(first)
            } else {
                let (code, len) = read(&bytes[at..]);
                at += len;
                code
            };
            let mut this = NONE;
            if before != 0 {
                let pair = pairs.numbering.number(before, code);
                pairs.batch.note(pair, word, row);
                if pair < frequent {
                    this = pair;
                    if last != NONE {
                        triples.batch.note(triples.numbering.number(last, code), word, row);
                    }
                }
            }
            (before, last) = (code, this);
        }
    }
}
