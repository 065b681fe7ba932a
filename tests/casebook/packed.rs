//! The packed casebook: what goes in comes out, the bytes stay the same, and damage is named and never a panic.

use std::{fs, path::PathBuf, sync::LazyLock};

use jikenbo::{
    dataset::{
        Dataset, Texts,
        bytes::{self, DecodeError, Parts},
    },
    dimensions::{DIMENSIONS, Record, Source},
    model::derive::derive,
};
use proptest::prelude::*;

use crate::{cases, common::root, dataset};

static PARTS: LazyLock<Parts> = LazyLock::new(|| bytes::encode(&dataset()).expect("packed"));

fn parts() -> Parts {
    PARTS.clone()
}

fn open(parts: &Parts) -> Result<Dataset, DecodeError> {
    let mut dataset = bytes::decode_list(&parts.list)?;
    bytes::add_texts(&mut dataset, &parts.list, &parts.texts)?;
    Ok(dataset)
}

/// The small casebook of someone else.
fn other() -> Parts {
    let mut other = dataset();
    other.casebook.version = "2".into();
    bytes::encode(&other).expect("packed")
}

#[test]
fn what_is_packed_comes_out_again() {
    let original = dataset();
    let opened = open(&parts()).expect("opens");
    assert_eq!(opened.casebook, original.casebook);
    assert_eq!(opened.incidents, original.incidents);
    assert_eq!(opened.articles, original.articles);
    assert_eq!(opened.texts, Texts::Loaded);
    assert_eq!(opened.taxonomies.synonyms, original.taxonomies.synonyms);
    // Vocabularies may travel with only those values that the casebook uses; each of these is whole.
    for (key, vocabulary) in &opened.taxonomies.by_key {
        let whole = original.taxonomies.get(key);
        assert_eq!((&vocabulary.name, &vocabulary.aliases), (&whole.name, &whole.aliases), "{key}");
        for term in &vocabulary.values {
            assert_eq!(Some(term), whole.get(&term.key), "{key}");
        }
    }
    // No record says a value whose name stayed behind.
    let mut keys = Vec::new();
    for incident in &original.incidents {
        let derived = derive(incident, &original.taxonomies);
        for dimension in DIMENSIONS {
            let Source::Keys { taxonomy, read } = dimension.source else { continue };
            keys.clear();
            read(Record::Incident(incident, &derived), &original.taxonomies, &mut keys);
            for key in &keys {
                let term = opened.taxonomies.get(taxonomy).get(key);
                assert!(term.is_some(), "{}: {key}", incident.id);
                let parent = term.and_then(|t| t.parent.as_deref());
                assert!(parent.is_none_or(|p| opened.taxonomies.get(taxonomy).get(p).is_some()), "{key}");
            }
        }
    }
    assert_eq!(bytes::encode(&opened).expect("packed"), parts(), "packing again changes nothing");
}

#[test]
fn the_list_alone_lacks_only_texts() {
    let original = dataset();
    let list = bytes::decode_list(&parts().list).expect("opens");
    assert_eq!(list.texts, Texts::Pending);
    for (early, whole) in list.incidents.iter().zip(&original.incidents) {
        assert_eq!((&early.id, &early.headline, &early.labels), (&whole.id, &whole.headline, &whole.labels));
        assert_eq!((&early.org.ja, early.disclosed), (&whole.org.ja, whole.disclosed));
        assert_eq!(early.principal().map(|a| a.count), whole.principal().map(|a| a.count));
        assert!(early.summary.is_empty());
    }
}

#[test]
fn parts_packed_earlier_still_open() {
    let path = |part: &str| -> PathBuf { root().join(format!("tests/golden/casebook-v{}.{part}.bin", bytes::VERSION)) };
    let now = parts();
    if std::env::var_os("UPDATE_PACKED").is_some() {
        fs::write(path("list"), &now.list).expect("written");
        fs::write(path("texts"), &now.texts).expect("written");
    }
    let read = |part: &str| fs::read(path(part)).expect("there");
    let golden = Parts { list: read("list"), texts: read("texts") };
    assert_eq!(open(&golden).expect("opens").incidents, dataset().incidents);
    assert!(
        golden == now,
        "the same casebook now gives other bytes. If the format changed, raise dataset::bytes::VERSION; then refresh \
         with\n  UPDATE_PACKED=1 cargo test --test casebook"
    );
}

