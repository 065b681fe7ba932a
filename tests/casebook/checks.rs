//! What a reviewer would find, `jikenbo check` finds: each with an invented record that has the fault, beside one that
//! has not.

use jikenbo::authoring::{self, DenyList, Finding, Level, SourceFile};

use crate::sources;

const PATH: &str = "cases/2024/2024-900.toml";

/// A record without fault; every test below breaks one thing of it.
const SOUND: &str = r#"case_no = "2024-900"
org_kind = "company"
labels = ["ransomware"]
source_kind = "party"
confidence = "complete"
discovered = "2024-03-02"
contained = "2024-03-03"
disclosed = "2024-03-05"
latest_report = "2024-03-20"
reviewed = "2026-01-01"

[org]
ja = "川辺製菓株式会社"
en = "Kawabe Sweets Co., Ltd."

[headline]
ja = "ランサムウェアで150名分の名簿が暗号化"
en = "Ransomware encrypted a list of 150 people"

[summary]
ja = "2024年3月1日の19時30分ごろ侵入され、150名分の名簿が暗号化された。うち90名は顧客。3日間、注文を止めた。"
en = "Entered at about 7.30 p.m. on 1 March 2024; a list of 150 people, 90 of them customers, was encrypted. Orders stopped for three days."

[occurred]
from = "2024-03-01T19:30"

[[roles]]
role = "contractor"
name = { ja = "湊運輸株式会社", en = "Minato Transport Co., Ltd." }

[[reports]]
stage = "first"
printed = "2024-03-05"
source_kind = "party"

[[reports]]
stage = "final"
printed = "2024-03-20"
source_kind = "party"

[[timeline]]
date = "2024-03-02T08:00"
event = { ja = "湊運輸株式会社が気づいた", en = "Minato Transport Co., Ltd. noticed" }

[[affected]]
what = "persons"
count = 150
principal = true

[[affected]]
what = "persons"
count = 90
of = "persons"
label = { ja = "顧客", en = "customers" }

[[affected]]
what = "persons"
count = 60
of = "persons"
label = { ja = "従業員", en = "staff" }

[[reported]]
to = "ppc"
date = "2024-03-04"

[[response]]
ja = "注文を止めた"
en = "Stopped taking orders"

[text_status]
ja = "human"
en = "human"
"#;

/// The golden casebook with a record, and what is wrong with that.
fn findings(record: &str) -> Vec<Finding> {
    let mut files = sources();
    files.push(SourceFile { path: PATH.into(), text: record.into() });
    // What types rest on stands in the vocabulary.
    let label = files.iter_mut().find(|f| f.path == "taxonomy/label.toml").expect("there");
    let support = "\nkey = \"ransomware\"\nsupport = { action = [\"malware-ransomware\"] }\n";
    label.text = label.text.replace("\nkey = \"ransomware\"\n", support);
    assert!(label.text.contains("support"));
    let mut findings = authoring::read(&files).findings;
    findings.retain(|f| f.file == PATH);
    findings
}

/// Breaks the record and says what is found: `field level: message`.
fn broken(changes: &[(&str, &str)]) -> Vec<String> {
    let mut record = SOUND.to_owned();
    for (from, to) in changes {
        assert!(record.contains(from), "{from} is not in the record");
        record = record.replace(from, to);
    }
    let print = |f: &Finding| {
        let level = if f.level == Level::Error { "error" } else { "warning" };
        format!("{} {level}: {}", f.field, f.message)
    };
    findings(&record).iter().map(print).collect()
}

/// One change, one finding that begins so.
fn finds(changes: &[(&str, &str)], expected: &[&str]) {
    let found = broken(changes);
    let as_expected = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    assert!(as_expected, "{changes:#?}\nfound {found:#?}\nexpected {expected:#?}");
}

#[test]
fn a_sound_record_has_no_findings() {
    assert_eq!(broken(&[]), Vec::<String>::new());
    // "About", "at least" and parts that overlap need not add up.
    finds(&[("count = 150\n", "count = 150\napprox = true\n"), ("count = 60", "count = 61")], &[]);
    finds(&[("count = 150\n", "count = 150\nbound = \"at_least\"\n"), ("count = 60", "count = 300")], &[]);
    finds(&[("count = 60\n", "count = 120\nsubset = true\n"), ("count = 90\n", "count = 90\nsubset = true\n")], &[]);
}

