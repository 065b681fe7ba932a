//! Columns in, results out.

use crate::bitmap::Bitmap;
use crate::column::Column;
use crate::count::{Counter, Shift};
use crate::index::Index;
use crate::masks::combine;
use crate::order::Orders;
use crate::query::{Clause, Query, Test};
use crate::result::{Facet, Matrix, ResultSet};
use crate::verdict::{applies, judge};

/// An indexed table that answers queries.
///
/// It keeps the work of its last query, so a run that changes one column's clauses costs less than one that changes
/// many; what it answers never depends on what was asked before.
#[derive(Clone, Debug)]
pub struct Engine {
    rows: usize,
    columns: Vec<Column>,
    indexes: Vec<Index>,
    totals: Vec<Facet>,
    work: Work,
}

/// The state that the last run left, and buffers.
#[derive(Clone, Debug)]
struct Work {
    /// [`Query::within`] of the last run, as long as the table.
    within: Bitmap,
    judged: Vec<Judged>,
    /// The rows that pass everything, now and one run before.
    all: Vec<u64>,
    old_all: Vec<u64>,
    /// The number of rows in `all`.
    selected: usize,
    scratch: Vec<u64>,
    /// By column: the counts over its facet's mask, "unknown" last, and the rows in that mask.
    counts: Vec<Vec<u32>>,
    matching: Vec<usize>,
    counter: Counter,
    orders: Orders,
}

/// What the last run knows of one column.
#[derive(Clone, Debug, Default)]
struct Judged {
    /// The tests that apply to the column; while there are none, the bitmaps mean nothing and its facet's mask is `all`.
    tests: Vec<Test>,
    /// The rows that pass the tests.
    verdict: Vec<u64>,
    /// The rows that pass everything else: the facet's mask, now and one run before.
    others: Vec<u64>,
    old_others: Vec<u64>,
    /// Whether there were tests one run before.
    was_active: bool,
}

impl Judged {
    fn is_active(&self) -> bool {
        !self.tests.is_empty()
    }
}

