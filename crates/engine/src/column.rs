//! What every row holds in one dimension. Columns are immutable once built; the engine indexes them.

use crate::RowId;
use crate::bitmap::Bitmap;
use crate::sets::{Codes, Interner, ValueSets};

/// One dimension of the table.
#[derive(Clone, Debug)]
pub enum Column {
    /// Values of a dictionary, any number per row, perhaps in a tree.
    Category(CategoryColumn),
    /// An ordered value per row: a number or an interval.
    Range(RangeColumn),
}

impl Column {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        match self {
            Column::Category(column) => column.codes.len(),
            Column::Range(column) => column.codes.len(),
        }
    }

    /// The length of this column's [`crate::Facet::counts`]: values or bins.
    pub fn cardinality(&self) -> usize {
        match self {
            Column::Category(column) => column.cardinality,
            Column::Range(column) => column.bins.len(),
        }
    }

    /// The ordinals that `row` counts for in this column's facet, ascending: its values with their ancestors, or its
    /// bin. Empty for an unknown row, for a row below the first bin and for a row that does not exist.
    pub fn ords(&self, row: RowId) -> &[u32] {
        match self.codes().get(row) {
            0 => &[],
            code => self.sets().get(code),
        }
    }

    /// Whether `row` has no value here (or does not exist).
    pub fn is_unknown(&self, row: RowId) -> bool {
        self.codes().get(row) == 0
    }

    pub(crate) fn codes(&self) -> &Codes {
        match self {
            Column::Category(column) => &column.codes,
            Column::Range(column) => &column.codes,
        }
    }

    pub(crate) fn sets(&self) -> &ValueSets {
        match self {
            Column::Category(column) => &column.sets,
            Column::Range(column) => &column.sets,
        }
    }

    /// Cuts to `rows` rows, or fills up with unknown ones.
    pub(crate) fn resize(&mut self, rows: usize) {
        match self {
            Column::Category(column) => column.codes.resize(rows),
            Column::Range(column) => column.resize(rows),
        }
    }
}

impl From<CategoryColumn> for Column {
    fn from(column: CategoryColumn) -> Column {
        Column::Category(column)
    }
}

impl From<RangeColumn> for Column {
    fn from(column: RangeColumn) -> Column {
        Column::Range(column)
    }
}

/// A dimension of values from a dictionary that the caller keeps: every row has any number of ordinals into it. A row
/// without values is "unknown".
#[derive(Clone, Debug)]
pub struct CategoryColumn {
    cardinality: usize,
    codes: Codes,
    sets: ValueSets,
}

impl CategoryColumn {
    /// A column of the rows in the order given, over a dictionary of `cardinality` values.
    ///
    /// `parents` makes the dictionary a tree: `parents[ord]` is the ordinal of the parent of `ord`, and a row with a
    /// value counts for all its ancestors too, once each. Empty means flat; ordinals beyond its end have no parent.
    ///
    /// Nothing here fails: an ordinal outside the dictionary is ignored (a row of only such ones is unknown), so is a
    /// parent outside it, and a cycle of parents is walked once, each member then having all the others as ancestors.
    pub fn new(
        cardinality: usize,
        parents: Vec<Option<u32>>,
        rows: impl Iterator<Item = impl AsRef<[u32]>>,
    ) -> CategoryColumn {
        let mut interner = Interner::new(cardinality, &parents);
        interner.reserve(rows.size_hint().0);
        // This loop is compiled in the caller's crate, so it holds nothing but the call.
        rows.for_each(|values| interner.push(values.as_ref()));
        CategoryColumn::built(cardinality, interner)
    }

    /// A flat column with at most one value per row.
    pub fn from_single(cardinality: usize, values: Vec<Option<u32>>) -> CategoryColumn {
        let mut interner = Interner::new(cardinality, &[]);
        interner.reserve(values.len());
        for value in &values {
            interner.push(value.as_slice());
        }
        CategoryColumn::built(cardinality, interner)
    }

    /// A column whose row `r` has the values `ords[offsets[r]..offsets[r + 1]]`, so `offsets` is one longer than there
    /// are rows. A row whose offsets are not inside `ords` or run backwards is unknown. `parents` as in
    /// [`CategoryColumn::new`].
    pub fn from_offsets(cardinality: usize, parents: &[Option<u32>], offsets: &[u32], ords: &[u32]) -> CategoryColumn {
        let mut interner = Interner::new(cardinality, parents);
        interner.reserve(offsets.len().saturating_sub(1));
        for ends in offsets.windows(2) {
            interner.push(ords.get(ends[0] as usize..ends[1] as usize).unwrap_or(&[]));
        }
        CategoryColumn::built(cardinality, interner)
    }

    /// The number of values in the dictionary.
    pub fn cardinality(&self) -> usize {
        self.cardinality
    }

    fn built(cardinality: usize, interner: Interner) -> CategoryColumn {
        let (codes, sets) = interner.finish();
        CategoryColumn { cardinality, codes, sets }
    }
}

/// An ordered dimension: every row is unknown or has a closed interval `[lo, hi]`. A plain number has `lo == hi`; a
/// partial date is the interval of days it may be. The unit is the caller's.
#[derive(Clone, Debug)]
pub struct RangeColumn {
    bins: Vec<i64>,
    ends: Ends,
    known: Bitmap,
    /// Code 1 is a known row below the first bin, code `2 + b` is bin `b`.
    codes: Codes,
    sets: ValueSets,
}

/// The code of a known row below the first bin.
const BELOW: u32 = 1;

