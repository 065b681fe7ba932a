//! `names=off`: no screen of the masked casebook tells an organisation.

use jikenbo::{
    authoring::{self, SourceFile},
    dataset::{Dataset, bytes},
    explore::{Explorer, mask::Mask},
    model::Incident,
    url,
};

#[path = "common/mod.rs"]
#[allow(dead_code, reason = "the golden casebook is for other tests")]
mod common;

fn casebook() -> Dataset {
    let data = common::root().join("data");
    let toml = common::files(&data).into_iter().filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let sources: Vec<SourceFile> = toml
        .map(|path| {
            let below = path.strip_prefix(&data).expect("below").to_string_lossy().replace('\\', "/");
            SourceFile { path: below, text: std::fs::read_to_string(&path).expect("UTF-8") }
        })
        .collect();
    authoring::read(&sources).dataset.without_withdrawn()
}

/// Every text of a record, ids and keys of vocabularies among them.
fn words(incident: &Incident) -> String {
    let id = incident.id.clone();
    let related: Vec<_> = incident.related.iter().map(|related| related.id.clone()).collect();
    let json = serde_json::to_string(incident).expect("writes");
    related.iter().chain([&id]).fold(json, |json, id| json.replace(id.as_str(), ""))
}

#[test]
fn no_record_names_the_organisation_it_is_about() {
    let open = casebook();
    let mask = Mask::new(&open);
    let masked = mask.dataset(open.clone());
    // Who supervised stays.
    let authorities: Vec<&str> = open
        .incidents
        .iter()
        .flat_map(|i| {
            let regulators = i.roles.iter().filter(|role| role.role == "regulator");
            let speaker = (i.source_kind == "regulator").then_some([i.org.ja.as_str(), i.org.en.as_str()]);
            regulators.map(|role| [role.name.ja.as_str(), role.name.en.as_str()]).chain(speaker).flatten()
        })
        .collect();
    let mut told = Vec::new();
    for (before, after) in open.incidents.iter().zip(&masked.incidents) {
        let after_words = words(after);
        let roles = before.roles.iter().flat_map(|role| [role.name.ja.as_str(), role.name.en.as_str()]);
        for name in [before.org.ja.as_str(), before.org.en.as_str()].into_iter().chain(roles) {
            if !authorities.contains(&name) && after_words.contains(name) {
                told.push(format!("{}: {name}", before.id));
            }
        }
        assert!(after.reports.iter().all(|report| report.url.is_none() && report.title.is_none()), "{}", after.id);
        assert_eq!(
            (&before.labels, &before.affected.len(), before.disclosed, &before.org_kind),
            (&after.labels, &after.affected.len(), after.disclosed, &after.org_kind)
        );
    }
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn one_organisation_has_one_name_and_two_have_two() {
    let open = casebook();
    let masked = Mask::new(&open).dataset(open.clone());
    let mut pairs: Vec<(&str, &str)> =
        open.incidents.iter().zip(&masked.incidents).map(|(a, b)| (a.org.ja.as_str(), b.org.ja.as_str())).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut names: Vec<&str> = pairs.iter().map(|(_, name)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), pairs.len(), "as many masked names as organisations");
}

#[test]
fn a_masked_casebook_packs_and_answers_as_the_open_one() {
    let open = casebook();
    let mask = Mask::new(&open);
    let masked = mask.dataset(open.clone());
    let parts = bytes::encode(&masked).expect("packs");
    let mut unpacked = bytes::decode_list(&parts.list).expect("list");
    bytes::add_texts(&mut unpacked, &parts.list, &parts.texts).expect("texts");
    assert_eq!(unpacked.incidents, masked.incidents);

    let (mut open, mut masked) = (Explorer::new(open), Explorer::new(masked));
    let ids = |explorer: &mut Explorer, query: &str| {
        let (state, _) = explorer.adopt(&url::parse(query).0);
        let answer = explorer.run(&state);
        answer.order.iter().filter_map(|row| explorer.record(*row)).map(|r| r.id().to_owned()).collect::<Vec<_>>()
    };
    for query in
        ["", "org=kanagawa-prefecture", "contractor=iseto-corporation&label=ransomware", "org=!gifu-prefecture"]
    {
        let asked = url::write(&mask.state(&url::parse(query).0));
        assert!(!asked.contains("prefecture") && !asked.contains("iseto"), "{asked}");
        let found = ids(&mut masked, &asked);
        assert!(!found.is_empty(), "{query}");
        assert_eq!(found, ids(&mut open, query), "{query}");
    }
}
