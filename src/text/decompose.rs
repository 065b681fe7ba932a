//! Compatibility decompositions and combining classes: which characters stand for others, and which marks belong to
//! the character before them.
//!
//! The tables are those of the Unicode Character Database as the `unicode-normalization` crate has them, packed into
//! one file of 26 KB that a test compares with the crate, character by character (the crate's own tables would be a
//! fifth of what a first visit may load). Hangul syllables stay composed. The host has the file compiled in; to the
//! browser it comes with the casebook's texts ([`take`]), and until then every character stands for itself.
//!
//! ```text
//! file            = count { decomposition } count { class }            numbers are LEB128
//! decomposition   = gap-from-the-last-character length { step }        step: zigzag from the last part written
//! class           = gap-from-the-end-of-the-last-run run-length class
//! ```

use std::sync::OnceLock;

/// The file, as `jikenbo pack` puts it beside the texts.
#[cfg(not(target_arch = "wasm32"))]
pub const FILE: &[u8] = include_bytes!("decompositions.bin");

static TABLES: OnceLock<Tables> = OnceLock::new();

/// The file unpacked.
#[derive(Default)]
struct Tables {
    /// Characters with a decomposition, ascending, and where it begins in `parts`; it ends where the next one begins.
    decompositions: Vec<(char, u32)>,
    parts: Vec<char>,
    /// Runs of characters of one class: first, last, class. Ascending.
    classes: Vec<(u32, u32, u8)>,
}

/// Takes the file that came with the casebook, unless there is one already. Indexes made before do not know it.
pub fn take(file: &[u8]) {
    TABLES.get_or_init(|| Tables::read(file));
}

/// Whether the file has come: what is folded now is folded as it will be with the texts.
pub fn are_known() -> bool {
    tables().is_some()
}

fn tables() -> Option<&'static Tables> {
    #[cfg(not(target_arch = "wasm32"))]
    take(FILE);
    TABLES.get()
}

impl Tables {
    /// Reads as much of a file as is whole: bytes that are not trusted give fewer characters, never a panic.
    fn read(file: &[u8]) -> Self {
        let mut tables = Self::default();
        // Nothing more to read is the end, wherever it comes.
        let _ = tables.fill(&mut file.iter());
        tables
    }

    fn fill(&mut self, bytes: &mut std::slice::Iter<'_, u8>) -> Option<()> {
        let mut number = move || {
            let (mut n, mut shift) = (0u32, 0);
            loop {
                let byte = *bytes.next()?;
                n |= u32::from(byte & 0x7F).checked_shl(shift)?;
                shift += 7;
                if byte < 0x80 {
                    return Some(n);
                }
            }
        };
        let (mut c, mut part) = (0u32, 0u32);
        for _ in 0..number()? {
            c = c.checked_add(number()?)?;
            self.decompositions.push((char::from_u32(c)?, self.parts.len() as u32));
            for _ in 0..number()? {
                let step = number()?;
                part = part.wrapping_add((step >> 1) ^ (step & 1).wrapping_neg());
                self.parts.push(char::from_u32(part)?);
            }
        }
        let mut end = 0u32;
        for _ in 0..number()? {
            let first = end.checked_add(number()?)?;
            end = first.checked_add(number()?)?;
            self.classes.push((first, end.checked_sub(1)?, number()? as u8));
        }
        Some(())
    }
}

/// Calls `each` with the characters that a character stands for, itself if for none other.
pub(super) fn decompose(c: char, mut each: impl FnMut(char)) {
    if c < '\u{a0}' {
        return each(c);
    }
    let Some(tables) = tables() else { return each(c) };
    match tables.decompositions.binary_search_by_key(&c, |&(c, _)| c) {
        Ok(at) => {
            let end = tables.decompositions.get(at + 1).map_or(tables.parts.len(), |&(_, next)| next as usize);
            tables.parts[tables.decompositions[at].1 as usize..end].iter().for_each(|&part| each(part));
        }
        Err(_) => each(c),
    }
}

/// The canonical combining class: 0 for what stands by itself.
pub(super) fn combining_class(c: char) -> u8 {
    if c < '\u{300}' {
        return 0;
    }
    let Some(Tables { classes, .. }) = tables() else { return 0 };
    let at = classes.partition_point(|&(_, last, _)| last < c as u32);
    classes.get(at).filter(|&&(first, ..)| first <= c as u32).map_or(0, |&(.., class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::canonical_combining_class;

    /// What the file should say about a character: its NFKD, or NFKC where that has composed Hangul.
    fn expected(c: char) -> String {
        let decomposed: String = std::iter::once(c).nfkd().collect();
        let composed: String = std::iter::once(c).nfkc().collect();
        if composed.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c)) { composed } else { decomposed }
    }

    fn pack() -> Vec<u8> {
        fn put(mut n: u32, out: &mut Vec<u8>) {
            while n >= 0x80 {
                out.push(n as u8 | 0x80);
                n >>= 7;
            }
            out.push(n as u8);
        }
        let mut out = Vec::new();
        let all: Vec<(char, String)> =
            ('\0'..=char::MAX).map(|c| (c, expected(c))).filter(|(c, text)| *text != c.to_string()).collect();
        put(all.len() as u32, &mut out);
        let (mut before, mut part) = (0, 0u32);
        for (c, text) in all {
            put(c as u32 - before, &mut out);
            before = c as u32;
            put(text.chars().count() as u32, &mut out);
            for next in text.chars() {
                let step = (next as u32).wrapping_sub(part) as i32;
                put(((step << 1) ^ (step >> 31)) as u32, &mut out);
                part = next as u32;
            }
        }
        let mut runs: Vec<(u32, u32, u8)> = Vec::new();
        for c in '\0'..=char::MAX {
            let class = canonical_combining_class(c);
            match runs.last_mut() {
                Some(run) if run.1 == c as u32 && run.2 == class => run.1 += 1,
                _ if class != 0 => runs.push((c as u32, c as u32 + 1, class)),
                _ => {}
            }
        }
        put(runs.len() as u32, &mut out);
        let mut end = 0;
        for (first, behind, class) in runs {
            put(first - end, &mut out);
            put(behind - first, &mut out);
            put(class.into(), &mut out);
            end = behind;
        }
        out
    }

    #[test]
    fn a_damaged_file_gives_fewer_characters() {
        for end in (0..FILE.len()).step_by(997) {
            let tables = Tables::read(&FILE[..end]);
            assert!(tables.decompositions.len() <= Tables::read(FILE).decompositions.len());
        }
        assert!(Tables::read(&[0xFF; 64]).decompositions.is_empty());
        assert!(Tables::read(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 0]).decompositions.len() <= 1);
    }

    /// Writes the file anew with `UPDATE_DECOMPOSITIONS=1`, after an update of the crate.
    #[test]
    fn the_file_says_what_unicode_says() {
        if std::env::var_os("UPDATE_DECOMPOSITIONS").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/decompositions.bin");
            std::fs::write(path, pack()).expect("the file can be written");
            return;
        }
        assert_eq!(pack().len(), FILE.len());
        for c in '\0'..=char::MAX {
            let mut text = String::new();
            decompose(c, |part| text.push(part));
            assert_eq!(text, expected(c), "{}", c.escape_unicode());
            assert_eq!(combining_class(c), canonical_combining_class(c), "{}", c.escape_unicode());
        }
    }
}
