//! Laws over random tables and random interactions. `JIKENBO_CASES` sets the number of cases (256 unless set).

mod common;

use common::{Plain, Table};
use engine::{Bitmap, Clause, Query, ResultSet, SortKey, Test};
use proptest::collection::vec;
use proptest::option::{self, weighted};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() }
}

fn cases() -> u32 {
    std::env::var("JIKENBO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

/// Mostly a few words of rows, often the edges of a word, now and then none.
fn row_count() -> impl Strategy<Value = usize> {
    prop_oneof![1 => Just(0usize), 1 => Just(1usize), 2 => 63usize..66, 6 => 2usize..200, 1 => 200usize..1100]
}

/// Small dictionaries are held often, large ones rarely: both kinds of postings and all widths of codes appear.
fn category(rows: usize) -> impl Strategy<Value = Plain> {
    let cardinality = prop_oneof![1 => Just(0usize), 8 => 1usize..8, 3 => 8usize..400];
    cardinality.prop_flat_map(move |cardinality| {
        let top = cardinality as u32 + 2;
        let parents =
            prop_oneof![2 => Just(Vec::new()), 2 => vec(option::of(0..top), 0..=cardinality + 1), 1 => chain(cardinality)];
        // Some columns are clustered by row, as a sorted table is; some have a value that nearly every row holds.
        let rows = prop_oneof![
            4 => vec(vec(0..top, 0..4), rows),
            2 => vec(weighted(0.9, 0..top).prop_map(|value| value.into_iter().collect()), rows),
            1 => vec(prop_oneof![20 => Just(vec![0u32]), 1 => vec(0..top, 0..3)], rows),
            1 => Just((0..rows).map(|row| vec![(row / 70) as u32 % top]).collect()),
            1 => Just(vec![Vec::new(); rows]),
        ];
        (parents, rows).prop_map(move |(parents, rows)| Plain::Category { cardinality, parents, rows })
    })
}

fn chain(cardinality: usize) -> Just<Vec<Option<u32>>> {
    Just((0..cardinality as u32).map(|value| value.checked_sub(1)).collect())
}

fn end() -> impl Strategy<Value = i64> {
    prop_oneof![12 => -40i64..40, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
}

fn range(rows: usize) -> impl Strategy<Value = Plain> {
    let near = || -40i64..40;
    let values = prop_oneof![
        3 => vec(weighted(0.8, near().prop_map(|at| (at, at))), rows),
        2 => vec(weighted(0.8, (near(), near())), rows),
        1 => vec(weighted(0.8, (end(), end())), rows),
        1 => vec(weighted(0.8, end().prop_map(|at| (at, at))), rows),
        1 => sorted(vec(near(), rows), true),
        1 => sorted(vec(near(), rows), false),
        1 => Just(vec![None; rows]),
    ];
    let bins = prop_oneof![6 => vec(near(), 0..12).prop_map(|mut bins| { bins.sort(); bins }), 1 => vec(end(), 0..12)];
    (values, bins).prop_map(|(rows, bins)| Plain::Range { rows, bins })
}

fn sorted(values: impl Strategy<Value = Vec<i64>>, ascending: bool) -> impl Strategy<Value = Vec<Option<(i64, i64)>>> {
    (values, 0usize..3).prop_map(move |(mut values, unknown)| {
        values.sort();
        if !ascending {
            values.reverse();
        }
        let known = values.len().saturating_sub(unknown);
        values.iter().enumerate().map(|(row, at)| (row < known).then_some((*at, *at))).collect()
    })
}

fn table() -> impl Strategy<Value = Table> {
    row_count().prop_flat_map(|rows| {
        // Now and then a column is shorter or longer than the table says.
        let len = prop_oneof![8 => Just(rows), 1 => 0..=rows + 3];
        let column = (len, any::<bool>())
            .prop_flat_map(|(len, is_range)| if is_range { range(len).boxed() } else { category(len).boxed() });
        vec(column, 0..6).prop_map(move |columns| Table { rows, columns })
    })
}

fn test() -> impl Strategy<Value = Test> {
    let values = || prop_oneof![8 => vec(0u32..10, 0..4), 1 => vec(0u32..500, 0..20), 1 => vec(any::<u32>(), 0..3)];
    let ranges = || vec((end(), end()).prop_map(|(a, b)| if a % 7 == 0 { (a, b) } else { (a.min(b), a.max(b)) }), 0..3);
    prop_oneof![
        (values(), any::<bool>()).prop_map(|(values, unknown)| Test::Any { values, unknown }),
        (values(), any::<bool>()).prop_map(|(values, unknown)| Test::None { values, unknown }),
        (ranges(), any::<bool>()).prop_map(|(ranges, unknown)| Test::Overlaps { ranges, unknown }),
        (ranges(), any::<bool>()).prop_map(|(ranges, unknown)| Test::OverlapsNone { ranges, unknown }),
    ]
}

fn clause() -> impl Strategy<Value = Clause> {
    (0usize..7, test()).prop_map(|(column, test)| Clause { column, test })
}

fn within(rows: usize) -> impl Strategy<Value = Option<Bitmap>> {
    let len = prop_oneof![4 => Just(rows), 1 => 0..=rows + 70];
    weighted(
        0.3,
        len.prop_flat_map(|len| {
            prop_oneof![
                Just(Bitmap::new(len)),
                Just(Bitmap::full(len)),
                vec(any::<u32>(), 0..20)
                    .prop_map(move |rows| Bitmap::from_rows(len, rows.iter().map(|row| row % (len as u32 + 1)))),
                vec(any::<bool>(), len).prop_map(move |picked| {
                    Bitmap::from_rows(len, (0..len as u32).filter(|row| picked[*row as usize]))
                }),
            ]
        }),
    )
}

fn sort() -> impl Strategy<Value = Vec<SortKey>> {
    vec((0usize..7, any::<bool>()).prop_map(|(column, descending)| SortKey { column, descending }), 0..4)
}

fn top() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![1 => Just(None), 1 => Just(Some(0)), 3 => (1usize..60).prop_map(Some), 1 => Just(Some(usize::MAX))]
}

fn query(rows: usize) -> impl Strategy<Value = Query> {
    (vec(clause(), 0..5), within(rows), sort(), top()).prop_map(|(clauses, within, sort, top)| Query {
        clauses,
        within,
        sort,
        top,
    })
}

/// What a person does next: most of the time one thing changes.
#[derive(Clone, Debug)]
enum Click {
    Add(Clause),
    Drop(usize),
    Replace(usize, Test),
    Within(Option<Bitmap>),
    Sort(Vec<SortKey>),
    Top(Option<usize>),
    Clear,
    Jump(Query),
    Again,
}

impl Click {
    fn apply(&self, query: &mut Query) {
        match self {
            Click::Add(clause) => query.clauses.push(clause.clone()),
            Click::Drop(at) if !query.clauses.is_empty() => drop(query.clauses.remove(at % query.clauses.len())),
            Click::Replace(at, test) if !query.clauses.is_empty() => {
                let len = query.clauses.len();
                query.clauses[at % len].test = test.clone();
            }
            Click::Within(within) => query.within = within.clone(),
            Click::Sort(sort) => query.sort = sort.clone(),
            Click::Top(top) => query.top = *top,
            Click::Clear => *query = Query { sort: query.sort.clone(), top: query.top, ..Query::default() },
            Click::Jump(to) => *query = to.clone(),
            Click::Drop(_) | Click::Replace(..) | Click::Again => {}
        }
    }
}

fn click(rows: usize) -> impl Strategy<Value = Click> {
    prop_oneof![
        5 => clause().prop_map(Click::Add),
        3 => (0usize..9).prop_map(Click::Drop),
        4 => ((0usize..9), test()).prop_map(|(at, test)| Click::Replace(at, test)),
        2 => within(rows).prop_map(Click::Within),
        1 => sort().prop_map(Click::Sort),
        1 => top().prop_map(Click::Top),
        1 => Just(Click::Clear),
        1 => query(rows).prop_map(Click::Jump),
        1 => Just(Click::Again),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn engine_equals_naive_scan((table, query) in table().prop_flat_map(|table| {
        let rows = table.rows;
        (Just(table), query(rows))
    })) {
        let mut engine = table.engine();
        prop_assert_eq!(engine.facet_totals(), table.totals());
        let (found, expected) = (engine.run(&query), table.run(&query));
        prop_assert!(found == expected, "{:?}\n{:?}", found.facets, expected.facets);
    }

    #[test]
    fn run_after_any_clicks_equals_fresh_run((table, clicks) in table().prop_flat_map(|table| {
        let rows = table.rows;
        (Just(table), vec(click(rows), 1..12))
    })) {
        let mut engine = table.engine();
        let (mut query, mut result) = (Query::default(), ResultSet::default());
        for click in &clicks {
            click.apply(&mut query);
            engine.run_into(&query, &mut result);
            let expected = table.run(&query);
            prop_assert_eq!(&result.facets, &expected.facets, "after {:?}", click);
            prop_assert!(result == expected, "after {:?}", click);
        }
        prop_assert_eq!(engine.run(&Query::default()), table.engine().run(&Query::default()));
    }

    #[test]
    fn matrix_equals_naive_scan((table, query) in table().prop_flat_map(|table| {
        let rows = table.rows;
        (Just(table), query(rows))
    }), a in 0usize..6, b in 0usize..6) {
        let mut engine = table.engine();
        let selection = engine.run(&query).selection;
        if a < table.columns.len() && b < table.columns.len() {
            prop_assert_eq!(engine.matrix(&selection, a, b), table.matrix(&selection, a, b));
        } else {
            let matrix = engine.matrix(&selection, a, b);
            prop_assert_eq!(matrix.counts.len(), (matrix.rows + 1) * (matrix.cols + 1));
        }
    }

    #[test]
    fn a_column_gives_back_its_rows(table in table()) {
        let engine = table.engine();
        for (at, plain) in table.columns.iter().enumerate() {
            let column = engine.column(at).expect("the column stands where it was put");
            let kept = match plain { Plain::Category { rows, .. } => rows.len(), Plain::Range { rows, .. } => rows.len() };
            for row in 0..table.rows as u32 {
                if let (engine::Column::Range(column), Plain::Range { rows, .. }) = (column, plain) {
                    let given = if (row as usize) < kept { rows[row as usize] } else { None };
                    prop_assert_eq!(column.interval(row), given.map(|(a, b)| (a.min(b), a.max(b))));
                    prop_assert_eq!(engine.columns()[at].is_unknown(row), given.is_none());
                }
                prop_assert!(column.ords(row).is_sorted());
            }
            prop_assert!(column.ords(table.rows as u32).is_empty());
        }
    }

    #[test]
    fn bitmap_is_a_set(len in row_count(), other_len in row_count(), a in vec(0u32..1600, 0..80), b in vec(0u32..1600, 0..80)) {
        let set = |len: usize, rows: &[u32]| -> std::collections::BTreeSet<u32> {
            rows.iter().copied().filter(|row| (*row as usize) < len).collect()
        };
        let (left, right) = (Bitmap::from_rows(len, a.iter().copied()), Bitmap::from_rows(other_len, b.iter().copied()));
        let (x, y) = (set(len, &a), set(other_len, &b));
        let rows = |bitmap: &Bitmap| bitmap.iter().collect::<std::collections::BTreeSet<u32>>();
        prop_assert_eq!(rows(&left), x.clone());
        prop_assert_eq!(left.count(), x.len());
        prop_assert_eq!(left.is_empty(), x.is_empty());
        prop_assert_eq!(left.intersection_len(&right), x.intersection(&y).count());
        prop_assert!((0..1700).all(|row| left.contains(row) == x.contains(&row)));
        let with = |change: fn(&mut Bitmap, &Bitmap)| { let mut changed = left.clone(); change(&mut changed, &right); changed };
        let and: Vec<u32> = x.intersection(&y).copied().collect();
        let and_not: Vec<u32> = x.difference(&y).copied().collect();
        let or: Vec<u32> = x.union(&y).copied().filter(|row| (*row as usize) < len).collect();
        prop_assert_eq!(with(Bitmap::and_with), Bitmap::from_rows(len, and));
        prop_assert_eq!(with(Bitmap::and_not_with), Bitmap::from_rows(len, and_not));
        prop_assert_eq!(with(Bitmap::or_with), Bitmap::from_rows(len, or));
        let mut emptied = Bitmap::full(len);
        a.iter().for_each(|row| emptied.remove(*row));
        prop_assert_eq!(emptied.count(), len - x.len());
    }
}

/// A table of many blocks of words, sorted by its first column: what a click changes stands together here, and apart
/// there, so that spans of rows are counted, joined and skipped.
fn sorted_table() -> impl Strategy<Value = Table> {
    (15_000usize..25_000, any::<u64>()).prop_map(|(rows, seed)| {
        let dice = |row: usize, salt: u64| {
            let mixed = (row as u64 ^ seed).wrapping_add(salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
        };
        let days = (0..rows).map(|row| Some(((row / 90) as i64, (row / 90) as i64)));
        let numbers = (0..rows).map(|row| (dice(row, 1) % 3 > 0).then(|| ((dice(row, 2) % 80) as i64 - 40, 39)));
        let labels = (0..rows).map(|row| (0..dice(row, 3) % 3).map(|of| (dice(row, 4 + of) % 10) as u32).collect());
        let places = (0..rows).map(|row| vec![(dice(row, 9) % 300).saturating_sub(250) as u32]);
        let columns = vec![
            Plain::Range { rows: days.collect(), bins: (0..280).step_by(10).collect() },
            Plain::Range {
                rows: numbers.map(|ends| ends.map(|(at, _)| (at, at))).collect(),
                bins: (-40..40).collect(),
            },
            Plain::Category { cardinality: 10, parents: vec![None, Some(0), Some(0)], rows: labels.collect() },
            Plain::Category { cardinality: 50, parents: Vec::new(), rows: places.collect() },
        ];
        Table { rows, columns }
    })
}

/// A stretch of the sorted column, or anything.
fn stretch() -> impl Strategy<Value = Click> {
    let days = (0i64..280, 0i64..60)
        .prop_map(|(from, len)| Test::Overlaps { ranges: vec![(from, from + len)], unknown: false });
    prop_oneof![
        3 => days.prop_map(|test| Click::Add(Clause { column: 0, test })),
        2 => (0usize..9).prop_map(Click::Drop),
        2 => (0usize..4, test()).prop_map(|(column, test)| Click::Add(Clause { column, test })),
        1 => Just(Click::Clear),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases().div_ceil(200), ..config() })]

    #[test]
    fn clicks_on_a_sorted_table_equal_naive_scan(table in sorted_table(), clicks in vec(stretch(), 1..8)) {
        let mut engine = table.engine();
        let mut query = Query { sort: vec![SortKey { column: 1, descending: true }], top: Some(20), ..Query::default() };
        for click in &clicks {
            click.apply(&mut query);
            prop_assert!(engine.run(&query) == table.run(&query), "after {:?}", click);
        }
    }
}
