//! Every answer is what one gets by going through the records one by one.

use std::{cell::RefCell, cmp::Reverse, collections::HashMap, rc::Rc};

use jikenbo::{
    dimensions::{self, DIMENSIONS, DimensionId, Record, Scale, Source},
    explore::Explorer,
    model::{PartialDate, date::Days},
    url::{End, Filter, Range, Sort, Value, ViewState},
};
use proptest::prelude::*;

use crate::{cases, dataset};

fn id_of(key: &str) -> DimensionId {
    dimensions::find(key).expect("a dimension")
}

fn records(explorer: &Explorer) -> Vec<Record<'_>> {
    (0..).map_while(|row| explorer.record(row)).collect()
}

type Keys = Rc<Vec<String>>;

thread_local! {
    static EXPLORER: RefCell<Explorer> = RefCell::new(Explorer::new(dataset()));
    /// Values by id and dimension, read once.
    static KEYS: RefCell<HashMap<(String, DimensionId), Keys>> = RefCell::default();
}

/// The values of a record in a category dimension, with everything above them.
fn keys(explorer: &Explorer, record: Record, d: DimensionId) -> Keys {
    KEYS.with_borrow_mut(|known| {
        let entry = known.entry((record.id().to_owned(), d));
        Rc::clone(entry.or_insert_with(|| Rc::new(read_keys(explorer, record, d))))
    })
}

fn read_keys(explorer: &Explorer, record: Record, d: DimensionId) -> Vec<String> {
    let mut out = Vec::new();
    match DIMENSIONS[d].source {
        Source::Keys { taxonomy, read } => {
            let mut own = Vec::new();
            read(record, &explorer.dataset().taxonomies, &mut own);
            let vocabulary = explorer.dataset().taxonomies.get(taxonomy);
            for key in own {
                let mut at = Some(key);
                while let Some(key) = at {
                    at = vocabulary.get(&key).and_then(|t| t.parent.clone());
                    out.push(key);
                }
            }
        }
        Source::Names { read } => {
            let mut names = Vec::new();
            read(record, &mut names);
            out.extend(names.into_iter().map(|n| n.slug));
        }
        _ => {}
    }
    out.sort();
    out.dedup();
    out
}

/// The interval of a record in an ordered dimension.
fn interval(record: Record, d: DimensionId, unit: &str) -> Option<Days> {
    match (DIMENSIONS[d].source, record) {
        (Source::Range { read, .. }, record) => read(record),
        (Source::Affected, Record::Incident(i, _)) => {
            i.principal().filter(|a| a.what == unit).map(|a| (a.count as i64, a.count as i64))
        }
        _ => None,
    }
}

fn holds(explorer: &Explorer, record: Record, filter: &Filter, unit: &str) -> bool {
    let d = filter.dimension;
    let own = keys(explorer, record, d);
    let span = interval(record, d, unit);
    let unknown = if DIMENSIONS[d].is_category() { own.is_empty() } else { span.is_none() };
    let any = filter.values.iter().any(|value| match value {
        Value::Unknown => unknown,
        Value::Key(key) => own.contains(key),
        Value::Range(range) => {
            let (lo, hi) = range.interval();
            span.is_some_and(|(a, b)| a <= hi && lo <= b)
        }
    });
    any != filter.exclude
}

/// Whether a record passes everything but the filters on one dimension.
fn passes(explorer: &Explorer, record: Record, state: &ViewState, unit: &str, without: Option<DimensionId>) -> bool {
    let kind = id_of("kind");
    let active = |f: &&Filter| !state.off.iter().any(|k| k == DIMENSIONS[f.dimension].key);
    let asks_kind = state.filters.iter().filter(active).any(|f| f.dimension == kind);
    let of_kind = asks_kind || without == Some(kind) || matches!(record, Record::Incident(..));
    let picked =
        state.pick.is_empty() || state.off.iter().any(|k| k == "pick") || state.pick.iter().any(|id| id == record.id());
    of_kind
        && picked
        && !state.hide.iter().any(|id| id == record.id())
        && state
            .filters
            .iter()
            .filter(active)
            .filter(|f| Some(f.dimension) != without)
            .all(|filter| holds(explorer, record, filter, unit))
}

fn unit_of(state: &ViewState) -> String {
    let unit = id_of("unit");
    let wanted: Vec<&Value> =
        state.filters.iter().filter(|f| f.dimension == unit && !f.exclude).flat_map(|f| &f.values).collect();
    match wanted.as_slice() {
        [Value::Key(key)] => key.clone(),
        _ => "persons".to_owned(),
    }
}

