use super::*;
use crate::model::{
    Affected, Article, Incident, Text,
    article::Tool,
    incident::{Notice, Related, Report, Role},
};

/// As small as the start page may be.
const SHELL: &str = r#"<!doctype html>
<html lang="ja">
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'" />
    <meta charset="utf-8" />
    <title>old</title>
    <meta name="description" content="old" />
    <link rel="stylesheet" href="./style.css"/>
    <script type="module" src="./boot.js" data-root="./" data-js="./app.js" data-wasm="./app.wasm"></script>
  </head>
  <body>
    <section id="boot-error" hidden><a href="./ja/">list</a></section>
    <main id="app">
      <div class="frame"></div>
      <noscript><p><a href="./ja/">list</a></p></noscript>
    </main>
  </body>
</html>
"#;
const ASSETS: [&str; 7] = ["style.css", "boot.js", "app.js", "app.wasm", "height.js", "embed.js", "embed-page.js"];

const HOSTILE: &str = r#"</title></script><script>alert(1)</script><img src=x onerror=alert(1)>" onload="x' & <!--"#;

fn hostile_text() -> Text {
    Text { ja: HOSTILE.into(), en: HOSTILE.into() }
}

/// Every text that a view shows is hostile, every address is one that a link must not carry.
fn hostile() -> Dataset {
    let mut incident = Incident { id: "2024-001".into(), aliases: vec!["2024-000".into()], ..Incident::default() };
    incident.case_no = Some(HOSTILE.into());
    (incident.org.ja, incident.org.en, incident.org.printed) = (HOSTILE.into(), "Evil".into(), Some(HOSTILE.into()));
    incident.headline = hostile_text();
    incident.summary = hostile_text();
    incident.title = Some(HOSTILE.into());
    incident.labels = vec![HOSTILE.into()];
    incident.locus = vec![HOSTILE.into()];
    incident.leak_status = Some(HOSTILE.into());
    incident.data_items = vec![HOSTILE.into()];
    incident.response = vec![hostile_text()];
    incident.cause = Some(hostile_text());
    incident.page = Some("javascript:alert(1)".into());
    incident.disclosed = "2024-02".parse().ok();
    incident.affected = vec![Affected {
        what: HOSTILE.into(),
        count: 3,
        principal: true,
        label: Some(hostile_text()),
        ..Affected::default()
    }];
    incident.roles = vec![Role { role: "contractor".into(), name: hostile_text(), tier: Some(2) }];
    incident.reports = vec![Report {
        title: Some(HOSTILE.into()),
        publisher: Some(HOSTILE.into()),
        url: Some("javascript:alert(1)".into()),
        source_kind: "party".into(),
        ..Report::default()
    }];
    incident.related = vec![Related { id: "gone".into(), why: "same_event".into(), reason: Some(hostile_text()) }];
    let mut withdrawn = incident.clone();
    withdrawn.id = "2024-002".into();
    withdrawn.aliases.clear();
    withdrawn.summary.ja = "もとの概要".into();
    withdrawn.withdrawn = Some(Notice { date: None, text: Text { ja: "理由".into(), en: "reason".into() } });
    let mut article = Article::new("2024-tools");
    article.headline = hostile_text();
    article.title = Some(HOSTILE.into());
    article.url = Some("data:text/html,x".into());
    article.tools = vec![Tool {
        name: HOSTILE.into(),
        url: Some("javascript:x".into()),
        group: Some(hostile_text()),
        what: hostile_text(),
    }];
    let mut dataset = Dataset::new(Default::default(), Default::default(), vec![incident, withdrawn], vec![article]);
    dataset.casebook.name = hostile_text();
    dataset.casebook.contact_url = Some("javascript:alert(1)".into());
    dataset.casebook.licence_url = "javascript:alert(1)".into();
    dataset.views = vec![crate::dataset::CuratedView {
        slug: "evil".into(),
        title: hostile_text(),
        about: hostile_text(),
        query: "disclosed=2024-02".into(),
    }];
    dataset
}

fn edition(dataset: &Dataset) -> BTreeMap<String, String> {
    files(dataset, SHELL, Options::default()).expect("the shell is whole")
}

/// One element's start: its name and its attributes as they stand.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

const VOID: [&str; 6] = ["meta", "link", "br", "img", "input", "hr"];

/// Reads a page as strictly as XML: each `<` begins a tag, a comment or the doctype, attributes are quoted, tags nest.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut out = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").expect("comment ends").1;
            continue;
        }
        let (tag, after) = rest[1..].split_once('>').expect("tag ends");
        rest = after;
        if tag.eq_ignore_ascii_case("!doctype html") {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes what is open");
            continue;
        }
        let tag = parse(tag.trim_end_matches('/'));
        if tag.name == "script" {
            rest = rest.split_once("</script>").expect("script ends").1;
        } else if !VOID.contains(&tag.name) {
            open.push(tag.name);
        }
        out.push(tag);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    out
}

