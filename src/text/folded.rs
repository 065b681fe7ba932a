//! Folded texts as bytes. Folding is most of the work of indexing and needs no index: a worker can do it and hand over
//! what came out (`public/fold.js`).
//!
//! ```text
//! document = LENGTH { part }          LENGTH: u32, little endian, bytes of all its parts
//! part     = FIELD LENGTH TEXT        FIELD: u8; LENGTH: u32, bytes of the text; TEXT: UTF-8, not empty
//! ```

use super::fold::{SEPARATOR, fold_into};
use super::index::FieldId;

/// Appends a document: for each field the plain form and each canonical sentence, which are texts of their own.
pub fn fold_document(fields: &[(FieldId, &str)], into: &mut Vec<u8>) {
    let start = into.len();
    into.extend([0; 4]);
    let mut folded = String::new();
    for &(id, field) in fields {
        folded.clear();
        fold_into(field, &mut folded);
        for part in folded.split(SEPARATOR).filter(|part| !part.is_empty()) {
            into.push(id);
            into.extend((part.len() as u32).to_le_bytes());
            into.extend(part.as_bytes());
        }
    }
    let length = (into.len() - start - 4) as u32;
    into[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// Takes the first document off. `None` where the bytes are no document.
pub(super) fn take_document<'a>(bytes: &mut &'a [u8]) -> Option<Vec<(FieldId, &'a str)>> {
    let mut rest = take_text(bytes)?;
    let mut parts = Vec::new();
    while let Some((&id, behind)) = rest.split_first() {
        rest = behind;
        parts.push((id, std::str::from_utf8(take_text(&mut rest)?).ok()?));
    }
    Some(parts)
}

/// Takes a length and as many bytes off.
fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *bytes = rest;
    Some(text)
}
