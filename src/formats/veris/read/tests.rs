//! An invented file, and random ones.

use proptest::prelude::*;

use super::*;
use crate::model::taxonomy::Term;

fn taxonomies() -> Taxonomies {
    let term = |key: &str, en: &str, parent: Option<&str>, veris: Option<&str>| Term {
        key: key.into(),
        ja: format!("和{en}"),
        en: en.into(),
        parent: parent.map(str::to_owned),
        veris: veris.map(str::to_owned),
        ..Term::default()
    };
    let mut all = Taxonomies::default();
    for (key, values) in [
        (
            "discovery",
            vec![
                term("internal", "Internal", None, None),
                term("int_log", "Log", Some("internal"), Some("Log review")),
            ],
        ),
        ("action", vec![term("hacking", "Hacking", None, None), term("error", "Error", None, None)]),
        ("attribute", vec![term("confidentiality-personal", "Personal", None, None)]),
    ] {
        all.by_key.insert(key.into(), Taxonomy::new(key, Text::default(), Text::default(), values, Vec::new()));
    }
    all
}

/// Made up from beginning to end.
const FILE: &str = r#"{"incident_id":"AAAA-01","summary":" A bakery mailed its list to the wrong town. ","victim":{"victim_id":"Bun & Sons","country":["JP"],"industry":"311811","employee_count":"11 to 100"},"timeline":{"incident":{"year":2014,"month":2,"day":3}},"plus":{"timeline":{"notification":{"year":2014,"month":3}}},"action":{"error":{"variety":["Misdelivery"],"vector":["Unknown"]},"hacking":{"variety":["SQLi","SQLi"]}},"actor":{"internal":{"variety":["End-user"],"motive":["NA"]}},"asset":{"assets":[{"variety":"M - Documents"},{"variety":"M - Documents"}]},"attribute":{"confidentiality":{"data":[{"variety":"Personal"},{"variety":"Unknown"}],"data_total":0,"data_disclosure":"Potentially"}},"discovery_method":{"internal":{"variety":["Log review"]}},"reference":"https://example.org/a; ftp://example.org/b, http://example.org/c"}

{"incident_id":"aaaa-01","victim":{"country":["Unknown"],"industry":"000000","employee_count":"Unknown"},"timeline":{"incident":{"year":2013,"month":0}},"action":{"unknown":{}},"discovery_method":{"unknown":true}}
not json
[1]
{"timeline":{"incident":{"year":2013,"month":2,"day":31}},"victim":{"employee_count":"Plenty"},"attribute":{"confidentiality":{"data_total":"many"}},"discovery_method":{"unknown":false}}
"#;

#[test]
fn every_column_of_an_incident_is_read() {
    let (dataset, _) = read(FILE, &taxonomies());
    let first = dataset.incident("aaaa-01").expect("there");
    assert_eq!(first.occurred.from.map(|date| date.to_string()).as_deref(), Some("2014-02-03"));
    assert_eq!(first.disclosed.map(|date| date.to_string()).as_deref(), Some("2014-03"));
    assert_eq!((first.sector.as_deref(), first.country.as_deref()), (Some("31"), Some("JP")));
    assert_eq!(first.org_kind, "staff_11");
    assert_eq!(first.labels, ["hacking", "error"]);
    assert_eq!(first.veris.action["hacking"].variety, ["SQLi"]);
    assert!(first.veris.action["error"].vector.is_empty());
    assert_eq!(first.veris.threat_actor["internal"].variety, ["End-user"]);
    assert_eq!(first.veris.asset, ["M - Documents"]);
    assert_eq!(first.data_items, ["personal", "unknown"]);
    assert_eq!(first.leak_status.as_deref(), Some("possible"));
    assert_eq!(first.discovery.as_deref(), Some("int_log"));
    assert_eq!(first.principal().map(|count| (count.what.as_str(), count.count)), Some(("records", 0)));
    assert_eq!(
        (first.org.en.as_str(), first.summary.en.as_str()),
        ("Bun & Sons", "A bakery mailed its list to the wrong town.")
    );
    let addresses: Vec<_> = first.reports.iter().filter_map(|report| report.url.as_deref()).collect();
    assert_eq!(addresses, ["https://example.org/a", "http://example.org/c"]);
    assert_eq!(
        (first.headline.ja.as_str(), first.headline.en.as_str()),
        ("和Hacking、和Error:和Personal", "Hacking, Error: Personal")
    );
}

