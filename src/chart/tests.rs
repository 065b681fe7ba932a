//! The option as it goes to ECharts, and the law that every number in it is what one gets by counting.

use expect_test::expect_file;
use proptest::{collection::vec, option, prelude::*, sample};
use serde_json::Value as Json;

use super::*;
use crate::{
    dataset::{Casebook, Dataset},
    dimensions,
    model::{
        Affected, Bound, Incident, PartialDate, Taxonomies, Text,
        incident::Vector,
        taxonomy::{Taxonomy, Term},
        veris::VerisGroup,
    },
    url::{self, Filter, Value},
};

const LABELS: [(&str, &str, Option<&str>, Option<u8>); 8] = [
    ("deception", "だまし", None, Some(1)),
    ("support_scam", "サポート詐欺", Some("deception"), None),
    ("phishing", "フィッシング", Some("deception"), None),
    ("unauthorized_access", "不正アクセス", None, Some(2)),
    ("account_takeover", "アカウント乗っ取り", Some("unauthorized_access"), None),
    ("mistake", "うっかり", None, Some(5)),
    ("email_misdelivery", "メール誤送信", Some("mistake"), None),
    ("other", "その他", None, Some(8)),
];
const KINDS: [(&str, &str); 3] = [("company", "企業"), ("local_government", "地方公共団体"), ("hospital", "病院")];

fn taxonomies() -> Taxonomies {
    let label = LABELS.iter().map(|(key, ja, parent, colour)| Term {
        key: (*key).into(),
        ja: (*ja).into(),
        en: key.replace('_', " "),
        parent: parent.map(Into::into),
        colour: *colour,
        ..Term::default()
    });
    let kind = KINDS.iter().map(|(key, ja)| Term {
        key: (*key).into(),
        ja: (*ja).into(),
        en: key.replace('_', " "),
        ..Term::default()
    });
    let mut out = Taxonomies::default();
    for (key, terms) in [("label", label.collect::<Vec<_>>()), ("org_kind", kind.collect())] {
        out.by_key.insert(key.into(), Taxonomy::new(key, Text::default(), Text::default(), terms, Vec::new()));
    }
    out
}

fn incident(id: usize, labels: &[&str], org_kind: Option<&str>, disclosed: Option<&str>) -> Incident {
    Incident {
        id: format!("case-{id:03}"),
        labels: labels.iter().map(|l| (*l).to_owned()).collect(),
        org_kind: org_kind.unwrap_or_default().to_owned(),
        disclosed: disclosed.map(|d| d.parse().expect(d)),
        ..Incident::default()
    }
}

fn explorer(incidents: Vec<Incident>) -> Explorer {
    Explorer::new(Dataset::new(Casebook::default(), taxonomies(), incidents, Vec::new()))
}

/// A small casebook with everything in it: two labels, none, a year-only date, no date, no kind.
fn small() -> Explorer {
    explorer(vec![
        incident(1, &["support_scam"], Some("local_government"), Some("2023-09-04")),
        incident(2, &["support_scam", "unauthorized_access"], Some("hospital"), Some("2023-09-20")),
        incident(3, &["email_misdelivery"], Some("local_government"), Some("2023-10")),
        incident(4, &["account_takeover"], Some("company"), Some("2023-12-01")),
        incident(5, &["email_misdelivery"], Some("local_government"), Some("2024-01-15")),
        incident(6, &["other"], None, Some("2023")),
        incident(7, &[], Some("company"), None),
    ])
}

fn models(explorer: &mut Explorer, query: &str, options: &Options) -> [ChartModel; 3] {
    let state = url::parse(query).0;
    let answer = explorer.run(&state);
    strip(explorer, &state, &answer, options)
}

