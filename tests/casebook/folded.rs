//! A casebook that grows (texts behind the list) and whose texts were folded elsewhere answers like one built at once.

use jikenbo::{
    dataset::bytes::{self, Parts},
    dimensions::DIMENSIONS,
    explore::{Answer, Explorer, folded, folded_parts},
    url,
};
use proptest::prelude::*;

use crate::{cases, dataset};

/// Everything that an explorer says to the queries of the two doors.
fn answers(explorer: &mut Explorer) -> Vec<String> {
    let queries = std::fs::read_to_string("tests/queries.txt").expect("UTF-8");
    let queries = queries.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let answer = |query: &str| {
        let (state, dropped) = explorer.adopt(&url::parse(query.trim_start_matches('?')).0);
        format!("{query} {dropped:?} {}", said(explorer.run(&state)))
    };
    queries.map(answer).collect()
}

/// An answer in words. Columns behind those of the dimensions stand in an order of their own in each explorer.
fn said(mut answer: Answer) -> String {
    let mut totals = (*answer.totals).clone();
    totals.facets.truncate(DIMENSIONS.len());
    answer.facets.truncate(DIMENSIONS.len());
    answer.totals = totals.into();
    format!("{answer:?}")
}

fn parts() -> Parts {
    bytes::encode(&dataset()).expect("it can be packed")
}

/// The casebook as the browser gets it: the list first, asked for something, then the texts.
fn grown(parts: &Parts, of_list: Option<&[u8]>, of_texts: Option<&[u8]>) -> Explorer {
    let mut explorer = Explorer::of_columns(bytes::decode_list(&parts.list).expect("a list"));
    explorer.index(of_list);
    explorer.run(&url::parse("q=a").0);
    explorer.add_texts(&parts.list, &parts.texts, of_texts).expect("its texts");
    explorer
}

/// The casebook read whole.
fn whole(parts: &Parts) -> Explorer {
    let mut dataset = bytes::decode_list(&parts.list).expect("a list");
    bytes::add_texts(&mut dataset, &parts.list, &parts.texts).expect("its texts");
    Explorer::new(dataset)
}

#[test]
fn texts_that_come_later_change_nothing_but_what_is_found() {
    let parts = parts();
    let (mut grown, mut whole) = (grown(&parts, None, None), whole(&parts));
    assert_eq!(grown.dataset(), whole.dataset());
    assert_eq!(grown.columns().dictionaries, whole.columns().dictionaries);
    assert_eq!(answers(&mut grown), answers(&mut whole));
}

#[test]
fn what_is_folded_elsewhere_is_found_as_what_is_folded_here() {
    let parts = parts();
    let of_list = folded_parts(&parts.list, None).expect("a list");
    let of_texts = folded_parts(&parts.list, Some(&parts.texts)).expect("a casebook");
    assert!(of_list.len() < of_texts.len());
    let mut whole = whole(&parts);
    assert_eq!(of_texts, folded(whole.dataset()));
    assert_eq!(answers(&mut grown(&parts, Some(&of_list), Some(&of_texts))), answers(&mut whole));
    // The bytes are what is taken: those of the list alone find less.
    let found = |explorer: &mut Explorer| answers(explorer).concat();
    let mut poor = Explorer::of_columns(whole.dataset().clone());
    poor.index(Some(&of_list));
    assert_ne!(found(&mut poor), found(&mut whole));
}

#[test]
fn bytes_that_are_no_casebook_give_no_folded_texts() {
    let parts = parts();
    assert!(folded_parts(&parts.texts, None).is_err());
    assert!(folded_parts(&parts.list, Some(&parts.list)).is_err());
    let (mut explorer, before) = (grown(&parts, None, None), answers(&mut whole(&parts)));
    assert!(explorer.add_texts(&parts.list, &parts.texts[1..], None).is_err());
    assert_eq!(answers(&mut explorer), before, "damaged texts change nothing");
}

/// What is found by a few words.
fn finds(explorer: &mut Explorer) -> Vec<String> {
    ["q=漏えい", "q=malware", "q=2024", "q=株式会社"].map(|query| said(explorer.run(&url::parse(query).0))).into()
}

#[test]
fn folded_texts_that_do_not_fit_are_folded_here() {
    let dataset = dataset();
    let good = folded(&dataset);
    let expected = finds(&mut Explorer::new(dataset.clone()));
    let mut explorer = Explorer::of_columns(dataset);
    let more = [&good[..], &[0; 4]].concat();
    let mut no_text = good.clone();
    no_text[9] = 0xFF;
    let mut long = good.clone();
    long[0..4].copy_from_slice(&u32::MAX.to_le_bytes());
    let first = 4 + u32::from_le_bytes(*good.first_chunk().expect("a length")) as usize;
    for bad in [&[][..], &good[..good.len() - 1], &good[first..], &more, &no_text, &long, b"no folded texts at all"] {
        explorer.index(Some(bad));
        assert_eq!(finds(&mut explorer), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases().div_ceil(8)))]

    /// Whatever the bytes are, nothing panics, and what does not fit is not taken.
    #[test]
    fn cut_off_anywhere_or_changed_nothing_panics(cut in any::<prop::sample::Index>(), byte: u8, at in any::<prop::sample::Index>()) {
        let dataset = dataset();
        let good = folded(&dataset);
        let mut explorer = Explorer::of_columns(dataset);
        let expected = { explorer.index(None); finds(&mut explorer) };
        explorer.index(Some(&good[..cut.index(good.len())]));
        prop_assert_eq!(finds(&mut explorer), expected);
        let mut changed = good;
        let at = at.index(changed.len());
        changed[at] = byte;
        explorer.index(Some(&changed));
        finds(&mut explorer);
    }
}
