//! Every number that a chart of the real casebook draws is what one gets by going through the JSON export one record at
//! a time. Nothing here uses the engine, the derived facts of the library or its dates: only the exported text.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use jikenbo::{
    authoring::{self, SourceFile},
    chart::{self, ChartId, ChartModel, Options, compare},
    dimensions::{self, DIMENSIONS},
    explore::Explorer,
    formats, url,
};
use proptest::{option, prelude::*, sample};
use serde_json::Value;

use crate::{cases, common};

/// The project's own casebook, and its export.
struct Book {
    explorer: Explorer,
    incidents: Vec<Value>,
}

fn book() -> Book {
    let data = common::root().join("data");
    let is_source = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "toml");
    let sources: Vec<SourceFile> = common::files(&data)
        .into_iter()
        .filter(is_source)
        .map(|path| {
            let below = path.strip_prefix(&data).expect("below").to_string_lossy().replace('\\', "/");
            SourceFile { path: below, text: std::fs::read_to_string(&path).expect("UTF-8") }
        })
        .collect();
    let dataset = authoring::read(&sources).dataset;
    let text = formats::json::write(&formats::View::records(&dataset, &dataset.incidents, &dataset.articles))
        .expect("an export");
    let export: Value = serde_json::from_str(&text).expect("JSON");
    let incidents = export["incidents"].as_array().expect("incidents").clone();
    assert!(incidents.len() > 50, "a casebook");
    Book { explorer: Explorer::new(dataset), incidents }
}

thread_local! {
    static BOOK: RefCell<Book> = RefCell::new(book());
}

// ---- what the export says, read without the library

/// First and last day that a printed date may be, as days of the Common Era.
fn days(date: &str) -> (i64, i64) {
    use time::{Date, Month};
    let number = |from: usize, to: usize| date.get(from..to).and_then(|s| s.parse::<i32>().ok());
    let year = number(0, 4).expect("a year");
    let day = |year: i32, month: i32, day: i32| {
        let month = Month::try_from(month as u8).expect("a month");
        i64::from(Date::from_calendar_date(year, month, day as u8).expect("a day").to_julian_day())
    };
    match (number(5, 7), number(8, 10)) {
        (Some(m), Some(d)) => (day(year, m, d), day(year, m, d)),
        (Some(12), None) => (day(year, 12, 1), day(year, 12, 31)),
        (Some(m), None) => (day(year, m, 1), day(year, m + 1, 1) - 1),
        _ => (day(year, 1, 1), day(year, 12, 31)),
    }
}

fn text<'a>(record: &'a Value, key: &str) -> Option<&'a str> {
    record[key].as_str().filter(|s| !s.is_empty())
}

fn start(record: &Value) -> Option<&str> {
    text(&record["occurred"], "from").or_else(|| text(&record["occurred"], "to"))
}

/// The days between two printed dates; nothing where the second certainly lies before the first.
fn between(a: Option<&str>, b: Option<&str>) -> Option<(i64, i64)> {
    let (a, b) = (days(a?), days(b?));
    (b.1 >= a.0).then(|| ((b.0 - a.1).max(0), b.1 - a.0))
}

fn delay(record: &Value, key: &str) -> Option<(i64, i64)> {
    match key {
        "days_found" => between(start(record), text(record, "discovered")),
        "days_told" => between(text(record, "discovered"), text(record, "disclosed")),
        other => panic!("no delay {other}"),
    }
}

fn principal(record: &Value) -> Option<&Value> {
    record["affected"].as_array()?.iter().find(|a| a["principal"] == true)
}

/// Parents by key, of the vocabularies that are trees.
fn parents(book: &Book, taxonomy: &str) -> BTreeMap<String, String> {
    let values = &book.explorer.dataset().taxonomies.get(taxonomy).values;
    values.iter().filter_map(|t| Some((t.key.clone(), t.parent.clone()?))).collect()
}

