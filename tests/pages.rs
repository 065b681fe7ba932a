//! `jikenbo pages` over the casebook of this repository: every link of the static edition leads to a file.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SHELL: &str = r#"<!doctype html><html lang="ja"><head><meta charset="utf-8" /><title>x</title></head><body>
<main id="app"><noscript></noscript></main></body></html>"#;

fn jikenbo(arguments: &[&str], dist: &Path) -> Output {
    // The pages link to the data of the edition, so it comes first.
    let data = Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["data", "--dist"])
        .arg(dist)
        .output()
        .expect("jikenbo runs");
    assert!(data.status.success(), "{}", String::from_utf8_lossy(&data.stderr));
    Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["pages", "--dist"])
        .arg(dist)
        // Drawing has a test of its own, and takes its time.
        .arg("--no-previews")
        .args(arguments)
        .output()
        .expect("jikenbo runs")
}

fn files(below: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Values of `href="…"`.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_link_leads_to_a_file_and_old_pages_go() {
    let dist = tempfile::tempdir().expect("a folder");
    fs::write(dist.path().join("index.html"), SHELL).expect("written");
    let stale = dist.path().join("ja/i/1999-001/index.html");
    fs::create_dir_all(stale.parent().expect("has one")).expect("made");
    fs::write(&stale, "old").expect("written");

    let output = jikenbo(&[], dist.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!stale.exists(), "a page without a record goes");

    let mut all = Vec::new();
    files(dist.path(), &mut all);
    let mut checked = BTreeSet::new();
    for path in all.iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
        let page = fs::read_to_string(path).expect("UTF-8");
        assert!(!page.contains(" style=\""), "{}", path.display());
        for link in links(&page) {
            assert!(!link.starts_with('/'), "{}: {link}", path.display());
            let local = link.split(['?', '#']).next().unwrap_or_default();
            if link.contains("://")
                || local.is_empty()
                || !checked.insert((path.parent().map(Path::to_owned), local.to_owned()))
            {
                continue;
            }
            let target = path.parent().expect("in a folder").join(local);
            let target = if local.ends_with('/') { target.join("index.html") } else { target };
            assert!(target.is_file(), "{}: {link}", path.display());
        }
    }
    assert!(checked.len() > 100, "only {} links were there", checked.len());
}

#[test]
fn gp_3_machines_find_what_they_look_for_in_the_first_32_kb() {
    let dist = tempfile::tempdir().expect("a folder");
    fs::write(dist.path().join("index.html"), SHELL).expect("written");
    let output = jikenbo(&["--site-url", "https://example.org/book/"], dist.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut all = Vec::new();
    files(dist.path(), &mut all);
    let pages: Vec<_> = all
        .iter()
        .filter(|p| {
            p.ends_with("index.html") && p.parent() != Some(dist.path()) && !p.starts_with(dist.path().join("data"))
        })
        .collect();
    assert!(pages.len() > 500, "only {} pages", pages.len());
    for path in pages {
        let page = fs::read_to_string(path).expect("UTF-8");
        let head = &page[..page.find("</head>").expect("has a head")];
        assert!(head.len() < 32 * 1024, "{}: a head of {} bytes", path.display(), head.len());
        for must in ["og:title", "og:image", "twitter:card", "rel=\"canonical\"", "hreflang=\"x-default\""] {
            assert!(head.contains(must), "{}: no {must}", path.display());
        }
        if path.to_string_lossy().contains("/i/") {
            for must in ["citation_title", "citation_publication_date", "application/ld+json", "json+oembed"] {
                assert!(head.contains(must), "{}: no {must}", path.display());
            }
        }
    }
}

#[test]
fn every_case_can_be_reached_from_the_start_page_by_links_alone() {
    let dist = tempfile::tempdir().expect("a folder");
    fs::write(dist.path().join("index.html"), SHELL).expect("written");
    assert!(jikenbo(&[], dist.path()).status.success());
    let root = dist.path().canonicalize().expect("is there");
    let (mut seen, mut next) = (BTreeSet::new(), vec![root.join("index.html")]);
    while let Some(path) = next.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = fs::read_to_string(&path).expect("UTF-8");
        // Behind a question mark only the app knows what to do.
        for link in links(&page).filter(|l| l.ends_with('/') && !l.contains("://") && !l.contains('?')) {
            let target = path.parent().expect("in a folder").join(link).join("index.html");
            next.push(target.canonicalize().unwrap_or_else(|_| panic!("{}: {link}", path.display())));
        }
    }
    for lang in ["ja", "en"] {
        for entry in fs::read_dir(root.join(lang).join("i")).expect("a folder") {
            let page = entry.expect("an entry").path().join("index.html");
            assert!(seen.contains(&page), "{} is out of reach", page.display());
        }
    }
}