#[test]
fn unknown_is_missing_and_never_nought() {
    let (dataset, _) = read(FILE, &taxonomies());
    let second = dataset.incident("aaaa-01-2").expect("the second of its id");
    assert_eq!(second.occurred.from.map(|date| date.to_string()).as_deref(), Some("2013"));
    assert!(second.country.is_none() && second.sector.is_none() && second.discovery.is_none());
    assert!(second.affected.is_empty() && second.leak_status.is_none() && second.org_kind.is_empty());
}

#[test]
fn bad_lines_are_named_and_the_rest_is_read() {
    let (dataset, findings) = read(FILE, &taxonomies());
    assert_eq!(dataset.incidents.len(), 3);
    let lost: Vec<usize> = findings.iter().filter(|finding| finding.lost).map(|finding| finding.line).collect();
    assert_eq!(lost, [4, 5]);
    let noted: Vec<usize> = findings.iter().filter(|finding| !finding.lost).map(|finding| finding.line).collect();
    assert_eq!(noted, [3, 6, 6, 6, 6], "{findings:?}");
    let dates: Vec<_> = dataset.incidents.iter().filter_map(|incident| incident.occurred.from).collect();
    assert!(dates.contains(&"2013-02".parse().expect("a date")), "of a day that is none, the month: {dates:?}");
}

#[test]
fn a_casebook_read_so_packs_and_unpacks() {
    let (dataset, _) = read(FILE, &taxonomies());
    let parts = crate::dataset::bytes::encode(&dataset).expect("packs");
    let mut unpacked = crate::dataset::bytes::decode_list(&parts.list).expect("list");
    crate::dataset::bytes::add_texts(&mut unpacked, &parts.list, &parts.texts).expect("texts");
    assert_eq!(unpacked.incidents, dataset.incidents);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::test_cases(), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "[\\{\\}\\[\\]\":,a-z0-9\n]{0,200}", cut in 0usize..2_500, byte in any::<char>()) {
        let _ = read(&text, &taxonomies());
        // The invented file, cut short or with another character in it.
        let at = FILE.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(0);
        let _ = read(&FILE[..at], &taxonomies());
        let _ = read(&format!("{}{byte}{}", &FILE[..at], &FILE[at..]), &taxonomies());
    }
}

/// The database itself, where it lies beside the project (it is not part of it).
#[test]
fn the_community_database_is_read_whole() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vcdb/vcdb-2020-03.jsonl.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("passed over: no ../shared/vcdb");
        return;
    };
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).expect("gzip of UTF-8");
    let (dataset, findings) = read(&text, &taxonomies());
    assert_eq!(dataset.incidents.len(), 8_553);
    assert!(findings.iter().all(|finding| !finding.lost));
    assert_eq!(findings.iter().filter(|finding| finding.message.contains("occurs again")).count(), 5);
    let with = |has: fn(&Incident) -> bool| dataset.incidents.iter().filter(|incident| has(incident)).count();
    assert_eq!(with(|incident| incident.occurred.from.is_some()), 8_553);
    assert!(with(|incident| incident.principal().is_some()) > 4_000);

    let limits = [("twelve columns", columns(&dataset), 12), ("with summaries", columns_with_summaries(&dataset), 200)];
    for (what, table, limit) in limits {
        let packed = packed::encode(&table);
        assert_eq!(packed::decode(&packed), Ok(table));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, &packed).expect("writes");
        let bytes = gzip.finish().expect("writes").len();
        assert!(bytes <= limit * dataset.incidents.len(), "{bytes} bytes for the {what}");
        println!("{what} of {} incidents: {bytes} bytes gzip", dataset.incidents.len());
    }
}

#[test]
fn the_columns_hold_what_the_incidents_hold() {
    let (dataset, _) = read(FILE, &taxonomies());
    let table = columns(&dataset);
    assert_eq!((table.rows, table.columns.len()), (3, 13));
    let packed::Values::Several { words, sets, codes } = &table.columns[6].1 else { panic!("actions are several") };
    let actions: Vec<Vec<&str>> = codes
        .iter()
        .map(|set| sets[*set as usize].iter().map(|word| words[*word as usize].as_str()).collect())
        .collect();
    assert_eq!(actions, [vec!["error", "hacking"], vec!["unknown"], vec![]]);
    assert_eq!(table.columns[12].1, packed::Values::Numbers(vec![Some(0), None, None]));
    assert_eq!(packed::decode(&packed::encode(&table)), Ok(table));
}
