//! The command line as a user meets it: what it prints, what it returns, what a query means.

mod common;

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use common::{files, golden, root};
use serde_json::Value;
use tempfile::TempDir;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jikenbo"));
    command.current_dir(root());
    command
}

fn jikenbo(arguments: &[&str]) -> Output {
    command().args(arguments).output().expect("jikenbo runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A copy of the golden casebook to break.
fn copy() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for path in files(&golden()) {
        let to = dir.path().join(path.strip_prefix(golden()).expect("below"));
        fs::create_dir_all(to.parent().expect("has one")).expect("made");
        fs::copy(&path, to).expect("copied");
    }
    dir
}

/// What a query over the golden casebook answers.
fn ask(query: &str) -> Value {
    let output = jikenbo(&["query", query, "--data", text(&golden()), "--format", "json"]);
    assert!(output.status.success(), "{query}: {}", err(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn ids(answer: &Value) -> String {
    let ids = answer["ids"].as_array().expect("a list");
    ids.iter().map(|id| id.as_str().expect("an id")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_casebook_of_this_repository_is_clean() {
    for dir in [root().join("data"), golden()] {
        let output = jikenbo(&["check", text(&dir)]);
        assert_eq!(err(&output), "");
        assert!(output.status.success());
        assert!(out(&output).contains("0 error(s), 0 warning(s)"), "{}", out(&output));
    }
}

const BROKEN_CASE: &str = r#"colour = "red"
org_kind = "compny"
labels = ["ransomware", 3, "lossy"]
source_kind = "party"
confidence = "complete"
discovered = "2023-06-02"
disclosed = "2023-06-01"
page = "javascript:alert(1)"
reviewed = "2026-01-01"

[org]
ja = "北食品"
en = "Kita 食品"

[headline]
ja = "見出し"

[summary]
ja = "概要"
en = "Summary"
fr = "résumé"

[[reports]]
source_kind = "party"
url = "not an address"

[[affected]]
what = "persons"
count = 10
principal = true

[[affected]]
what = "persons"
count = 3
of = "persons"
principal = true

[[related]]
id = "1999-001"
why = "same_vendor"

[veris.action.malware]
variety = ["ransomware"]

[text_status]
ja = "human"
en = "human"
"#;

#[test]
fn one_run_names_everything_that_is_wrong() {
    let dir = copy();
    let write = |path: &str, content: &[u8]| fs::write(dir.path().join(path), content).expect("written");
    write("cases/2023/2023-001.toml", b"labels = [\"loss\"]\norg_kind = \"company\n");
    write("cases/2023/2023-002.toml", BROKEN_CASE.as_bytes());
    write("articles/big.toml", b"x = 99999999999999999999999\n");
    write("taxonomy/locus.toml", b"[taxonomy]\nkey = \"locus\n");
    let article = fs::read_to_string(golden().join("articles/2024-note.toml")).expect("there");
    write("articles/2024-001.toml", article.as_bytes());
    let mut bytes = article.into_bytes();
    bytes.extend(b"# \xff\xfe\n");
    write("articles/2024-note.toml", &bytes);
    let lines = bytes.iter().filter(|b| **b == b'\n').count();

    let output = jikenbo(&["check", text(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    let found = err(&output);
    let prefix = format!("{}/", text(dir.path()));
    let mut found: Vec<&str> = found.lines().map(|l| l.strip_prefix(&prefix).expect("the folder")).collect();
    let utf8 = format!("articles/2024-note.toml:{lines}: file: the bytes here are not UTF-8; save the file as UTF-8");
    // Each line: file, line and field as they stand, and how the message begins.
    let expected = [
        "articles/2024-001.toml:1: id: the id \"2024-001\" is also used in cases/2024/2024-001.toml",
        utf8.as_str(),
        "articles/big.toml:1: toml: this is no TOML",
        "cases/2023/2023-001.toml:2: toml: this is no TOML",
        "cases/2023/2023-002.toml:1: colour: unknown field `colour`",
        "cases/2023/2023-002.toml:2: org_kind: \"compny\" is not in taxonomy/org_kind.toml",
        "cases/2023/2023-002.toml:3: labels[1]: invalid type: integer `3`, expected a string",
        "cases/2023/2023-002.toml:3: labels[2]: \"lossy\" is not in taxonomy/label.toml, perhaps \"loss\"",
        "cases/2023/2023-002.toml:7: disclosed: 2023-06-01 lies before discovered (2023-06-02)",
        "cases/2023/2023-002.toml:8: page: an address with \"javascript\" is not allowed",
        "cases/2023/2023-002.toml:13: org.en: Japanese character '食' in the English text",
        "cases/2023/2023-002.toml:15: headline.en: the English text is missing",
        "cases/2023/2023-002.toml:21: summary.fr: unknown field `fr`",
        "cases/2023/2023-002.toml:25: reports[0].url: \"not an address\" is no address",
        "cases/2023/2023-002.toml:27: affected: 2 counts are principal; mark exactly one",
        "cases/2023/2023-002.toml:29: affected[0].count: the parts add up to 3, not 10",
        "cases/2023/2023-002.toml:35: affected[1].of: the principal count is no part of another one",
        "cases/2023/2023-002.toml:39: related[0].id: there is no record \"1999-001\"",
        "cases/2023/2023-002.toml:43: veris.action.malware.variety[0]: VERIS spells this \"Ransomware\"",
        "taxonomy/locus.toml:2: toml: this is no TOML",
    ];
    for begin in expected {
        let at = found.iter().position(|line| line.starts_with(begin));
        assert!(at.is_some(), "missing: {begin}\nin:\n{}", found.join("\n"));
        found.remove(at.unwrap_or_default());
    }
    assert_eq!(found, Vec::<&str>::new(), "findings that nobody asked for");
    assert!(out(&output).contains("20 error(s)"), "{}", out(&output));
}

#[test]
fn a_deny_list_is_kept_outside_and_looked_for_everywhere() {
    let dir = copy();
    let list = tempfile::NamedTempFile::new().expect("a file");
    let check = |names: &str| {
        fs::write(list.path(), names).expect("written");
        jikenbo(&["check", text(dir.path()), "--deny-list", text(list.path())])
    };
    let output = check("架空花子\n");
    assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()));

    // An organisation stands in for a person here: the golden casebook names nobody.
    let output = check("# a comment\n\n南 警察 署 # a place\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("2024-001.toml:13: org.ja: \"南 警察 署\" is on the deny list; "),
        "{}",
        err(&output)
    );

    let output = check("南\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains(":1: name: \"南\" is too short to look for"), "{}", err(&output));
    let output = jikenbo(&["check", text(dir.path()), "--deny-list", "no/such/file"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cannot read no/such/file"), "{}", err(&output));
}

#[test]
fn nothing_is_packed_asked_or_exported_of_a_broken_casebook() {
    let dir = copy();
    fs::write(dir.path().join("cases/2023/2023-001.toml"), "x = 1\n").expect("written");
    let to = dir.path().join("packed");
    for arguments in [
        &["pack", "--data", text(dir.path()), "--out", text(&to)][..],
        &["query", "", "--data", text(dir.path())],
        &["export", "--format", "json", "--data", text(dir.path())],
    ] {
        let output = jikenbo(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains("2023-001.toml:1: x: unknown field"), "{}", err(&output));
        assert_eq!(out(&output), "", "{arguments:?}");
    }
    assert!(!to.exists());
}

#[test]
fn a_missing_folder_is_said() {
    for arguments in [&["check", "no/such/folder"][..], &["query", "", "--data", "no/such/folder"]] {
        let output = jikenbo(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("no/such/folder is no folder; run from the repository root"), "{}", err(&output));
    }
}

#[test]
fn new_writes_a_template_that_check_finds_wanting() {
    let dir = copy();
    let new = |id: &str| jikenbo(&["new", id, "--data", text(dir.path())]);
    let output = new("2026-777");
    assert!(output.status.success(), "{}", err(&output));
    let path = dir.path().join("cases/2026/2026-777.toml");
    let template = fs::read_to_string(&path).expect("written");
    assert!(template.contains("case_no = \"2026-777\""));

    let output = jikenbo(&["check", text(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    let found = err(&output);
    for field in ["org_kind", "labels", "org.ja", "org.en", "headline.ja", "headline.en", "summary.ja", "reviewed"] {
        assert!(found.contains(&format!(": {field}: ")), "{field} is not named in:\n{found}");
    }
    assert!(found.lines().all(|l| l.contains("2026-777.toml:")), "{found}");

    fs::write(&path, "mine").expect("written");
    let output = new("2026-777");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("is already there"), "{}", err(&output));
    assert_eq!(fs::read_to_string(&path).expect("there"), "mine");
    for id in ["../2026-1", "2026", "2026/1", "x", "２０２６-1", "2026-A"] {
        assert_eq!(new(id).status.code(), Some(2), "{id}");
    }
}

#[test]
fn packing_twice_gives_the_same_bytes() {
    let pack = || {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("casebook-list-old.jkb"), "old").expect("written");
        let output = jikenbo(&["pack", "--data", text(&golden()), "--out", text(dir.path())]);
        assert!(output.status.success(), "{}", err(&output));
        let all: Vec<(String, Vec<u8>)> = files(dir.path())
            .into_iter()
            .map(|p| (p.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&p).expect("there")))
            .collect();
        (out(&output), all)
    };
    let (said, first) = pack();
    assert_eq!(first, pack().1);
    assert_eq!(first.len(), 3, "parts of earlier packings go");
    let size = |part: &str| first.iter().find(|(name, _)| name.contains(part)).expect("a part").1.len();
    let expected =
        format!("packed 8 incidents and 1 articles: list {} bytes, texts {} bytes\n", size("-list-"), size("-texts-"));
    assert_eq!(said, expected);
    let manifest = first.iter().find(|(name, _)| name == "casebook.json").expect("the manifest");
    let manifest: Value = serde_json::from_slice(&manifest.1).expect("JSON");
    for part in ["list", "texts"] {
        assert!(first.iter().any(|(name, _)| manifest[part] == name.as_str()), "{part}");
    }
}

const ALL: &str = "2025-001 2025-002 2024-kawabe 2024-001 2023-002 2023-001 2023-003 2024-003";

/// What stands behind `?`, and the ids it gives over the golden casebook, in display order.
const MEANINGS: &[(&str, &str)] = &[
    // Nothing asked: incidents alone, newest report (else disclosure) first, unknown last, then by id.
    ("", ALL),
    ("kind=incident", ALL),
    ("kind=article", "2024-note"),
    ("kind=!article", ALL),
    ("kind=incident,article", "2025-001 2025-002 2024-kawabe 2024-note 2024-001 2023-002 2023-001 2023-003 2024-003"),
    // A comma is OR, a repeated key AND, different keys AND.
    ("label=ransomware", "2023-002"),
    ("label=loss,insider", "2024-kawabe 2024-001"),
    ("label=loss%2Cinsider", "2024-kawabe 2024-001"),
    ("label=loss&label=insider", ""),
    ("label=ransomware&label=unauthorized_access", "2023-002"),
    ("data=name&data=card_number", "2023-002"),
    ("data=name,card_number", "2025-001 2023-002 2023-001"),
    ("leak=confirmed&org_kind=company&data=address", "2023-003"),
    // A leaf counts for its parent.
    ("label=unauthorized_access", "2025-001 2023-002 2024-003"),
    ("label=mistake", "2024-001 2023-003"),
    ("data=basic", "2023-002 2023-001 2023-003"),
    // ! takes out and keeps the unknown; an exclusion in a list always takes out.
    ("label=!mistake", "2025-001 2025-002 2024-kawabe 2023-002 2023-001 2024-003"),
    ("label=!mistake,!insider", "2025-001 2025-002 2023-002 2023-001 2024-003"),
    ("label=unauthorized_access,!malware_group", "2025-001 2024-003"),
    ("leak=!confirmed", "2025-001 2025-002 2024-kawabe 2024-001 2023-001"),
    ("data=!basic", "2025-001 2025-002 2024-kawabe 2024-001 2024-003"),
    // ? is a value like any other.
    ("leak=?", "2025-002 2024-001"),
    ("leak=!?", "2025-001 2024-kawabe 2023-002 2023-001 2023-003 2024-003"),
    ("leak=confirmed,?", "2025-002 2024-001 2023-002 2023-003 2024-003"),
    ("leak=!confirmed,!?", "2025-001 2024-kawabe 2023-001"),
    // Ranges; a partial date matches when its interval overlaps.
    ("disclosed=2023-04..2023-05", "2023-001 2023-003"),
    ("disclosed=2023-06-15", "2023-002 2023-003"),
    ("disclosed=..2023", "2023-002 2023-001 2023-003"),
    ("disclosed=2025..", "2025-001 2025-002"),
    ("disclosed=2024-03-31..2024-03-31", "2024-kawabe"),
    ("disclosed=?", "2024-003"),
    ("disclosed=2024,?", "2024-kawabe 2024-001 2024-003"),
    ("disclosed=!2023", "2025-001 2025-002 2024-kawabe 2024-001 2024-003"),
    ("disclosed=!2023,!?", "2025-001 2025-002 2024-kawabe 2024-001"),
    ("occurred=2024-12", "2025-001"),
    ("updated=2023-05", "2023-001 2023-003"),
    ("days_found=2", "2023-001"),
    ("days_told=7", "2025-001 2023-001"),
    ("days_told=8..", "2025-001"),
    ("days=43", "2025-001 2023-002"),
    // The principal count: persons unless a unit is asked for; nought is known, another unit is not.
    ("affected=100..", "2025-001 2023-002 2023-001"),
    ("affected=100", "2023-001"),
    ("affected=0", "2024-kawabe"),
    ("affected=..50&unit=records", "2023-003"),
    ("affected=1..99,1000..", "2025-001 2023-002"),
    ("affected=?", "2025-002 2024-001 2023-003 2024-003"),
    ("affected=!100..", "2025-002 2024-kawabe 2024-001 2023-003 2024-003"),
    // One query for each other dimension.
    ("unit=records", "2023-003"),
    ("org=kita-foods", "2023-002 2023-003"),
    ("contractor=minato-services", "2025-001 2023-001"),
    ("org_kind=police,national_government", "2024-kawabe 2024-001"),
    ("sector=S", "2023-001"),
    ("country=TH", "2024-003"),
    ("prefecture=13", "2024-001 2023-002"),
    ("locus=service_vendor", "2025-001 2023-002"),
    ("vector=wrong_recipient", "2023-003"),
    ("damage=none_confirmed", "2023-002"),
    ("discovery=own_check", "2023-001"),
    ("stage=first&stage=final", "2023-001"),
    ("source_kind=regulator", "2024-003"),
    ("confidence=partial", "2025-002"),
    ("fy=2023", "2024-kawabe 2024-001 2023-002 2023-001"),
    ("fy=2024", "2025-001 2025-002"),
    ("cause=access", "2023-002 2023-001 2024-003"),
    ("appi=over_1000", "2025-001 2023-002"),
    ("threat_actor=external", "2023-002"),
    ("action=malware-ransomware", "2023-002"),
    ("asset=server", "2023-002"),
    ("attribute=availability-obscuration", "2023-002"),
    // Search: words are AND; a taxonomy term finds the cases that carry it.
    ("q=暗号化", "2023-002"),
    ("q=%E6%9A%97%E5%8F%B7%E5%8C%96", "2023-002"),
    ("q=サーバー 流出", "2023-002"),
    ("q=偽警告", "2023-001"),
    ("q=minato", "2025-001 2023-001"),
    ("q=minato&q=アオバ&label=support_scam", ""),
    ("q=偽の警告&kind=article", "2024-note"),
    // Pick is an ordered list, hide takes out; older ids still mean their case.
    ("pick=2024-001,2023-002", "2024-001 2023-002"),
    ("pick=2024-001,2023-002&sort=id", "2023-002 2024-001"),
    ("pick=2024-001,2023-002&label=loss", "2024-001"),
    ("pick=2025-old", "2025-001"),
    ("hide=2025-old,2025-002&disclosed=2024..", "2024-kawabe 2024-001"),
    // Older keys stand for a query of today's keys.
    ("label=supply_chain", "2025-001 2023-002 2023-001"),
    ("label=!supply_chain", "2025-002 2024-kawabe 2024-001 2023-003 2024-003"),
    ("label=slip", "2024-001 2023-003"),
    ("label=slip,insider", "2024-kawabe 2024-001 2023-003"),
    ("label=!slip", "2025-001 2025-002 2024-kawabe 2023-002 2023-001 2024-003"),
    // Sorting: the unknown is last either way; ties are newest first.
    ("sort=affected", "2024-kawabe 2023-001 2025-001 2023-002 2025-002 2024-001 2023-003 2024-003"),
    ("sort=-affected", "2023-002 2025-001 2023-001 2024-kawabe 2025-002 2024-001 2023-003 2024-003"),
    ("sort=org_en", "2023-001 2024-003 2024-kawabe 2023-002 2023-003 2024-001 2025-002 2025-001"),
    ("sort=-id", "2025-002 2025-001 2024-kawabe 2024-003 2024-001 2023-003 2023-002 2023-001"),
    ("sort=confidence,id", "2023-001 2023-002 2023-003 2024-001 2024-003 2024-kawabe 2025-001 2025-002"),
    ("sort=-disclosed", "2025-001 2025-002 2024-kawabe 2024-001 2023-002 2023-001 2023-003 2024-003"),
    ("q=minato&sort=relevance", "2025-001 2023-001"),
    // A paused filter does not count; what only concerns the screen changes nothing.
    ("label=loss&off=label", ALL),
    ("q=暗号化&off=q", ALL),
    ("pick=2024-001&off=pick", ALL),
    ("view=table&cols=org,label&lang=en&theme=dark&ui=chips&case=2023-001&chart=month&vs=label%3Dloss&names=off", ALL),
    ("endpoint=x&fetch=x&actor=x&registration=x&activityId=x", ALL),
];

#[test]
fn queries_mean_what_is_documented() {
    let mut wrong = Vec::new();
    for (query, expected) in MEANINGS {
        let answer = ask(query);
        let got = ids(&answer);
        if got != *expected || answer["diagnostics"] != Value::Array(Vec::new()) {
            wrong.push(format!("{query}\n  expected {expected}\n  got      {got} {}", answer["diagnostics"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_query_cannot_use_is_named_and_the_rest_applied() {
    for (query, expected, part, problem) in [
        ("label=loss&colour=red", "2024-001", "colour=red", "unknown_key"),
        ("label=loss,nonsense", "2024-001", "label=nonsense", "unknown_value"),
        ("label=nonsense", ALL, "label=nonsense", "unknown_value"),
        ("label=<b>", ALL, "label=<b>", "bad_value"),
        ("label=loss,supply_chain", "2024-001", "label=supply_chain", "unknown_value"),
        ("affected=many", ALL, "affected=many", "bad_range"),
        ("disclosed=2024..2023", ALL, "disclosed=2024..2023", "bad_range"),
        ("pick=2024-001,1999-001", "2024-001", "pick=1999-001", "unknown_id"),
        ("case=1999-001", ALL, "case=1999-001", "unknown_id"),
        ("sort=colour", ALL, "sort=colour", "unknown_value"),
        ("view=table&view=cards", ALL, "view=cards", "repeated"),
        ("pin=0", ALL, "pin=0", "other_version"),
    ] {
        let answer = ask(query);
        assert_eq!(ids(&answer), expected, "{query}");
        let diagnostics = answer["diagnostics"].as_array().expect("a list");
        assert_eq!(diagnostics.len(), 1, "{query}: {diagnostics:?}");
        assert_eq!(diagnostics[0]["part"], part, "{query}");
        assert_eq!(diagnostics[0]["problem"], problem, "{query}");
    }
}

#[test]
fn a_very_long_query_and_bytes_without_sense_are_answered() {
    let long = format!("q={}", "あ".repeat(10_000));
    assert_eq!(ask(&long)["diagnostics"][0]["problem"], "too_long");
    let many = "label=loss&".repeat(1_000);
    assert_eq!(ids(&ask(&many)), "2024-001");
    for query in ["%", "%ff%fe=%00", "&&&===", "?????", "label", "=loss", "q=%", "\u{7f}\u{1}=\u{0}1&label=loss"] {
        let query = query.replace('\0', "");
        assert!(ask(&query)["matching"].is_u64(), "{query:?}");
    }
}

#[test]
fn the_answer_has_its_documented_shape() {
    let answer = ask("leak=confirmed");
    let mut keys: Vec<&str> = answer.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["diagnostics", "facets", "ids", "matching", "total"]);
    assert_eq!((&answer["matching"], &answer["total"]), (&Value::from(3), &Value::from(8)));
    let facets = answer["facets"].as_object().expect("an object");
    for dimension in jikenbo::dimensions::DIMENSIONS {
        assert!(facets[dimension.key].is_array(), "{}", dimension.key);
    }
    // Its own filter does not shrink a facet; others do.
    let counts = |key: &str| -> Vec<(String, u64)> {
        let facet = facets[key].as_array().expect("a list");
        facet
            .iter()
            .map(|v| (v["value"].as_str().expect("text").into(), v["count"].as_u64().expect("a number")))
            .collect()
    };
    let expect = |key: &str, expected: &[(&str, u64)]| {
        let expected: Vec<(String, u64)> = expected.iter().map(|(v, n)| ((*v).into(), *n)).collect();
        assert_eq!(counts(key), expected, "{key}");
    };
    expect("leak", &[("confirmed", 3), ("possible", 2), ("ruled_out", 1), ("?", 2)]);
    expect("data", &[("basic", 2), ("name", 1), ("address", 1), ("card_number", 1), ("?", 1)]);
    expect("disclosed", &[("2023", 2), ("?", 1)]);
    expect("affected", &[("1000..9999", 1), ("?", 2)]);
}

#[test]
fn a_whole_link_is_a_query() {
    for link in [
        "https://example.org/jikenbo/?label=loss",
        "http://localhost:8080/en/i/2023-001/?label=loss#top",
        "?label=loss",
        "label=loss",
    ] {
        assert_eq!(ids(&ask(link)), "2024-001", "{link}");
    }
    assert_eq!(ids(&ask("https://example.org/jikenbo/")), ALL);
}

#[test]
fn the_table_is_for_readers_in_either_language() {
    let table =
        |lang: &str| out(&jikenbo(&["query", "label=support_scam&x=1", "--data", text(&golden()), "--lang", lang]));
    let (ja, en) = (table("ja"), table("en"));
    for words in ["2023-001", "青葉市", "サポート詐欺", "100人"] {
        assert!(ja.contains(words), "{words} in:\n{ja}");
    }
    for words in ["2023-001", "Aoba City", "Remote control after a fake warning", "Tech-support scam", "100 people"] {
        assert!(en.contains(words), "{words} in:\n{en}");
    }
    for table in [ja, en] {
        assert!(table.starts_with("! x=1: "), "{table}");
        assert!(table.lines().last().is_some_and(|l| l.contains('1') && l.contains('8')), "{table}");
    }
}

#[test]
fn queries_of_standard_input_are_answered_as_each_one_alone() {
    let queries = ["", "label=support_scam", "q=市", "nonsense=1", "", "disclosed=2023&sort=id"];
    let golden = golden();
    let arguments = ["query", "-", "--data", text(&golden), "--format", "json"];
    let mut child = command().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    let asked = queries.map(|query| format!("{query}\n")).concat();
    child.stdin.take().expect("piped").write_all(asked.as_bytes()).expect("taken");
    let output = child.wait_with_output().expect("ends");
    let answers: Vec<Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).expect("JSON in one line")).collect();
    assert_eq!(answers, queries.map(ask));
}

fn export(arguments: &[&str]) -> Vec<u8> {
    let output = jikenbo(&[&["export", "--data", text(&golden())], arguments].concat());
    assert!(output.status.success(), "{}", err(&output));
    output.stdout
}

#[test]
fn csv_has_one_row_an_incident_and_no_formulas() {
    let bytes = export(&["--format", "csv"]);
    assert!(!bytes.starts_with(jikenbo::formats::csv::BOM));
    assert_eq!([jikenbo::formats::csv::BOM, &bytes].concat(), export(&["--format", "csv", "--bom"]));
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headers = reader.headers().expect("a header").clone();
    assert_eq!(headers.iter().collect::<Vec<_>>(), jikenbo::formats::csv::headers());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    assert_eq!(rows.len(), 8);
    let cell = |id: &str, column: &str| {
        let row = rows.iter().find(|r| &r[0] == id).expect("a row");
        row[headers.iter().position(|h| h == column).expect("a column")].to_owned()
    };
    assert_eq!(cell("2023-002", "title"), "'=お知らせ");
    assert_eq!(cell("2023-002", "label"), "ransomware; unauthorized_access");
    assert_eq!(cell("2023-002", "affected_approx"), "true");
    assert_eq!(cell("2023-002", "disclosed"), "2023-06");
    assert_eq!(cell("2025-001", "affected_bound"), "up_to");
    assert_eq!(cell("2025-001", "days_told"), "1..31");
    assert_eq!(cell("2024-kawabe", "affected"), "0");
    assert_eq!(cell("2024-001", "affected"), "", "unknown never becomes 0");
    for (row, cell) in rows.iter().flat_map(|row| row.iter().map(move |cell| (row, cell))) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}: {cell}", &row[0]);
    }

    let some = export(&["--format", "csv", "--query", "pick=2024-001,2023-002"]);
    let ids: Vec<String> =
        csv::Reader::from_reader(some.as_slice()).records().map(|r| r.expect("a row")[0].to_owned()).collect();
    assert_eq!(ids, ["2024-001", "2023-002"]);
}

#[test]
fn json_holds_the_records_of_a_query_in_its_order() {
    let read = |arguments: &[&str]| -> Value { serde_json::from_slice(&export(arguments)).expect("JSON") };
    let ids = |export: &Value, list: &str| -> Vec<String> {
        export[list].as_array().expect("a list").iter().map(|r| r["id"].as_str().expect("an id").into()).collect()
    };
    let all = read(&["--format", "json"]);
    assert_eq!((all["schema"].as_str(), all["version"].as_str()), (Some("jikenbo-export-1"), Some("1")));
    assert_eq!(ids(&all, "incidents").len(), 8);
    assert_eq!(ids(&all, "articles"), ["2024-note"]);
    let some = read(&["--format", "json", "--query", "pick=2024-001,2023-002"]);
    assert_eq!(ids(&some, "incidents"), ["2024-001", "2023-002"]);
    assert_eq!(ids(&some, "articles"), Vec::<String>::new());
    let output = jikenbo(&["export", "--format", "json", "--data", text(&golden()), "--query", "colour=red"]);
    assert!(err(&output).contains("not used: colour=red (unknown_key)"), "{}", err(&output));
}

#[test]
fn a_reader_that_closes_the_pipe_early_is_no_failure() {
    for arguments in [
        &["export", "--format", "json"][..],
        &["export", "--format", "csv"],
        &["query", ""],
        &["query", "", "--format", "json"],
        &["export", "--format", "json", "--schema"],
    ] {
        let mut child =
            command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("jikenbo runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("jikenbo ends");
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
    }
}