#[test]
fn a_folder_without_a_start_page_and_a_wrong_address_are_named() {
    let dist = tempfile::tempdir().expect("a folder");
    let output = jikenbo(&[], dist.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("index.html"));
    let output = jikenbo(&["--site-url", "javascript:x"], dist.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--site-url"));
}

/// What a reader sees of a page: its words without tags, drawings, scripts and head.
fn words(page: &str) -> String {
    let body = page.split_once("</head>").map_or(page, |(_, body)| body);
    let mut out = String::new();
    let mut rest = body;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let end = ["svg", "script", "style"].into_iter().find(|name| tag.starts_with(name));
        rest = match end.and_then(|name| tag.split_once(&format!("</{name}>"))) {
            Some((_, behind)) => behind,
            // Comments hold the marks of the views.
            None if tag.starts_with("!--") => tag.split_once("-->").map_or("", |(_, behind)| behind),
            None => tag.split_once('>').map_or("", |(_, behind)| behind),
        };
    }
    out.push_str(rest);
    out.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'")
}

#[test]
fn what_a_careless_reader_loses_is_on_the_page() {
    let dist = tempfile::tempdir().expect("a folder");
    fs::write(dist.path().join("index.html"), SHELL).expect("written");
    assert!(jikenbo(&[], dist.path()).status.success());
    let read = |page: &str| {
        let path = dist.path().join(page).join("index.html");
        words(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    // Traps of the source pages (what it is, page, what a reader sees).
    let traps = [
        ("a year printed wrongly", "ja/i/2023-343", "見出しの日付は2003年9月1日ですが、正しくは2023年9月1日です。"),
        ("a compatibility character", "ja/i/2023-338", "原文の表記:⾧崎県立大学"),
        ("digits with spaces between", "ja/i/2024-097", "対象者120人指定管理者の自主事業の参加者"),
        ("a multiplier", "ja/i/2023-339", "約7,560,000個"),
        ("of which", "ja/i/2023-339", "うち約4,100,000個"),
        ("a fiscal year of an era", "ja/i/2023-344", "2018年度(平成30年度)"),
        ("a sum beside its parts", "ja/i/2023-344", "104人漏えいした可能性がある名簿2点の合計内訳32人"),
        ("about a time", "ja/i/2023-344", "2023年8月16日 19:55頃"),
        ("about, in English", "en/i/2023-344", "about 16 Aug 2023, 19:55"),
        ("up to", "ja/i/2022-hardoff", "最大6,186件"),
        ("at least", "ja/i/2024-140", "100件以上"),
        ("a length that looks like a date", "ja/i/2024-080", "停職6か月(実際の期間は1か月と3日)"),
        ("the date of a lure", "ja/i/2023-342", "8月31日付で破産手続きを始めたとする虚偽"),
        ("a window of collection", "ja/i/2022-vantan", "期間の終わりは発覚の2日後。原文のまま"),
        (
            "people who looked are not those concerned",
            "ja/i/2022-kansai-electric",
            "ほかに730人閲覧した社員と委託先の社員",
        ),
        ("work on recovery is no count", "ja/i/2023-208", "ほかに9件影響を受けたサービス"),
        ("the same people counted twice", "ja/i/2023-015", "同じ対象者の数え方違い"),
        ("named only to say that it is not concerned", "ja/i/2023-175", "対象外と明記:位置情報"),
        ("the party at fault is not in the heading", "ja/i/2023-107", "当事者:株式会社NTTドコモ"),
        ("no heading of the notice's own", "ja/i/2024-140", "(見出しの記録なし)"),
        ("no date in the heading", "ja/i/2024-035", "公表日の記載なし"),
        ("a type that the notice does not name", "ja/i/2024-097", "サポート詐欺編集部の分類"),
        ("the blog's label, apart from ours", "ja/i/2024-097", "インシデント:内部犯行"),
        ("an archived copy", "ja/i/2023-341", "保存版あり"),
        ("a follow-up under the number of the first", "ja/i/2022-furuno", "最終報"),
        ("a later report is no first publication", "ja/i/2022-osaka-general", "公表日の記載なし"),
        ("one number, several organisations", "ja/i/2024-217-takamatsu", "東海信金ビジネス"),
        ("suspicion is not guilt", "ja/i/2024-093", "その後の経過は未確認"),
        ("an article beside another", "ja/article/2022-urlscan-scan-types", "関連する読みものドメインとIPアドレスを"),
    ];
    let missing: Vec<_> = traps.iter().filter(|(_, page, seen)| !read(page).contains(seen)).collect();
    assert!(missing.is_empty(), "not on the page: {missing:#?}");

    // A record of a part says so, on its page in both languages and on its card.
    let export = Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["export", "--format", "json", "--query", "confidence=partial"])
        .output()
        .expect("jikenbo runs");
    let export: serde_json::Value = serde_json::from_slice(&export.stdout).expect("JSON");
    let partial = export["incidents"].as_array().expect("a list");
    assert!(partial.len() > 10, "only {} records of a part", partial.len());
    for incident in partial {
        let id = incident["id"].as_str().expect("an id");
        assert!(read(&format!("ja/i/{id}")).contains("発表の一部から作った記録です。"), "{id}");
        assert!(read(&format!("en/i/{id}")).contains("Recorded from a part of the notice"), "{id}");
    }
    let card = "発表の一部からの記録。発表にはもっと書かれていた可能性";
    assert!(read("ja/org/osaka-general-medical-center").contains(card));
    for whole in ["ja/i/2023-344", "ja/org/university-of-nagasaki"] {
        assert!(!read(whole).contains("発表の一部から"), "{whole}");
    }
}