/// The values of a record with those above them.
fn keys(book: &Book, record: &Value, key: &str) -> BTreeSet<String> {
    let list = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect::<Vec<_>>();
    let roots = |value: &Value| value.as_object().into_iter().flatten().map(|(k, _)| k.clone()).collect::<Vec<_>>();
    let own = match key {
        "label" => list(&record["labels"]),
        "org_kind" => one(text(record, "org_kind")),
        "locus" => list(&record["locus"]),
        "data" => list(&record["data_items"]),
        "leak" => one(text(record, "leak_status")),
        "vector" => one(text(&record["vector"], "key")),
        "prefecture" => one(text(record, "prefecture")),
        "fy" => one(record["fiscal_year"].as_i64().map(|y| y.to_string()).as_deref()),
        "threat_actor" | "action" | "attribute" => roots(&record["veris"][key]),
        "asset" => list(&record["veris"]["asset"])
            .iter()
            .map(|a| {
                match a.split(" - ").next() {
                    Some("S") => "server",
                    Some("N") => "network",
                    Some("U") => "user_device",
                    Some("T") => "terminal",
                    Some("M") => "media",
                    Some("P") => "person",
                    Some("E") => "embedded",
                    _ => "unknown",
                }
                .to_owned()
            })
            .collect(),
        other => panic!("no rule for {other}"),
    };
    let parents = parents(book, key);
    let mut out = BTreeSet::new();
    for key in own {
        let mut at = Some(key);
        while let Some(key) = at {
            at = parents.get(&key).cloned();
            out.insert(key);
        }
    }
    out
}

/// A condition as a link writes it, applied to a record.
fn holds(book: &Book, record: &Value, key: &str, value: &str, unit: &str) -> bool {
    let number = |s: &str, open: i64| if s.is_empty() { open } else { s.parse().expect("a number") };
    let overlaps = |own: Option<(i64, i64)>, part: &str, end: &dyn Fn(&str, bool) -> i64| {
        let (from, to) = part.split_once("..").unwrap_or((part, part));
        own.is_some_and(|(a, b)| a <= end(to, true) && end(from, false) <= b)
    };
    let numbers = |s: &str, last: bool| number(s, if last { i64::MAX } else { i64::MIN });
    let dates = |s: &str, last: bool| match (s, last) {
        ("", true) => i64::MAX,
        ("", false) => i64::MIN,
        (s, true) => days(s).1,
        (s, false) => days(s).0,
    };
    let one = |part: &str| match (key, part) {
        ("disclosed", "?") => text(record, "disclosed").is_none(),
        ("disclosed", part) => overlaps(text(record, "disclosed").map(days), part, &dates),
        ("affected", part) => {
            let count = principal(record).filter(|a| a["what"] == unit).and_then(|a| a["count"].as_i64());
            if part == "?" { count.is_none() } else { overlaps(count.map(|n| (n, n)), part, &numbers) }
        }
        ("days_told" | "days_found", part) => {
            let own = delay(record, key);
            if part == "?" { own.is_none() } else { overlaps(own, part, &numbers) }
        }
        (_, "?") => keys(book, record, key).is_empty(),
        (_, part) => keys(book, record, key).contains(part),
    };
    let (wanted, taken): (Vec<&str>, Vec<&str>) = value.split(',').partition(|p| !p.starts_with('!'));
    (wanted.is_empty() || wanted.iter().any(|p| one(p))) && !taken.iter().any(|p| one(&p[1..]))
}

/// The records that pass all conditions but those on some dimensions.
fn passing<'a>(book: &'a Book, conditions: &[(String, String)], but: &[&str]) -> Vec<&'a Value> {
    let applies = |(key, _): &&(String, String)| !but.contains(&key.as_str());
    let passes = |r: &&Value| conditions.iter().filter(applies).all(|(k, v)| holds(book, r, k, v, "persons"));
    book.incidents.iter().filter(passes).collect()
}

/// The group of the primary label, or the kind of organisation.
fn group(book: &Book, record: &Value, by: &str) -> Option<String> {
    match by {
        "label" => {
            let parents = parents(book, "label");
            let mut at = record["labels"].as_array()?.first()?.as_str()?.to_owned();
            while let Some(parent) = parents.get(&at) {
                at = parent.clone();
            }
            Some(at)
        }
        _ => text(record, by).map(str::to_owned),
    }
}

/// The Japanese name of a value; `None` = not stated.
fn name(book: &Book, dimension: &str, key: Option<&str>) -> String {
    let Some(key) = key else { return "記載なし".to_owned() };
    match (dimensions::find(dimension).and_then(|d| DIMENSIONS[d].taxonomy()), dimension) {
        (_, "fy") => format!("{key}年度"),
        (Some(taxonomy), _) => {
            book.explorer.dataset().taxonomies.name(taxonomy, key, jikenbo::model::Lang::Ja).to_owned()
        }
        _ => key.to_owned(),
    }
}

