//! The packed casebook: one definition of the bytes, for the host that writes and the browser that reads.
//!
//! ```text
//! FILE    := gzip(PART)                     (the gzip layer is added and taken off outside of this module)
//! PART    := MAGIC VERSION KIND CASEBOOK LENGTH CRC PAYLOAD
//! MAGIC   := "JIKENBO\0"                    8 bytes
//! VERSION := u16                            little endian, as all numbers
//! KIND    := u16                            1 = list, 2 = texts
//! CASEBOOK:= u32                            CRC-32 of the list's payload, equal in both parts of one casebook
//! LENGTH  := u32                            bytes of the payload
//! CRC     := u32                            CRC-32 (IEEE) of the payload
//! PAYLOAD := postcard(ListPart | TextsPart)
//! ```
//! The list is all that cards and facets need; the texts follow. Decoding bytes that are not trusted gives a
//! [`DecodeError`], never a panic.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Casebook, Dataset, IncidentTexts, Texts};
use crate::model::{
    Article, Incident, Taxonomies, Text,
    article::{Note, Tool},
    taxonomy::{Term, WordGroup, Words},
};

/// First bytes of every part.
pub const MAGIC: [u8; 8] = *b"JIKENBO\0";
/// The format this build writes; older ones are refused with a message.
pub const VERSION: u16 = 2;
/// The checksum of gzip and zip.
const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
const HEADER: usize = 8 + 2 + 2 + 4 + 4 + 4;
const LIST: u16 = 1;
const TEXTS: u16 = 2;

/// Why bytes are no casebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Does not begin with [`MAGIC`].
    NotACasebook,
    /// Written by another version of the format.
    Version {
        /// What the file says.
        found: u16,
    },
    /// A texts part where the list was expected, or the other way round.
    WrongPart,
    /// The file ends too early.
    Truncated {
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// A byte was changed on the way.
    Checksum,
    /// The checksum is right but the content is not.
    Malformed(String),
    /// The texts belong to another casebook.
    OtherCasebook,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACasebook => write!(f, "this is no packed casebook (its first bytes are not JIKENBO)"),
            Self::Version { found } => {
                write!(f, "the casebook has format {found}, this program reads format {VERSION}; pack it again")
            }
            Self::WrongPart => write!(f, "this is another part of a casebook than the one expected"),
            Self::Truncated { expected, found } => {
                write!(f, "the casebook ends after {found} of {expected} bytes")
            }
            Self::Checksum => write!(f, "the casebook's checksum is wrong: it was damaged on the way"),
            Self::Malformed(what) => write!(f, "the casebook cannot be read: {what}"),
            Self::OtherCasebook => write!(f, "the texts belong to another casebook than the list"),
        }
    }
}

impl std::error::Error for DecodeError {}

#[derive(Serialize, Deserialize)]
struct ListPart {
    casebook: Casebook,
    taxonomies: Taxonomies,
    incidents: Vec<Incident>,
    articles: Vec<Article>,
}

#[derive(Serialize, Deserialize)]
struct TextsPart {
    incidents: Vec<IncidentTexts>,
    articles: Vec<(Text, Vec<Note>, Vec<Tool>)>,
    /// Explanations and synonyms of the vocabularies' values, vocabulary by vocabulary.
    terms: Vec<Vec<(Text, Words)>>,
    /// Search synonyms outside the vocabularies.
    synonyms: Vec<WordGroup>,
    /// The table of [`crate::text::take_decompositions`].
    decompositions: Vec<u8>,
}

/// A packed casebook before compression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Everything that cards and facets need.
    pub list: Vec<u8>,
    /// The rest.
    pub texts: Vec<u8>,
}

/// Packs a casebook. The same casebook gives the same bytes.
///
/// # Errors
/// A text that postcard cannot write; none is known.
pub fn encode(dataset: &Dataset) -> Result<Parts, DecodeError> {
    let mut incidents = dataset.incidents.clone();
    let mut articles = dataset.articles.clone();
    let mut taxonomies = used(dataset);
    let texts = TextsPart {
        incidents: incidents.iter_mut().map(IncidentTexts::take).collect(),
        articles: articles
            .iter_mut()
            .map(|a| (std::mem::take(&mut a.summary), std::mem::take(&mut a.notes), std::mem::take(&mut a.tools)))
            .collect(),
        terms: taxonomies
            .by_key
            .values_mut()
            .map(|t| {
                let texts = |v: &mut Term| (std::mem::take(&mut v.explain), std::mem::take(&mut v.synonyms));
                t.values.iter_mut().map(texts).collect()
            })
            .collect(),
        synonyms: std::mem::take(&mut taxonomies.synonyms),
        decompositions: decompositions().to_vec(),
    };
    let list = ListPart { casebook: dataset.casebook.clone(), taxonomies, incidents, articles };
    let malformed = |e: postcard::Error| DecodeError::Malformed(e.to_string());
    let list = postcard::to_stdvec(&list).map_err(malformed)?;
    let texts = postcard::to_stdvec(&texts).map_err(malformed)?;
    let casebook = CRC.checksum(&list);
    Ok(Parts { list: part(LIST, casebook, &list), texts: part(TEXTS, casebook, &texts) })
}

/// What a browser must be told about characters; only the host packs casebooks, and only it has the table itself.
const fn decompositions() -> &'static [u8] {
    #[cfg(not(target_arch = "wasm32"))]
    return crate::text::DECOMPOSITIONS;
    #[cfg(target_arch = "wasm32")]
    &[]
}