fn pretty(model: &ChartModel) -> String {
    let mut out = format!("{}\n{}\n{}\n", model.title, model.subline, model.summary);
    for note in &model.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    for entry in &model.legend {
        let state = entry.state.as_ref().map(|state| url::write(state)).unwrap_or_default();
        out.push_str(&format!("legend {}/{}: {} -> {state}\n", entry.colour, entry.pattern, entry.text));
    }
    for mark in &model.marks {
        let Mark { series, index, at, state, spoken } = mark;
        out.push_str(&format!("mark {series}/{index} at {at:?}: {spoken} -> {}\n", url::write(state)));
    }
    for group in &model.choices {
        let of = |c: &Choice| format!("{}{}", if c.current { "*" } else { "" }, c.text);
        out.push_str(&format!(
            "choice {}: {}\n",
            group.name,
            group.choices.iter().map(of).collect::<Vec<_>>().join(" ")
        ));
    }
    for (text, state) in model.list.iter().flat_map(|l| &l.cases) {
        out.push_str(&format!("case {text} -> {}\n", url::write(state)));
    }
    out.push_str(&format!("{}\n", model.table.headers.join(" | ")));
    for row in &model.table.rows {
        out.push_str(&format!("{}\n", row.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ")));
    }
    out.push_str(&serde_json::to_string_pretty(&model.option).unwrap());
    out.push('\n');
    out
}

#[test]
fn options_are_as_they_were() {
    let query = "org_kind=local_government&disclosed=2023-09..2023-12";
    let [time, ranking, heat] = models(&mut small(), query, &Options { motion: true, ..Options::default() });
    expect_file!["snapshots/time.txt"].assert_eq(&pretty(&time));
    expect_file!["snapshots/ranking.txt"].assert_eq(&pretty(&ranking));
    expect_file!["snapshots/heat.txt"].assert_eq(&pretty(&heat));
}

#[test]
fn options_in_english_and_dark() {
    let options = Options { lang: Lang::En, shade: Shade::Dark, ..Options::default() };
    let [time, ranking, _] = models(&mut small(), "chart=time-quarter,rank-label&label=!other", &options);
    expect_file!["snapshots/time-quarter-en.txt"].assert_eq(&pretty(&time));
    expect_file!["snapshots/ranking-label-en.txt"].assert_eq(&pretty(&ranking));
}

/// A casebook in which every chart has something: counts of all certainties and of another unit, dates of all
/// precisions, ways in, outcomes, prefectures, VERIS.
fn rich() -> Explorer {
    let mut incidents: Vec<Incident> = (0..14)
        .map(|n| {
            let label = ["support_scam", "account_takeover", "email_misdelivery"][n % 3];
            let mut i = incident(n, &[label], Some(KINDS[n % 2].0), Some(&format!("2023-{:02}-20", 1 + n % 12)));
            let date = |text: String| Some(text.parse().expect("a date"));
            i.discovered = match n % 4 {
                0 => date(format!("2023-{:02}", 1 + n % 12)),
                _ => date(format!("2023-{:02}-{:02}", 1 + n % 12, 19 - n)),
            };
            i.occurred.from = (n % 3 != 2).then(|| format!("2022-{:02}-01", 1 + n % 12).parse().expect("a date"));
            i.affected = vec![Affected {
                what: if n == 5 { "records" } else { "persons" }.into(),
                count: 3_u64.pow(n as u32),
                approx: n % 5 == 1,
                bound: [None, None, Some(Bound::UpTo), Some(Bound::AtLeast)][n % 4],
                principal: true,
                ..Affected::default()
            }];
            i.leak_status = (n % 4 != 3).then(|| "confirmed".to_owned());
            i.vector = (n % 3 != 1).then(|| Vector { key: Some("bcc_omitted".into()), ..Vector::default() });
            i.prefecture = [Some("13"), Some("01"), Some("nationwide"), None][n % 4].map(str::to_owned);
            i.locus = vec!["own_staff".into()];
            i.data_items = vec!["name".into()];
            i.veris.threat_actor.insert("external".into(), VerisGroup::default());
            i.veris.action.insert("hacking".into(), VerisGroup::default());
            i.veris.asset = vec!["S - Mail".into()];
            i.veris.attribute.insert("confidentiality".into(), VerisGroup::default());
            i
        })
        .collect();
    incidents.push(Incident { id: "case-nothing".into(), ..Incident::default() });
    explorer(incidents)
}

#[test]
fn every_chart_is_as_it_was() {
    let mut explorer = rich();
    let state = url::parse("label=!other&org_kind=company").0;
    let answer = explorer.run(&state);
    let options = Options { large: true, ..Options::default() };
    for id in ChartId::ALL.into_iter().filter(|id| !STRIP.contains(id)) {
        let model = model(&mut explorer, &state, &answer, &options, id);
        expect_file![format!("snapshots/{}.txt", id.slug())].assert_eq(&pretty(&model));
    }
    let state = url::parse("label=deception&vs=label%3Dmistake").0;
    let answer = explorer.run(&state);
    let sides = compare::Sides::of(&mut explorer, &state, &answer).expect("two sides");
    let kind = dimensions::find("org_kind").expect("a dimension");
    let model = compare::model(&compare::by_dimension(&explorer, &sides, kind), &options);
    expect_file!["snapshots/compare.txt"].assert_eq(&pretty(&model));
    assert_eq!(sides.counts(), (5, 4, 0));
    assert_eq!(url::write(&compare::swapped(&sides.state, &sides.other)), "label=mistake&vs=label%3Ddeception");
}

#[test]
fn ways_to_draw_change_the_drawing_and_not_the_numbers() {
    let mut explorer = rich();
    let mut at = |query: &str, id| {
        let state = url::parse(query).0;
        let answer = explorer.run(&state);
        model(&mut explorer, &state, &answer, &Options { large: true, ..Options::default() }, id)
    };
    for (id, token) in [
        (ChartId::Time, "timeas-share"),
        (ChartId::Ranking, "rankon-log"),
        (ChartId::People, "peopleas-share"),
        (ChartId::People, "peopleon-log"),
        (ChartId::Found, "delayon-linear"),
        (ChartId::Told, "delayon-linear"),
    ] {
        let (usual, other) = (at("", id), at(&format!("chart={token}"), id));
        assert_ne!(usual.option, other.option, "{token}");
        assert_eq!(usual.table.headers, other.table.headers);
        let texts = |m: &ChartModel| m.table.rows.iter().flatten().map(|c| c.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&usual), texts(&other), "{token}");
        let chosen = other.choices.iter().flat_map(|g| &g.choices).filter(|c| c.current);
        assert!(chosen.clone().any(|c| c.state.chart == [token]), "{token} is said to be on");
    }
    let shares = at("chart=heatas-row", ChartId::Heat);
    assert!(shares.table.rows.iter().flatten().any(|c| c.text.ends_with('%')));
}

#[test]
fn on_a_logarithmic_scale_all_cases_stand_behind_those_in_the_result() {
    let mut explorer = small();
    let state = url::parse("org_kind=hospital&chart=rankon-log").0;
    let answer = explorer.run(&state);
    let drawn = model(&mut explorer, &state, &answer, &Options { large: true, ..Options::default() }, ChartId::Ranking);
    let series = drawn.option["series"].as_array().expect("series");
    assert!(series.iter().all(|s| s.get("stack").is_none_or(Json::is_null)), "logarithms do not add up");
    for row in &drawn.table.rows {
        let at =
            drawn.option["yAxis"]["data"].as_array().and_then(|names| names.iter().position(|n| *n == *row[0].text));
        let at = at.expect("a bar");
        let (all, inside): (u64, u64) = (row[1].text.parse().unwrap(), row[3].text.parse().unwrap());
        assert_eq!(number(&series[0]["data"][at]), inside);
        assert_eq!(number(&series[1]["data"][at]), if inside == all { 0 } else { all });
        assert_eq!(series[2]["data"][at]["value"], all.max(1), "its words stand at its end");
    }
}

#[test]
fn dragging_asks_for_what_lies_between() {
    let mut explorer = rich();
    let state = url::parse("org_kind=company&chart=time-month").0;
    let answer = explorer.run(&state);
    let options = Options::default();
    let time = model(&mut explorer, &state, &answer, &options, ChartId::Time);
    let brushed = time.brush.as_ref().and_then(|b| b.between(1.0, 3.0)).expect("a range");
    assert_eq!(url::write(&brushed), "org_kind=company&disclosed=2023-02..2023-04&chart=time-month");
    assert_eq!(time.brush.as_ref().and_then(|b| b.words(1.0, 3.0, Lang::Ja)).as_deref(), Some("2023年2月–2023年4月"));
    let state = url::parse("chart=people-records").0;
    let answer = explorer.run(&state);
    let people = model(&mut explorer, &state, &answer, &options, ChartId::People);
    let brushed = people.brush.as_ref().and_then(|b| b.between(0.0, 9.0)).expect("a range");
    assert_eq!(url::write(&brushed), "unit=records&affected=100..999&chart=people-records", "asks in the chart's unit");
    assert_eq!(explorer.run(&brushed).matching, 1);
}

/// Calls `see` with every key and value of a tree.
fn walk_json(value: &Json, see: &mut impl FnMut(&str, &Json)) {
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                see(key, value);
                walk_json(value, see);
            }
        }
        Json::Array(list) => list.iter().for_each(|v| walk_json(v, see)),
        _ => {}
    }
}