/// How many records have each named value of a dimension; "not stated" among them. Values of one name stand together.
fn by_name(book: &Book, dimension: &str, of: &[&Value]) -> BTreeMap<String, BTreeSet<u64>> {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for record in of {
        let own = keys(book, record, dimension);
        if own.is_empty() {
            *counts.entry(None).or_default() += 1;
        }
        for key in own {
            *counts.entry(Some(key)).or_default() += 1;
        }
    }
    let mut out: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for (key, n) in counts {
        out.entry(name(book, dimension, key.as_deref())).or_default().insert(n);
    }
    out
}

// ---- what the option says

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A count drawn by a data item; nothing is drawn for 0.
fn number(item: &Value) -> u64 {
    match item.get("value").unwrap_or(item) {
        Value::Null => 0,
        n => n.as_u64().unwrap_or_else(|| panic!("no count: {item}")),
    }
}

/// A name on an axis without its indent and its mark.
fn bare(name: &Value) -> String {
    let name = name.as_str().expect("a name").trim_start_matches('\u{3000}');
    name.trim_start_matches(['✓', '✕']).trim().to_owned()
}

fn axis(option: &Value, key: &str) -> Vec<String> {
    let axis = match &option[key] {
        Value::Array(both) => &both[0],
        one => one,
    };
    list(&axis["data"]).iter().map(bare).collect()
}

// ---- chart by chart

fn time(book: &Book, model: &ChartModel, conditions: &[(String, String)], query: &str) {
    let by_kind = query.contains("stack-org_kind");
    let by = if by_kind { "org_kind" } else { "label" };
    let occurred = query.contains("when-occurred");
    let date = |r: &Value| if occurred { start(r) } else { text(r, "disclosed") }.map(str::to_owned);
    let of = passing(book, conditions, &[if occurred { "occurred" } else { "disclosed" }]);
    let slot = |d: &str| -> Option<i64> {
        let year: i64 = d[..4].parse().expect("a year");
        let month = d.get(5..7).map(|m| m.parse::<i64>().expect("a month") - 1);
        Some(match () {
            () if query.contains("time-month") => year * 12 + month?,
            () if query.contains("time-quarter") => year * 4 + month? / 3,
            () if query.contains("time-fy") => {
                if month? < 3 {
                    year - 1
                } else {
                    year
                }
            }
            () => year,
        })
    };
    let on_axis = |d: &String| occurred || d.len() >= 7;
    let whole = book.incidents.iter().filter_map(date).filter(on_axis).chain(of.iter().filter_map(|r| date(r)));
    let first = whole.filter_map(|d| slot(&d)).min().unwrap_or(0);
    let mut wanted: BTreeMap<(i64, String), u64> = BTreeMap::new();
    let mut undated: BTreeMap<String, u64> = BTreeMap::new();
    for record in &of {
        let group = name(book, by, group(book, record, by).as_deref());
        match date(record) {
            None => *undated.entry(group).or_default() += 1,
            Some(d) => {
                if let Some(s) = slot(&d) {
                    *wanted.entry((s - first, group)).or_default() += 1;
                }
            }
        }
    }
    let (mut drawn, mut drawn_undated) = (BTreeMap::new(), BTreeMap::new());
    for series in list(&model.option["series"]) {
        let group = series["name"].as_str().expect("a name").to_owned();
        for (at, item) in list(&series["data"]).iter().enumerate() {
            let n = number(item);
            if n > 0 && series["stack"] == "cases" {
                *drawn.entry((at as i64, group.clone())).or_default() += n;
            } else if n > 0 {
                *drawn_undated.entry(group.clone()).or_default() += n;
            }
        }
    }
    assert_eq!(drawn, wanted, "time of {query}");
    assert_eq!(drawn_undated, undated, "undated of {query}");
}

fn ranking(book: &Book, model: &ChartModel, conditions: &[(String, String)], by: &str) {
    let wanted = by_name(book, by, &passing(book, conditions, &[by]));
    let series = list(&model.option["series"]);
    let mut seen = BTreeSet::new();
    for (at, name) in axis(&model.option, "yAxis").into_iter().enumerate() {
        let n = number(&series[0]["data"][at]) + number(&series[1]["data"][at]);
        assert!(n == 0 || wanted.get(&name).is_some_and(|w| w.contains(&n)), "{by} {name}: {n}");
        seen.insert(name);
    }
    assert!(wanted.keys().all(|name| seen.contains(name)), "no hidden tail of {by}");
}

