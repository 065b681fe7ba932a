//! Columns as bytes: what a table weighs on its way into a browser.
//!
//! ```text
//! TABLE   := MAGIC VERSION CRC LENGTH PAYLOAD
//! MAGIC   := "JKBCOLS\0"
//! VERSION := u16 = 1                       little endian, as CRC and LENGTH
//! CRC     := u32                           CRC-32 (IEEE) of the payload
//! LENGTH  := u32                           bytes of the payload
//! PAYLOAD := rows columns COLUMN…          numbers here are LEB128
//! COLUMN  := name kind
//!            kind 1: words, words…, rows codes              one word in each row
//!            kind 2: words, words…, sets, (count words…)…, rows codes     any number of words in each row
//!            kind 3: numbers…                                0 for "unknown", else 1 + the number in zigzag
//! ```
//! A row with several words has the number of its set of words. Codes are planes of bytes: all low bytes, then all high
//! ones, where there are more than 256. This is made for `gzip` around it, which finds what repeats; nothing else than
//! the browser's own `DecompressionStream` is needed to unpack it. Decoding bytes that are not trusted gives a
//! [`DecodeError`], never a panic, and takes no more memory than a small multiple of the bytes.

use std::fmt;

/// First bytes of every table.
pub const MAGIC: [u8; 8] = *b"JKBCOLS\0";
/// The version this build writes; others are refused.
pub const VERSION: u16 = 1;
const HEADER: usize = 8 + 2 + 4 + 4;

/// A table as it is packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Number of rows; each column has as many.
    pub rows: usize,
    /// Names and columns.
    pub columns: Vec<(String, Values)>,
}

/// What the rows of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// One word in each row.
    Single {
        /// The dictionary.
        words: Vec<String>,
        /// The place of each row's word in the dictionary.
        codes: Vec<u32>,
    },
    /// Any number of words in each row.
    Several {
        /// The dictionary.
        words: Vec<String>,
        /// Sets of places in the dictionary.
        sets: Vec<Vec<u32>>,
        /// The place of each row's set in `sets`.
        codes: Vec<u32>,
    },
    /// Numbers; `None` is unknown.
    Numbers(Vec<Option<i64>>),
}

