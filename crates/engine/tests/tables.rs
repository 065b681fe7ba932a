//! Small tables read by eye.

use engine::{Bitmap, CategoryColumn, Clause, Column, Engine, Query, RangeColumn, SortKey, Test};

const LABEL: usize = 0;
const AFFECTED: usize = 1;
const OCCURRED: usize = 2;

/// Six incidents. Labels: 0 attack, 1 ransomware (an attack), 2 phishing (an attack), 3 mistake.
/// Row 5 has nothing at all; row 3 is both a phishing case and a mistake.
fn casebook() -> Engine {
    let labels: [&[u32]; 6] = [&[1], &[2], &[3], &[2, 3], &[1, 2], &[]];
    let affected = [Some(10), None, Some(0), Some(2000), Some(2000), None];
    let occurred = [Some((100, 100)), Some((90, 120)), Some((130, 130)), Some((100, 109)), None, None];
    Engine::new(
        6,
        vec![
            Column::Category(CategoryColumn::new(4, vec![None, Some(0), Some(0), None], labels.iter())),
            Column::Range(RangeColumn::new(affected.iter().map(|n| n.map(|n| (n, n))).collect(), vec![0, 1, 1000])),
            Column::Range(RangeColumn::new(occurred.to_vec(), vec![100, 110])),
        ],
    )
}

fn any(column: usize, values: &[u32]) -> Clause {
    Clause { column, test: Test::Any { values: values.to_vec(), unknown: false } }
}

fn within(column: usize, lo: i64, hi: i64) -> Clause {
    Clause { column, test: Test::Overlaps { ranges: vec![(lo, hi)], unknown: false } }
}

/// `rows | label counts, unknown, of | affected … | occurred …`
fn show(engine: &mut Engine, clauses: &[Clause]) -> String {
    let result = engine.run(&Query { clauses: clauses.to_vec(), ..Query::default() });
    let facets =
        result.facets.iter().map(|facet| format!("{:?} ?{} of {}", facet.counts, facet.unknown, facet.matching));
    format!("{:?} | {}", result.order, facets.collect::<Vec<_>>().join(" | "))
}

#[test]
fn facets_count_under_the_clauses_of_the_other_columns() {
    let mut engine = casebook();
    let mut check = |clauses: &[Clause], expected: &str| assert_eq!(show(&mut engine, clauses), expected);
    check(&[], "[0, 1, 2, 3, 4, 5] | [4, 2, 3, 2] ?1 of 6 | [1, 1, 2] ?2 of 6 | [2, 1] ?2 of 6");
    check(&[any(LABEL, &[1])], "[0, 4] | [4, 2, 3, 2] ?1 of 6 | [0, 1, 1] ?0 of 2 | [1, 0] ?1 of 2");
    check(&[any(LABEL, &[0])], "[0, 1, 3, 4] | [4, 2, 3, 2] ?1 of 6 | [0, 1, 2] ?1 of 4 | [2, 0] ?1 of 4");
    check(&[any(LABEL, &[2]), any(LABEL, &[3])], "[3] | [4, 2, 3, 2] ?1 of 6 | [0, 0, 1] ?0 of 1 | [1, 0] ?0 of 1");
    check(&[within(AFFECTED, 1000, 9999)], "[3, 4] | [2, 1, 2, 1] ?0 of 2 | [1, 1, 2] ?2 of 6 | [1, 0] ?1 of 2");
    check(
        &[any(LABEL, &[1]), within(AFFECTED, 1000, 9999)],
        "[4] | [2, 1, 2, 1] ?0 of 2 | [0, 1, 1] ?0 of 2 | [0, 0] ?1 of 1",
    );
    check(&[any(LABEL, &[])], "[] | [4, 2, 3, 2] ?1 of 6 | [0, 0, 0] ?0 of 0 | [0, 0] ?0 of 0");
}

