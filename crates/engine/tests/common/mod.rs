//! A second engine that shares no code with the first: it looks at every row of a plain table, for every question.
#![allow(dead_code)]

use engine::{Bitmap, CategoryColumn, Clause, Column, Engine, Facet, Matrix, Query, RangeColumn, ResultSet, Test};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A column as it was before the engine saw it.
#[derive(Clone, Debug)]
pub enum Plain {
    Category { cardinality: usize, parents: Vec<Option<u32>>, rows: Vec<Vec<u32>> },
    Range { rows: Vec<Option<(i64, i64)>>, bins: Vec<i64> },
}

#[derive(Clone, Debug)]
pub struct Table {
    pub rows: usize,
    pub columns: Vec<Plain>,
}

impl Plain {
    pub fn build(&self) -> Column {
        match self {
            Plain::Category { cardinality, parents, rows } => {
                Column::Category(CategoryColumn::new(*cardinality, parents.clone(), rows.iter()))
            }
            // Plain numbers take the other door, with rubbish where they are unknown.
            Plain::Range { rows, bins } if rows.iter().flatten().all(|(lo, hi)| lo == hi) => {
                let numbers = rows.iter().enumerate().map(|(row, at)| at.map_or(row as i64 * -7919, |(at, _)| at));
                let known = (0..rows.len() as u32).filter(|row| rows[*row as usize].is_some());
                let known = Bitmap::from_rows(rows.len(), known);
                Column::Range(RangeColumn::from_numbers(numbers.collect(), &known, bins.clone()))
            }
            Plain::Range { rows, bins } => Column::Range(RangeColumn::new(rows.clone(), bins.clone())),
        }
    }

    fn len(&self) -> usize {
        match self {
            Plain::Category { cardinality, .. } => *cardinality,
            Plain::Range { bins, .. } => bins.len(),
        }
    }

    /// The values of a row with all that stands above them; rows behind the end have none.
    fn values(&self, row: usize) -> BTreeSet<u32> {
        let mut values = BTreeSet::new();
        if let Plain::Category { cardinality, parents, rows } = self {
            let mut open = rows.get(row).cloned().unwrap_or_default();
            while let Some(value) = open.pop() {
                if (value as usize) < *cardinality && values.insert(value) {
                    open.extend(parents.get(value as usize).copied().flatten());
                }
            }
        }
        values
    }

    fn interval(&self, row: usize) -> Option<(i64, i64)> {
        match self {
            Plain::Range { rows, .. } => rows.get(row).copied().flatten().map(|(a, b)| (a.min(b), a.max(b))),
            Plain::Category { .. } => None,
        }
    }

    /// What the row counts for in the facet; None if it is unknown.
    fn ords(&self, row: usize) -> Option<BTreeSet<u32>> {
        match self {
            Plain::Category { .. } => Some(self.values(row)).filter(|values| !values.is_empty()),
            Plain::Range { bins, .. } => self.interval(row).map(|(lo, _)| {
                let (mut bin, mut edge) = (None, i64::MIN);
                for (at, given) in bins.iter().enumerate() {
                    edge = edge.max(*given);
                    if edge <= lo {
                        bin = Some(at as u32);
                    }
                }
                bin.into_iter().collect()
            }),
        }
    }

    fn passes(&self, row: usize, test: &Test) -> bool {
        let overlaps = |ranges: &[(i64, i64)]| {
            self.interval(row).is_some_and(|(lo, hi)| ranges.iter().any(|(a, b)| a <= b && lo <= *b && hi >= *a))
        };
        match (self, test) {
            (Plain::Category { .. }, Test::Any { values, unknown }) => {
                let held = self.values(row);
                if held.is_empty() { *unknown } else { values.iter().any(|value| held.contains(value)) }
            }
            (Plain::Category { .. }, Test::None { values, unknown }) => {
                let held = self.values(row);
                if held.is_empty() { !unknown } else { !values.iter().any(|value| held.contains(value)) }
            }
            (Plain::Range { .. }, Test::Overlaps { ranges, unknown }) => {
                if self.interval(row).is_none() {
                    *unknown
                } else {
                    overlaps(ranges)
                }
            }
            (Plain::Range { .. }, Test::OverlapsNone { ranges, unknown }) => {
                if self.interval(row).is_none() {
                    !unknown
                } else {
                    !overlaps(ranges)
                }
            }
            _ => true,
        }
    }
}

impl Table {
    pub fn engine(&self) -> Engine {
        Engine::new(self.rows, self.columns.iter().map(Plain::build).collect())
    }

    pub fn run(&self, query: &Query) -> ResultSet {
        let rows: Vec<usize> = (0..self.rows).collect();
        let selected: Vec<usize> = rows.iter().copied().filter(|row| self.passes(query, *row, None)).collect();
        let facets = (0..self.columns.len())
            .map(|column| {
                let counted: Vec<usize> =
                    rows.iter().copied().filter(|row| self.passes(query, *row, Some(column))).collect();
                self.count(column, &counted)
            })
            .collect();
        let mut order: Vec<u32> = selected.iter().map(|row| *row as u32).collect();
        order.sort_by(|a, b| self.compare(query, *a as usize, *b as usize));
        order.truncate(query.top.unwrap_or(usize::MAX));
        ResultSet {
            matching: selected.len() as u32,
            total: self.rows as u32,
            selection: Bitmap::from_rows(self.rows, selected.iter().map(|row| *row as u32)),
            order,
            facets,
        }
    }

    pub fn matrix(&self, selection: &Bitmap, a: usize, b: usize) -> Matrix {
        let (rows, cols) = (self.columns[a].len(), self.columns[b].len());
        let mut counts = vec![0; (rows + 1) * (cols + 1)];
        for row in (0..self.rows).filter(|row| selection.contains(*row as u32)) {
            let unknown = |len: usize| BTreeSet::from([len as u32]);
            for first in self.columns[a].ords(row).unwrap_or_else(|| unknown(rows)) {
                for second in self.columns[b].ords(row).unwrap_or_else(|| unknown(cols)) {
                    counts[first as usize * (cols + 1) + second as usize] += 1;
                }
            }
        }
        Matrix { rows, cols, counts }
    }

    pub fn totals(&self) -> Vec<Facet> {
        let rows: Vec<usize> = (0..self.rows).collect();
        (0..self.columns.len()).map(|column| self.count(column, &rows)).collect()
    }

    fn passes(&self, query: &Query, row: usize, but: Option<usize>) -> bool {
        query.within.as_ref().is_none_or(|within| within.contains(row as u32))
            && query.clauses.iter().all(|Clause { column, test }| {
                Some(*column) == but || self.columns.get(*column).is_none_or(|plain| plain.passes(row, test))
            })
    }

    fn count(&self, column: usize, rows: &[usize]) -> Facet {
        let mut facet = Facet { counts: vec![0; self.columns[column].len()], unknown: 0, matching: rows.len() as u32 };
        for row in rows {
            match self.columns[column].ords(*row) {
                Some(ords) => ords.iter().for_each(|ord| facet.counts[*ord as usize] += 1),
                None => facet.unknown += 1,
            }
        }
        facet
    }

    fn compare(&self, query: &Query, a: usize, b: usize) -> Ordering {
        for key in &query.sort {
            let Some(column @ Plain::Range { .. }) = self.columns.get(key.column) else { continue };
            let by_key = match (column.interval(a), column.interval(b)) {
                (Some((a, _)), Some((b, _))) if key.descending => b.cmp(&a),
                (Some((a, _)), Some((b, _))) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            if by_key.is_ne() {
                return by_key;
            }
        }
        a.cmp(&b)
    }
}