fn grid(book: &Book, model: &ChartModel, conditions: &[(String, String)], across: &str, down: &str) {
    let of = passing(book, conditions, &[across, down]);
    let mut wanted: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
    let mut counts: BTreeMap<(Option<String>, Option<String>), u64> = BTreeMap::new();
    for record in &of {
        let side = |key: &str| {
            let own = keys(book, record, key);
            if own.is_empty() { vec![None] } else { own.into_iter().map(Some).collect() }
        };
        for a in side(across) {
            for b in side(down) {
                *counts.entry((a.clone(), b)).or_default() += 1;
            }
        }
    }
    for ((a, b), n) in counts {
        let cell = (name(book, across, a.as_deref()), name(book, down, b.as_deref()));
        wanted.entry(cell).or_default().insert(n);
    }
    let (x, y) = (axis(&model.option, "xAxis"), axis(&model.option, "yAxis"));
    let mut drawn = BTreeSet::new();
    for cell in list(&model.option["series"][0]["data"]) {
        let at = |i: usize| cell["value"][i].as_u64().expect("a number");
        let names = (x[at(0) as usize].clone(), y[at(1) as usize].clone());
        assert!(wanted.get(&names).is_some_and(|w| w.contains(&at(2))), "{across} × {down} {names:?}: {}", at(2));
        drawn.insert(names);
    }
    let missing =
        wanted.keys().filter(|(a, b)| x.contains(a) && y.contains(b) && !drawn.contains(&(a.clone(), b.clone())));
    assert_eq!(missing.count(), 0, "every pair that occurs has a cell");
}

fn people(book: &Book, model: &ChartModel, conditions: &[(String, String)]) {
    let count = |r: &Value| {
        let counted = principal(r).filter(|a| a["what"] == "persons")?;
        let certainty = match (counted["bound"].as_str(), counted["approx"] == true) {
            (Some("up_to"), _) => "最大",
            (Some(_), _) => "以上",
            (None, true) => "約",
            (None, false) => "数のとおり",
        };
        // Zero, then a bar for each number of digits.
        let n = counted["count"].as_u64().expect("a count");
        Some((if n == 0 { 0 } else { n.to_string().len() }, certainty.to_owned()))
    };
    let first = book.incidents.iter().filter_map(count).map(|(bin, _)| bin).min().expect("a count");
    let mut wanted: BTreeMap<(usize, String), u64> = BTreeMap::new();
    for (bin, certainty) in passing(book, conditions, &["affected"]).into_iter().filter_map(count) {
        *wanted.entry((bin - first, certainty)).or_default() += 1;
    }
    let mut drawn: BTreeMap<(usize, String), u64> = BTreeMap::new();
    for series in list(&model.option["series"]) {
        for (at, item) in list(&series["data"]).iter().enumerate().filter(|(_, item)| number(item) > 0) {
            *drawn.entry((at, series["name"].as_str().expect("a name").to_owned())).or_default() += number(item);
        }
    }
    assert_eq!(drawn, wanted);
}

fn delays(book: &Book, model: &ChartModel, conditions: &[(String, String)], key: &str) {
    let of = passing(book, conditions, &[key]);
    let place = |days: i64| (1.0 + days as f64).log10();
    let rounded = |x: f64| (x * 1_000.0).round() as i64;
    let mut wanted: Vec<(String, i64)> = Vec::new();
    let mut all: Vec<(i64, i64)> = Vec::new();
    for record in &of {
        if let Some((a, b)) = delay(record, key) {
            let group = name(book, "label", group(book, record, "label").as_deref());
            wanted.push((group, rounded((place(a) + place(b)) / 2.0)));
            all.push((a, b));
        }
    }
    let rows: Vec<String> = list(&model.option["yAxis"][0]["data"])
        .iter()
        .map(|r| bare(&Value::from(r.as_str().expect("a name").split('\n').next().expect("a line"))))
        .collect();
    let series = list(&model.option["series"]);
    let dots = [2, 3].into_iter().flat_map(|s| list(&series[s]["data"]));
    let mut drawn: Vec<(String, i64)> = dots
        .map(|dot| {
            let at = |i: usize| dot["value"][i].as_f64().expect("a number");
            (rows[at(1).floor() as usize].clone(), rounded(at(0)))
        })
        .collect();
    drawn.sort();
    wanted.sort();
    // Places are rounded to four digits before they are averaged.
    assert_eq!(drawn.len(), wanted.len(), "{key}");
    for (a, b) in drawn.iter().zip(&wanted) {
        assert!(a.0 == b.0 && (a.1 - b.1).abs() <= 1, "{key}: {a:?} {b:?}");
    }
    let box_of_all = list(&series[0]["data"][0]);
    assert_eq!(box_of_all.is_empty(), all.len() < 5, "no box of few");
    if all.len() >= 5 {
        let middle = |mut side: Vec<i64>| {
            side.sort_unstable();
            let n = side.len();
            if n % 2 == 1 { side[n / 2] as f64 } else { (side[n / 2 - 1] + side[n / 2]) as f64 / 2.0 }
        };
        let (a, b): (Vec<i64>, Vec<i64>) = all.into_iter().unzip();
        let wanted = ((1.0 + middle(a)).log10() + (1.0 + middle(b)).log10()) / 2.0;
        assert!((box_of_all[2].as_f64().expect("a median") - wanted).abs() < 1e-3, "{key}");
    }
}

