//! Where a query matches in an original text.

use std::ops::Range;

use super::fold::fold;
use super::query::TextQuery;
use super::synonyms::Synonyms;

/// The byte ranges of the original text that the wanted literals of a query match, in order, apart from each other,
/// on character boundaries.
///
/// Every occurrence counts, whichever clause it serves; what a minus leaves out is never marked. `field` is the key of
/// the field that the text belongs to: what is asked of another field is not marked in it.
pub fn highlights(original: &str, field: &str, query: &TextQuery, synonyms: &Synonyms) -> Vec<Range<usize>> {
    let mut wanted = query.wanted().filter(|literal| literal.field.is_none_or(|asked| asked == field)).peekable();
    if wanted.peek().is_none() {
        return Vec::new();
    }
    let folded = fold(original);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for literal in wanted {
        for needle in query.expand(literal, synonyms).alternatives() {
            let mut from = 0;
            while let Some(at) = folded.text[from..].find(needle) {
                let found = from + at..from + at + needle.len();
                let original = folded.original_range(found.clone());
                if !original.is_empty() {
                    ranges.push(original);
                }
                // Occurrences may overlap; the next one begins one character on at the earliest.
                from = found.start + folded.text[found.start..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    engine::sort::by_key(&mut ranges, |range| (range.start, range.end));
    ranges.dedup_by(|next, merged| {
        let joins = next.start <= merged.end;
        if joins {
            merged.end = merged.end.max(next.end);
        }
        joins
    });
    ranges
}
