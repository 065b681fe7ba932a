//! W1: a table of incidents, filtered and counted by the engine.

use engine::{Bitmap, CategoryColumn, Clause, Column, Engine, Query, RangeColumn, ResultSet, SortKey, Test};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many rows of the order the benchmark asks for.
const TOP: usize = 50;

/// A table and the answer to the last question to it.
///
/// Rows are kept newest first, as the app keeps its incidents; answers name them by their place in the data.
#[wasm_bindgen]
pub struct Table {
    /// Place in the data by row.
    places: Vec<u32>,
    columns: Vec<Column>,
    engine: Option<Engine>,
    query: Query,
    result: ResultSet,
    /// The answer as the adapter reads it: for each column its counts and the unknown rows, then the top rows.
    answer: Vec<u32>,
}

#[wasm_bindgen]
impl Table {
    /// A table of rows with these dates (year * 10000 + month * 100 + day, unknown parts 0), whose first column they
    /// are. Its facet has 13 bins a year, one for each month behind one for an unknown month.
    #[wasm_bindgen(constructor)]
    pub fn new(dates: &[i32], first_year: i32, last_year: i32) -> Table {
        // The newest first, each with its place behind it.
        let newest = last_year * 10_000 + 1_231;
        let mut keys = Vec::with_capacity(dates.len());
        dates.chunks(BLOCK).for_each(|dates| add_keys(dates, newest, &mut keys));
        engine::sort::numbers(&mut keys, 32);
        let dates = keys.iter().map(|key| i64::from(newest) - (key >> 32) as i64).collect();
        let months = (first_year..=last_year).flat_map(|year| (0..13).map(move |month| year * 10_000 + month * 100));
        let dates = RangeColumn::from_numbers(dates, &Bitmap::full(keys.len()), months.map(i64::from).collect());
        Table {
            places: keys.iter().map(|key| *key as u32).collect(),
            columns: vec![dates.into()],
            engine: None,
            query: Query { sort: vec![SortKey { column: 0, descending: true }], top: Some(TOP), ..Query::default() },
            result: ResultSet::default(),
            answer: Vec::new(),
        }
    }

    /// Adds a column of one value in each row.
    #[wasm_bindgen(js_name = addSingle)]
    pub fn add_single(&mut self, codes: &[u8], cardinality: usize) {
        self.add(CategoryColumn::from_ords(cardinality, codes));
    }

    /// Adds a column of any number of values in each row: those of row `r` are `codes[offsets[r]..offsets[r + 1]]`.
    #[wasm_bindgen(js_name = addMulti)]
    pub fn add_multi(&mut self, offsets: &[u32], codes: &[u8], cardinality: usize) {
        self.add(CategoryColumn::from_offsets(cardinality, &[], offsets, codes));
    }

    /// Adds a column of numbers, NaN being unknown, with a bin below the first edge and one from each edge on.
    #[wasm_bindgen(js_name = addNumbers)]
    pub fn add_numbers(&mut self, numbers: &[f64], edges: &[f64]) {
        let bins = std::iter::once(i64::MIN).chain(edges.iter().map(|edge| *edge as i64)).collect();
        let mut known = Bitmap::new(numbers.len());
        let mut whole = Vec::with_capacity(numbers.len());
        numbers.chunks(BLOCK).for_each(|numbers| read_numbers(numbers, &mut whole, &mut known));
        self.add(RangeColumn::from_numbers(whole, &known, bins));
    }

    /// Makes the table ready to answer.
    pub fn finish(&mut self) {
        self.engine = Some(Engine::new(self.places.len(), std::mem::take(&mut self.columns)));
    }

    /// Forgets all filters.
    pub fn clear(&mut self) {
        self.query.clauses.clear();
    }

    /// Adds a filter: one of these values.
    pub fn any(&mut self, column: usize, values: &[u32]) {
        let test = Test::Any { values: values.to_vec(), unknown: false };
        self.query.clauses.push(Clause { column, test });
    }

    /// Adds a filter: a number from `least` to `greatest`.
    pub fn between(&mut self, column: usize, least: f64, greatest: f64) {
        let test = Test::Overlaps { ranges: vec![(least as i64, greatest as i64)], unknown: false };
        self.query.clauses.push(Clause { column, test });
    }

    /// Answers; returns the number of matching rows.
    pub fn run(&mut self) -> u32 {
        let Some(engine) = &mut self.engine else { return 0 };
        engine.run_into(&self.query, &mut self.result);
        self.answer.clear();
        for facet in &self.result.facets {
            self.answer.extend_from_slice(&facet.counts);
            self.answer.push(facet.unknown);
        }
        self.answer.extend(self.result.order.iter().map(|row| self.places[*row as usize]));
        self.result.matching
    }

    /// Where the answer stands in memory, a u32 for each count.
    pub fn answer(&self) -> *const u32 {
        self.answer.as_ptr()
    }

    /// How many rows stand behind the counts.
    pub fn top(&self) -> usize {
        self.result.order.len()
    }
}

/// Rows of one call: a browser compiles a function better only from its next call on.
const BLOCK: usize = 4096;

/// Appends how far each date is from the newest one, with the date's place behind it.
#[inline(never)]
fn add_keys(dates: &[i32], newest: i32, keys: &mut Vec<u64>) {
    let first = keys.len() as u64;
    keys.extend(dates.iter().zip(first..).map(|(date, place)| ((newest - date).max(0) as u64) << 32 | place));
}

/// Appends numbers, and adds the rows of those that are some to `known`.
#[inline(never)]
fn read_numbers(numbers: &[f64], whole: &mut Vec<i64>, known: &mut Bitmap) {
    for number in numbers {
        if !number.is_nan() {
            known.insert(whole.len() as u32);
        }
        whole.push(*number as i64);
    }
}

impl Table {
    /// Adds a column whose rows stand as in the data.
    fn add(&mut self, column: impl Into<Column>) {
        self.columns.push(column.into().reordered(&self.places));
    }
}