/// A value of one of the three columns of the flow.
type Stop = (u64, String);

fn flow(book: &Book, model: &ChartModel, conditions: &[(String, String)]) {
    let mut nodes: BTreeMap<Stop, u64> = BTreeMap::new();
    let mut bands: BTreeMap<(Stop, Stop), u64> = BTreeMap::new();
    for record in passing(book, conditions, &["vector", "label", "leak"]) {
        let at = [
            (0, name(book, "vector", text(&record["vector"], "key"))),
            (1, name(book, "label", group(book, record, "label").as_deref())),
            (2, name(book, "leak", text(record, "leak_status"))),
        ];
        at.iter().for_each(|node| *nodes.entry(node.clone()).or_default() += 1);
        at.windows(2).for_each(|two| *bands.entry((two[0].clone(), two[1].clone())).or_default() += 1);
    }
    let series = &model.option["series"][0];
    let drawn: Vec<(Stop, u64)> = list(&series["data"])
        .iter()
        .map(|node| {
            let label = bare(&node["label"]["formatter"]);
            let (name, _) = label.rsplit_once(' ').expect("a name and a number");
            ((node["depth"].as_u64().expect("a column"), name.to_owned()), number(node))
        })
        .collect();
    assert_eq!(drawn.iter().cloned().collect::<BTreeMap<_, _>>(), nodes);
    let end = |link: &Value, key: &str| {
        drawn[link[key].as_str().expect("an id").parse::<usize>().expect("a number")].0.clone()
    };
    let links = list(&series["links"]).iter().map(|l| ((end(l, "source"), end(l, "target")), number(l)));
    assert_eq!(links.collect::<BTreeMap<_, _>>(), bands);
}

fn map(book: &Book, model: &ChartModel, conditions: &[(String, String)]) {
    let wanted = by_name(book, "prefecture", &passing(book, conditions, &["prefecture"]));
    let mut seen = BTreeSet::new();
    for tile in list(&model.option["series"][0]["data"]) {
        let (name, _) = tile["name"].as_str().and_then(|n| n.split_once(": ")).expect("words");
        let n = tile["value"][2].as_u64().expect("a count");
        assert!(n == 0 && !wanted.contains_key(name) || wanted.get(name).is_some_and(|w| w.contains(&n)), "{name} {n}");
        seen.insert(name.to_owned());
    }
    assert!(wanted.keys().all(|n| seen.contains(n)));
}

fn a4(book: &Book, model: &ChartModel, conditions: &[(String, String)]) {
    let sides = ["threat_actor", "action", "asset", "attribute"];
    let mut wanted: BTreeMap<(String, String), u64> = BTreeMap::new();
    for record in passing(book, conditions, &sides) {
        let names = sides.map(|s| {
            let roots = keys(book, record, s).into_iter().filter(|k| !parents(book, "veris").contains_key(k));
            roots.map(|k| name(book, s, Some(&k))).collect::<Vec<_>>()
        });
        for (a, b) in names[0].iter().flat_map(|a| names[1].iter().map(move |b| (a, b))) {
            for (c, d) in names[2].iter().flat_map(|c| names[3].iter().map(move |d| (c, d))) {
                *wanted.entry((format!("{a} / {b}"), format!("{c} / {d}"))).or_default() += 1;
            }
        }
    }
    let (x, y) = (axis(&model.option, "xAxis"), axis(&model.option, "yAxis"));
    let cells = list(&model.option["series"][0]["data"]).iter().map(|cell| {
        let at = |i: usize| cell["value"][i].as_u64().expect("a number");
        ((x[at(0) as usize].clone(), y[at(1) as usize].clone()), at(2))
    });
    assert_eq!(cells.collect::<BTreeMap<_, _>>(), wanted);
}

