//! The workbook as another library opens it, and what every document carries along.

use std::{
    io::Cursor,
    process::{Command, Output},
};

use calamine::{Data, Reader, Xlsx};
use clap::ValueEnum;
use jikenbo::{
    authoring::{self, SourceFile},
    explore::Explorer,
    formats::{Format, Options, View, slices::Slices},
    url,
};

mod common;

fn export(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("export")
        .args(arguments)
        .output()
        .expect("jikenbo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn a_workbook_has_data_codebook_and_query() {
    let query = "label=ransomware";
    let bytes = export(&["--format", "xlsx", "--query", query]).stdout;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["data", "codebook", "query"]);

    let csv = export(&["--format", "csv", "--query", query]).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let headers: Vec<String> = reader.headers().expect("headers").iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let data = book.worksheet_range("data").expect("data");
    assert_eq!(data.height(), rows.len() + 1);
    assert!(rows.len() > 5);
    let affected = headers.iter().position(|h| h == "affected").expect("a column");
    for (n, row) in rows.iter().enumerate() {
        let of = |column: usize| data.get((n + 1, column)).cloned().unwrap_or_default();
        assert_eq!(of(0).to_string(), row[0], "ids");
        match (&row[affected], of(affected)) {
            ("", cell) => assert!(matches!(cell, Data::Empty), "unknown is empty, not 0"),
            (text, Data::Float(number)) => assert_eq!(number, text.parse::<f64>().expect("a number")),
            (text, cell) => panic!("{text} became {cell:?}"),
        }
    }

    let codebook = book.worksheet_range("codebook").expect("codebook");
    let first: Vec<String> = codebook.rows().map(|row| row[0].to_string()).collect();
    for header in &headers {
        let known = first.contains(header) || jikenbo::formats::csv::ORIGIN.contains(&header.as_str());
        assert!(known, "{header} is not explained");
    }
    let query_sheet = book.worksheet_range("query").expect("query");
    let words: Vec<String> = query_sheet.rows().flatten().map(ToString::to_string).collect();
    for must in ["label=ransomware", "ランサムウェア", "Ransomware", "2026.11"] {
        assert!(words.iter().any(|w| w.contains(must)), "the query sheet lacks {must}");
    }
    assert!(words.iter().any(|w| w.contains("CC BY")), "and the licence");
}

/// The golden casebook, ready to be asked.
fn explorer() -> Explorer {
    let read = |path: &std::path::PathBuf| {
        let below = path.strip_prefix(common::golden()).expect("below").to_string_lossy().replace('\\', "/");
        SourceFile::from_bytes(below, std::fs::read(path).expect("read")).0
    };
    let sources: Vec<SourceFile> = common::files(&common::golden()).iter().map(read).collect();
    Explorer::new(authoring::read(&sources).dataset)
}

/// Every format of a query over the golden casebook.
fn all_formats(explorer: &mut Explorer, query: &str) -> Vec<(Format, Vec<u8>)> {
    let (state, _) = explorer.adopt(&url::parse(query).0);
    let answer = explorer.run(&state);
    let mut view = View::of(explorer, &state, &answer);
    view.root = Some("https://example.org/casebook/?fetch=SECRET".to_owned());
    let write = |format: &Format| (*format, format.write(&view, &Options::default()).expect("written"));
    Format::value_variants().iter().map(write).collect()
}

#[test]
fn tp_17_launch_parameters_get_into_no_export_and_no_citation() {
    let mut explorer = explorer();
    let launch = "endpoint=https%3A%2F%2Flrs.example%2FSECRET&fetch=SECRET&actor=%7B%22mbox%22%3A%22SECRET%22%7D\
                  &registration=SECRET&activityId=SECRET";
    for query in ["label=phishing", "case=2023-001", ""] {
        let clean = all_formats(&mut explorer, query);
        let dirty = all_formats(&mut explorer, &format!("{launch}&{query}"));
        for ((format, clean), (_, dirty)) in clean.into_iter().zip(dirty) {
            assert!(clean == dirty, "{format:?}: {query} and the same behind a launcher's parameters differ");
            let secret = dirty.windows(6).any(|w| w == b"SECRET");
            assert!(!secret, "{format:?}: {query}");
        }
    }
}

