//! The bytes that texts are kept in: one for a letter or a kana, two for nearly every kanji.
//!
//! UTF-8 spends three bytes on every Japanese character. Here each character has a number (its *code*, from 1, in the
//! order in which they first occur, then once put in the order of how often they do), and a code is written as
//!
//! ```text
//! 00                      the end of a field, no code
//! 01..9F                  one byte          codes      1 ..    159
//! A0..BC  C0..FF          two bytes         codes    160 ..  2_015
//! BD..BE  C0..FF ×2       three bytes       codes  2_016 .. 10_207
//! BF      C0..FF ×4       five bytes        all others
//! ```
//!
//! First bytes and following bytes are different bytes, so that a run of codes found inside a text is never found
//! between two characters, as in UTF-8.

use crate::sort;

/// The code of a character; 0 is none.
pub(super) type Code = u32;

const SINGLES: u32 = 159;
const PAIRS: u32 = 29 * 64;
const TRIPLES: u32 = 2 * 4096;

/// Which code every character has.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    /// For every 256 characters the number of their page in `codes` from 1, 0 for none.
    pages: Vec<u16>,
    /// Pages of 256 codes.
    codes: Vec<Code>,
    /// The codes of ASCII characters that are written as one byte; 0 for the others.
    ascii: [u8; 128],
    /// The highest code given out.
    last: Code,
}

impl Default for Alphabet {
    fn default() -> Self {
        Alphabet { pages: vec![0; 0x11_0000 / 256], codes: Vec::new(), ascii: [0; 128], last: 0 }
    }
}

impl Alphabet {
    /// One more than the highest code in use.
    pub fn len(&self) -> usize {
        self.last as usize + 1
    }

    /// The code of a character, if it has occurred.
    pub fn code(&self, c: char) -> Option<Code> {
        let page = self.pages[c as usize / 256];
        let code = self.codes.get((page.checked_sub(1)? as usize) * 256 + c as usize % 256)?;
        (*code != 0).then_some(*code)
    }

    /// The codes of a text; `None` if one of its characters never occurred.
    pub fn codes(&self, text: &str) -> Option<Vec<Code>> {
        text.chars().map(|c| self.code(c)).collect()
    }

    /// Appends a text, giving codes to new characters.
    pub fn encode(&mut self, text: &str, into: &mut Vec<u8>) {
        for c in text.chars() {
            match self.ascii.get(c as usize) {
                Some(&byte) if byte != 0 => into.push(byte),
                _ => self.encode_other(c, into),
            }
        }
    }

    #[inline]
    fn encode_other(&mut self, c: char, into: &mut Vec<u8>) {
        let code = match self.code(c) {
            Some(code) => code,
            None => self.add(c),
        };
        write(code, into);
    }

    /// Keeps the code of an ASCII character at hand, if it is one byte.
    fn keep_ascii(&mut self, c: u32, code: Code) {
        if let Some(ascii) = self.ascii.get_mut(c as usize) {
            *ascii = if code <= SINGLES { code as u8 } else { 0 };
        }
    }

    fn add(&mut self, c: char) -> Code {
        let page = &mut self.pages[c as usize / 256];
        if *page == 0 {
            self.codes.resize(self.codes.len() + 256, 0);
            *page = (self.codes.len() / 256) as u16;
        }
        self.last += 1;
        self.codes[(*page as usize - 1) * 256 + c as usize % 256] = self.last;
        self.keep_ascii(c as u32, self.last);
        self.last
    }

    /// Gives the lowest codes to the characters that occur most often. `counts` says by code how often each one does;
    /// the answer is by old code the new one, 0 for 0.
    pub fn rank(&mut self, counts: &[u32]) -> Vec<Code> {
        let count = |code: Code| counts.get(code as usize).copied().unwrap_or(0);
        let mut order: Vec<Code> = (1..=self.last).collect();
        sort::rows(&mut order, &mut |a, b| count(b).cmp(&count(a)));
        let mut new_codes = vec![0; self.len()];
        for (new, &old) in (1..).zip(&order) {
            new_codes[old as usize] = new;
        }
        for code in &mut self.codes {
            *code = new_codes[*code as usize];
        }
        for c in 0..128u8 {
            self.keep_ascii(c.into(), self.code(c.into()).unwrap_or(0));
        }
        new_codes
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.pages.capacity() * 2 + self.codes.capacity() * 4
    }
}