/// What a record sorts by, as a number.
fn sort_value(explorer: &Explorer, record: Record, key: &str, unit: &str) -> Option<i64> {
    match key {
        "id" => {
            let mut ids: Vec<&str> = records(explorer).into_iter().map(Record::id).collect();
            ids.sort_unstable();
            ids.iter().position(|id| *id == record.id()).map(|n| n as i64)
        }
        "label" => match record {
            Record::Incident(i, _) => {
                let label = explorer.dataset().taxonomies.get("label");
                i.labels.iter().filter_map(|l| label.position(l)).min().map(|n| n as i64)
            }
            Record::Article(_) => None,
        },
        key => interval(record, id_of(key), unit).map(|(lo, _)| lo),
    }
}

fn expected_order<'a>(explorer: &'a Explorer, state: &ViewState, unit: &str) -> Vec<&'a str> {
    let mut rows: Vec<(usize, Record)> = records(explorer)
        .into_iter()
        .enumerate()
        .filter(|(_, record)| passes(explorer, *record, state, unit, None))
        .collect();
    let picked = !state.pick.is_empty() && !state.off.iter().any(|k| k == "pick");
    rows.sort_by_key(|(row, record)| {
        let mut keys: Vec<(bool, Reverse<i64>)> = Vec::new();
        let mut push = |value: Option<i64>, descending: bool| {
            keys.push((value.is_none(), Reverse(value.map_or(0, |v| if descending { v } else { -v }))));
        };
        for sort in &state.sort {
            push(sort_value(explorer, *record, &sort.key, unit), sort.descending);
        }
        if picked && state.sort.is_empty() {
            push(state.pick.iter().position(|id| id == record.id()).map(|n| n as i64), false);
        }
        push(sort_value(explorer, *record, "updated", unit), true);
        (keys, *row)
    });
    rows.into_iter().map(|(_, record)| record.id()).collect()
}

fn check(explorer: &mut Explorer, state: &ViewState) -> Result<(), TestCaseError> {
    let unit = unit_of(state);
    let (adopted, dropped) = explorer.adopt(state);
    prop_assert_eq!(&adopted, state);
    prop_assert_eq!(dropped, Vec::new());
    let answer = explorer.run(state);
    let explorer = &*explorer;
    let got: Vec<&str> = answer.order.iter().filter_map(|row| explorer.record(*row)).map(Record::id).collect();
    prop_assert_eq!(&got, &expected_order(explorer, state, &unit));
    prop_assert_eq!(answer.matching as usize, got.len());
    prop_assert_eq!(&answer.unit, &unit);

    for (d, dimension) in DIMENSIONS.iter().enumerate() {
        let others: Vec<Record> =
            records(explorer).into_iter().filter(|r| passes(explorer, *r, state, &unit, Some(d))).collect();
        let Some(column) = explorer.column(d, &unit) else {
            continue;
        };
        let facet = &answer.facets[column];
        prop_assert_eq!(facet.matching as usize, others.len(), "{}", dimension.key);
        if dimension.is_category() {
            let values: Vec<Keys> = others.iter().map(|r| keys(explorer, *r, d)).collect();
            for (ord, entry) in explorer.columns().dictionaries[d].entries.iter().enumerate() {
                let count = values.iter().filter(|v| v.contains(&entry.key)).count();
                prop_assert_eq!(facet.counts[ord] as usize, count, "{}={}", dimension.key, entry.key);
            }
            let unknown = values.iter().filter(|v| v.is_empty()).count();
            prop_assert_eq!(facet.unknown as usize, unknown, "{}=?", dimension.key);
        } else {
            let spans: Vec<Option<Days>> = others.iter().map(|r| interval(*r, d, &unit)).collect();
            for (bin, range) in explorer.bin_ranges(d, &unit).iter().enumerate() {
                let (lo, hi) = range.interval();
                let count = spans.iter().flatten().filter(|(at, _)| lo <= *at && *at <= hi).count();
                prop_assert_eq!(facet.counts[bin] as usize, count, "{}={}", dimension.key, range);
            }
            let unknown = spans.iter().filter(|s| s.is_none()).count();
            prop_assert_eq!(facet.unknown as usize, unknown, "{}=?", dimension.key);
        }
    }
    Ok(())
}

fn date() -> impl Strategy<Value = End> {
    (2022i16..2026, 0u8..13, 0u8..32).prop_map(|(y, m, d)| {
        let date = if m == 0 {
            Some(PartialDate::year_only(y))
        } else if d == 0 {
            format!("{y}-{m:02}").parse().ok()
        } else {
            PartialDate::ymd(y, m, d)
        };
        End::Date(date.unwrap_or(PartialDate::year_only(y)))
    })
}