#[test]
fn text_is_large_enough_and_motion_can_be_off() {
    let still = models(&mut small(), "", &Options::default());
    for model in &still {
        let mut sizes = 0;
        walk_json(&model.option, &mut |key, value| {
            if key == "fontSize" {
                sizes += 1;
                assert!(value.as_f64().is_some_and(|px| px >= 11.0), "{}: {value}", model.id);
            }
        });
        assert!(sizes > 2);
        walk_json(&model.option, &mut |key, value| {
            // The page's policy forbids functions made of text, and the style attributes of the default tooltip.
            assert!(key != "formatter" || value == "{b}" || value == "{value}%", "{}: {value}", model.id);
        });
        assert_eq!(model.option["tooltip"]["formatter"], "{b}");
        assert_eq!(model.option["animation"], false, "{}", model.id);
    }
    let moving = models(&mut small(), "", &Options { motion: true, ..Options::default() });
    assert!(moving.iter().all(|m| m.option["animation"] == true));
}

#[test]
fn height_does_not_follow_the_filters() {
    let mut explorer = small();
    let heights = |e: &mut Explorer, query: &str| models(e, query, &Options::default()).map(|m| m.height_px);
    let all = heights(&mut explorer, "");
    assert_eq!(heights(&mut explorer, "label=phishing"), all);
    assert_eq!(heights(&mut explorer, "org_kind=hospital&disclosed=2023-09"), all);
}

