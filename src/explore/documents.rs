//! What the search box looks through: all texts of both languages, field by field, and the bridge of synonyms.

use crate::{
    dataset::{
        Dataset,
        bytes::{self, DecodeError},
    },
    dimensions::DIMENSIONS,
    model::{Article, Incident, Taxonomies, Text},
    text::{SynonymGroup, Synonyms, TextIndex, fold_document},
};

/// Fields with their weight for ranking.
pub const NAME: (u8, u8) = (0, 8);
pub const HEADLINE: (u8, u8) = (1, 6);
pub const SUMMARY: (u8, u8) = (2, 4);
pub const DETAIL: (u8, u8) = (3, 2);
pub const NUMBER: (u8, u8) = (4, 10);
pub const ROLE: (u8, u8) = (5, 8);
pub const CAUSE: (u8, u8) = (6, 2);
pub const RESPONSE: (u8, u8) = (7, 2);
pub const PREVENTION: (u8, u8) = (8, 2);
pub const LESSON: (u8, u8) = (9, 2);
pub const TIMELINE: (u8, u8) = (10, 2);
pub const VECTOR: (u8, u8) = (11, 2);

/// A field as one of a set of bits.
pub const fn bit(field: (u8, u8)) -> u32 {
    1 << field.0
}

/// The fields of one document a row: incidents, then articles.
fn documents(dataset: &Dataset) -> impl Iterator<Item = Vec<(u8, &str)>> {
    dataset.incidents.iter().map(incident_fields).chain(dataset.articles.iter().map(article_fields))
}

/// The folded texts of a casebook, as [`index`] takes them.
pub fn folded(dataset: &Dataset) -> Vec<u8> {
    let mut out = Vec::new();
    for fields in documents(dataset) {
        fold_document(&fields, &mut out);
    }
    out
}

/// The folded texts of a packed casebook, without its texts or with them.
///
/// # Errors
/// Whatever is wrong with the bytes.
pub fn folded_parts(list: &[u8], texts: Option<&[u8]>) -> Result<Vec<u8>, DecodeError> {
    let mut dataset = bytes::decode_list(list)?;
    if let Some(texts) = texts {
        bytes::add_texts(&mut dataset, list, texts)?;
    }
    Ok(folded(&dataset))
}

/// One document a row. `folded` is what [`folded`] gave for this casebook elsewhere; where it is missing or does not
/// fit, the texts are folded here.
pub fn index(dataset: &Dataset, folded: Option<&[u8]>) -> TextIndex {
    let mut index = folded.and_then(|bytes| taken(dataset, bytes)).unwrap_or_else(|| {
        let mut index = empty();
        for fields in documents(dataset) {
            index.push_document(&fields);
        }
        index
    });
    index.finish();
    index
}

fn taken(dataset: &Dataset, mut bytes: &[u8]) -> Option<TextIndex> {
    let mut index = empty();
    for _ in 0..dataset.incidents.len() + dataset.articles.len() {
        index.push_folded(&mut bytes)?;
    }
    bytes.is_empty().then_some(index)
}

fn empty() -> TextIndex {
    let mut index = TextIndex::new();
    let fields = [NAME, HEADLINE, SUMMARY, DETAIL, NUMBER, ROLE, CAUSE, RESPONSE, PREVENTION, LESSON, TIMELINE, VECTOR];
    for (field, weight) in fields {
        index.set_weight(field, weight);
    }
    index
}

fn both<'a>(out: &mut Vec<(u8, &'a str)>, field: (u8, u8), text: &'a Text) {
    out.push((field.0, &text.ja));
    out.push((field.0, &text.en));
}

/// The texts of an incident, each with its field.
pub fn incident_fields<'a>(i: &'a Incident) -> Vec<(u8, &'a str)> {
    let mut out: Vec<(u8, &'a str)> = vec![(NUMBER.0, &i.id), (NAME.0, &i.org.ja), (NAME.0, &i.org.en)];
    let names = i.org.printed.iter().chain(&i.org_yomi).chain(&i.org_aliases);
    out.extend(names.map(|n| (NAME.0, n.as_str())));
    out.extend(i.case_no.iter().filter(|n| **n != i.id).map(|n| (NUMBER.0, n.as_str())));
    for role in &i.roles {
        both(&mut out, ROLE, &role.name);
    }
    out.extend(
        i.title.iter().chain(i.reports.iter().filter_map(|r| r.title.as_ref())).map(|t| (HEADLINE.0, t.as_str())),
    );
    both(&mut out, HEADLINE, &i.headline);
    both(&mut out, SUMMARY, &i.summary);
    let of = |field, texts: &[&'a Text], out: &mut Vec<(u8, &'a str)>| {
        for text in texts {
            both(out, field, text);
        }
    };
    of(CAUSE, &i.cause.iter().chain(&i.organisational_factors).collect::<Vec<_>>(), &mut out);
    of(RESPONSE, &i.response.iter().collect::<Vec<_>>(), &mut out);
    of(PREVENTION, &i.prevention.iter().collect::<Vec<_>>(), &mut out);
    of(LESSON, &i.lesson.iter().collect::<Vec<_>>(), &mut out);
    of(TIMELINE, &i.timeline.iter().map(|e| &e.event).collect::<Vec<_>>(), &mut out);
    let others = i.affected.iter().filter_map(|a| a.label.as_ref()).chain(i.statement.iter().map(|s| &s.text));
    of(DETAIL, &others.collect::<Vec<_>>(), &mut out);
    if let Some(vector) = &i.vector {
        out.push((VECTOR.0, &vector.ja));
        out.push((VECTOR.0, &vector.en));
    }
    out
}

/// The texts of an article, each with its field.
pub fn article_fields(a: &Article) -> Vec<(u8, &str)> {
    let mut out: Vec<(u8, &str)> = vec![(NUMBER.0, &a.id)];
    out.extend(a.title.iter().map(|t| (HEADLINE.0, t.as_str())));
    both(&mut out, HEADLINE, &a.headline);
    if let Some(publisher) = &a.publisher {
        both(&mut out, NAME, publisher);
    }
    both(&mut out, SUMMARY, &a.summary);
    for note in &a.notes {
        both(&mut out, DETAIL, &note.heading);
        both(&mut out, DETAIL, &note.text);
    }
    for tool in &a.tools {
        out.push((NAME.0, &tool.name));
        both(&mut out, DETAIL, &tool.what);
    }
    out
}

/// A term of a vocabulary, in either language, finds its synonyms and the cases that carry it.
pub fn synonyms(taxonomies: &Taxonomies) -> Synonyms {
    // Only vocabularies whose names are distinctive words: "other" or "Unknown" must not find half the casebook.
    const SEARCHED: [&str; 5] = ["label", "org_kind", "sector", "prefecture", "locus"];
    let mut groups = Vec::new();
    for dimension in DIMENSIONS.iter().filter(|d| SEARCHED.contains(&d.key)) {
        let Some(taxonomy) = dimension.taxonomy() else { continue };
        for term in &taxonomies.get(taxonomy).values {
            if term.key == "other" {
                continue;
            }
            let mut words = vec![term.ja.clone(), term.en.clone()];
            words.extend(term.synonyms.ja.iter().chain(&term.synonyms.en).cloned());
            words.retain(|w| !w.is_empty());
            groups.push(SynonymGroup { words, terms: vec![(dimension.key.to_owned(), term.key.clone())] });
        }
    }
    for group in &taxonomies.synonyms {
        let words = group.words.iter().chain(&group.en).cloned().collect();
        groups.push(SynonymGroup { words, terms: Vec::new() });
    }
    Synonyms::new(groups)
}
