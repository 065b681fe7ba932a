//! Times a session of clicks over made-up tables: `cargo bench -p engine`, or `-- 1000000 clustered` for one of them.
//!
//! Twelve dimensions in the shape of an incident database (four multi-valued, most values rare), 40 clicks that add,
//! widen and clear filters. Prints one line per table and never fails by time; the browser benchmark is the measure,
//! this one shows where to look.

use engine::{CategoryColumn, Clause, Column, Engine, Query, RangeColumn, ResultSet, SortKey, Test};
use std::time::Instant;

const DATE: usize = 0;
const AFFECTED: usize = 1;
/// Cardinality and most values per row of the category columns, which stand behind the two ranges.
const CATEGORIES: [(usize, usize); 10] =
    [(13, 1), (26, 1), (140, 1), (11, 1), (5, 1), (5, 1), (8, 2), (4, 2), (85, 4), (16, 3)];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("     rows  order       build ms   first ms   median ms   p95 ms    max ms");
    for rows in [8_553, 100_000, 1_000_000] {
        for clustered in [false, true] {
            let name = if clustered { "clustered" } else { "shuffled" };
            if words.iter().all(|word| *word == rows.to_string() || word == name) {
                measure(rows, clustered, name);
            }
        }
    }
}

fn measure(rows: usize, clustered: bool, name: &str) {
    let ms = |start: Instant| start.elapsed().as_secs_f64() * 1e3;
    let (dates, affected, categories) = table(rows, clustered);
    let start = Instant::now();
    let mut columns = vec![
        Column::from(RangeColumn::new(dates, (0..588).map(|month| month * 31).collect())),
        Column::from(RangeColumn::new(affected, (0..44).map(|bin| 10f64.powf(f64::from(bin) / 4.0) as i64).collect())),
    ];
    for ((cardinality, _), (offsets, ords)) in CATEGORIES.iter().zip(&categories) {
        columns.push(CategoryColumn::from_offsets(*cardinality, &[], offsets, ords.as_slice()).into());
    }
    let mut engine = Engine::new(rows, columns);
    let build = ms(start);

    let clicks = clicks();
    let mut result = ResultSet::default();
    let mut times = Vec::new();
    let mut first = 0.0;
    for round in 0..8 {
        for query in &clicks {
            let start = Instant::now();
            engine.run_into(query, &mut result);
            match round {
                0 => first = f64::max(first, ms(start)),
                _ => times.push(ms(start)),
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let (median, p95, max) = (times[times.len() / 2], times[times.len() * 95 / 100], times[times.len() - 1]);
    println!("{rows:>9}  {name:<9} {build:>10.1} {first:>10.2} {median:>11.3} {p95:>8.3} {max:>9.3}");
}

type Ranges = Vec<Option<(i64, i64)>>;
/// Offsets and ordinals.
type Values = (Vec<u32>, Vec<u32>);

/// Dates, numbers of people, and the values of every category.
fn table(rows: usize, clustered: bool) -> (Ranges, Ranges, Vec<Values>) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    // Most incidents are recent, as they are in every such database.
    let mut dates: Vec<i64> = (0..rows).map(|_| 18_000 - (dice.small() * 18_000.0) as i64).collect();
    if clustered {
        dates.sort_unstable_by(|a, b| b.cmp(a));
    }
    let dates = dates.iter().map(|day| Some((*day, *day))).collect();
    let affected = (0..rows)
        .map(|_| {
            let number = 10f64.powf(dice.next() * 8.0) as i64;
            (dice.next() < 0.35).then_some((number, number))
        })
        .collect();
    let mut category = |(cardinality, most): (usize, usize)| {
        let (mut offsets, mut ords) = (vec![0], Vec::new());
        for _ in 0..rows {
            let several = 1 + (dice.small() * most as f64) as usize;
            ords.extend((0..several).map(|_| (dice.small() * cardinality as f64) as u32));
            offsets.push(ords.len() as u32);
        }
        (offsets, ords)
    };
    (dates, affected, CATEGORIES.into_iter().map(&mut category).collect())
}

fn clicks() -> Vec<Query> {
    let mut held: Vec<Clause> = Vec::new();
    let mut clicks = Vec::new();
    let mut click = |column: usize, test: Option<Test>| {
        held.retain(|clause| clause.column != column);
        held.extend(test.map(|test| Clause { column, test }));
        let sort = vec![SortKey { column: DATE, descending: true }];
        clicks.push(Query { clauses: held.clone(), sort, top: Some(50), ..Query::default() });
    };
    let any = |values: &[u32]| Some(Test::Any { values: values.to_vec(), unknown: false });
    let between = |lo: i64, hi: i64| Some(Test::Overlaps { ranges: vec![(lo, hi)], unknown: false });
    let year = |from: i64| between(from * 365, from * 365 + 6 * 365);
    for _ in 0..2 {
        click(8, any(&[1]));
        (40..44).chain([43]).for_each(|from| click(DATE, year(from)));
        click(4, any(&[0]));
        click(3, any(&[2]));
        click(AFFECTED, between(1_000, i64::MAX));
        click(8, any(&[1, 2]));
        click(8, None);
        click(10, Some(Test::None { values: vec![0], unknown: false }));
        click(10, any(&[0, 3, 40]));
        click(DATE, None);
        (1..12).for_each(|column| click(column, None));
        click(6, any(&[0]));
        click(7, any(&[0, 1]));
        click(6, None);
        click(7, None);
    }
    clicks
}

/// A small generator, the same numbers every time.
struct Dice(u64);

impl Dice {
    /// Evenly in `0..1`.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// In `0..1`, mostly near 0.
    fn small(&mut self) -> f64 {
        self.next().powi(4)
    }
}
