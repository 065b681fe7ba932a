//! What every row holds in one dimension. Columns are immutable once built; the engine indexes them.

use crate::RowId;
use crate::bitmap::Bitmap;
use crate::sets::{Codes, Interner, ValueSets, gather};
use std::ops::Range;

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

    /// The same column with its rows in another order: row `r` has what row `rows[r]` of this one has. A row that does
    /// not exist is unknown. Rows may be left out or come twice.
    pub fn reordered(&self, rows: &[RowId]) -> Column {
        match self {
            Column::Category(column) => Column::Category(CategoryColumn {
                cardinality: column.cardinality,
                codes: column.codes.reordered(rows),
                sets: column.sets.clone(),
            }),
            Column::Range(column) => Column::Range(column.reordered(rows)),
        }
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

/// Ordinals into a dictionary, as wide as the caller has them.
#[derive(Clone, Copy, Debug)]
pub enum Ords<'a> {
    /// One byte each.
    U8(&'a [u8]),
    /// Two bytes each.
    U16(&'a [u16]),
    /// Four bytes each.
    U32(&'a [u32]),
}

impl<'a> From<&'a [u8]> for Ords<'a> {
    fn from(ords: &'a [u8]) -> Ords<'a> {
        Ords::U8(ords)
    }
}

impl<'a> From<&'a [u16]> for Ords<'a> {
    fn from(ords: &'a [u16]) -> Ords<'a> {
        Ords::U16(ords)
    }
}

impl<'a> From<&'a [u32]> for Ords<'a> {
    fn from(ords: &'a [u32]) -> Ords<'a> {
        Ords::U32(ords)
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
        interner.push_singles(&values);
        CategoryColumn::built(cardinality, interner)
    }

    /// A flat column with one value in each row; a row whose ordinal is outside the dictionary is unknown.
    pub fn from_ords<'a>(cardinality: usize, ords: impl Into<Ords<'a>>) -> CategoryColumn {
        let mut interner = Interner::new(cardinality, &[]);
        interner.push_ords(ords.into());
        CategoryColumn::built(cardinality, interner)
    }

    /// A column whose row `r` has the values `ords[offsets[r]..offsets[r + 1]]`, so `offsets` is one longer than there
    /// are rows. A row whose offsets are not inside `ords` or run backwards is unknown. `parents` as in
    /// [`CategoryColumn::new`].
    pub fn from_offsets<'a>(
        cardinality: usize,
        parents: &[Option<u32>],
        offsets: &[u32],
        ords: impl Into<Ords<'a>>,
    ) -> CategoryColumn {
        let mut interner = Interner::new(cardinality, parents);
        interner.push_all(offsets, ords.into());
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
    /// The least lower end and the greatest upper end of the known rows.
    least: i64,
    greatest: i64,
    /// Whether there is a known row below the first bin.
    below: bool,
}

/// The bins that a range of numbers meets.
pub(crate) struct BinsOf {
    /// Bins whose rows all are in the range.
    pub(crate) inside: Range<u32>,
    /// Bins whose rows may be in the range or not.
    pub(crate) cut: [Option<u32>; 2],
}

/// The code of a known row below the first bin.
const BELOW: u32 = 1;

/// The ends of every row's interval; unknown rows hold the least value there is.
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
        let mut known = Bitmap::new(values.len());
        let (mut lows, mut highs) = (Vec::with_capacity(values.len()), Vec::new());
        for (row, value) in values.iter().enumerate() {
            let (lo, hi) = value.map_or((0, 0), ascending);
            if value.is_some() {
                known.insert(row as RowId);
            }
            // Upper ends are kept from the first one on that differs.
            if hi != lo && highs.is_empty() {
                highs.extend_from_slice(&lows);
            }
            if hi != lo || !highs.is_empty() {
                highs.push(hi);
            }
            lows.push(lo);
        }
        RangeColumn::built(lows, (!highs.is_empty()).then_some(highs), known, bins)
    }

    /// A column of plain numbers: row `r` has `numbers[r]` if it is in `known`, and is unknown otherwise. `bins` as in
    /// [`RangeColumn::new`].
    pub fn from_numbers(numbers: Vec<i64>, known: &Bitmap, bins: Vec<i64>) -> RangeColumn {
        let mut rows = Bitmap::full(numbers.len());
        rows.and_with(known);
        RangeColumn::built(numbers, None, rows, bins)
    }

    fn built(lows: Vec<i64>, highs: Option<Vec<i64>>, known: Bitmap, mut bins: Vec<i64>) -> RangeColumn {
        for edge in 1..bins.len() {
            bins[edge] = bins[edge].max(bins[edge - 1]);
        }
        let (mut least, mut greatest) = (i64::MAX, i64::MIN);
        for (at, (known, lows)) in known.words().iter().zip(lows.chunks(64)).enumerate() {
            let highs = highs.as_ref().map_or(lows, |highs| &highs[at * 64..at * 64 + lows.len()]);
            extend(&mut least, &mut greatest, *known, lows, highs);
        }
        if least > greatest {
            (least, greatest) = (0, 0);
        }
        let mut sets = ValueSets::new(bins.len());
        sets.push(&[]);
        for bin in 0..bins.len() as u32 {
            sets.push(&[bin]);
        }
        let mut finder = BinFinder::new(&bins);
        let codes = if sets.len() <= 1 << 8 {
            Codes::U8(finder.codes(&known, &lows, |code| code as u8))
        } else if sets.len() <= 1 << 16 {
            Codes::U16(finder.codes(&known, &lows, |code| code as u16))
        } else {
            Codes::U32(finder.codes(&known, &lows, |code| code))
        };
        let below = finder.below;
        // Unknown rows all hold the same, so that sorting by value leaves them in the order of the rows.
        let narrow = greatest.checked_sub(least).is_some_and(|span| span <= i64::from(u32::MAX));
        let ends = if narrow {
            let distances = |ends: &[i64]| known_or(&known, ends, least, |end| end.wrapping_sub(least) as u32);
            Ends::Narrow { base: least, spans: Spans { lo: distances(&lows), hi: highs.as_deref().map(distances) } }
        } else {
            let values = |ends: &[i64]| known_or(&known, ends, least, |end| end);
            Ends::Wide(Spans { lo: values(&lows), hi: highs.as_deref().map(values) })
        };
        RangeColumn { bins, ends, known, codes, sets, least, greatest, below }
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

    /// The bins that tell which rows are in `[lo, hi]`; None where bins cannot tell: for intervals, and if rows below
    /// the first bin may be in the range.
    pub(crate) fn bins_of(&self, lo: i64, hi: i64) -> Option<BinsOf> {
        let points = match &self.ends {
            Ends::Narrow { spans, .. } => spans.hi.is_none(),
            Ends::Wide(spans) => spans.hi.is_none(),
        };
        if !points || self.below && self.bins.first().is_none_or(|first| lo < *first) {
            return None;
        }
        if hi < self.least || lo > self.greatest {
            return Some(BinsOf { inside: 0..0, cut: [None, None] });
        }
        let bins = self.bins.len();
        // The first bin without lesser numbers, and the one behind the last without greater ones.
        let start = if lo <= self.least { 0 } else { self.bins.partition_point(|edge| *edge < lo) };
        let end = if hi >= self.greatest {
            bins
        } else {
            self.bins.partition_point(|edge| edge.checked_sub(1).is_none_or(|last| last <= hi)).saturating_sub(1)
        };
        let holds = |at: i64| self.bins.partition_point(|edge| *edge <= at).checked_sub(1);
        let low = holds(lo).filter(|bin| *bin < start);
        let high = holds(hi).filter(|bin| *bin >= end && Some(*bin) != low);
        let cut = [low.map(|bin| bin as u32), high.map(|bin| bin as u32)];
        Some(BinsOf { inside: start as u32..end.max(start) as u32, cut })
    }

    fn reordered(&self, rows: &[RowId]) -> RangeColumn {
        let whole = self.known.count() == self.known.len() && rows.iter().all(|row| (*row as usize) < self.known.len());
        let known = match whole {
            true => Bitmap::full(rows.len()),
            false => self.known.reordered(rows),
        };
        let ends = match &self.ends {
            Ends::Narrow { base, spans } => Ends::Narrow { base: *base, spans: spans.reordered(rows, 0) },
            Ends::Wide(spans) => Ends::Wide(spans.reordered(rows, self.least)),
        };
        RangeColumn {
            bins: self.bins.clone(),
            ends,
            known,
            codes: self.codes.reordered(rows),
            sets: self.sets.clone(),
            least: self.least,
            greatest: self.greatest,
            below: self.below,
        }
    }

    /// All rows in the order of their lower ends, the greatest first if `descending`; unknown rows last, equal ones as
    /// they stand.
    pub fn order(&self, descending: bool) -> Vec<RowId> {
        crate::order::rows_by(self, descending)
    }

    fn resize(&mut self, rows: usize) {
        self.codes.resize(rows);
        let mut known = Bitmap::new(rows);
        known.or_with(&self.known);
        self.known = known;
        match &mut self.ends {
            Ends::Narrow { spans, .. } => spans.resize(rows, 0),
            Ends::Wide(spans) => spans.resize(rows, self.least),
        }
    }
}

impl<T: Copy> Spans<T> {
    fn get(&self, row: usize) -> (T, T) {
        (self.lo[row], self.hi.as_ref().map_or(self.lo[row], |hi| hi[row]))
    }

    fn reordered(&self, rows: &[RowId], filler: T) -> Spans<T> {
        Spans { lo: gather(&self.lo, rows, filler), hi: self.hi.as_ref().map(|hi| gather(hi, rows, filler)) }
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
    /// Whether a value below the first bin was found.
    below: bool,
}

impl<'a> BinFinder<'a> {
    fn new(bins: &'a [i64]) -> BinFinder<'a> {
        BinFinder { bins, code: BELOW, from: i64::MAX, to: i64::MIN, below: false }
    }

    /// The codes of all rows, as narrow as `narrow` makes them; 0 for those that are not in `known`.
    fn codes<T>(&mut self, known: &Bitmap, values: &[i64], narrow: impl Fn(u32) -> T + Copy) -> Vec<T> {
        let mut codes = Vec::with_capacity(values.len());
        for (known, values) in known.words().iter().zip(values.chunks(64)) {
            self.find(*known, values, narrow, &mut codes);
        }
        codes
    }

    /// Appends the codes of up to 64 rows, of which those in `known` have a value.
    #[inline(never)]
    fn find<T>(&mut self, known: u64, values: &[i64], narrow: impl Fn(u32) -> T, codes: &mut Vec<T>) {
        codes.extend(values.iter().enumerate().map(|(bit, value)| match known >> bit & 1 {
            1 => narrow(self.code(*value)),
            _ => narrow(0),
        }));
    }

    fn code(&mut self, value: i64) -> u32 {
        if value < self.from || value > self.to {
            let edges = self.bins.partition_point(|edge| *edge <= value);
            self.code = BELOW + edges as u32;
            self.below |= edges == 0;
            self.from = if edges == 0 { i64::MIN } else { self.bins[edges - 1] };
            self.to = self.bins.get(edges).map_or(i64::MAX, |edge| edge - 1);
        }
        self.code
    }
}

/// What `of` makes of each known end, and of `filler` in place of the others.
fn known_or<T>(known: &Bitmap, ends: &[i64], filler: i64, of: impl Fn(i64) -> T + Copy) -> Vec<T> {
    let mut all = Vec::with_capacity(ends.len());
    for (known, ends) in known.words().iter().zip(ends.chunks(64)) {
        extend_known(*known, ends, filler, of, &mut all);
    }
    all
}

#[inline(never)]
fn extend_known<T>(known: u64, ends: &[i64], filler: i64, of: impl Fn(i64) -> T, all: &mut Vec<T>) {
    if known == !0 {
        all.extend(ends.iter().map(|end| of(*end)));
    } else {
        all.extend(ends.iter().enumerate().map(|(bit, end)| of(if known >> bit & 1 == 1 { *end } else { filler })));
    }
}

/// Makes `least..=greatest` hold the intervals of up to 64 rows, of which those in `known` have one.
#[inline(never)]
fn extend(least: &mut i64, greatest: &mut i64, known: u64, lows: &[i64], highs: &[i64]) {
    if known == !0 {
        *least = lows.iter().fold(*least, |least, lo| least.min(*lo));
        *greatest = highs.iter().fold(*greatest, |greatest, hi| greatest.max(*hi));
        return;
    }
    for (bit, (lo, hi)) in lows.iter().zip(highs).enumerate() {
        if known >> bit & 1 == 1 {
            *least = (*least).min(*lo);
            *greatest = (*greatest).max(*hi);
        }
    }
}

fn ascending((lo, hi): (i64, i64)) -> (i64, i64) {
    (lo.min(hi), lo.max(hi))
}