#[test]
fn an_empty_casebook_has_charts_too() {
    for lang in Lang::ALL {
        let mut nothing = explorer(Vec::new());
        let state = ViewState::default();
        let answer = nothing.run(&state);
        for id in ChartId::ALL {
            let options = Options { lang, large: true, ..Options::default() };
            let model = model(&mut nothing, &state, &answer, &options, id);
            assert!(model.marks.is_empty());
            assert_eq!(model.summary, Msg::Nothing.text(lang), "{}", model.id);
            assert!(model.brush.as_ref().is_none_or(|b| b.between(0.0, f64::INFINITY).is_none()));
        }
    }
}

#[test]
fn a_misprinted_year_does_not_press_the_others_into_a_corner() {
    let date = |n: usize| match n {
        0 => "1971-05-01".to_owned(),
        1 => "2102-03".to_owned(),
        _ => format!("{}-{:02}", 2010 + n % 8, 1 + n % 12),
    };
    let mut explorer = explorer((0..400).map(|n| incident(n, &["other"], Some("company"), Some(&date(n)))).collect());
    let state = ViewState::default();
    let answer = explorer.run(&state);
    for (query, from, to) in [("", None, None), ("chart=time-fy", None, None), ("chart=time-year", None, None)] {
        let state = url::parse(query).0;
        let time = summary::time(&mut explorer, &state, &answer, 60);
        let ends = (time.buckets.first().expect("bars"), time.buckets.last().expect("bars"));
        assert_eq!((ends.0.range.from, ends.1.range.to), (from, to), "{query}");
        assert!(time.buckets.len() <= 60, "{query}: {} bars", time.buckets.len());
        assert_eq!(time.buckets.iter().map(|b| b.count().total()).sum::<u32>(), 400, "{query}");
        for bucket in [ends.0, ends.1] {
            let asked = explorer.run(&bucket.state).matching;
            assert_eq!(asked, bucket.count().total(), "{query}: a click asks for what the bar holds");
        }
        let model = time::model(&time, &Options::default());
        assert!(model.notes.iter().any(|n| n == Msg::EndsFolded.text(Lang::Ja)));
    }
}