#[test]
fn every_test_says_what_happens_to_the_unknown() {
    let mut engine = casebook();
    let mut rows =
        |column, test| engine.run(&Query { clauses: vec![Clause { column, test }], ..Query::default() }).order;
    assert_eq!(rows(LABEL, Test::Any { values: vec![3], unknown: true }), [2, 3, 5]);
    assert_eq!(rows(LABEL, Test::Any { values: vec![], unknown: true }), [5]);
    assert_eq!(rows(LABEL, Test::None { values: vec![2], unknown: false }), [0, 2, 5]);
    assert_eq!(rows(LABEL, Test::None { values: vec![2], unknown: true }), [0, 2]);
    assert_eq!(rows(LABEL, Test::None { values: vec![], unknown: false }), [0, 1, 2, 3, 4, 5]);
    assert_eq!(rows(AFFECTED, Test::Overlaps { ranges: vec![(0, 0)], unknown: false }), [2]);
    assert_eq!(rows(AFFECTED, Test::Overlaps { ranges: vec![(0, 0), (10, 10)], unknown: true }), [0, 1, 2, 5]);
    assert_eq!(rows(AFFECTED, Test::OverlapsNone { ranges: vec![(0, 10)], unknown: false }), [1, 3, 4, 5]);
    assert_eq!(rows(AFFECTED, Test::OverlapsNone { ranges: vec![(0, 10)], unknown: true }), [3, 4]);
    assert_eq!(rows(OCCURRED, Test::Overlaps { ranges: vec![(109, 120)], unknown: false }), [1, 3]);
    assert_eq!(rows(OCCURRED, Test::Overlaps { ranges: vec![(120, 109)], unknown: false }), [0u32; 0]);
}

#[test]
fn clauses_that_do_not_fit_are_ignored() {
    let mut engine = casebook();
    let everything = engine.run(&Query::default());
    let overlaps = Test::Overlaps { ranges: vec![(5, 5)], unknown: false };
    for clause in [any(9, &[1]), any(AFFECTED, &[1]), Clause { column: LABEL, test: overlaps }] {
        assert_eq!(engine.run(&Query { clauses: vec![clause], ..Query::default() }), everything);
    }
    assert_eq!(show(&mut engine, &[any(LABEL, &[77, u32::MAX])]).split(" |").next(), Some("[]"));
}

#[test]
fn hand_picked_rows_count_for_every_facet() {
    let mut engine = casebook();
    let query =
        Query { within: Some(Bitmap::from_rows(6, [0, 4, 5])), clauses: vec![any(LABEL, &[2])], ..Query::default() };
    let result = engine.run(&query);
    assert_eq!((result.matching, result.total, result.order), (1, 6, vec![4]));
    assert_eq!((&result.facets[LABEL].counts[..], result.facets[LABEL].unknown), (&[2, 2, 1, 0][..], 1));
    let short = Query { within: Some(Bitmap::full(2)), ..Query::default() };
    assert_eq!(engine.run(&short).order, [0, 1]);
}

#[test]
fn unknown_stands_last_in_both_directions_and_ties_fall_to_the_row() {
    let mut engine = casebook();
    let mut order = |keys: &[(usize, bool)], top| {
        let sort =
            keys.iter().map(|(column, descending)| SortKey { column: *column, descending: *descending }).collect();
        engine.run(&Query { sort, top, ..Query::default() }).order
    };
    assert_eq!(order(&[(AFFECTED, false)], None), [2, 0, 3, 4, 1, 5]);
    assert_eq!(order(&[(AFFECTED, true)], None), [3, 4, 0, 2, 1, 5]);
    assert_eq!(order(&[(AFFECTED, true)], Some(3)), [3, 4, 0]);
    assert_eq!(order(&[(OCCURRED, true), (AFFECTED, true)], None), [2, 3, 0, 1, 4, 5]);
    assert_eq!(order(&[(LABEL, true), (77, true), (OCCURRED, false)], Some(2)), [1, 0]);
    assert_eq!(order(&[], Some(0)), [0u32; 0]);
}

#[test]
fn matrix_counts_pairs_with_the_unknown() {
    let engine = casebook();
    let matrix = engine.matrix(&Bitmap::full(6), LABEL, AFFECTED);
    assert_eq!(matrix.get(Some(1), Some(2)), 1);
    assert_eq!(matrix.get(Some(0), None), 1);
    assert_eq!(matrix.get(None, None), 1);
    assert_eq!(matrix.get(Some(4), Some(0)), 0);
    assert_eq!(matrix.counts.iter().sum::<u32>(), 12);
    assert_eq!(engine.matrix(&Bitmap::full(6), LABEL, 9).get(Some(0), None), 4);
}

#[test]
fn a_cycle_of_parents_is_walked_once() {
    let parents = vec![Some(1), Some(2), Some(0), Some(3), Some(9)];
    let column = CategoryColumn::new(5, parents, [[0u32], [3], [4], [7]].iter());
    let mut engine = Engine::new(4, vec![Column::Category(column)]);
    let facet = &engine.run(&Query::default()).facets[0];
    assert_eq!((&facet.counts[..], facet.unknown), (&[1, 1, 1, 1, 1][..], 1));
}

