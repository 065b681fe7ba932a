//! Texts searched for exact substrings.
//!
//! **Invariant:** [`TextStore::find`] gives exactly the rows of which a field contains the needle, character for
//! character. It knows nothing of folding, words or languages: texts and needles come folded, by whatever rule the
//! caller keeps to on both sides.
//!
//! Texts are kept in a code of their own ([`alphabet`]), about 0.6 bytes for each byte of UTF-8; [`postings`] say
//! which rows can hold a needle at all; what they leave open is decided by looking into the text.

mod alphabet;
mod finder;
mod pieces;
mod postings;

use std::sync::Mutex;

use crate::{Bitmap, RowId, index::BLOCK};
use alphabet::Alphabet;
use finder::{ByteCounts, Finder};
use postings::Postings;

/// Documents made of fields, searchable for substrings.
#[derive(Debug, Default)]
pub struct TextStore {
    alphabet: Alphabet,
    /// The codes are in the order of how often they occur.
    ranked: bool,
    /// Fields in codes, each with a 0 behind it.
    text: Vec<u8>,
    /// Where each document ends in `text`.
    document_ends: Vec<u32>,
    /// How many fields the documents up to each one have in all.
    field_counts: Vec<u32>,
    /// Where each field ends in `text`, its 0 not included.
    field_ends: Vec<u32>,
    field_ids: Vec<u8>,
    /// Built by [`TextStore::finish`]; without it every text is looked into.
    lists: Option<Lists>,
    /// Where the last needle stands: the next one is often the same and a character more.
    kept: Mutex<Kept>,
}

/// What is built once all documents are in.
#[derive(Clone, Debug)]
struct Lists {
    postings: Postings,
    counts: Box<ByteCounts>,
}

/// So many bytes of text say well enough how often each character occurs.
const LEARNT_FROM: usize = 1 << 18;

/// Below so many documents no three characters have a list of their own.
const TRIPLES_FROM: usize = 4_096;

/// No byte is rarer than another.
const ALIKE: ByteCounts = [0; 256];

#[inline(never)]
fn count_bytes(bytes: &[u8], counts: &mut ByteCounts) {
    for &byte in bytes {
        counts[byte as usize] = counts[byte as usize].saturating_add(1);
    }
}

/// Where a needle stands.
#[derive(Clone, Debug, Default)]
struct Kept {
    /// In codes; empty when nothing is kept.
    needle: Vec<u8>,
    /// Every row that holds it, ascending, with its first place in the text.
    places: Vec<(RowId, u32)>,
}

impl Clone for TextStore {
    fn clone(&self) -> Self {
        TextStore {
            alphabet: self.alphabet.clone(),
            ranked: self.ranked,
            text: self.text.clone(),
            document_ends: self.document_ends.clone(),
            field_counts: self.field_counts.clone(),
            field_ends: self.field_ends.clone(),
            field_ids: self.field_ids.clone(),
            lists: self.lists.clone(),
            kept: Mutex::default(),
        }
    }
}

/// A needle in the code of one store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    bytes: Vec<u8>,
}

impl TextStore {
    /// A store without documents.
    pub fn new() -> TextStore {
        TextStore::default()
    }

    /// A store without documents, with room for texts of about so many bytes of UTF-8.
    pub fn with_capacity(utf8_bytes: usize) -> TextStore {
        TextStore { text: Vec::with_capacity(utf8_bytes / 20 * 13), ..TextStore::default() }
    }