#[test]
fn a_count_that_is_not_the_sum_of_its_parts() {
    finds(&[("count = 60", "count = 61")], &["affected[0].count error: the parts add up to 151, not 150; "]);
    finds(
        &[("count = 60\n", "count = 151\nsubset = true\n"), ("count = 90\n", "count = 90\nsubset = true\n")],
        &["affected[2].count error: a part of 151 is more than its total of 150; correct one of the two"],
    );
}

#[test]
fn a_date_after_the_disclosure() {
    let after = "lies after the newest publication (2024-03-20), which cannot have told it; ";
    let cases = [
        ("contained = \"2024-03-03\"", "contained = \"2024-03-21\"", "contained error: 2024-03-21"),
        ("date = \"2024-03-04\"", "date = \"2024-04\"", "reported[0].date error: 2024-04"),
        ("date = \"2024-03-02T08:00\"", "date = \"2025\"", "timeline[0].date error: 2025"),
    ];
    for (from, to, begin) in cases {
        finds(&[(from, to)], &[&format!("{begin} {after}")]);
    }
    finds(
        &[("discovered = \"2024-03-02\"", "discovered = \"2024-03-06\"")],
        &["disclosed error: 2024-03-05 lies before discovered (2024-03-06)"],
    );
    // The month of the newest report, and a later report of unknown date, may have told it.
    finds(&[("date = \"2024-03-04\"", "date = \"2024-03\"")], &[]);
    finds(&[("printed = \"2024-03-20\"\n", ""), ("date = \"2024-03-04\"", "date = \"2024-04\"")], &[]);
}

#[test]
fn a_first_publication_that_is_none() {
    finds(
        &[("disclosed = \"2024-03-05\"", "disclosed = \"2024-03-06\"")],
        &["reports[0].printed error: 2024-03-05 lies before disclosed (2024-03-06), which is the first publication"],
    );
    finds(
        &[("stage = \"first\"", "stage = \"final\"")],
        &["disclosed error: the report of 2024-03-05 says itself that it is not the first one; leave this field out"],
    );
    // What another published, or the press, is no publication of the organisation.
    finds(&[("stage = \"first\"\nprinted = \"2024-03-05\"", "publisher = \"湊運輸\"\nprinted = \"2024-03-04\"")], &[]);
}

#[test]
fn a_type_without_support() {
    let nameless = [
        ("ランサムウェアで150名分の名簿が暗号化", "150名分の名簿が暗号化"),
        ("Ransomware encrypted a list of 150 people", "A list of 150 people was encrypted"),
    ];
    let coded = "[text_status]";
    let veris = "[veris.action.malware]\nvariety = [\"Ransomware\"]\n\n[text_status]";
    finds(&nameless, &["labels[0] warning: nothing in the record supports \"ランサムウェア\""]);
    finds(&[nameless[0], nameless[1], (coded, veris)], &[]);
    finds(
        &[("labels = [\"ransomware\"]", "labels = [\"ransomware\", \"other\"]")],
        &["labels[1] warning: \"other\" says that no type fits, and another one is given; take one of them out"],
    );
}

#[test]
fn what_a_type_rests_on_stands_in_the_vocabularies() {
    let mut files = sources();
    let label = files.iter_mut().find(|f| f.path == "taxonomy/label.toml").expect("there");
    let wrong = "\nkey = \"ransomware\"\nsupport = { vector = [\"magic\"] }\n";
    label.text = label.text.replace("\nkey = \"ransomware\"\n", wrong);
    let findings = authoring::read(&files).findings;
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    // The type of the golden record now rests on something that is not there.
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("labels[0]: warning: nothing in the record supports"), "{found:#?}");
    assert!(found[1].contains(".support.vector[0]: \"magic\" is not in taxonomy/vector.toml"), "{found:#?}");
}