/// Why bytes are no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They do not begin with [`MAGIC`].
    NotATable,
    /// They are of another version of the format.
    Version {
        /// What they say.
        found: u16,
    },
    /// They end too early or go on too long.
    Length,
    /// A byte was changed on the way.
    Checksum,
    /// The checksum is right but the content is not.
    Malformed,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATable => f.write_str("this is no packed table (its first bytes are not JKBCOLS)"),
            Self::Version { found } => {
                write!(f, "the table has format {found}, this program reads format {VERSION}; pack it again")
            }
            Self::Length => f.write_str("the table is cut off or has bytes behind its end"),
            Self::Checksum => f.write_str("the table's checksum is wrong: it was damaged on the way"),
            Self::Malformed => f.write_str("the table cannot be read"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Packs a table. The same table gives the same bytes. Columns that are shorter than the table are filled up with their
/// first word, the empty set or unknown; longer ones are cut.
pub fn encode(table: &Table) -> Vec<u8> {
    let mut payload = Vec::new();
    number(table.rows as u64, &mut payload);
    number(table.columns.len() as u64, &mut payload);
    for (name, values) in &table.columns {
        text(name, &mut payload);
        match values {
            Values::Single { words, codes } => {
                payload.push(1);
                dictionary(words, &mut payload);
                planes(codes, table.rows, words.len(), &mut payload);
            }
            Values::Several { words, sets, codes } => {
                payload.push(2);
                dictionary(words, &mut payload);
                number(sets.len() as u64, &mut payload);
                for set in sets {
                    number(set.len() as u64, &mut payload);
                    set.iter().for_each(|word| number((*word).into(), &mut payload));
                }
                planes(codes, table.rows, sets.len(), &mut payload);
            }
            Values::Numbers(numbers) => {
                payload.push(3);
                for row in 0..table.rows {
                    match numbers.get(row).copied().flatten() {
                        None => payload.push(0),
                        Some(value) => wide(1 + u128::from((value << 1 ^ value >> 63) as u64), &mut payload),
                    }
                }
            }
        }
    }
    let mut out = Vec::with_capacity(HEADER + payload.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend(crc(&payload).to_le_bytes());
    out.extend((payload.len() as u32).to_le_bytes());
    out.extend(payload);
    out
}

/// Unpacks a table.
///
/// # Errors
/// Whatever is wrong with the bytes.
pub fn decode(bytes: &[u8]) -> Result<Table, DecodeError> {
    let Some(rest) = bytes.strip_prefix(&MAGIC) else { return Err(DecodeError::NotATable) };
    let Some((header, payload)) = rest.split_at_checked(HEADER - MAGIC.len()) else { return Err(DecodeError::Length) };
    let word = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let found = u16::from_le_bytes([header[0], header[1]]);
    if found != VERSION {
        return Err(DecodeError::Version { found });
    }
    if payload.len() != word(6) as usize {
        return Err(DecodeError::Length);
    }
    if crc(payload) != word(2) {
        return Err(DecodeError::Checksum);
    }
    let mut input = Input(payload);
    let table = input.table().ok_or(DecodeError::Malformed)?;
    if input.0.is_empty() { Ok(table) } else { Err(DecodeError::Malformed) }
}

fn number(value: u64, out: &mut Vec<u8>) {
    wide(value.into(), out);
}

fn wide(mut value: u128, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(text: &str, out: &mut Vec<u8>) {
    number(text.len() as u64, out);
    out.extend(text.as_bytes());
}

fn dictionary(words: &[String], out: &mut Vec<u8>) {
    number(words.len() as u64, out);
    words.iter().for_each(|word| text(word, out));
}

/// How many bytes a code below `bound` takes.
fn width(bound: usize) -> usize {
    match bound {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

fn planes(codes: &[u32], rows: usize, bound: usize, out: &mut Vec<u8>) {
    for plane in 0..width(bound) {
        out.extend((0..rows).map(|row| (codes.get(row).copied().unwrap_or(0) >> (plane * 8)) as u8));
    }
}

/// CRC-32 as gzip has it, bit by bit: tables are small, and its own table would take a kilobyte of the program.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ 0xEDB8_8320 & (crc & 1).wrapping_neg())
    })
}

/// Bytes that are not trusted; every read says `None` where it cannot be.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn table(&mut self) -> Option<Table> {
        let (rows, columns) = (self.length()?, self.length()?);
        let mut table = Table { rows, columns: Vec::new() };
        for _ in 0..columns {
            let name = self.text()?;
            let values = match self.take(1)? {
                [1] => {
                    let words = self.dictionary()?;
                    let codes = self.planes(rows, words.len())?;
                    Values::Single { words, codes }
                }
                [2] => {
                    let words = self.dictionary()?;
                    let mut sets = Vec::new();
                    for _ in 0..self.length()? {
                        let count = self.length()?;
                        let word = |input: &mut Self| {
                            let word = u32::try_from(input.wide()?).ok()?;
                            ((word as usize) < words.len()).then_some(word)
                        };
                        sets.push((0..count).map(|_| word(self)).collect::<Option<Vec<u32>>>()?);
                    }
                    let codes = self.planes(rows, sets.len())?;
                    Values::Several { words, sets, codes }
                }
                [3] => {
                    // A row takes at least a byte, so there is no promising more rows than there are.
                    let mut numbers = Vec::with_capacity(rows.min(self.0.len()));
                    for _ in 0..rows {
                        numbers.push(match self.wide()?.checked_sub(1) {
                            None => None,
                            Some(zigzag) => {
                                let zigzag = u64::try_from(zigzag).ok()?;
                                Some((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
                            }
                        });
                    }
                    Values::Numbers(numbers)
                }
                _ => return None,
            };
            table.columns.push((name, values));
        }
        Some(table)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn wide(&mut self) -> Option<u128> {
        let mut value = 0u128;
        // One more than a number of 64 bits takes ten bytes.
        for shift in (0..70).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u128::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A number of things; nothing is made room for by what it says alone.
    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.wide()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn dictionary(&mut self) -> Option<Vec<String>> {
        (0..self.length()?).map(|_| self.text()).collect()
    }

    /// Codes below `bound`, one for each row.
    fn planes(&mut self, rows: usize, bound: usize) -> Option<Vec<u32>> {
        let planes = self.take(rows.checked_mul(width(bound))?)?;
        let mut codes = vec![0u32; rows];
        for (at, plane) in planes.chunks(rows.max(1)).enumerate() {
            for (code, byte) in codes.iter_mut().zip(plane) {
                *code |= u32::from(*byte) << (at * 8);
            }
        }
        codes.iter().all(|code| (*code as usize) < bound).then_some(codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cases() -> ProptestConfig {
        let cases = std::env::var("JIKENBO_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256);
        ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
    }

    fn values(rows: usize) -> impl Strategy<Value = Values> {
        let words = || prop::collection::vec(".{0,6}", 1..5);
        let single = (words(), prop::collection::vec(any::<u32>(), rows)).prop_map(|(words, codes)| {
            let codes = codes.into_iter().map(|code| code % words.len() as u32).collect();
            Values::Single { words, codes }
        });
        let sets = || prop::collection::vec(prop::collection::vec(0u32..5, 0..4), 1..300);
        let several = (sets(), prop::collection::vec(any::<u32>(), rows)).prop_map(|(sets, codes)| {
            let codes = codes.into_iter().map(|code| code % sets.len() as u32).collect();
            Values::Several { words: (0..5).map(|word| format!("w{word}")).collect(), sets, codes }
        });
        let end = prop_oneof![4 => -100i64..100, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)];
        let numbers = prop::collection::vec(prop::option::of(end), rows).prop_map(Values::Numbers);
        prop_oneof![single, several, numbers]
    }

    fn table() -> impl Strategy<Value = Table> {
        (0usize..60).prop_flat_map(|rows| {
            prop::collection::vec(("[a-z]{0,5}", values(rows)), 0..5).prop_map(move |columns| Table { rows, columns })
        })
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn what_is_packed_unpacks(table in table()) {
            prop_assert_eq!(decode(&encode(&table)), Ok(table));
        }

        #[test]
        fn no_bytes_make_it_panic(table in table(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = encode(&table);
            let _ = decode(&noise);
            prop_assert!(decode(&bytes[..cut.index(bytes.len())]).is_err());
            let at = at.index(bytes.len());
            let changed = bytes[at] != byte;
            bytes[at] = byte;
            prop_assert_eq!(decode(&bytes).is_err(), changed);
            // Damage that the checksum does not show.
            let sum = crc(&bytes[HEADER..]);
            bytes[10..14].copy_from_slice(&sum.to_le_bytes());
            if let Ok(table) = decode(&bytes) {
                prop_assert_eq!(decode(&encode(&table)), Ok(table));
            }
        }
    }

    #[test]
    fn the_checksum_is_that_of_gzip() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn other_versions_and_promises_are_refused() {
        let mut bytes = encode(&Table::default());
        bytes[8] = 2;
        assert_eq!(decode(&bytes), Err(DecodeError::Version { found: 2 }));
        // A table that promises more rows than memory holds.
        let mut payload = Vec::new();
        number(u64::MAX, &mut payload);
        number(1, &mut payload);
        text("a", &mut payload);
        for kind in [1u8, 2, 3] {
            let mut payload = payload.clone();
            payload.extend([kind, 1, 1, b'x', 0]);
            let mut bytes = MAGIC.to_vec();
            bytes.extend(VERSION.to_le_bytes());
            bytes.extend(crc(&payload).to_le_bytes());
            bytes.extend((payload.len() as u32).to_le_bytes());
            bytes.extend(payload);
            assert_eq!(decode(&bytes), Err(DecodeError::Malformed));
        }
    }
}