#[test]
fn the_three_ways_to_build_a_category_column_agree() {
    let rows: [&[u32]; 4] = [&[1], &[], &[0], &[1]];
    let built = [
        CategoryColumn::new(2, Vec::new(), rows.iter()),
        CategoryColumn::from_single(2, vec![Some(1), None, Some(0), Some(1)]),
        CategoryColumn::from_offsets(2, &[], &[0, 1, 1, 2, 3], [1u32, 0, 1].as_slice()),
    ];
    for column in built {
        let engine = Engine::new(4, vec![column.into()]);
        assert_eq!((&engine.facet_totals()[0].counts[..], engine.facet_totals()[0].unknown), (&[1, 2][..], 1));
    }
    let broken = CategoryColumn::from_offsets(2, &[], &[0, 9, 1, 2], [1u32, 0].as_slice());
    assert_eq!(Engine::new(3, vec![broken.into()]).facet_totals()[0].unknown, 2);
}

#[test]
fn a_row_below_the_first_edge_counts_in_no_bin() {
    let column = RangeColumn::new(vec![Some((-5, 50)), Some((3, 3)), None], vec![0, 10, 10, 20]);
    let engine = Engine::new(3, vec![column.into()]);
    let facet = &engine.facet_totals()[0];
    assert_eq!((&facet.counts[..], facet.unknown, facet.matching), (&[1, 0, 0, 0][..], 1, 3));
}

#[test]
fn an_engine_without_rows_or_columns_answers() {
    let mut nothing = Engine::new(0, Vec::new());
    let result = nothing.run(&Query { clauses: vec![any(0, &[0])], top: Some(5), ..Query::default() });
    assert_eq!((result.matching, result.total, result.order.len(), result.facets.len()), (0, 0, 0, 0));
    let mut no_rows = Engine::new(0, vec![CategoryColumn::from_single(2, Vec::new()).into()]);
    assert_eq!(no_rows.run(&Query::default()).facets[0].counts, [0, 0]);
    let mut no_columns = Engine::new(70, Vec::new());
    assert_eq!(no_columns.run(&Query::default()).order.len(), 70);
}

#[test]
fn reordered_columns_hold_what_the_rows_held() {
    let rows = [3u32, 0, 9, 1, 1];
    let labels = Column::Category(CategoryColumn::new(3, vec![], [vec![0, 2], vec![1], vec![], vec![2]].iter()));
    let days = [Some((5, 9)), None, Some((-2, -2)), Some((7, 7))];
    let days = Column::Range(RangeColumn::new(days.to_vec(), vec![0, 6]));
    let far = Column::Range(RangeColumn::new(vec![Some((i64::MIN, 0)), None, None, Some((1, i64::MAX))], vec![]));
    for column in [labels, days, far] {
        let reordered = column.reordered(&rows);
        assert_eq!(reordered.rows(), rows.len());
        for (row, from) in rows.iter().enumerate() {
            assert_eq!(reordered.ords(row as u32), column.ords(*from));
            assert_eq!(reordered.is_unknown(row as u32), column.is_unknown(*from));
            if let (Column::Range(reordered), Column::Range(column)) = (&reordered, &column) {
                assert_eq!(reordered.interval(row as u32), column.interval(*from));
            }
        }
    }
}

#[test]
fn columns_from_bytes_equal_columns_from_lists() {
    let (offsets, ords) = ([0u32, 2, 2, 5, 6, 16, 18], [7u8, 3, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 255, 4]);
    let lists =
        offsets.windows(2).map(|ends| ords[ends[0] as usize..ends[1] as usize].iter().map(|ord| u32::from(*ord)));
    let lists: Vec<Vec<u32>> = lists.map(Iterator::collect).collect();
    let wide: Vec<u32> = ords.iter().map(|ord| u32::from(*ord)).collect();
    let expected = Column::from(CategoryColumn::new(10, vec![Some(4)], lists.iter()));
    for column in [
        CategoryColumn::from_offsets(10, &[Some(4)], &offsets, ords.as_slice()),
        CategoryColumn::from_offsets(10, &[Some(4)], &offsets, wide.as_slice()),
    ] {
        let column = Column::from(column);
        (0..6).for_each(|row| assert_eq!(column.ords(row), expected.ords(row)));
    }
    let single = Column::from(CategoryColumn::from_ords(9, [8u8, 9, 0, 8].as_slice()));
    assert_eq!((0..4).map(|row| single.ords(row)).collect::<Vec<_>>(), [&[8][..], &[], &[0], &[8]]);
}

#[test]
fn a_column_orders_its_rows() {
    let column = RangeColumn::new(vec![Some((3, 9)), None, Some((7, 7)), Some((3, 4))], vec![]);
    assert_eq!(column.order(false), [0, 3, 2, 1]);
    assert_eq!(column.order(true), [2, 0, 3, 1]);
}