/// Vocabularies of hundreds of values travel with the values that the casebook uses, and their parents.
fn used(dataset: &Dataset) -> Taxonomies {
    use crate::dimensions::{DIMENSIONS, Record, Source};
    const LARGE: [&str; 6] = ["threat_actor", "action", "asset", "attribute", "country", "discovery"];
    const HOST_ONLY: [&str; 2] = ["action_vector", "motive"];
    let mut taxonomies = dataset.taxonomies.clone();
    taxonomies.by_key.retain(|key, _| !HOST_ONLY.contains(&key.as_str()));
    for dimension in DIMENSIONS {
        let Source::Keys { taxonomy, read } = dimension.source else { continue };
        if !LARGE.contains(&taxonomy) {
            continue;
        }
        let mut keys = Vec::new();
        for incident in &dataset.incidents {
            let derived = crate::model::derive::derive(incident, &dataset.taxonomies);
            read(Record::Incident(incident, &derived), &dataset.taxonomies, &mut keys);
        }
        let Some(vocabulary) = taxonomies.by_key.get_mut(taxonomy) else { continue };
        let parents: Vec<String> =
            keys.iter().filter_map(|k| vocabulary.get(k)).filter_map(|t| t.parent.clone()).collect();
        keys.extend(parents);
        keys.sort_unstable();
        keys.dedup();
        vocabulary.values.retain(|t| keys.binary_search(&t.key).is_ok());
    }
    taxonomies.reindex();
    taxonomies
}

fn part(kind: u16, casebook: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + payload.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(casebook.to_le_bytes());
    out.extend((payload.len() as u32).to_le_bytes());
    out.extend(CRC.checksum(payload).to_le_bytes());
    out.extend(payload);
    out
}

/// The payload of a part of the expected kind, and the casebook it belongs to.
fn open(bytes: &[u8], kind: u16) -> Result<(&[u8], u32), DecodeError> {
    let magic = bytes.get(..8).unwrap_or(bytes);
    if magic.is_empty() || !MAGIC.starts_with(magic) {
        return Err(DecodeError::NotACasebook);
    }
    let truncated = |expected| DecodeError::Truncated { expected, found: bytes.len() };
    let header = bytes.get(..HEADER).ok_or_else(|| truncated(HEADER))?;
    let u16_at = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let u32_at = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if u16_at(8) != VERSION {
        return Err(DecodeError::Version { found: u16_at(8) });
    }
    if u16_at(10) != kind {
        return Err(DecodeError::WrongPart);
    }
    let length = u32_at(16) as usize;
    let payload = &bytes[HEADER..];
    match payload.len() {
        found if found < length => return Err(truncated(HEADER.saturating_add(length))),
        found if found > length => {
            return Err(DecodeError::Malformed(format!("{} bytes behind the end", found - length)));
        }
        _ => {}
    }
    if CRC.checksum(payload) != u32_at(20) {
        return Err(DecodeError::Checksum);
    }
    Ok((payload, u32_at(12)))
}

fn read<T: DeserializeOwned>(payload: &[u8]) -> Result<T, DecodeError> {
    postcard::from_bytes(payload).map_err(|e| DecodeError::Malformed(e.to_string()))
}

/// Reads the list part. The texts are [`Texts::Pending`] until [`add_texts`].
///
/// # Errors
/// Whatever is wrong with the bytes.
pub fn decode_list(bytes: &[u8]) -> Result<Dataset, DecodeError> {
    let (payload, _) = open(bytes, LIST)?;
    let part: ListPart = read(payload)?;
    let mut dataset = Dataset::new(part.casebook, part.taxonomies, part.incidents, part.articles);
    dataset.taxonomies.reindex();
    dataset.texts = Texts::Pending;
    Ok(dataset)
}

/// Adds the texts to a casebook decoded from `list`.
///
/// # Errors
/// Whatever is wrong with the bytes, or that they belong to another casebook; the casebook is then unchanged.
pub fn add_texts(dataset: &mut Dataset, list: &[u8], texts: &[u8]) -> Result<(), DecodeError> {
    let (_, list_casebook) = open(list, LIST)?;
    let (payload, casebook) = open(texts, TEXTS)?;
    if casebook != list_casebook {
        return Err(DecodeError::OtherCasebook);
    }
    let part: TextsPart = read(payload)?;
    if part.incidents.len() != dataset.incidents.len() || part.articles.len() != dataset.articles.len() {
        return Err(DecodeError::OtherCasebook);
    }
    for (incident, texts) in dataset.incidents.iter_mut().zip(part.incidents) {
        texts.put(incident);
    }
    for (article, (summary, notes, tools)) in dataset.articles.iter_mut().zip(part.articles) {
        (article.summary, article.notes, article.tools) = (summary, notes, tools);
    }
    for (vocabulary, terms) in dataset.taxonomies.by_key.values_mut().zip(part.terms) {
        for (term, (explain, synonyms)) in vocabulary.values.iter_mut().zip(terms) {
            (term.explain, term.synonyms) = (explain, synonyms);
        }
    }
    dataset.taxonomies.synonyms = part.synonyms;
    crate::text::take_decompositions(&part.decompositions);
    dataset.texts = Texts::Loaded;
    Ok(())
}