    /// Appends a document of fields, each with a number that only the caller understands. Empty fields are left out.
    ///
    /// Posting lists built before are dropped. The store holds up to 4 GiB; fields that no longer fit are left out.
    pub fn push_document<'a>(&mut self, fields: impl IntoIterator<Item = (u8, &'a str)>) {
        self.lists = None;
        self.forget();
        for (id, field) in fields {
            let start = self.text.len();
            self.alphabet.encode(field, &mut self.text);
            if self.text.len() >= u32::MAX as usize {
                self.text.truncate(start);
            }
            if self.text.len() > start {
                self.field_ends.push(self.text.len() as u32);
                self.field_ids.push(id);
                self.text.push(0);
            }
        }
        self.document_ends.push(self.text.len() as u32);
        self.field_counts.push(self.field_ends.len() as u32);
        if !self.ranked && self.text.len() >= LEARNT_FROM {
            self.rank();
        }
    }

    /// Writes the texts anew, with the shortest codes for the characters that occur most often in them.
    fn rank(&mut self) {
        self.ranked = true;
        let old = self.text.clone();
        let mut counts = vec![0; self.alphabet.len()];
        let mut at = 0;
        while at < old.len() {
            let (code, len) = alphabet::read(&old[at..]);
            counts[code as usize] += 1;
            at += len;
        }
        let codes = self.alphabet.rank(&counts);
        self.text.clear();
        let (mut at, mut field) = (0, 0);
        for (end, &fields) in self.document_ends.iter_mut().zip(&self.field_counts) {
            while field < fields as usize {
                let (code, len) = alphabet::read(&old[at..]);
                at += len;
                if code == 0 {
                    self.field_ends[field] = self.text.len() as u32;
                    field += 1;
                    self.text.push(0);
                } else {
                    alphabet::write(codes[code as usize], &mut self.text);
                }
            }
            *end = self.text.len() as u32;
        }
    }

    /// Builds the posting lists, once all documents are in. Searching without them gives the same answers, slowly.
    pub fn finish(&mut self) {
        // Moving the text takes room for another one for a moment, so a little waste is left alone.
        if self.text.capacity() - self.text.len() > self.text.len() / 8 {
            self.text.shrink_to_fit();
        }
        if !self.ranked {
            self.rank();
        }
        self.finish_with(TRIPLES_FROM);
    }

    fn finish_with(&mut self, triples_from: usize) {
        let mut counts = Box::new(ALIKE);
        self.text.chunks(BLOCK).for_each(|bytes| count_bytes(bytes, &mut counts));
        let postings = Postings::new(&self.text, &self.document_ends, self.alphabet.len(), triples_from);
        self.lists = Some(Lists { postings, counts });
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.document_ends.len()
    }

    /// Bytes of memory that texts and posting lists take.
    pub fn bytes(&self) -> usize {
        let fields = (self.document_ends.capacity() + self.field_counts.capacity() + self.field_ends.capacity()) * 4;
        let postings = self.lists.as_ref().map_or(0, |lists| lists.postings.bytes() + size_of::<ByteCounts>());
        self.text.capacity() + fields + self.field_ids.capacity() + self.alphabet.bytes() + postings
    }

    /// The needle in the code of this store; `None` if it is empty or holds a character that no text holds.
    pub fn needle(&self, needle: &str) -> Option<Needle> {
        let mut bytes = Vec::with_capacity(needle.len());
        self.alphabet.codes(needle)?.into_iter().for_each(|code| alphabet::write(code, &mut bytes));
        (!bytes.is_empty()).then_some(Needle { bytes })
    }

    /// Adds the rows of which a field contains the needle to a set over [`TextStore::documents`] rows. Returns whether
    /// there are any. An empty needle is in no text.
    pub fn find(&self, needle: &str, into: &mut Bitmap) -> bool {
        let Some(codes) = self.alphabet.codes(needle).filter(|codes| !codes.is_empty()) else { return false };
        let Some(Lists { postings, counts }) = &self.lists else { return self.scan(needle, into) };
        if let &[code] = &codes[..] {
            return postings.add_single(code, into);
        }
        let Some((lists, exact)) = postings.lists(&codes) else { return false };
        if exact {
            lists.iter().for_each(|&list| postings.add(list, into));
            return !lists.is_empty();
        }
        let mut bytes = Vec::with_capacity(needle.len());
        codes.into_iter().for_each(|code| alphabet::write(code, &mut bytes));

        // A poisoned lock means that another thread panicked; what it left behind is replaced, not trusted.
        let mut guard = self.kept.lock().unwrap_or_else(|poisoned| {
            let mut guard = poisoned.into_inner();
            *guard = Kept::default();
            guard
        });
        let kept = &mut *guard;
        let finder = Finder::new(&bytes, counts);
        let first = |row: RowId, from: usize| {
            let (start, end) = self.span(row);
            finder.first(&self.text, start.max(from), end).map(|place| (row, place as u32))
        };
        if kept.needle.is_empty() || !bytes.starts_with(&kept.needle) {
            kept.places.clear();
            kept.places.extend(postings.intersect(&lists).into_iter().filter_map(|row| first(row, 0)));
        } else if kept.needle.len() < bytes.len() {
            // A longer needle is in fewer rows: mostly where the shorter one stands first, else behind that.
            let (from, more) = (kept.needle.len(), &bytes[kept.needle.len()..]);
            let goes_on = |at: u32| self.text[at as usize + from..].starts_with(more);
            let others = kept.places.iter().filter(|(_, at)| !goes_on(*at)).count();
            let narrowed = others * postings::READS_A_LOOK >= lists[0].rows as usize;
            let mut rows = narrowed.then(|| postings.intersect(&lists).into_iter().peekable());
            kept.places.retain_mut(|known| {
                if goes_on(known.1) {
                    return true;
                }
                if let Some(rows) = &mut rows {
                    while rows.next_if(|row| *row < known.0).is_some() {}
                    if rows.peek() != Some(&known.0) {
                        return false;
                    }
                }
                let found = first(known.0, known.1 as usize + 1);
                *known = found.unwrap_or(*known);
                found.is_some()
            });
        }
        kept.needle = bytes;
        kept.places.iter().for_each(|&(row, _)| into.insert(row));
        !kept.places.is_empty()
    }

    fn forget(&mut self) {
        let kept = self.kept.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.needle.clear();
        kept.places.clear();
    }

    /// Looks into every text.
    fn scan(&self, needle: &str, into: &mut Bitmap) -> bool {
        let Some(needle) = self.needle(needle) else { return false };
        let finder = Finder::new(&needle.bytes, &ALIKE);
        let mut any = false;
        for row in 0..self.document_ends.len() as RowId {
            let (start, end) = self.span(row);
            if finder.first(&self.text, start, end).is_some() {
                into.insert(row);
                any = true;
            }
        }
        any
    }

    /// Where a document begins and ends in `text`.
    fn span(&self, row: RowId) -> (usize, usize) {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.document_ends[before]);
        (start as usize, self.document_ends[row] as usize)
    }

    /// The fields of a document in the order in which they were given. None for a row that does not exist.
    pub fn fields(&self, row: RowId) -> impl Iterator<Item = Field<'_>> {
        let row = row as usize;
        let first = row.checked_sub(1).and_then(|before| self.field_counts.get(before)).map_or(0, |&n| n as usize);
        let end = self.field_counts.get(row).map_or(first, |&n| n as usize);
        (first..end).map(|field| {
            // Each field begins behind the 0 of the one before it.
            let start = field.checked_sub(1).map_or(0, |before| self.field_ends[before] as usize + 1);
            Field { id: self.field_ids[field], bytes: &self.text[start..self.field_ends[field] as usize] }
        })
    }
}

