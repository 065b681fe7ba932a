//! Search over the real casebook, by the road that the browser takes: what each search finds, what comes first, what is
//! offered where nothing is found, and that every answer is what going through the records one by one gives.

use std::{collections::BTreeSet, path::Path};

use jikenbo::{
    authoring::{self, SourceFile},
    dimensions::Record,
    explore::{Explorer, field, suggest::Kind},
    model::Lang,
    text::{Literal, TextReason, fold, parse},
    url::{self, ViewState},
};

#[path = "common/mod.rs"]
#[allow(dead_code, reason = "the golden casebook is for other tests")]
mod common;

fn explorer() -> Explorer {
    let data = common::root().join("data");
    let sources: Vec<SourceFile> = common::files(&data)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| {
            let below = path.strip_prefix(&data).expect("below");
            let below = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            SourceFile { path: below, text: std::fs::read_to_string(&path).expect("UTF-8") }
        })
        .collect();
    Explorer::new(authoring::read(&sources).dataset)
}

fn lines(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(common::root().join(Path::new(file))).expect("a table");
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect()
}

/// The ids that a link finds. The search text comes in as a link, as it does in the browser.
fn ask(explorer: &mut Explorer, q: &str, sort: &str) -> Vec<String> {
    let link = url::write(&ViewState { q: q.to_owned(), sort: url::parse(sort).0.sort, ..ViewState::default() });
    let (state, dropped) = url::parse(&link);
    assert_eq!((state.q.as_str(), dropped.len()), (q, 0));
    let answer = explorer.run(&state);
    answer.order.iter().filter_map(|row| explorer.record(*row)).map(|r| r.id().to_owned()).collect()
}

