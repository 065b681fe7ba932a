use proptest::prelude::*;

use super::*;

fn dimension(key: &str) -> DimensionId {
    dimensions::find(key).unwrap()
}

fn check(query: &str, canonical: &str, problems: &[(&str, Problem)]) {
    let (state, diagnostics) = parse(query);
    assert_eq!(write(&state), canonical, "{query}");
    let got: Vec<_> = diagnostics.iter().map(|d| (d.part.as_str(), d.problem)).collect();
    assert_eq!(got, problems, "{query}");
}

#[test]
fn links_read_as_a_table() {
    check("", "", &[]);
    check("?label=ransomware", "label=ransomware", &[]);
    check("label=a,b&label=c", "label=a,b&label=c", &[]);
    check("label=a%2Cb", "label=a,b", &[]);
    check("label=!a", "label=!a", &[]);
    check("label=a,!b", "label=a&label=!b", &[]);
    check("label=?", "label=?", &[]);
    check("label=!?", "label=!?", &[]);
    check("disclosed=2023-01..2023-06", "disclosed=2023-01..2023-06", &[]);
    check("affected=1000..", "affected=1000..", &[]);
    check("disclosed=..2022", "disclosed=..2022", &[]);
    check("affected=5,10..20,?", "affected=5,10..20,?", &[]);
    check("sector=S&country=JP", "sector=s&country=jp", &[]);
    check("q=誤送信&q=BCC", "q=%E8%AA%A4%E9%80%81%E4%BF%A1%20BCC", &[]);
    check("q=a%26b%3Dc%25+d", "q=a%26b%3Dc%25%20d", &[]);
    check("sort=-affected,org", "sort=-affected,org", &[]);
    check("pick=2023-344,2023-338&hide=x", "pick=2023-344,2023-338&hide=x", &[]);
    check("view=table&cols=org,label&lang=en-GB", "view=table&cols=org,label&lang=en", &[]);
    check("view=cards&ui=full&names=on", "", &[]);
    check(
        "title=来週の研修%20%26%20復習&note=%0A2件目から%0D%0A読む%20",
        "title=%E6%9D%A5%E9%80%B1%E3%81%AE%E7%A0%94%E4%BF%AE%20%26%20%E5%BE%A9%E7%BF%92&note=2%E4%BB%B6%E7%9B%AE%E3%81%8B%E3%82%89%20%20%E8%AA%AD%E3%82%80",
        &[],
    );
    check("title=a&title=b", "title=a", &[("title=b", Problem::Repeated)]);
    check("actor=%7B%7D&fetch=x&endpoint=y&registration=1&activityId=z", "", &[]);
}

#[test]
fn what_is_not_understood_is_said_and_the_rest_applied() {
    check("colour=red&label=a", "label=a", &[("colour=red", Problem::UnknownKey)]);
    check("affected=many", "", &[("affected=many", Problem::BadRange)]);
    check("disclosed=2023-06..2023-01", "", &[("disclosed=2023-06..2023-01", Problem::BadRange)]);
    check("disclosed=..", "", &[("disclosed=..", Problem::BadRange)]);
    check("label=<b>", "", &[("label=<b>", Problem::BadValue)]);
    check("label=", "", &[("label", Problem::BadValue)]);
    check("view=holo&view=table", "view=table", &[("view=holo", Problem::UnknownValue)]);
    check("view=table&view=cards", "view=table", &[("view=cards", Problem::Repeated)]);
    check("sort=nonsense", "", &[("sort=nonsense", Problem::UnknownValue)]);
    check("case=../x", "", &[("case=../x", Problem::BadValue)]);
    check("x=1&x=1", "", &[("x=1", Problem::UnknownKey)]);
}

#[test]
fn a_long_search_is_cut_and_said() {
    let long = "あ".repeat(10_000);
    let (state, diagnostics) = parse(&format!("q={long}"));
    assert_eq!(state.q.chars().count(), MAX_QUERY_CHARS);
    assert_eq!(diagnostics[0].problem, Problem::TooLong);
}

#[test]
fn long_words_of_ones_own_are_cut_and_said() {
    let (state, diagnostics) = parse(&format!("title={0}&note={0}", "語".repeat(600)));
    assert_eq!((state.title.chars().count(), state.note.chars().count()), (MAX_TITLE_CHARS, MAX_NOTE_CHARS));
    assert_eq!(diagnostics.iter().map(|d| d.problem).collect::<Vec<_>>(), [Problem::TooLong; 2]);
    assert_eq!(state.cleared(), ViewState::default());
}