fn versus(book: &Book, models: &[ChartModel], sides: [&[(String, String)]; 2]) {
    let of = sides.map(|conditions| passing(book, conditions, &[]));
    for model in models.iter().filter(|m| m.id != "people") {
        let roots = |side: &[&Value]| by_name(book, model.id, side);
        let wanted = [roots(&of[0]), roots(&of[1])];
        for (row, name) in axis(&model.option, "yAxis").iter().enumerate() {
            for side in 0..2 {
                let share = model.option["series"][side]["data"][row]["value"].as_f64().expect("a share");
                let shares = wanted[side].get(name).cloned().unwrap_or_default();
                let mut shares = shares.into_iter().map(|n| n as f64 * 100.0 / of[side].len().max(1) as f64);
                assert!(share == 0.0 || shares.any(|s| (s - share).abs() < 1e-9), "{} {name} {share}", model.id);
            }
        }
    }
}

fn conditions(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|p| p.split_once('='));
    pairs.filter(|(k, _)| *k != "chart").map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

fn questions() -> impl Strategy<Value = String> {
    let pick = |key: &'static str, values: &[&'static str]| {
        option::weighted(0.35, sample::select(values.to_vec())).prop_map(move |v| v.map(|v| format!("{key}={v}")))
    };
    (
        pick("label", &["deception", "mistake,ransomware", "!unauthorized_access", "email_misdelivery", "?"]),
        pick("org_kind", &["company", "local_government,hospital", "!company", "?"]),
        pick("disclosed", &["2023", "2023-04..2024-03", "..2022", "?", "!2023"]),
        pick("data", &["identity", "name", "!contact", "?"]),
        pick("leak", &["confirmed,possible", "!confirmed", "?"]),
        pick("affected", &["100..", "..999", "?", "10..99,1000..9999"]),
        pick("days_told", &["0..7", "30..", "?"]),
    )
        .prop_map(|parts| {
            let (a, b, c, d, e, f, g) = parts;
            [a, b, c, d, e, f, g].into_iter().flatten().collect::<Vec<_>>().join("&")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((cases() / 6).max(30)))]

    #[test]
    fn charts_equal_a_count_over_the_export(
        question in questions(),
        other in questions(),
        grain in sample::select(vec!["time-month", "time-quarter", "time-year", "time-fy"]),
        more in sample::select(vec!["", ",stack-org_kind", ",when-occurred", ",when-occurred,stack-org_kind"]),
        rank in sample::select(vec!["label", "org_kind", "data", "leak", "locus", "vector", "prefecture", "fy"]),
    ) {
        BOOK.with_borrow_mut(|book| {
            let query = format!("{question}&chart={grain}{more},rank-{rank}");
            let (state, said) = url::parse(&query);
            assert_eq!(said, Vec::new(), "{query}");
            let answer = book.explorer.run(&state);
            let asked = conditions(&query);
            assert_eq!(answer.matching as usize, passing(book, &asked, &[]).len(), "{query}");
            for id in ChartId::ALL {
                let model = chart::model(&mut book.explorer, &state, &answer, &Options::default(), id);
                match id {
                    ChartId::Time => time(book, &model, &asked, &query),
                    ChartId::Ranking => ranking(book, &model, &asked, rank),
                    ChartId::Heat => grid(book, &model, &asked, "label", "org_kind"),
                    ChartId::Data => grid(book, &model, &asked, "label", "data"),
                    ChartId::Locus => grid(book, &model, &asked, "locus", "org_kind"),
                    ChartId::People => people(book, &model, &asked),
                    ChartId::Found => delays(book, &model, &asked, "days_found"),
                    ChartId::Told => delays(book, &model, &asked, "days_told"),
                    ChartId::Flow => flow(book, &model, &asked),
                    ChartId::Map => map(book, &model, &asked),
                    ChartId::A4 => a4(book, &model, &asked),
                }
            }
            let pair = compare::against(&state, &url::parse(&other).0);
            let sides = compare::Sides::of(&mut book.explorer, &pair, &answer).expect("two sides");
            let page = compare::page(&book.explorer, &sides);
            let models: Vec<ChartModel> = page.iter().map(|s| compare::model(s, &Options::default())).collect();
            versus(book, &models, [&asked, &conditions(&other)]);
        });
    }
}