#[test]
fn each_search_finds_its_cases() {
    let mut explorer = explorer();
    let mut expected: BTreeSet<String> = BTreeSet::new();
    let (mut wrong, mut searches) = (Vec::new(), 0);
    for line in lines("tests/search/golden.txt") {
        if let Some(ids) = line.strip_prefix('=') {
            expected = ids.split_whitespace().map(str::to_owned).collect();
            for id in &expected {
                assert!(explorer.row(id).is_some(), "no record {id}");
            }
            continue;
        }
        searches += 1;
        let found: BTreeSet<String> = ask(&mut explorer, &line, "").into_iter().collect();
        if found != expected {
            let missing: Vec<_> = expected.difference(&found).collect();
            let surplus: Vec<_> = found.difference(&expected).collect();
            wrong.push(format!("{line}: missing {missing:?}, surplus {surplus:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(searches >= 120, "{searches} searches");
}

#[test]
fn the_best_comes_first() {
    let mut explorer = explorer();
    let mut wrong = Vec::new();
    for line in lines("tests/search/first.txt") {
        let (q, ids) = line.split_once(" => ").expect("search => ids");
        let expected: Vec<&str> = ids.split_whitespace().collect();
        let found = ask(&mut explorer, q, "sort=relevance");
        if !found.iter().take(expected.len()).eq(expected.iter()) {
            wrong.push(format!("{q}: {:?}", &found[..found.len().min(4)]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All strings of a record that are text, found by turning it into JSON: nothing here knows of the index's fields.
fn texts(record: Record) -> Vec<String> {
    fn collect(value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => out.push(text.clone()),
            serde_json::Value::Array(all) => all.iter().for_each(|v| collect(v, out)),
            serde_json::Value::Object(all) => all.values().for_each(|v| collect(v, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    match record {
        Record::Incident(i, _) => collect(&serde_json::to_value(i).expect("JSON"), &mut out),
        Record::Article(a) => collect(&serde_json::to_value(a).expect("JSON"), &mut out),
    }
    out
}

#[test]
fn a_phrase_finds_nothing_that_is_not_written_and_all_that_is_in_the_headline() {
    let mut explorer = explorer();
    let rows: Vec<u32> = (0..).take_while(|row| explorer.record(*row).is_some()).collect();
    let mut asked = 0;
    for row in rows.iter().copied().step_by(9) {
        let Some(Record::Incident(incident, _)) = explorer.record(row) else { continue };
        let (id, headline) = (incident.id.clone(), incident.headline.ja.clone());
        let piece: String = headline.chars().skip(3).take(5).collect();
        if piece.contains(['"', '「', '」']) {
            continue;
        }
        asked += 1;
        let found = ask(&mut explorer, &format!("\"{piece}\""), "");
        assert!(found.contains(&id), "{piece}");
        let needle = fold(&piece).plain().to_owned();
        for id in found {
            let row = explorer.row(&id).expect("a row");
            let texts = texts(explorer.record(row).expect("a record"));
            assert!(texts.iter().any(|text| fold(text).text.contains(&needle)), "{piece} in {id}");
        }
    }
    assert!(asked > 10);
}

#[test]
fn every_dimension_can_be_asked_by_its_key_and_its_names() {
    for dimension in jikenbo::dimensions::DIMENSIONS {
        assert_eq!(field(dimension.key), Some(dimension.key));
        assert!(field(dimension.name.0).is_some() && field(dimension.name.1).is_some(), "{}", dimension.key);
        let typed = dimension.name.1.to_uppercase().replace(' ', "_");
        assert_eq!(field(&typed), field(dimension.name.1), "{typed}");
    }
    assert_eq!(field("https"), None);
    assert_eq!(field(""), None);
}

#[test]
fn what_cannot_be_used_is_said_and_the_rest_applied() {
    let mut explorer = explorer();
    let mut reasons = |q: &str| {
        let answer = explorer.run(&ViewState { q: q.to_owned(), ..ViewState::default() });
        let reasons: Vec<TextReason> = answer.text_diagnostics.iter().map(|d| d.reason).collect();
        (reasons, answer.matching)
    };
    let (_, mail) = reasons("メール");
    assert_eq!(reasons("affected:many メール"), (vec![TextReason::BadRange], mail));
    assert_eq!(reasons("label:nothing メール"), (vec![TextReason::UnknownValue], mail));
    assert_eq!(reasons("種別: -x メール").0, [TextReason::EmptyField]);
    assert_eq!(reasons("公表:2024..2022 メール"), (vec![TextReason::BadRange], mail));
    assert_eq!(reasons("colour:red").0, [TextReason::UnknownField]);
}

#[test]
fn synonyms_are_shown_and_can_be_switched_off() {
    let mut explorer = explorer();
    let with = explorer.run(&url::parse("q=漏洩").0);
    let without = explorer.run(&url::parse("q=漏洩&off=synonyms").0);
    let phrase = explorer.run(&url::parse("q=\"漏洩\"").0);
    assert!(with.matching > without.matching && !with.expansions.is_empty());
    assert_eq!((without.order, without.expansions.len()), (phrase.order, 0));
}

#[test]
fn an_empty_result_offers_what_would_find_something() {
    let mut explorer = explorer();
    let mut offers = |q: &str| {
        let state = ViewState { q: q.to_owned(), ..ViewState::default() };
        assert_eq!(explorer.run(&state).matching, 0, "{q}");
        let offers = explorer.offers(&state);
        for offer in &offers {
            let asked = ViewState { q: offer.q.clone(), ..state.clone() };
            assert_eq!(explorer.run(&asked).matching, offer.matching, "{}", offer.q);
            assert!(offer.matching > 0);
        }
        offers
            .into_iter()
            .map(|offer| offer.near.unwrap_or_else(|| format!("without {}", offer.word)))
            .collect::<Vec<_>>()
    };
    let folded = |words: Vec<String>| words.iter().map(|w| fold(w).plain().to_owned()).collect::<Vec<_>>();
    assert!(folded(offers("toyoat")).contains(&"toyota".to_owned()));
    assert!(folded(offers("Covermrk")).contains(&"covermark".to_owned()));
    assert!(offers("カバーマック").iter().any(|w| w.contains("カバーマーク")));
    assert!(offers("長崎権立大学").contains(&"長崎県立大学".to_owned()));
    assert!(offers("トヨタ zzzzzz").contains(&"without zzzzzz".to_owned()));
    assert_eq!(offers("トヨタ ダイキン").len(), 2);
}

#[test]
fn suggestions_lead_where_they_say() {
    let explorer = explorer();
    let suggest = |q: &str, lang| explorer.suggestions(&ViewState { q: q.to_owned(), ..ViewState::default() }, lang);
    let texts = |q: &str| suggest(q, Lang::Ja).into_iter().map(|s| s.text).collect::<Vec<_>>();
    assert!(texts("ながさきけ").contains(&"長崎県立大学".to_owned()), "by its reading");
    assert!(texts("nagasaki").iter().chain(&texts("university of naga")).any(|t| t.contains("長崎")));
    assert!(texts("ふぃっし").contains(&"フィッシング".to_owned()));
    assert!(texts("種").contains(&"種別:".to_owned()));
    assert!(texts("種別:フィ").contains(&"フィッシング".to_owned()));
    assert!(texts("2023-33").contains(&"2023-338".to_owned()));
    assert_eq!(texts("\"フィ"), Vec::<String>::new());
    for (q, lang) in
        [("メール フィッシ", Lang::Ja), ("mail phish", Lang::En), ("-種別:フィ", Lang::Ja), ("2024-0", Lang::En)]
    {
        let all = suggest(q, lang);
        assert!(!all.is_empty() && all.len() <= jikenbo::explore::suggest::MOST, "{q}");
        for s in all {
            // A whole state that a link can carry, and that loses nothing of the words before.
            assert_eq!(url::parse(&url::write(&s.state)).0, s.state);
            assert!(s.state.q.starts_with(q.split_once(' ').map_or("", |(first, _)| first)), "{q}: {}", s.text);
            match s.kind {
                Kind::Case => assert!(s.state.case.is_some()),
                Kind::Field => assert!(s.state.q.ends_with(':')),
                Kind::Value(_) => assert!(s.count.is_some_and(|n| n > 0)),
            }
        }
    }
}

#[test]
fn a_search_survives_being_written() {
    for line in lines("tests/search/golden.txt").into_iter().filter(|line| !line.starts_with('=')) {
        let (query, complaints) = parse(&line, &field);
        assert!(complaints.is_empty(), "{line}: {complaints:?}");
        let (again, complaints) = parse(&query.write(), &field);
        assert_eq!(again, query, "{line}");
        assert!(complaints.is_empty(), "{line}: {complaints:?}");
        let literals: Vec<&Literal> = query.clauses().iter().flat_map(|clause| &clause.any).collect();
        assert!(!literals.is_empty());
    }
}