fn parse(tag: &str) -> Tag<'_> {
    let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(end);
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_name), "<{tag}>");
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Tag { name, attributes };
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "<{tag}>: {key}");
        rest = after;
        let mut value = "";
        if let Some(quoted) = after.strip_prefix("=\"") {
            let (inner, after) = quoted.split_once('"').expect("attribute ends");
            (value, rest) = (inner, after);
        } else {
            assert!(!after.starts_with('='), "<{tag}>: not quoted");
        }
        attributes.push((key, value));
    }
}

/// Where a relative address leads from a page, as a path below the root.
fn resolve(page: &str, address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => assert!(parts.pop().is_some() || page == "404.html", "{page}: {address} leaves the site"),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match path {
        path if path.ends_with('/') && joined.is_empty() => "index.html".into(),
        path if path.ends_with('/') => format!("{joined}/index.html"),
        _ => joined,
    }
}

fn check(files: &BTreeMap<String, String>) {
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let tags = tags(page);
        let ids: Vec<&str> =
            tags.iter().flat_map(|t| &t.attributes).filter(|(k, _)| *k == "id").map(|(_, v)| *v).collect();
        for tag in &tags {
            for (key, value) in &tag.attributes {
                assert!(!key.starts_with("on") && *key != "style", "{path}: {key}");
                if !["href", "src", "data-root", "data-js", "data-wasm"].contains(key) {
                    continue;
                }
                assert!(!value.starts_with('/'), "{path}: {value} is absolute");
                if let Some(id) = value.strip_prefix('#') {
                    assert!(ids.contains(&id), "{path}: {value} leads nowhere");
                } else if let Some((scheme, _)) = value.split_once(':').filter(|(s, _)| !s.contains(['/', '?'])) {
                    assert!(["http", "https", "mailto"].contains(&scheme), "{path}: {value}");
                } else {
                    let target = resolve(path, value);
                    // The page for any depth tries every ancestor for its script.
                    let tried = path == "404.html" && target.ends_with("404.js");
                    let there = tried
                        || target.starts_with("data/changes/")
                        || files.contains_key(&target)
                        || ASSETS.contains(&target.as_str());
                    assert!(there || *key == "data-root", "{path}: {value} is not there ({target})");
                }
            }
        }
    }
}

#[test]
fn hostile_data_stays_text_and_every_link_leads_somewhere() {
    let files = edition(&hostile());
    check(&files);
    for (path, page) in &files {
        assert!(!page.contains("javascript:"), "{path}: no such link, and none in what machines read");
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(page).unwrap_or_else(|e| panic!("{path}: {e}"));
            continue;
        }
        assert!(!page.contains("<img"), "{path}");
        let scripts = page.matches("<script").count();
        let own = page.matches("<script type=\"module\" src=").count()
            + page.matches("404.js\" defer></script>").count()
            + page.matches("<script src=\"../../height.js\" defer></script>").count()
            + page.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(scripts, own, "{path}");
    }
}

#[test]
fn every_case_and_article_has_a_page_in_both_languages() {
    let files = edition(&hostile());
    for lang in ["ja", "en"] {
        for page in ["", "i/2024-001/", "i/2024-000/", "article/", "article/2024-tools/", "about/", "org/evil/"] {
            let html = files.get(&format!("{lang}/{page}index.html")).unwrap_or_else(|| panic!("{lang}/{page}"));
            assert!(html.contains(&format!("<html lang=\"{lang}\" data-page=")), "{page}");
            assert_eq!(html.matches("<title>").count(), 1, "{page}");
            assert_eq!(html.matches("name=\"description\"").count(), 1, "{page}");
            let policy = html.find("Content-Security-Policy").expect("has a policy");
            assert!(policy < html.find("<title>").expect("has a title"), "the policy comes first");
        }
        let case = &files[&format!("{lang}/i/2024-001/index.html")];
        assert!(case.contains("data-case=\"2024-001\""));
        assert!(
            files[&format!("{lang}/i/2024-000/index.html")].contains("data-case=\"2024-001\""),
            "an old id opens the new one"
        );
    }
}

#[test]
fn a_withdrawn_record_shows_its_notice_and_nothing_else() {
    let files = edition(&hostile());
    let page = &files["ja/i/2024-002/index.html"];
    assert!(page.contains("理由"));
    assert!(!page.contains("もとの概要"), "none of its texts");
    assert!(page.contains("noindex"));
    assert!(!page.contains("boot.js"), "the app, which does not know it, does not take it over");
    let with = files_with_site(&hostile());
    for (path, content) in with.iter().filter(|(path, _)| !path.contains("i/2024-002/")) {
        assert!(!content.contains("2024-002"), "{path}: no list, feed, map or page leads to it");
    }
}