/// A field of a document.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The number that the caller gave it.
    pub id: u8,
    bytes: &'a [u8],
}

impl Field<'_> {
    /// Whether the field contains the needle, begins with it, or is it; `None` if not even the first.
    pub fn place(&self, needle: &Needle) -> Option<Place> {
        self.at(needle).map(|at| match at {
            0 if self.bytes.len() == needle.bytes.len() => Place::Whole,
            0 => Place::Beginning,
            _ => Place::Inside,
        })
    }

    /// Where the needle first stands in the field, in bytes of the store's own code, one to three a character.
    pub fn at(&self, needle: &Needle) -> Option<usize> {
        if self.bytes.starts_with(&needle.bytes) {
            return Some(0);
        }
        Finder::new(&needle.bytes, &ALIKE).first(self.bytes, 0, self.bytes.len())
    }
}

/// Where a needle stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Somewhere behind its beginning.
    Inside,
    /// At its beginning.
    Beginning,
    /// It is the whole field.
    Whole,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Few letters, so that needles are found; among them some of every length in bytes.
    fn letter() -> impl Strategy<Value = char> {
        prop::sample::select(vec!['a', 'b', 'あ', '漏', '洩', '\u{10ffff}', '\0'])
    }

    fn word(len: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        prop::collection::vec(letter(), len).prop_map(String::from_iter)
    }

    fn cases() -> ProptestConfig {
        let cases = std::env::var("JIKENBO_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256);
        ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn found_rows_equal_naive_scan(
            documents in prop::collection::vec(prop::collection::vec(word(0..12), 0..3), 0..80),
            needles in prop::collection::vec(word(0..6), 1..12),
            filler in 0u32..2_500,
            ranked in any::<bool>(),
            triples_from in prop::sample::select(vec![0usize, 1_000]),
        ) {
            let mut store = TextStore::new();
            // Characters before the others push their codes into two and three bytes.
            let filler: String = (0..filler).filter_map(|n| char::from_u32(0x4E00 + n)).collect();
            store.push_document([(9, filler.as_str())]);
            for document in &documents {
                store.push_document(document.iter().enumerate().map(|(n, field)| (n as u8, field.as_str())));
            }
            let mut scanned = store.clone();
            if ranked {
                store.rank();
            }
            store.finish_with(triples_from);
            scanned.finish();
            scanned.push_document([]);
            // Typed one character at a time, then jumping.
            let typed = needles.iter().flat_map(|needle| needle.char_indices().map(|(at, c)| needle[..at + c.len_utf8()].to_owned()));
            for needle in typed.chain(needles.iter().cloned()) {
                let expected: Vec<RowId> = (0..documents.len())
                    .filter(|&row| !needle.is_empty() && documents[row].iter().any(|field| field.contains(&needle)))
                    .map(|row| row as RowId + 1)
                    .collect();
                for (store, extra) in [(&store, 0), (&scanned, 1)] {
                    let mut found = Bitmap::new(documents.len() + 1 + extra);
                    let any = store.find(&needle, &mut found);
                    prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected.clone(), "{:?}", needle);
                    prop_assert_eq!(any, !expected.is_empty());
                }
                let Some(coded) = store.needle(&needle) else { continue };
                for (row, document) in documents.iter().enumerate() {
                    let places: Vec<_> = store.fields(row as RowId + 1).map(|field| (field.id, field.place(&coded))).collect();
                    let naive: Vec<_> = document
                        .iter()
                        .enumerate()
                        .filter(|(_, field)| !field.is_empty())
                        .map(|(n, field)| {
                            let place = match field.find(&needle) {
                                Some(0) if *field == needle => Some(Place::Whole),
                                Some(0) => Some(Place::Beginning),
                                Some(_) => Some(Place::Inside),
                                None => None,
                            };
                            (n as u8, place)
                        })
                        .collect();
                    prop_assert_eq!(places, naive);
                }
            }
        }
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        let mut store = TextStore::new();
        let mut found = Bitmap::new(0);
        assert!(!store.find("a", &mut found));
        store.finish();
        assert!(!store.find("a", &mut found) && !store.find("", &mut found));
        assert_eq!(store.needle(""), None);
        assert_eq!(store.fields(7).count(), 0);
    }

    #[test]
    fn lists_of_every_kind_answer() {
        // More rows than one word, lists as gaps of one and two bytes and as bits.
        let mut store = TextStore::with_capacity(10_000);
        let text = |row: u32| format!("common text {} row{row}.", if row % 300 == 7 { "seldom" } else { "often" });
        let rows = 5_000u32;
        for row in 0..rows {
            store.push_document([(0, text(row).as_str())]);
        }
        store.finish();
        for needle in
            ["com", "commo", "seldom", "sel", "ow4", "row123", "row123.", "row1234.", "x", "often row", "e", "to"]
        {
            let mut found = Bitmap::new(rows as usize);
            store.find(needle, &mut found);
            let expected: Vec<RowId> = (0..rows).filter(|&row| text(row).contains(needle)).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{needle}");
        }
        assert!(store.bytes() > store.text.len());
    }
}