#[test]
fn a_whole_link_is_a_query_too() {
    for (link, query) in [
        ("https://example.org/jikenbo/?label=a&q=b#top", "label=a&q=b"),
        ("https://example.org/jikenbo/", ""),
        ("http://localhost:8080/ja/i/2023-344/?leak=?", "leak=?"),
        ("?leak=?", "leak=?"),
        ("leak=?", "leak=?"),
        ("q=https://example.org/?x=1", "q=https://example.org/?x=1"),
    ] {
        assert_eq!(query_of_link(link), query, "{link}");
    }
}

#[test]
fn marks_move_a_value_through_its_states() {
    let label = dimension("label");
    let key = |k: &str| Value::Key(k.into());
    let none = ViewState::default();
    let one = none.with_mark(label, &key("a"), Mark::Wanted, false);
    assert_eq!(write(&one), "label=a");
    let any = one.with_mark(label, &key("b"), Mark::Wanted, false);
    assert_eq!(write(&any), "label=a,b");
    let all = any.with_all(label, true);
    assert_eq!(write(&all), "label=a&label=b");
    assert_eq!(write(&all.with_mark(label, &key("c"), Mark::Wanted, false)), "label=a&label=b&label=c");
    assert_eq!(write(&all.with_all(label, false)), "label=a,b");
    let not = any.with_mark(label, &key("b"), Mark::Excluded, false);
    assert_eq!(write(&not), "label=a&label=!b");
    assert_eq!(not.mark(label, &key("b")), Mark::Excluded);
    assert_eq!(write(&not.with_mark(label, &key("b"), Mark::Free, false)), "label=a");
    let paused = ViewState { off: vec!["label".into()], ..one };
    assert_eq!(write(&paused.without(label)), "");
}

fn date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        (1900i16..2200).prop_map(PartialDate::year_only),
        (1900i16..2200, 1u8..13, 1u8..29).prop_map(|(y, m, d)| PartialDate::ymd(y, m, d).unwrap()),
    ]
}

fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9_-]{1,12}"
}