/// Appends the bytes of a code.
#[inline]
pub(super) fn write(code: Code, into: &mut Vec<u8>) {
    match code {
        0..=SINGLES => into.push(code as u8),
        _ => write_long(code, into),
    }
}

#[inline(never)]
fn write_long(code: Code, into: &mut Vec<u8>) {
    let follow = |n: u32, shift: u32| 0xC0 | (n >> shift & 63) as u8;
    if code <= SINGLES + PAIRS {
        let n = code - SINGLES - 1;
        into.extend([0xA0 + (n / 64) as u8, follow(n, 0)]);
    } else if code <= SINGLES + PAIRS + TRIPLES {
        let n = code - SINGLES - PAIRS - 1;
        into.extend([0xBD + (n / 4096) as u8, follow(n, 6), follow(n, 0)]);
    } else {
        let n = code - SINGLES - PAIRS - TRIPLES - 1;
        into.extend([0xBF, follow(n, 18), follow(n, 12), follow(n, 6), follow(n, 0)]);
    }
}

/// Reads the code at the beginning of bytes that [`write`] wrote, and how many bytes it takes. The end of a field is
/// code 0.
#[inline]
pub(super) fn read(bytes: &[u8]) -> (Code, usize) {
    let first = bytes.first().copied().unwrap_or(0);
    let next = |at: usize| u32::from(bytes.get(at).copied().unwrap_or(0xC0) & 63);
    match first {
        0..=0x9F => (u32::from(first), 1),
        0xA0..=0xBC => (SINGLES + 1 + u32::from(first - 0xA0) * 64 + next(1), 2),
        0xBD..=0xBE => (SINGLES + 1 + PAIRS + u32::from(first - 0xBD) * 4096 + next(1) * 64 + next(2), 3),
        _ => {
            let n = next(1) << 18 | next(2) << 12 | next(3) << 6 | next(4);
            (SINGLES + 1 + PAIRS + TRIPLES + n, 5)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_from_its_bytes() {
        let edges = [1, SINGLES, SINGLES + 1, SINGLES + PAIRS, SINGLES + PAIRS + 1, SINGLES + PAIRS + TRIPLES];
        for code in edges.into_iter().chain(1..12_000).chain([200_000, 1_114_112]) {
            let mut bytes = Vec::new();
            write(code, &mut bytes);
            assert_eq!(read(&bytes), (code, bytes.len()));
            assert!(bytes[0] < 0xC0 && bytes[0] != 0 && bytes[1..].iter().all(|&byte| byte >= 0xC0));
        }
    }

    #[test]
    fn characters_keep_their_codes() {
        let mut alphabet = Alphabet::default();
        let mut bytes = Vec::new();
        assert_eq!(alphabet.codes("漢"), None);
        alphabet.encode("漢字とkanaと\u{10ffff}\0", &mut bytes);
        let codes = alphabet.codes("漢字とkanaと\u{10ffff}\0").expect("all known");
        let mut at = 0;
        for code in codes {
            let (read, len) = read(&bytes[at..]);
            assert_eq!(read, code);
            at += len;
        }
        assert_eq!(at, bytes.len());
    }

    #[test]
    fn frequent_characters_get_the_lowest_codes() {
        let mut alphabet = Alphabet::default();
        alphabet.encode("abc", &mut Vec::new());
        assert_eq!(alphabet.rank(&[0, 1, 5, 5]), [0, 3, 1, 2]);
        assert_eq!(alphabet.codes("abc"), Some(vec![3, 1, 2]));
    }
}