/// The ends of every row's interval; unknown rows hold any value.
#[derive(Clone, Debug)]
pub(crate) enum Ends {
    /// Distances from `base`, where all values lie close enough together.
    Narrow { base: i64, spans: Spans<u32> },
    /// The values themselves.
    Wide(Spans<i64>),
}

/// Lower and upper ends by row.
#[derive(Clone, Debug)]
pub(crate) struct Spans<T> {
    pub(crate) lo: Vec<T>,
    /// None where every upper end equals the lower one.
    pub(crate) hi: Option<Vec<T>>,
}

impl RangeColumn {
    /// A column of the rows in the order given; an interval given backwards is turned round.
    ///
    /// `bins` are the ascending lower edges of the histogram that is this column's facet: bin `b` is
    /// `bins[b] <= lo < bins[b + 1]`, the last one is open. A row counts in the bin of its `lo` only; a row below the
    /// first edge counts in none (it still is in [`crate::Facet::matching`]), so a first edge of `i64::MIN` catches
    /// all. An edge that is less than the one before it is taken as equal to it; of equal edges only the last has rows.
    pub fn new(values: Vec<Option<(i64, i64)>>, bins: Vec<i64>) -> RangeColumn {
        let mut bins = bins;
        for edge in 1..bins.len() {
            bins[edge] = bins[edge].max(bins[edge - 1]);
        }
        let mut known = Bitmap::new(values.len());
        let mut codes = Vec::with_capacity(values.len());
        let (mut least, mut greatest, mut points) = (i64::MAX, i64::MIN, true);
        let mut last_bin = BinFinder::new(&bins);
        for (row, value) in values.iter().enumerate() {
            let Some((lo, hi)) = value.map(ascending) else {
                codes.push(0);
                continue;
            };
            known.insert(row as RowId);
            codes.push(last_bin.code(lo));
            least = least.min(lo);
            greatest = greatest.max(hi);
            points &= lo == hi;
        }
        let mut sets = ValueSets::new(bins.len());
        sets.push(&[]);
        for bin in 0..bins.len() as u32 {
            sets.push(&[bin]);
        }
        let narrow = least > greatest || greatest.checked_sub(least).is_some_and(|span| span <= i64::from(u32::MAX));
        let ends = if narrow {
            let base = if least > greatest { 0 } else { least };
            let distance = |end: Option<i64>| end.map_or(0, |end| (end - base) as u32);
            Ends::Narrow { base, spans: Spans::of(&values, points, distance) }
        } else {
            Ends::Wide(Spans::of(&values, points, |end| end.unwrap_or(0)))
        };
        let codes = Codes::narrow(codes, sets.len());
        RangeColumn { bins, ends, known, codes, sets }
    }

    /// The lower edges of the histogram's bins, ascending.
    pub fn bins(&self) -> &[i64] {
        &self.bins
    }

    /// The interval of `row`; None where it is unknown or does not exist.
    pub fn interval(&self, row: RowId) -> Option<(i64, i64)> {
        if !self.known.contains(row) {
            return None;
        }
        let row = row as usize;
        Some(match &self.ends {
            Ends::Narrow { base, spans } => {
                let (lo, hi) = spans.get(row);
                (base + i64::from(lo), base + i64::from(hi))
            }
            Ends::Wide(spans) => spans.get(row),
        })
    }

    pub(crate) fn ends(&self) -> &Ends {
        &self.ends
    }

    /// The rows that have a value.
    pub(crate) fn known(&self) -> &Bitmap {
        &self.known
    }

    fn resize(&mut self, rows: usize) {
        self.codes.resize(rows);
        let mut known = Bitmap::new(rows);
        known.or_with(&self.known);
        self.known = known;
        match &mut self.ends {
            Ends::Narrow { spans, .. } => spans.resize(rows, 0),
            Ends::Wide(spans) => spans.resize(rows, 0),
        }
    }
}

impl<T: Copy> Spans<T> {
    fn of(values: &[Option<(i64, i64)>], points: bool, store: impl Fn(Option<i64>) -> T) -> Spans<T> {
        let lo = values.iter().map(|value| store(value.map(|value| ascending(value).0))).collect();
        let hi = (!points).then(|| values.iter().map(|value| store(value.map(|value| ascending(value).1))).collect());
        Spans { lo, hi }
    }

    fn get(&self, row: usize) -> (T, T) {
        (self.lo[row], self.hi.as_ref().map_or(self.lo[row], |hi| hi[row]))
    }

    fn resize(&mut self, rows: usize, filler: T) {
        self.lo.resize(rows, filler);
        if let Some(hi) = &mut self.hi {
            hi.resize(rows, filler);
        }
    }
}

/// Finds the bin of a value; neighbouring rows often share one, so the last is tried first.
struct BinFinder<'a> {
    bins: &'a [i64],
    code: u32,
    from: i64,
    /// The greatest value of the current bin.
    to: i64,
}

impl<'a> BinFinder<'a> {
    fn new(bins: &'a [i64]) -> BinFinder<'a> {
        BinFinder { bins, code: BELOW, from: i64::MAX, to: i64::MIN }
    }

    fn code(&mut self, value: i64) -> u32 {
        if value < self.from || value > self.to {
            let edges = self.bins.partition_point(|edge| *edge <= value);
            self.code = BELOW + edges as u32;
            self.from = if edges == 0 { i64::MIN } else { self.bins[edges - 1] };
            self.to = self.bins.get(edges).map_or(i64::MAX, |edge| edge - 1);
        }
        self.code
    }
}

fn ascending((lo, hi): (i64, i64)) -> (i64, i64) {
    (lo.min(hi), lo.max(hi))
}