#[test]
fn a_summary_that_says_more_than_the_fields() {
    let nowhere = "stands in no field and no other text; ";
    finds(
        &[
            ("150名分の名簿が暗号化された。", "150名分の名簿が暗号化された。240件。"),
            ("Orders stopped", "240 records. Orders stopped"),
        ],
        &[&format!("summary.ja warning: 240 {nowhere}"), &format!("summary.en warning: 240 {nowhere}")],
    );
    finds(
        &[("3日間、注文", "3月9日から3日間、注文"), ("Orders stopped for", "From 9 March orders stopped for")],
        &[
            &format!("summary.ja warning: the date ????-03-09 {nowhere}"),
            &format!("summary.en warning: the date ????-03-09 {nowhere}"),
        ],
    );
    finds(
        &[("19時30分", "20時30分"), ("7.30 p.m.", "8.30 p.m.")],
        &[&format!("summary.ja warning: 8:30 {nowhere}"), &format!("summary.en warning: 8:30 {nowhere}")],
    );
    // In any other text it is supported.
    finds(
        &[
            ("150名分の名簿が暗号化された。", "150名分の名簿が暗号化された。240件。"),
            ("Orders stopped", "240 records. Orders stopped"),
            ("ja = \"注文を止めた\"", "ja = \"240件の注文を止めた\""),
            ("en = \"Stopped taking orders\"", "en = \"Stopped 240 orders\""),
        ],
        &[],
    );
}

#[test]
fn a_headline_that_says_more_than_the_fields() {
    finds(
        &[("150名分の名簿が暗号化\"", "151名分の名簿が暗号化\""), ("list of 150 people\"", "list of 151 people\"")],
        &["headline.ja warning: 151 stands in no field", "headline.en warning: 151 stands in no field"],
    );
}

#[test]
fn an_organisation_that_no_field_has() {
    let message = "is named here and in no field; add it under [[roles]] (or org_aliases), or leave the name out";
    // By its legal form, and by its name in another record.
    finds(
        &[
            ("湊運輸株式会社が気づいた", "岬印刷株式会社が気づいた"),
            ("Minato Transport Co., Ltd. noticed", "Misaki Print Inc. noticed"),
        ],
        &[
            &format!("timeline[0].event.en warning: Misaki Print Inc. {message}"),
            &format!("timeline[0].event.ja warning: 岬印刷株式会社 {message}"),
        ],
    );
    finds(
        &[
            ("湊運輸株式会社が気づいた", "みなとサービスが気づいた"),
            ("Minato Transport Co., Ltd. noticed", "Minato Services noticed"),
        ],
        &[
            &format!("timeline[0].event.en warning: Minato Services {message}"),
            &format!("timeline[0].event.ja warning: みなとサービス {message}"),
        ],
    );
}

#[test]
fn languages_that_say_different_things() {
    finds(
        &[("list of 150 people, 90 of", "list of 150 people, many of")],
        &["summary.ja warning: 90 is missing in the English text; both languages say the same"],
    );
    finds(
        &[("Stopped taking orders", "Stopped taking orders for 20 days")],
        &["response[0].en warning: 20 is missing in the Japanese text; both languages say the same"],
    );
}

#[test]
fn a_text_of_the_wrong_language_or_none() {
    finds(
        &[("Stopped taking orders", "Stopped 注文")],
        &["response[0].en error: Japanese character '注' in the English text; translate it"],
    );
    finds(&[("Stopped taking orders", "")], &["response[0].en error: the English text is missing; write it"]);
    finds(&[("Stopped taking orders", "…")], &["response[0].en error: the English text is missing; write it"]);
    finds(&[("ja = \"注文を止めた\"\n", "")], &["response[0].ja error: the Japanese text is missing; write it"]);
}

#[test]
fn a_name_of_the_deny_list_in_any_field_of_any_file() {
    let mut files = sources();
    files.push(SourceFile {
        path: PATH.into(), text: SOUND.replace("注文を止めた\"", "架空　花子が注文を止めた\"")
    });
    let (deny, wrong) = DenyList::parse("names.txt", "# invented\n架空花子\n");
    assert_eq!(wrong, Vec::new());
    let findings = authoring::read_denying(&files, &deny).findings;
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let line = 1 + SOUND.lines().position(|l| l.contains("注文を止めた\"")).expect("there");
    let message = "\"架空花子\" is on the deny list; private persons are not named, take the name out";
    assert_eq!(found, [format!("{PATH}:{line}: response[0].ja: {message}")]);
    assert_eq!(findings[0].level, Level::Error);
}