fn value(d: DimensionId) -> BoxedStrategy<Value> {
    let Some(scale) = DIMENSIONS[d].scale() else {
        let keys: Vec<String> =
            EXPLORER.with_borrow(|e| e.columns().dictionaries[d].entries.iter().map(|x| x.key.clone()).collect());
        return prop_oneof![6 => prop::sample::select(keys).prop_map(Value::Key), 1 => Just(Value::Unknown)].boxed();
    };
    let end = match scale {
        Scale::Date => date().boxed(),
        Scale::Count => {
            prop::sample::select(vec![0, 1, 30, 99, 100, 101, 2000, 5000, 9999]).prop_map(End::Number).boxed()
        }
        Scale::Days => (0i64..70).prop_map(End::Number).boxed(),
    };
    let range = (end.clone(), end, 0..3u8).prop_map(|(a, b, shape)| {
        let range = match shape {
            0 => Range { from: Some(a), to: None },
            1 => Range { from: None, to: Some(b) },
            _ => Range { from: Some(a), to: Some(b) },
        };
        let (lo, hi) = range.interval();
        Value::Range(if lo <= hi { range } else { Range { from: range.to, to: range.from } })
    });
    prop_oneof![6 => range, 1 => Just(Value::Unknown)].boxed()
}

fn filter() -> impl Strategy<Value = Filter> {
    let used: Vec<DimensionId> = EXPLORER.with_borrow(|e| {
        let full = |d: &DimensionId| !DIMENSIONS[*d].is_category() || !e.columns().dictionaries[*d].entries.is_empty();
        (0..DIMENSIONS.len()).filter(full).collect()
    });
    // The dimensions with a tree, several values or intervals come up more often.
    let rich = ["label", "data", "locus", "leak", "disclosed", "affected", "unit", "kind"].map(id_of).to_vec();
    prop_oneof![prop::sample::select(used), prop::sample::select(rich)].prop_flat_map(|dimension| {
        (prop::collection::vec(value(dimension), 1..4), prop::bool::weighted(0.3)).prop_map(
            move |(mut values, exclude)| {
                let mut seen: Vec<Value> = Vec::new();
                values.retain(|value| {
                    let fresh = !seen.contains(value);
                    seen.push(value.clone());
                    fresh
                });
                Filter { dimension, exclude, values }
            },
        )
    })
}

fn ids() -> impl Strategy<Value = Vec<String>> {
    let all: Vec<String> = EXPLORER.with_borrow(|e| records(e).into_iter().map(|r| r.id().to_owned()).collect());
    let n = all.len();
    prop::sample::subsequence(all, 0..=n).prop_shuffle()
}

fn state() -> impl Strategy<Value = ViewState> {
    let sort = prop::sample::subsequence(vec!["id", "label", "affected", "disclosed", "days_told"], 0..3)
        .prop_flat_map(|keys| {
            let n = keys.len();
            (Just(keys), prop::collection::vec(any::<bool>(), n))
        })
        .prop_map(|(keys, directions)| {
            keys.into_iter().zip(directions).map(|(k, descending)| Sort { key: k.into(), descending }).collect()
        });
    let filters = prop::collection::vec(filter(), 0..4);
    let off = prop::sample::subsequence(vec!["label", "leak", "disclosed", "pick", "kind"], 0..2);
    let none = || Just(Vec::new());
    (filters, prop_oneof![3 => none(), 1 => ids()], prop_oneof![3 => none(), 1 => ids()], sort, off).prop_map(
        |(mut filters, pick, hide, sort, off)| {
            let mut seen: Vec<Filter> = Vec::new();
            filters.retain(|f| {
                let fresh = !seen.contains(f);
                seen.push(f.clone());
                fresh
            });
            let off = off.into_iter().map(str::to_owned).collect();
            ViewState { filters, pick, hide, sort, off, ..ViewState::default() }
        },
    )
}

#[test]
fn answers_equal_a_plain_scan() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&state(), |state| EXPLORER.with_borrow_mut(|explorer| check(explorer, &state)));
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn a_value_counts_as_many_as_asking_for_it_gives() {
    EXPLORER.with_borrow_mut(|explorer| {
        let whole = explorer.run(&ViewState::default());
        for (d, dimension) in DIMENSIONS.iter().enumerate().filter(|(d, x)| x.is_category() && *d != id_of("kind")) {
            for (ord, entry) in explorer.columns().dictionaries[d].entries.clone().iter().enumerate() {
                let values = vec![Value::Key(entry.key.clone())];
                let filters = vec![Filter { dimension: d, exclude: false, values }];
                let count = explorer.count(&ViewState { filters, ..ViewState::default() });
                assert_eq!(whole.facets[d].counts[ord], count, "{}={}", dimension.key, entry.key);
            }
        }
    });
}