#[test]
fn counts_are_in_the_unit_that_the_casebook_has() {
    let mut book = vec![incident(1, &["other"], None, None), incident(2, &["other"], None, None)];
    book[0].affected = vec![Affected { what: "records".into(), count: 20, principal: true, ..Affected::default() }];
    let mut explorer = explorer(book);
    let state = ViewState::default();
    let answer = explorer.run(&state);
    let people = people::summary(&mut explorer, &state, &answer);
    assert_eq!((people.unit.as_str(), people.basis.unknown, people.bins.len()), ("records", 1, 1));
    let sure: Vec<ChartId> = ChartId::ALL.into_iter().filter(|id| has_data(&explorer, *id)).collect();
    assert_eq!(sure, [ChartId::Time, ChartId::Ranking, ChartId::Heat, ChartId::People]);
}

#[test]
fn on_a_logarithmic_scale_a_histogram_has_whole_bars() {
    let mut explorer = rich();
    let state = url::parse("org_kind=company&affected=1..99&chart=peopleon-log").0;
    let answer = explorer.run(&state);
    let summary = people::summary(&mut explorer, &state, &answer);
    let drawn = people::model(&summary, &Options { large: true, ..Options::default() });
    let series = drawn.option["series"].as_array().expect("series");
    assert!(series.iter().all(|s| s.get("stack").is_none_or(Json::is_null)), "logarithms do not add up");
    assert_eq!(series.len(), 2, "in the result, and all behind");
    for (at, bin) in summary.bins.iter().enumerate() {
        let inside: u32 = bin.counts.iter().map(|c| c.selected).sum();
        assert_eq!(number(&series[0]["data"][at]), u64::from(inside));
        let all = if inside == bin.total() { 0 } else { bin.total() };
        assert_eq!(number(&series[1]["data"][at]), u64::from(all));
    }
    let both = url::parse("chart=peopleon-log,peopleas-share").0;
    let answer = explorer.run(&both);
    assert!(!people::summary(&mut explorer, &both, &answer).log, "shares are not drawn by their logarithm");
}

#[test]
fn shares_are_rounded_and_never_hide_a_case() {
    assert_eq!(
        [share(0, 0), share(0, 5), share(1, 300), share(1, 3), share(2, 3), share(7, 7)],
        ["–", "0%", "<1%", "33%", "67%", "100%"]
    );
}

#[test]
fn a_click_can_be_undone_by_another() {
    let mut explorer = small();
    let start = url::parse("label=mistake&view=charts").0;
    let answer = explorer.run(&start);
    for (at, model) in strip(&mut explorer, &start, &answer, &Options::default()).into_iter().enumerate() {
        let mark = model.marks.first().expect("a mark").clone();
        assert_eq!(mark.state.view, url::View::Charts);
        let answer = explorer.run(&mark.state);
        let again = &strip(&mut explorer, &mark.state, &answer, &Options::default())[at];
        let back = again.marks[walk::nearest(&again.marks, mark.at).expect("the same mark")].clone();
        let wanted = if model.id == "heat" { url::parse("view=charts").0 } else { start.clone() };
        assert_eq!(*back.state, wanted, "{}", model.id);
    }
}