#[test]
fn each_kind_of_damage_has_its_name() {
    let (good, other) = (parts(), other());
    let list = |bytes: &[u8]| bytes::decode_list(bytes).map(|_| ()).expect_err("damaged");
    let with = |at: usize, to: &[u8]| {
        let mut bytes = good.list.clone();
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    };
    assert_eq!(list(b""), DecodeError::NotACasebook);
    assert_eq!(list(b"<!doctype html>"), DecodeError::NotACasebook);
    assert_eq!(list(&good.list[..3]), DecodeError::Truncated { expected: 24, found: 3 });
    let short = good.list.len() - 1;
    assert_eq!(list(&good.list[..short]), DecodeError::Truncated { expected: short + 1, found: short });
    assert_eq!(list(&with(8, &7u16.to_le_bytes())), DecodeError::Version { found: 7 });
    assert_eq!(list(&good.texts), DecodeError::WrongPart);
    assert_eq!(list(&with(good.list.len() - 1, &[!good.list[short]])), DecodeError::Checksum);
    assert!(matches!(list(&[&good.list[..], b"x"].concat()), DecodeError::Malformed(_)));
    assert!(matches!(list(&with(16, &u32::MAX.to_le_bytes())), DecodeError::Truncated { .. }));

    let mut dataset = bytes::decode_list(&good.list).expect("opens");
    let before = dataset.clone();
    let mut texts = |bytes: &[u8]| bytes::add_texts(&mut dataset, &good.list, bytes).expect_err("damaged");
    assert_eq!(texts(&other.texts), DecodeError::OtherCasebook);
    assert_eq!(texts(&good.list), DecodeError::WrongPart);
    assert!(matches!(texts(&good.texts[..40]), DecodeError::Truncated { .. }));
    assert_eq!(dataset, before, "damaged texts change nothing");
}

/// A part with the given payload and a right checksum: what a hostile server could send.
fn forged(kind: u16, casebook: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = bytes::MAGIC.to_vec();
    out.extend(bytes::VERSION.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(casebook.to_le_bytes());
    out.extend((payload.len() as u32).to_le_bytes());
    out.extend(crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(payload).to_le_bytes());
    out.extend(payload);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn a_part_cut_short_is_never_taken_for_whole(cut in any::<prop::sample::Index>()) {
        let good = parts();
        let at = cut.index(good.list.len());
        let error = bytes::decode_list(&good.list[..at]).expect_err("cut");
        let expected = if at == 0 { DecodeError::NotACasebook } else {
            DecodeError::Truncated { expected: if at < 24 { 24 } else { good.list.len() }, found: at }
        };
        prop_assert_eq!(error, expected);
    }

    #[test]
    fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), change in 1u8..) {
        let good = parts();
        let mut list = good.list.clone();
        let at = at.index(list.len());
        list[at] ^= change;
        match bytes::decode_list(&list) {
            Err(error) => {
                let named = match at {
                    0..8 => error == DecodeError::NotACasebook,
                    8..10 => matches!(error, DecodeError::Version { .. }),
                    10..12 => error == DecodeError::WrongPart,
                    16..20 => matches!(error, DecodeError::Truncated { .. } | DecodeError::Malformed(_)),
                    _ => error == DecodeError::Checksum,
                };
                prop_assert!(named, "byte {at}: {error:?}");
            }
            // The casebook's own number is compared when the texts come.
            Ok(mut dataset) => {
                prop_assert!((12..16).contains(&at), "byte {at} went unnoticed");
                prop_assert_eq!(bytes::add_texts(&mut dataset, &list, &good.texts), Err(DecodeError::OtherCasebook));
            }
        }
    }

    #[test]
    fn garbage_is_no_casebook(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(bytes::decode_list(&bytes).is_err());
    }

    #[test]
    fn a_forged_payload_never_panics(
        payload in prop::collection::vec(any::<u8>(), 0..300),
        at in any::<prop::sample::Index>(),
        patch in prop::collection::vec(any::<u8>(), 1..8),
    ) {
        let good = parts();
        let _ = bytes::decode_list(&forged(1, 0, &payload));
        // Sound bytes with a few others in the middle come further than pure noise.
        let mut sound = good.list[24..].to_vec();
        let at = at.index(sound.len());
        for (to, from) in sound[at..].iter_mut().zip(&patch) {
            *to = *from;
        }
        let _ = bytes::decode_list(&forged(1, 0, &sound));
        let mut dataset = bytes::decode_list(&good.list).expect("opens");
        let casebook = u32::from_le_bytes([good.list[12], good.list[13], good.list[14], good.list[15]]);
        let mut sound = good.texts[24..].to_vec();
        let at = at % sound.len();
        for (to, from) in sound[at..].iter_mut().zip(&patch) {
            *to = *from;
        }
        let _ = bytes::add_texts(&mut dataset, &good.list, &forged(2, casebook, &sound));
        let _ = bytes::add_texts(&mut dataset, &good.list, &forged(2, casebook, &payload));
    }
}