fn files_with_site(dataset: &Dataset) -> BTreeMap<String, String> {
    let options = Options { site_url: Some("https://example.org/book"), previews: true };
    files(dataset, SHELL, options).expect("the shell is whole")
}

#[test]
fn search_engines_are_kept_from_people_and_from_contractors() {
    let mut dataset = hostile();
    dataset.incidents[0].veris.action.insert("misuse".into(), Default::default());
    dataset.incidents[0].roles[0].name = Text { ja: "委託先".into(), en: "Only A Contractor".into() };
    let files = files_with_site(&dataset);
    for page in ["i/2024-001/", "org/only-a-contractor/"] {
        assert!(files[&format!("ja/{page}index.html")].contains("content=\"noindex\""), "{page}");
        assert!(!files["sitemap.xml"].contains(page), "{page}");
    }
    assert!(!files["en/org/evil/index.html"].contains("noindex"));
    assert!(files["sitemap.xml"].contains("<loc>https://example.org/book/en/org/evil/</loc>"));
}

#[test]
fn shelves_feeds_and_oembed_stand_where_their_pages_say() {
    let mut dataset = hostile();
    dataset.incidents[0].org_kind = "company".into();
    let term = |key: &str| crate::model::taxonomy::Term { key: key.into(), ja: key.into(), ..Default::default() };
    let kinds = crate::model::taxonomy::Taxonomy::new(
        "org_kind",
        Text::default(),
        Text::default(),
        vec![term("company"), term("police")],
        Vec::new(),
    );
    dataset.taxonomies.by_key.insert("org_kind".into(), kinds);
    let files = files_with_site(&dataset);
    check(&files);
    let shelf = &files["ja/org_kind/company/index.html"];
    assert!(shelf.contains("data-view=\"org_kind=company\""));
    assert!(shelf.contains("href=\"../../../ja/org_kind/company/atom.xml\""));
    assert!(files.contains_key("en/org_kind/company/feed.json") && files.contains_key("ja/year/2024/index.html"));
    assert!(!files.contains_key("ja/org_kind/police/index.html"), "an empty shelf is no page");
    let oembed: serde_json::Value = serde_json::from_str(&files["ja/i/2024-001/oembed.json"]).expect("oEmbed is JSON");
    assert_eq!(oembed["thumbnail_url"], "https://example.org/book/ja/i/2024-001/preview.png");
    assert!(oembed["html"].as_str().is_some_and(|html| !html.contains("<script")), "{oembed}");
    for path in ["ja/atom.xml", "ja/feed.json"] {
        assert!(edition(&dataset)[path].contains("../ja/i/2024-001/"), "{path}: without a site its links are relative");
    }
}

#[test]
fn a_curated_view_stands_in_both_languages_and_without_one() {
    let files = edition(&hostile());
    for page in ["v/evil/", "ja/v/evil/", "en/v/evil/"] {
        let html = &files[&format!("{page}index.html")];
        assert!(html.contains("data-view=\"disclosed=2024-02\""), "{page}");
        assert!(html.contains("i/2024-001/") && !html.contains("2024-002"), "{page}: its case, and no withdrawn one");
    }
    let both = &files["v/evil/index.html"];
    assert_eq!(both.matches("<h1").count(), 1);
    assert!(both.contains("data-any-lang") && both.contains("../../en/v/evil/atom.xml"));
    assert!(files["ja/v/evil/feed.json"].contains("2024-001"));
    assert!(files["ja/index.html"].contains("../ja/v/evil/"), "the list leads there");
}

#[test]
fn the_start_page_says_in_both_languages_what_the_app_will_show() {
    let start = &edition(&hostile())["index.html"];
    for (lang, count) in [("ja", "1件中 1件"), ("en", "1 of 1")] {
        let (_, screen) = start.split_once(&format!("<div lang=\"{lang}\" class=\"first\"")).expect("a first screen");
        assert!(screen.contains(count) && screen.contains(&format!("href=\"./{lang}/i/2024-001/\"")), "{lang}");
    }
    assert!(!start.contains("2024-002"), "no withdrawn case");
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let dataset = hostile();
    let first = edition(&dataset);
    let second = files(&dataset, &first["index.html"], Options::default()).expect("its own start page is whole");
    assert_eq!(first, second);
}

#[test]
fn absolute_addresses_need_a_site() {
    let with = files_with_site(&hostile());
    check(&with);
    let old = &with["en/i/2024-000/index.html"];
    assert!(old.contains(r#"<link rel="canonical" href="https://example.org/book/en/i/2024-001/" />"#));
    assert!(with["404.html"].contains("https://example.org/book/ja/"));
    assert!(!edition(&hostile())["en/i/2024-001/index.html"].contains("canonical"));
}

#[test]
fn a_page_that_is_no_shell_is_refused() {
    let error = files(&hostile(), "<html><title>x</title><p>", Options::default()).expect_err("has no main");
    assert!(error.to_string().contains("<main id=\"app\">"), "{error}");
}
