//! What the fuzz targets do with bytes that nobody vouches for. `tests/casebook/fuzz.rs` runs the same as property tests.

use std::cell::RefCell;

use engine::packed;
use jikenbo::{
    dataset::{
        Casebook, Dataset,
        bytes::{self, MAGIC, VERSION},
    },
    dimensions::{self, DIMENSIONS},
    explore::Explorer,
    model::{Incident, Taxonomies, Text},
    text,
    url::{self, ViewState},
};

/// Decoders answer with a value or an error, whatever the bytes.
pub fn decoder(input: &[u8]) {
    let _ = bytes::decode_list(input);
    if let Ok(table) = packed::decode(input) {
        assert_eq!(packed::decode(&packed::encode(&table)), Ok(table));
    }
    // Bytes whose checksum is right: the first half as the list, the second as the texts.
    let (list, texts) = input.split_at(input.len() / 2);
    let sum = crc32(list);
    let (list, texts) = (part(1, sum, list), part(2, sum, texts));
    if let Ok(mut dataset) = bytes::decode_list(&list) {
        let _ = bytes::add_texts(&mut dataset, &list, &texts);
    }
    let mut table = packed::MAGIC.to_vec();
    table.extend(packed::VERSION.to_le_bytes());
    table.extend(crc32(input).to_le_bytes());
    table.extend((input.len() as u32).to_le_bytes());
    table.extend(input);
    let _ = packed::decode(&table);
}

/// A part of a casebook around a payload, as `dataset::bytes` describes it.
fn part(kind: u16, casebook: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(casebook.to_le_bytes());
    out.extend((payload.len() as u32).to_le_bytes());
    out.extend(crc32(payload).to_le_bytes());
    out.extend(payload);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(bytes)
}

thread_local! {
    /// One case to search.
    static CASE: RefCell<Explorer> = RefCell::new(Explorer::new(Dataset::new(
        Casebook::default(),
        Taxonomies::default(),
        vec![Incident {
            id: "2023-1".into(),
            summary: Text { ja: "ランサムウェアで12,000件(令和5年)".into(), en: "Ransomware, 12,000 records".into() },
            ..Incident::default()
        }],
        Vec::new(),
    )));
}

/// A search is understood somehow, says the same when it is written and read again, and can be run.
pub fn query(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let field = |name: &str| dimensions::find(name).map(|at| DIMENSIONS[at].key);
    let (query, _) = text::parse(&input, &field);
    let written = query.write();
    assert_eq!(text::parse(&written, &field).0.write(), written, "{input:?}");
    let state = ViewState { q: input.chars().take(200).collect(), ..ViewState::default() };
    CASE.with(|case| {
        let mut case = case.borrow_mut();
        let (state, _) = case.adopt(&state);
        case.run(&state);
    });
}

/// A link is understood somehow, and says the same when it is written and read again.
pub fn url(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (state, _) = url::parse(url::query_of_link(&input));
    let written = url::write(&state);
    let (again, problems) = url::parse(&written);
    assert_eq!(url::write(&again), written, "{input:?}");
    assert!(problems.is_empty(), "{input:?} gives {written:?}: {problems:?}");
}
