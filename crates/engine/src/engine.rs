//! Columns in, results out.

use crate::bitmap::{Bitmap, count_ones};
use crate::column::Column;
use crate::index::Index;
use crate::masks::combine;
use crate::order::write_order;
use crate::query::{Query, Test};
use crate::result::{Facet, Matrix, ResultSet};
use crate::verdict::{applies, judge};

/// An indexed table that answers queries.
///
/// It keeps the work of its last query, so a run that changes one column's clauses costs less than the first; what it
/// answers never depends on what was asked before.
#[derive(Clone, Debug)]
pub struct Engine {
    rows: usize,
    columns: Vec<Column>,
    indexes: Vec<Index>,
    totals: Vec<Facet>,
    work: Work,
}

/// Buffers that one run leaves to the next.
#[derive(Clone, Debug, Default)]
struct Work {
    scratch: Vec<u64>,
    verdicts: Vec<Vec<u64>>,
    all: Vec<u64>,
    others: Vec<Vec<u64>>,
    counts: Vec<u32>,
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
        let totals = indexes.iter().map(|index| facet(index.totals(), rows as u32)).collect();
        Engine { rows, columns, indexes, totals, work: Work::default() }
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
        let words = self.rows.div_ceil(64);
        let active: Vec<usize> =
            (0..self.columns.len()).filter(|column| self.tests(query, *column).next().is_some()).collect();
        let mut work = std::mem::take(&mut self.work);
        let mut within = Bitmap::full(self.rows);
        if let Some(allowed) = &query.within {
            within.and_with(allowed);
        }
        work.scratch.resize(words, 0);
        work.all.resize(words, 0);
        work.verdicts.resize_with(active.len(), Vec::new);
        work.others.resize_with(active.len(), Vec::new);
        for (slot, column) in active.iter().enumerate() {
            work.verdicts[slot].resize(words, 0);
            work.others[slot].resize(words, 0);
            let tests = self.tests(query, *column);
            judge(&self.columns[*column], &self.indexes[*column], tests, &mut work.verdicts[slot], &mut work.scratch);
        }
        let verdicts: Vec<&[u64]> = work.verdicts.iter().map(Vec::as_slice).collect();
        combine(within.words(), &verdicts, &mut work.all, &mut work.others);

        result.total = self.rows as u32;
        result.matching = count_ones(&work.all) as u32;
        result.selection.assign(self.rows, &work.all);
        result.facets.resize_with(self.columns.len(), Facet::default);
        for (column, (index, facet)) in self.indexes.iter().zip(&mut result.facets).enumerate() {
            let mask = match active.iter().position(|active| *active == column) {
                Some(slot) => &work.others[slot],
                None => &work.all,
            };
            work.counts.resize(index.totals().len(), 0);
            index.count(mask, &mut work.counts);
            write_facet(&work.counts, count_ones(mask) as u32, facet);
        }
        write_order(&self.columns, &query.sort, &work.all, query.top, &mut result.order);
        self.work = work;
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

    /// The query's tests on `column` that apply to its kind.
    fn tests<'a>(&self, query: &'a Query, column: usize) -> impl Iterator<Item = &'a Test> + use<'a, '_> {
        let here = &self.columns[column];
        let clauses = query.clauses.iter().filter(move |clause| clause.column == column);
        clauses.map(|clause| &clause.test).filter(move |test| applies(test, here))
    }
}

/// A facet from counts by value; `counts` ends with the unknown rows.
fn facet(counts: &[u32], matching: u32) -> Facet {
    let mut facet = Facet::default();
    write_facet(counts, matching, &mut facet);
    facet
}

fn write_facet(counts: &[u32], matching: u32, facet: &mut Facet) {
    facet.counts.clear();
    facet.matching = matching;
    facet.unknown = 0;
    if let Some((unknown, values)) = counts.split_last() {
        facet.counts.extend_from_slice(values);
        facet.unknown = *unknown;
    }
}