impl Engine {
    /// An engine over `rows` rows, numbered from 0. A column that is shorter is filled up with unknown rows, one that
    /// is longer is cut.
    pub fn new(rows: usize, columns: Vec<Column>) -> Engine {
        let mut columns = columns;
        for column in columns.iter_mut().filter(|column| column.rows() != rows) {
            column.resize(rows);
        }
        let indexes: Vec<Index> = columns.iter().map(Index::new).collect();
        let totals = indexes.iter().map(|index| facet(index.totals(), rows)).collect();
        // The state of a run without clauses.
        let within = Bitmap::full(rows);
        let work = Work {
            judged: vec![Judged::default(); columns.len()],
            all: within.words().to_vec(),
            old_all: vec![0; within.words().len()],
            selected: rows,
            scratch: vec![0; within.words().len()],
            counts: indexes.iter().map(|index| index.totals().to_vec()).collect(),
            matching: vec![rows; columns.len()],
            counter: Counter::default(),
            orders: Orders::default(),
            within,
        };
        Engine { rows, columns, indexes, totals, work }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column at this position of [`Engine::new`].
    pub fn column(&self, column: usize) -> Option<&Column> {
        self.columns.get(column)
    }

    /// All columns, in the order of [`Engine::new`].
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// One facet per column, counted without any clause.
    pub fn facet_totals(&self) -> &[Facet] {
        &self.totals
    }

    /// Answers the query. It cannot fail: what does not fit the columns is ignored, see [`Query`].
    pub fn run(&mut self, query: &Query) -> ResultSet {
        let mut result = ResultSet::default();
        self.run_into(query, &mut result);
        result
    }

    /// As [`Engine::run`], reusing the buffers of `result`, whatever it held before.
    pub fn run_into(&mut self, query: &Query, result: &mut ResultSet) {
        let judged_anew = self.judge(query);
        let limited_anew = self.limit(query);
        if judged_anew || limited_anew {
            self.combine();
            self.count();
        }
        let work = &mut self.work;
        result.total = self.rows as u32;
        result.selection.assign(self.rows, &work.all);
        result.matching = work.selected as u32;
        result.facets.resize_with(self.columns.len(), Facet::default);
        for (facet, (counts, matching)) in result.facets.iter_mut().zip(work.counts.iter().zip(&work.matching)) {
            write_facet(counts, *matching, facet);
        }
        work.orders.write(&self.columns, &query.sort, &result.selection, work.selected, query.top, &mut result.order);
    }

    /// The rows that pass one clause, by itself; all of them where it is one that [`Query`] ignores.
    pub fn passing(&self, clause: &Clause) -> Bitmap {
        let mut passing = Bitmap::full(self.rows);
        if let (Some(column), Some(index)) = (self.columns.get(clause.column), self.indexes.get(clause.column))
            && applies(&clause.test, column)
        {
            let words = passing.words().len();
            let (mut verdict, mut scratch) = (vec![0; words], vec![0; words]);
            judge(column, index, std::slice::from_ref(&clause.test), &mut verdict, &mut scratch);
            passing.assign(self.rows, &verdict);
        }
        passing
    }

    /// Counts the rows of `selection` by the values of two columns (bins, for a range column). A column that does not
    /// exist has no values and every row unknown. The matrix has `(cardinality + 1)²` entries: meant for the columns a
    /// person can read, not for two dictionaries of thousands.
    pub fn matrix(&self, selection: &Bitmap, a: usize, b: usize) -> Matrix {
        let cardinality = |column: usize| self.columns.get(column).map_or(0, Column::cardinality);
        let (rows, cols) = (cardinality(a), cardinality(b));
        let mut counts = vec![0; (rows + 1) * (cols + 1)];
        let absent = [0];
        for row in selection.iter().take_while(|row| (*row as usize) < self.rows) {
            let members = |column: usize| match self.columns.get(column) {
                Some(column) => column.sets().get(column.codes().get(row)),
                None => &absent,
            };
            for first in members(a) {
                for second in members(b) {
                    counts[*first as usize * (cols + 1) + *second as usize] += 1;
                }
            }
        }
        Matrix { rows, cols, counts }
    }

    /// Brings the verdicts of all columns up to date; false if no test changed.
    fn judge(&mut self, query: &Query) -> bool {
        let words = self.work.all.len();
        let mut anew = false;
        for (at, (column, judged)) in self.columns.iter().zip(&mut self.work.judged).enumerate() {
            let clauses = query.clauses.iter().filter(|clause| clause.column == at);
            let tests = clauses.map(|clause| &clause.test).filter(|test| applies(test, column));
            judged.was_active = judged.is_active();
            if tests.clone().eq(&judged.tests) {
                continue;
            }
            anew = true;
            judged.tests.clear();
            judged.tests.extend(tests.cloned());
            if judged.is_active() {
                judged.verdict.resize(words, 0);
                judge(column, &self.indexes[at], &judged.tests, &mut judged.verdict, &mut self.work.scratch);
            }
        }
        anew
    }

    /// Brings [`Query::within`] up to date; false if it did not change.
    fn limit(&mut self, query: &Query) -> bool {
        let kept = &mut self.work.within;
        let unchanged = match &query.within {
            None => kept.count() == self.rows,
            Some(within) => kept.equals_cut(within),
        };
        if unchanged {
            return false;
        }
        *kept = Bitmap::full(self.rows);
        if let Some(within) = &query.within {
            kept.and_with(within);
        }
        true
    }

    /// Brings the masks up to date, keeping those of the run before.
    fn combine(&mut self) {
        let work = &mut self.work;
        std::mem::swap(&mut work.all, &mut work.old_all);
        let mut active = Vec::with_capacity(work.judged.len());
        for judged in work.judged.iter_mut() {
            std::mem::swap(&mut judged.others, &mut judged.old_others);
            if judged.is_active() {
                judged.others.resize(work.all.len(), 0);
                active.push((judged.verdict.as_slice(), judged.others.as_mut_slice()));
            }
        }
        combine(work.within.words(), &mut active, &mut work.all, &mut work.scratch);
    }

    /// Moves the counts of all facets from the old masks to the new ones.
    fn count(&mut self) {
        let Work { judged, all, old_all, selected, counts, matching, counter, .. } = &mut self.work;
        let mut shared = Vec::with_capacity(judged.len());
        for (at, judged) in judged.iter().enumerate() {
            if !judged.was_active && !judged.is_active() {
                shared.push(at);
                continue;
            }
            let old = if judged.was_active { &judged.old_others } else { &*old_all };
            let new = if judged.is_active() { &judged.others } else { &*all };
            let shift = Shift::new(old, new, self.rows, matching[at]);
            matching[at] = shift.matching;
            counter.apply(&shift, &[at], &self.columns, &self.indexes, counts);
        }
        let shift = Shift::new(old_all, all, self.rows, *selected);
        *selected = shift.matching;
        for at in &shared {
            matching[*at] = shift.matching;
        }
        counter.apply(&shift, &shared, &self.columns, &self.indexes, counts);
    }
}

/// A facet from counts by value; `counts` ends with the unknown rows.
fn facet(counts: &[u32], matching: usize) -> Facet {
    let mut facet = Facet::default();
    write_facet(counts, matching, &mut facet);
    facet
}

fn write_facet(counts: &[u32], matching: usize, facet: &mut Facet) {
    facet.counts.clear();
    facet.matching = matching as u32;
    facet.unknown = 0;
    if let Some((unknown, values)) = counts.split_last() {
        facet.counts.extend_from_slice(values);
        facet.unknown = *unknown;
    }
}