#[test]
fn a_file_written_in_slices_is_the_same_file() {
    let mut explorer = explorer();
    for query in
        ["", "label=phishing&title=T&note=N", "kind=article", "q=%E5%AD%98%E5%9C%A8%E3%81%97%E3%81%AA%E3%81%84"]
    {
        let (state, _) = explorer.adopt(&url::parse(query).0);
        let answer = explorer.run(&state);
        let view = View::of(&explorer, &state, &answer);
        let options = Options { bom: true, columns: vec!["org_en".into(), "id".into()], ..Options::default() };
        for format in Format::value_variants() {
            let whole = format.write(&view, &options).expect("written");
            for step in [1, 3, 1000] {
                let mut slices = Slices::new(*format, options.clone());
                let mut rounds = 1;
                while slices.take(&view, step).expect("a slice") {
                    assert_eq!(slices.done(), rounds * step);
                    rounds += 1;
                }
                assert_eq!(rounds, view.incidents.len().div_ceil(step).max(1));
                let parts = slices.finish(&view).expect("finished");
                assert!(parts == whole, "{format:?} of {query}, {step} at a time");
            }
        }
    }
}

#[test]
fn the_nearest_page_of_a_view_reads_as_a_table() {
    let mut explorer = explorer();
    let case = explorer.dataset().incidents[0].clone();
    let (id, label) = (&case.id, &case.labels[0]);
    let year = case.disclosed.expect("a date").year();
    explorer.run(&url::ViewState::default());
    for (query, path, exact) in [
        (String::new(), String::new(), true),
        ("q=usb".into(), String::new(), false),
        (format!("label={label}"), format!("label/{label}/"), true),
        (format!("label={label}&q=usb"), format!("label/{label}/"), false),
        (format!("label=!{label}"), String::new(), false),
        (format!("disclosed={year}"), format!("year/{year}/"), true),
        (format!("disclosed={year}-01..{year}-06"), String::new(), false),
        (format!("case={id}&label={label}"), format!("i/{id}/"), true),
        (format!("pick={id}"), format!("i/{id}/"), true),
        (format!("label={label}&off=label"), String::new(), false),
        ("view=about".into(), "about/".into(), true),
    ] {
        let (state, _) = explorer.adopt(&url::parse(&query).0);
        let near = jikenbo::share::nearest::nearest(explorer.dataset(), &state, jikenbo::model::Lang::Ja);
        assert_eq!((near.path, near.exact), (format!("ja/{path}"), exact), "{query}");
    }
}

#[test]
fn the_query_of_a_view_gives_the_same_view_again() {
    let mut explorer = explorer();
    let ids = |view: &View| view.incidents.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    for query in [
        "",
        "label=phishing",
        "q=%E8%A9%90%E6%AC%BA&off=synonyms",
        "pick=2023-003,2023-001&case=2023-001&view=table&theme=dark&lang=en&pin=0",
        "hide=2023-001&sort=-affected&disclosed=2023..2024",
        "label=!loss&org_kind=company,hospital&off=label",
    ] {
        let (state, _) = explorer.adopt(&url::parse(query).0);
        let answer = explorer.run(&state);
        let first = View::of(&explorer, &state, &answer);
        let (said, count) = (first.query.clone(), (first.matching, ids(&first)));
        assert!(!said.contains("case=") && !said.contains("theme="), "{said}");
        let (state, dropped) = url::parse(&said);
        assert_eq!(dropped, Vec::new(), "{said}");
        let (state, _) = explorer.adopt(&state);
        let answer = explorer.run(&state);
        let again = View::of(&explorer, &state, &answer);
        assert_eq!((again.matching, ids(&again)), count, "{query} became {said}");
        assert_eq!(again.query, said);
    }
}

#[test]
fn every_document_says_where_it_comes_from() {
    for format in ["text", "bibtex", "stix", "misp", "veris"] {
        let bytes = export(&["--format", format, "--query", "label=phishing", "--lang", "en"]).stdout;
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.contains("2026.11"), "{format}: data version");
        assert!(text.contains("CC BY"), "{format}: licence");
    }
    let markdown =
        String::from_utf8(export(&["--format", "markdown", "--query", "label=phishing", "--lang", "en"]).stdout);
    let markdown = markdown.expect("UTF-8");
    for must in ["# Phishing", "Selection: Phishing", "Source of the facts:", "Coverage and bias:"] {
        assert!(markdown.contains(must), "{must}");
    }
}
