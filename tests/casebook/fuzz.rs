//! The fuzz targets as property tests: without a nightly compiler, and with bytes that are nearly right.

use jikenbo::dataset::bytes;
use proptest::{prelude::*, sample::Index};

use crate::{cases, dataset};

#[path = "../../fuzz/targets.rs"]
mod targets;

/// Signs that mean something in a link or a search, among others that do not.
fn written() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "label",
            "disclosed",
            "affected",
            "q",
            "sort",
            "case",
            "view",
            "cols",
            "unit",
            "lang",
            "=",
            "&",
            "?",
            "!",
            "..",
            ",",
            "%",
            "%2C",
            "%E3",
            "+",
            "-",
            "#",
            "\"",
            "OR",
            "-a",
            "\u{3000}",
            "2023-01",
            "令和5年",
            "ランサム",
            "ﾗﾝｻﾑ",
            "(株)",
            "1,000",
            "万",
            " ",
            "\0",
            "\u{1f}",
            "https://example.org/?",
        ])
        .prop_map(str::to_owned),
        ".{0,4}",
    ];
    prop::collection::vec(word, 0..14).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn links(text in written()) {
        targets::url(text.as_bytes());
    }

    #[test]
    fn searches(text in written()) {
        targets::query(text.as_bytes());
    }

    #[test]
    fn bytes_of_all_kinds(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        targets::decoder(&noise);
        targets::query(&noise);
        targets::url(&noise);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases().min(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_casebooks(changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..6), cut in any::<Index>()) {
        let parts = bytes::encode(&dataset()).expect("packs");
        // Behind the header, so that the target puts a right checksum before it.
        let mut payload = parts.list[24..].to_vec();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        payload.truncate(cut.index(payload.len()) + 1);
        let mut input = payload.clone();
        input.extend(payload);
        targets::decoder(&input);
    }
}