#[test]
fn a_click_on_a_paused_dimension_begins_anew() {
    let mut explorer = small();
    let state = url::parse("org_kind=company&off=org_kind").0;
    let answer = explorer.run(&state);
    let model = model(&mut explorer, &state, &answer, &Options::default(), ChartId::Ranking);
    let hospital = model.marks.iter().find(|m| m.spoken.starts_with("病院")).expect("a bar");
    assert_eq!(url::write(&hospital.state), "org_kind=hospital");
}

// The law: every number of every chart equals a count over the incidents, one by one, that knows no engine.

fn root(label: &str) -> &str {
    let term = LABELS.iter().find(|(key, ..)| *key == label).expect(label);
    term.2.unwrap_or(label)
}

fn has_label(incident: &Incident, key: &str) -> bool {
    incident.labels.iter().any(|l| l == key || root(l) == key)
}

fn holds(incident: &Incident, filter: &Filter) -> bool {
    let one = |value: &Value| match (dimensions::DIMENSIONS[filter.dimension].key, value) {
        ("label", Value::Key(key)) => has_label(incident, key),
        ("label", _) => incident.labels.is_empty(),
        ("org_kind", Value::Key(key)) => incident.org_kind == *key,
        ("org_kind", _) => incident.org_kind.is_empty(),
        ("disclosed", Value::Range(range)) => incident.disclosed.is_some_and(|date| {
            let ((a, b), (c, d)) = (date.days(), range.interval());
            a <= d && c <= b
        }),
        ("disclosed", _) => incident.disclosed.is_none(),
        other => panic!("no rule for {other:?}"),
    };
    filter.values.iter().any(one) != filter.exclude
}

/// The incidents that pass all filters but those on some dimensions.
fn passing<'a>(incidents: &'a [Incident], state: &ViewState, but: &[&str]) -> Vec<&'a Incident> {
    let applies = |f: &&Filter| {
        let key = dimensions::DIMENSIONS[f.dimension].key;
        !but.contains(&key) && !state.off.iter().any(|o| o == key)
    };
    incidents.iter().filter(|i| state.filters.iter().filter(applies).all(|f| holds(i, f))).collect()
}

/// Number of a data item: itself, or its `value`; nothing is drawn for 0.
fn number(item: &Json) -> u64 {
    match item.get("value").unwrap_or(item) {
        Json::Null => 0,
        n => n.as_u64().filter(|n| *n > 0).unwrap_or_else(|| panic!("no count: {item}")),
    }
}

fn count<'a>(of: &[&'a Incident], test: impl Fn(&'a Incident) -> bool) -> u32 {
    of.iter().filter(|i| test(i)).count() as u32
}