fn range(scale: Scale) -> impl Strategy<Value = Range> {
    let end: BoxedStrategy<End> = match scale {
        Scale::Date => date().prop_map(End::Date).boxed(),
        Scale::Count | Scale::Days => (0i64..i64::MAX).prop_map(End::Number).boxed(),
    };
    (end.clone(), end, 0..4u8).prop_filter_map("ends in order", |(a, b, shape)| {
        let range = match shape {
            0 => Range { from: Some(a), to: Some(a) },
            1 => Range { from: Some(a), to: None },
            2 => Range { from: None, to: Some(b) },
            _ => Range { from: Some(a), to: Some(b) },
        };
        (range.interval().0 <= range.interval().1).then_some(range)
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    (0..DIMENSIONS.len(), any::<bool>()).prop_flat_map(|(dimension, exclude)| {
        let value: BoxedStrategy<Value> = match DIMENSIONS[dimension].scale() {
            Some(scale) => prop_oneof![9 => range(scale).prop_map(Value::Range), 1 => Just(Value::Unknown)].boxed(),
            None => prop_oneof![9 => slug().prop_map(Value::Key), 1 => Just(Value::Unknown)].boxed(),
        };
        proptest::collection::vec(value, 1..4).prop_map(move |mut values| {
            let mut seen = Vec::new();
            values.retain(|v| {
                !seen.contains(v) && {
                    seen.push(v.clone());
                    true
                }
            });
            Filter { dimension, exclude, values }
        })
    })
}

fn unique<T: Clone + PartialEq>(mut list: Vec<T>) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    list.retain(|v| {
        !seen.contains(v) && {
            seen.push(v.clone());
            true
        }
    });
    list
}

prop_compose! {
    fn state()(
        filters in proptest::collection::vec(filter(), 0..5),
        q in "[a-z誤送信:,&%=+#? ]{0,20}",
        lists in proptest::collection::vec(proptest::collection::vec(slug(), 0..4), 6),
        sort in proptest::collection::vec((0..DIMENSIONS.len(), any::<bool>()), 0..3),
        view in 0..View::ALL.len(),
        case in proptest::option::of(slug()),
        vs in proptest::option::of("[a-z=&,誤!?.]{1,20}"),
        pin in proptest::option::of("[a-z0-9.]{1,8}"),
        own in ("[a-z誤、。?&=+#%/ ]{0,30}", "[a-z誤、。?&=+#%/ ]{0,60}"),
        flags in (0..3u8, 0..4u8, 0..3u8, any::<bool>()),
    ) -> ViewState {
        let mut lists = lists.into_iter().map(unique);
        let mut list = || lists.next().unwrap();
        let mut seen = Vec::new();
        ViewState {
            filters: unique(filters),
            q: q.trim().into(),
            pick: list(), hide: list(), cols: list(), chart: list(), off: list(), lock: list(),
            title: own.0.trim().into(),
            note: own.1.trim().into(),
            sort: sort.into_iter().filter(|(d, _)| !seen.contains(d) && { seen.push(*d); true })
                .map(|(d, descending)| Sort { key: DIMENSIONS[d].key.into(), descending }).collect(),
            view: View::ALL[view], case, vs, pin,
            lang: [None, Some(Lang::Ja), Some(Lang::En)][usize::from(flags.0)],
            theme: [None, Some(Theme::Light), Some(Theme::Dark), Some(Theme::Auto)][usize::from(flags.1)],
            ui: [Chrome::Full, Chrome::Chips, Chrome::None][usize::from(flags.2)],
            names_off: flags.3,
        }
    }
}

#[test]
fn what_is_locked_survives_every_other_state() {
    let (before, _) = parse("label=phishing&org_kind=!company&q=mail&off=label&lock=label,org_kind,q");
    for other in ["", "label=loss", "label=!phishing&disclosed=2024&off=label,org_kind", "q=usb&lock=disclosed"] {
        let (state, _) = parse(other);
        let held = state.clone().held(&before);
        let label = crate::dimensions::find("label").expect("a dimension");
        assert!(held.filters_on(label).eq(before.filters_on(label)), "{other}");
        assert_eq!((held.q.as_str(), &held.lock), ("mail", &before.lock), "{other}");
        assert!(!held.is_off("label") && !held.is_off("org_kind"), "{other}: paused is changed");
        assert_eq!(held.clone().held(&before), held, "{other}: held twice is held once");
        assert_eq!(
            held.filters_on(crate::dimensions::find("disclosed").expect("there")).count(),
            usize::from(other.contains("disclosed=2024"))
        );
    }
    let (free, _) = parse("label=loss");
    assert_eq!(free.clone().held(&ViewState::default()), free, "nothing locked, nothing held");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::test_cases()))]

    #[test]
    fn what_is_written_reads_back(s in state()) {
        let text = write(&s);
        let (back, diagnostics) = parse(&text);
        prop_assert_eq!(&back, &s, "{}", text);
        prop_assert_eq!(diagnostics, vec![]);
    }

    #[test]
    fn links_around_a_value_are_those_of_the_changed_states(s in state(), exclude in any::<bool>()) {
        for (id, d) in DIMENSIONS.iter().enumerate() {
            let free = s.without(id);
            let (value, mark) = (Value::Key("x".into()), if exclude { Mark::Excluded } else { Mark::Wanted });
            if d.is_category() && s == free {
                prop_assert_eq!(s.around(id).with(&value, exclude), write(&s.with_mark(id, &value, mark, false)));
            } else if !d.is_category() {
                let range = Range { from: Some(End::Number(3)), to: None };
                prop_assert_eq!(s.around(id).with(&Value::Range(range), false), write(&s.with_range(id, Some(range))));
            }
        }
    }

    #[test]
    fn anything_is_read_and_reads_the_same_again(text in any::<String>()) {
        let (state, _) = parse(&text);
        let (again, diagnostics) = parse(&write(&state));
        prop_assert_eq!(again, state);
        prop_assert_eq!(diagnostics, vec![]);
    }

    #[test]
    fn a_soup_of_our_own_syntax_is_read(text in "((label|affected|disclosed|q|sort|pick|off|view)=[a-z0-9!?.,&%=-]{0,12}&?){0,6}") {
        let (state, _) = parse(&text);
        prop_assert_eq!(parse(&write(&state)).0, state);
    }
}