fn dates() -> impl Strategy<Value = Option<String>> {
    option::of(prop_oneof![
        3 => (2022..2025i32, 1..13i32, 1..29i32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        1 => (2022..2025i32, 1..13i32).prop_map(|(y, m)| format!("{y}-{m:02}")),
        1 => (2021..2026i32).prop_map(|y| y.to_string()),
    ])
}

fn casebooks() -> impl Strategy<Value = Vec<Incident>> {
    let labels = sample::subsequence(LABELS.map(|l| l.0).to_vec(), 0..4).prop_shuffle();
    let kinds = option::of(sample::select(KINDS.map(|k| k.0).to_vec()));
    vec((labels, kinds, dates()), 0..30).prop_map(|rows| {
        let all = rows.iter().enumerate();
        all.map(|(id, (labels, kind, date))| incident(id, labels, *kind, date.as_deref())).collect()
    })
}

fn queries() -> impl Strategy<Value = String> {
    let label = sample::select(vec![
        "deception",
        "phishing",
        "!mistake",
        "mistake,?",
        "unauthorized_access",
        "!?",
        "other,!phishing",
    ]);
    let kind = sample::select(vec!["company", "company,hospital", "!local_government", "?", "hospital,?"]);
    let date = sample::select(vec!["2023", "2023-03..2024-02", "..2022-06", "?", "!2023-05", "2024-01-10..,?"]);
    let off = sample::select(vec!["", "label", "org_kind", "disclosed"]);
    let grain = sample::select(vec!["", "time-month", "time-quarter", "time-year", "time-fy"]);
    let rank = sample::select(vec!["", "rank-label", "rank-org_kind"]);
    (option::of(label), option::of(kind), option::of(date), off, grain, rank).prop_map(
        |(label, kind, date, off, grain, rank)| {
            let part = |key: &str, value: Option<&str>| value.map(|v| format!("{key}={v}&")).unwrap_or_default();
            let filters = [part("label", label), part("org_kind", kind), part("disclosed", date)].concat();
            format!("{filters}off={off}&chart={grain},{rank}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::test_cases()))]

    #[test]
    fn time_equals_a_naive_count(incidents in casebooks(), query in queries()) {
        let mut explorer = explorer(incidents.clone());
        let state = url::parse(&query).0;
        let answer = explorer.run(&state);
        let summary = summary::time(&mut explorer, &state, &answer, 60);
        let all = passing(&incidents, &state, &["disclosed"]);
        let chosen = passing(&incidents, &state, &[]);

        prop_assert_eq!(summary.basis.matching, all.len() as u32);
        prop_assert_eq!(summary.basis.selected, chosen.len() as u32);
        prop_assert_eq!(summary.basis.total, incidents.len() as u32);
        prop_assert_eq!(summary.basis.unknown, count(&all, |i| i.disclosed.is_none()));
        let mut drawn = 0;
        for bucket in &summary.buckets {
            let (from, to) = bucket.range.interval();
            let inside = |i: &Incident| i.disclosed.map(PartialDate::days).is_some_and(|(a, b)| from <= a && b <= to);
            for (group, split) in summary.groups.iter().zip(&bucket.counts) {
                let of_group = |i: &Incident| match (&group.name, i.labels.first()) {
                    (Some(name), Some(label)) => name.en == root(label).replace('_', " "),
                    (None, None) => true,
                    _ => false,
                };
                prop_assert_eq!(split.total(), count(&all, |i| inside(i) && of_group(i)), "{:?}", bucket.range);
                prop_assert_eq!(split.selected, count(&chosen, |i| inside(i) && of_group(i)), "{:?}", bucket.range);
                drawn += split.total();
            }
        }
        prop_assert_eq!(drawn + summary.basis.unknown + summary.vague, all.len() as u32, "nobody is lost");

        let model = time::model(&summary, &Options::default());
        let series = model.option["series"].as_array().cloned().unwrap_or_default();
        for (index, bucket) in summary.buckets.iter().enumerate() {
            let of_time = || series.iter().filter(|s| s["stack"] == "cases");
            let stack: u64 = of_time().map(|s| number(&s["data"].as_array().expect("data")[index])).sum();
            prop_assert_eq!(stack, u64::from(bucket.count().total()));
            let marked = model.marks.iter().filter(|m| m.index == index && series[m.series]["stack"] == "cases").count();
            prop_assert_eq!(marked, of_time().filter(|s| number(&s["data"][index]) > 0).count());
        }
        let undated: u64 = series.iter().filter(|s| s["stack"] == "undated").map(|s| number(&s["data"][0])).sum();
        prop_assert_eq!(undated, u64::from(summary.basis.unknown));
        let totals = model.table.headers.iter().position(|h| h == "計").expect("a total");
        let in_table: usize = model.table.rows.iter().map(|r| r[totals].text.parse::<usize>().unwrap()).sum();
        prop_assert_eq!(in_table, all.len(), "the table adds up");
    }

    #[test]
    fn ranking_equals_a_naive_count(incidents in casebooks(), query in queries()) {
        let mut explorer = explorer(incidents.clone());
        let state = url::parse(&query).0;
        let answer = explorer.run(&state);
        let summary = summary::ranking(&explorer, &state, &answer);
        let key = dimensions::DIMENSIONS[summary.dimension].key;
        let all = passing(&incidents, &state, &[key]);
        let chosen = passing(&incidents, &state, &[]);
        prop_assert_eq!(summary.basis.matching, all.len() as u32);
        prop_assert_eq!(summary.basis.selected, chosen.len() as u32);
        let has = |i: &Incident, name: Option<&Text>| match (key, name) {
            ("label", Some(name)) => has_label(i, &name.en.replace(' ', "_")),
            ("label", None) => i.labels.is_empty(),
            (_, Some(name)) => i.org_kind == name.en.replace(' ', "_"),
            (_, None) => i.org_kind.is_empty(),
        };
        for bar in &summary.bars {
            prop_assert_eq!(bar.count.total(), count(&all, |i| has(i, bar.name.as_ref())), "{:?}", bar.name);
            prop_assert_eq!(bar.count.selected, count(&chosen, |i| has(i, bar.name.as_ref())), "{:?}", bar.name);
        }
        // No hidden tail.
        let of_vocabulary: Vec<&str> = if key == "label" { LABELS.map(|l| l.0).to_vec() } else { KINDS.map(|k| k.0).to_vec() };
        for value in of_vocabulary {
            let name = Text { ja: String::new(), en: value.replace('_', " ") };
            let drawn = summary.bars.iter().any(|b| b.name.as_ref().is_some_and(|n| n.en == name.en));
            prop_assert!(drawn || count(&all, |i| has(i, Some(&name))) == 0, "{value} is hidden");
        }
        let model = ranking::model(&summary, &Options::default());
        for (index, bar) in summary.bars.iter().enumerate() {
            prop_assert_eq!(number(&model.option["series"][0]["data"][index]), u64::from(bar.count.selected));
            prop_assert_eq!(number(&model.option["series"][1]["data"][index]), u64::from(bar.count.other));
            prop_assert_eq!(&model.table.rows[index][1].text, &bar.count.total().to_string());
        }
    }

    #[test]
    fn heat_map_equals_a_naive_count(incidents in casebooks(), query in queries()) {
        let mut explorer = explorer(incidents.clone());
        let state = url::parse(&query).0;
        let answer = explorer.run(&state);
        let summary = summary::heat(&mut explorer, &state, &answer);
        let all = passing(&incidents, &state, &["label", "org_kind"]);
        let chosen = passing(&incidents, &state, &[]);
        prop_assert_eq!(summary.basis.matching, all.len() as u32);
        prop_assert_eq!(summary.basis.unknown, count(&all, |i| i.labels.is_empty() || i.org_kind.is_empty()));
        let model = heat::model(&summary, &Options::default());
        let key = |name: &Option<Text>| name.as_ref().map(|n| n.en.replace(' ', "_"));
        for (y, row) in summary.rows.iter().enumerate() {
            for (x, column) in summary.columns.iter().enumerate() {
                let inside = |i: &Incident| {
                    let label = key(&column.name).map_or(i.labels.is_empty(), |k| has_label(i, &k));
                    label && i.org_kind == key(&row.name).unwrap_or_default()
                };
                let cell = summary.cells.iter().position(|c| (c.column, c.row) == (x, y));
                let split = cell.map(|c| summary.cells[c].count).unwrap_or_default();
                prop_assert_eq!(split.total(), count(&all, inside));
                prop_assert_eq!(split.selected, count(&chosen, inside));
                prop_assert_eq!(&model.table.rows[y][x + 1].text, &split.total().to_string());
                if let Some(c) = cell {
                    let value = &model.option["series"][0]["data"][c]["value"];
                    prop_assert_eq!(value, &serde_json::json!([x, y, split.total()]));
                    let cell = &summary.cells[c];
                    let freed = cell.state.filters_on(dimensions::find("org_kind").unwrap()).next().is_none();
                    if !freed {
                        prop_assert_eq!(explorer.run(&cell.state).matching, split.total(), "a click keeps its word");
                    }
                }
            }
        }
    }
}
