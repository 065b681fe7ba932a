//! From a [`ViewState`] to an answer: the one road that the browser and `jikenbo query` both take.
//!
//! [`Explorer`] holds the casebook, its columns in the engine and its texts in the index. `adopt` turns a parsed link
//! into one that this casebook understands and says what it dropped; `run` answers it and cannot fail.

mod columns;
mod documents;
mod fields;
pub mod mask;
mod near;
pub mod suggest;
mod words;

use std::{collections::HashMap, sync::Arc};

use engine::{Bitmap, Clause, Engine, Facet, Query, ResultSet, RowId, SortKey, Test};

pub use columns::{Columns, Dictionary, Entry};
pub use documents::{folded, folded_parts};
pub use fields::{SHORT, TEXTS, field};
pub use near::Offer;
pub use words::{FilterWords, range_words};

use crate::{
    dataset::{
        Dataset, Texts,
        bytes::{self, DecodeError},
    },
    dimensions::{self, DIMENSIONS, DimensionId, Record, Scale, Source},
    model::{
        PartialDate,
        derive::{Derived, derive},
    },
    text::{self, Literal, Lookup, Scope, Synonyms, TextDiagnostic, TextIndex, TextQuery, UsedExpansion},
    url::{self, Diagnostic, End, Filter, Problem, SORT_KEYS, Value, View, ViewState},
};

/// The unit of the principal count unless the query says another one.
pub const DEFAULT_UNIT: &str = "persons";

/// What `off` can name beside dimensions: the search, its synonyms, the hand-picked list.
pub const PAUSED: [&str; 3] = ["q", SYNONYMS, "pick"];

/// The key by which a link switches synonyms off.
pub const SYNONYMS: &str = "synonyms";

/// A casebook ready to be asked.
pub struct Explorer {
    dataset: Dataset,
    derived: Vec<Derived>,
    columns: Columns,
    engine: Engine,
    texts: TextIndex,
    synonyms: Synonyms,
    rows: HashMap<String, RowId>,
    /// Counts without any filter but the kind of record, by the clauses on it.
    totals: Option<(Vec<Clause>, Arc<Totals>)>,
}

/// Counts of the whole casebook, of one kind of record.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Rows of that kind.
    pub total: u32,
    /// Facets by engine column.
    pub facets: Vec<Facet>,
}

/// The principal counts of a result, added up in one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// Their sum.
    pub sum: u64,
    /// How many cases state one.
    pub stated: u32,
    /// How many do not.
    pub unknown: u32,
    /// Some are "about".
    pub approx: bool,
    /// Some are "up to" or "at least".
    pub bounded: bool,
}

/// The answer to a [`ViewState`].
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Rows that pass everything.
    pub matching: u32,
    /// Rows of the kind asked for.
    pub total: u32,
    /// All of them in display order.
    pub order: Vec<RowId>,
    /// The same as a set.
    pub selection: Bitmap,
    /// Facets by engine column, each under all other filters.
    pub facets: Vec<Facet>,
    /// The same without filters.
    pub totals: Arc<Totals>,
    /// The unit in which `affected` is asked and summed up.
    pub unit: String,
    /// The sum of the principal counts.
    pub affected: Affected,
    /// The search text as it was understood.
    pub text: TextQuery,
    /// What of the search text was not used.
    pub text_diagnostics: Vec<TextDiagnostic>,
    /// What synonyms added to it.
    pub expansions: Vec<UsedExpansion>,
}

/// A state's question, read.
struct Asked {
    unit: String,
    text: TextQuery,
    diagnostics: Vec<TextDiagnostic>,
    /// Where the literals with a field are looked for.
    scopes: Vec<(Literal, Scope)>,
}

/// What the text index asks us while it searches.
struct Labels<'a> {
    explorer: &'a Explorer,
    scopes: &'a [(Literal, Scope)],
}

impl Lookup for Labels<'_> {
    fn has_term(&self, row: u32, dimension: &str, key: &str) -> bool {
        self.explorer.columns.has(row, dimension, key, &self.explorer.engine)
    }

    fn scope(&self, literal: &Literal) -> Scope {
        let known = self.scopes.iter().find(|(l, _)| l.field == literal.field && l.text == literal.text);
        known.map_or(Scope::Everywhere, |(_, scope)| scope.clone())
    }
}

impl Explorer {
    /// Builds columns and text index. Rows are the incidents, then the articles, each by id.
    pub fn new(dataset: Dataset) -> Self {
        let mut explorer = Self::of_columns(dataset);
        explorer.index(None);
        explorer
    }

    /// Builds the columns alone: it counts and finds no word until [`Explorer::index`].
    pub fn of_columns(dataset: Dataset) -> Self {
        let derived: Vec<Derived> = dataset.incidents.iter().map(|i| derive(i, &dataset.taxonomies)).collect();
        let records: Vec<Record> = dataset
            .incidents
            .iter()
            .zip(&derived)
            .map(|(i, d)| Record::Incident(i, d))
            .chain(dataset.articles.iter().map(Record::Article))
            .collect();
        let (columns, engine_columns) = columns::build(&records, &dataset.taxonomies);
        let mut rows = HashMap::new();
        for (row, record) in records.iter().enumerate() {
            rows.insert(record.id().to_owned(), row as RowId);
        }
        for (row, incident) in dataset.incidents.iter().enumerate() {
            for alias in &incident.aliases {
                rows.entry(alias.clone()).or_insert(row as RowId);
            }
        }
        let engine = Engine::new(records.len(), engine_columns);
        let (texts, synonyms) = (TextIndex::new(), Synonyms::default());
        Self { dataset, derived, columns, engine, texts, synonyms, rows, totals: None }
    }

    /// Builds the text index. `folded` is what [`folded`] gave elsewhere for the same casebook with the same texts; where
    /// it is missing or does not fit, the texts are folded here, which takes most of the time.
    pub fn index(&mut self, folded: Option<&[u8]>) {
        self.texts = documents::index(&self.dataset, folded);
        self.synonyms = documents::synonyms(&self.dataset.taxonomies);
    }

    /// Adds the packed texts to the casebook whose packed list is `list`, and indexes them as [`Explorer::index`]. Columns
    /// and counts stay: nothing that is counted travels with the texts.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes; the casebook is then unchanged.
    pub fn add_texts(&mut self, list: &[u8], texts: &[u8], folded: Option<&[u8]>) -> Result<(), DecodeError> {
        bytes::add_texts(&mut self.dataset, list, texts)?;
        self.index(folded);
        Ok(())
    }

    /// The casebook.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Says whether the long texts have come.
    pub fn set_texts(&mut self, texts: Texts) {
        self.dataset.texts = texts;
    }

    /// Names and keys of the dimensions' values.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The synonyms of the casebook, for highlights.
    pub fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    /// The record of a row.
    pub fn record(&self, row: RowId) -> Option<Record<'_>> {
        let row = row as usize;
        match (self.dataset.incidents.get(row), self.derived.get(row)) {
            (Some(incident), Some(derived)) => Some(Record::Incident(incident, derived)),
            _ => self.dataset.articles.get(row.checked_sub(self.dataset.incidents.len())?).map(Record::Article),
        }
    }

    /// The row of an id or an older id.
    pub fn row(&self, id: &str) -> Option<RowId> {
        self.rows.get(id).copied()
    }

    /// What follows from the facts of an incident.
    pub fn derived(&self, row: RowId) -> Option<&Derived> {
        self.derived.get(row as usize)
    }

    /// Turns a parsed link into one this casebook understands: old keys are replaced by what they mean now, old ids by
    /// new ones, values and ids that do not exist are dropped and named.
    pub fn adopt(&self, state: &ViewState) -> (ViewState, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut next = state.clone();
        next.filters = Vec::new();
        for filter in &state.filters {
            for filter in self.without_aliases(filter, &mut diagnostics) {
                let key = DIMENSIONS[filter.dimension].key;
                let values: Vec<Value> = filter
                    .values
                    .iter()
                    .filter(|value| {
                        let known = match value {
                            // The page of an organisation that heads no case says so, or in which role it stands.
                            Value::Key(_) if key == "org" && state.view == View::Org => true,
                            Value::Key(k) => self.columns.dictionaries[filter.dimension].ord(k).is_some(),
                            _ => true,
                        };
                        if !known {
                            diagnostics.push(Diagnostic::new(format!("{key}={value}"), Problem::UnknownValue));
                        }
                        known
                    })
                    .cloned()
                    .collect();
                let filter = Filter { values, ..filter };
                if !filter.values.is_empty() && !next.filters.contains(&filter) {
                    next.filters.push(filter);
                }
            }
        }
        let mut ids = |list: &[String], key: &str| {
            let mut out: Vec<String> = Vec::new();
            for id in list {
                match self.row(id).and_then(|row| self.record(row)) {
                    Some(record) if out.iter().any(|o| o == record.id()) => {}
                    Some(record) => out.push(record.id().to_owned()),
                    None => diagnostics.push(Diagnostic::new(format!("{key}={id}"), Problem::UnknownId)),
                }
            }
            out
        };
        next.pick = ids(&state.pick, "pick");
        next.hide = ids(&state.hide, "hide");
        // An unknown case stays: its page says so and offers the way back.
        if let Some(record) = state.case.as_ref().and_then(|id| self.row(id)).and_then(|row| self.record(row)) {
            next.case = Some(record.id().to_owned());
        }
        if let Some(pin) = &state.pin
            && *pin != self.dataset.casebook.version
        {
            diagnostics.push(Diagnostic::new(format!("pin={pin}"), Problem::OtherVersion));
        }
        let known_column = |key: &String| dimensions::find(key).is_some() || crate::formats::columns::is_column(key);
        for (list, key) in [(&mut next.cols, "cols"), (&mut next.off, "off"), (&mut next.lock, "lock")] {
            list.retain(|value| {
                let known = known_column(value) || key != "cols" && PAUSED.contains(&value.as_str());
                if !known {
                    diagnostics.push(Diagnostic::new(format!("{key}={value}"), Problem::UnknownValue));
                }
                known
            });
        }
        (next, diagnostics)
    }

    /// The query of an organisation's page. Clients and regulators are values of no dimension: their page is named by a
    /// filter that is paused, so that the list behind it is not empty.
    pub fn org_query(&self, slug: &str) -> String {
        let knows = |key: &str| dimensions::find(key).is_some_and(|d| self.columns.dictionaries[d].ord(slug).is_some());
        match ["org", "contractor"].into_iter().find(|key| knows(key)) {
            Some(key) => format!("{key}={slug}&view=org"),
            None => format!("org={slug}&view=org&off=org"),
        }
    }

    /// Old keys stand for a filter of today's keys; a filter that holds one becomes the filters they mean.
    ///
    /// `label=old,b` is "old or b": where the old key means another dimension no query can say that, so the old key is
    /// dropped and named. Taking out both can be said.
    fn without_aliases(&self, filter: &Filter, diagnostics: &mut Vec<Diagnostic>) -> Vec<Filter> {
        let dimension = &DIMENSIONS[filter.dimension];
        let aliases = dimension.taxonomy().map(|t| self.dataset.taxonomies.get(t).aliases.as_slice());
        let mut own = Filter { values: Vec::new(), ..filter.clone() };
        let mut out = Vec::new();
        for value in &filter.values {
            let key = match value {
                Value::Key(key) if self.columns.dictionaries[filter.dimension].ord(key).is_none() => key,
                _ => {
                    own.values.push(value.clone());
                    continue;
                }
            };
            let meant = aliases
                .unwrap_or_default()
                .iter()
                .filter(|alias| alias.key == *key)
                .flat_map(|alias| url::parse(&alias.query).0.filters)
                .next();
            match meant {
                None => own.values.push(value.clone()),
                Some(meant) if meant.dimension == filter.dimension => own.values.extend(meant.values),
                Some(meant) if filter.exclude || filter.values.len() == 1 => {
                    out.push(Filter { exclude: filter.exclude, ..meant });
                }
                Some(_) => diagnostics.push(Diagnostic::new(format!("{}={key}", dimension.key), Problem::UnknownValue)),
            }
        }
        let mut seen = Vec::new();
        own.values.retain(|value| {
            let fresh = !seen.contains(value);
            seen.push(value.clone());
            fresh
        });
        if !own.values.is_empty() {
            out.insert(0, own);
        }
        out
    }

    /// The unit that `affected` is asked in: the one wanted unit, else persons.
    pub fn unit(&self, state: &ViewState) -> String {
        let wanted: Vec<&Value> = dimensions::find("unit")
            .into_iter()
            .flat_map(|unit| state.filters_on(unit))
            .filter(|f| !f.exclude)
            .flat_map(|f| &f.values)
            .collect();
        match wanted.as_slice() {
            [Value::Key(unit)] => unit.clone(),
            _ => DEFAULT_UNIT.to_owned(),
        }
    }

    /// The engine column of a dimension under a state.
    pub fn column(&self, dimension: DimensionId, unit: &str) -> Option<usize> {
        match DIMENSIONS[dimension].source {
            Source::Affected => self.columns.affected.get(unit).copied(),
            _ => Some(dimension),
        }
    }

    /// The search text with its conditions; what of it cannot be used is left out and said.
    fn asked(&self, state: &ViewState) -> Asked {
        let (mut text, mut diagnostics) = text::parse(if state.is_off("q") { "" } else { &state.q }, &fields::field);
        if state.is_off(SYNONYMS) {
            text = text.as_typed();
        }
        let mut unit = self.unit(state);
        let asked = |key| text.clauses().iter().filter_map(move |c| c.any.iter().find(|l| l.field == Some(key)));
        if let (Some(units), Some(literal)) = (dimensions::find("unit"), asked("unit").find(|l| !l.negated))
            && let Ok(values) = self.field_values(units, &literal.text)
            && let [Value::Key(key)] = values.as_slice()
        {
            unit.clone_from(key);
        }
        let mut scopes = Vec::new();
        let text = text.keeping(|literal| {
            let Some(key) = literal.field else { return true };
            match self.scope(literal, key, &unit) {
                Ok(scope) => scopes.push((literal.clone(), scope)),
                Err(reason) => {
                    let part = format!("{key}:{}", literal.text).chars().take(40).collect();
                    diagnostics.push(TextDiagnostic { part, reason });
                    return false;
                }
            }
            true
        });
        Asked { unit, text, diagnostics, scopes }
    }

    fn clauses<'s>(
        &self,
        state: &'s ViewState,
        unit: &str,
        text: &TextQuery,
        skip: impl Fn(&'s Filter) -> bool,
    ) -> Vec<Clause> {
        let kind = dimensions::find("kind");
        let mut clauses: Vec<Clause> = state
            .filters
            .iter()
            .filter(|f| !skip(f) && !state.is_off(DIMENSIONS[f.dimension].key))
            .filter_map(|filter| self.clause(filter, unit))
            .collect();
        // Without `kind` a query means incidents.
        let asked = text.wanted().any(|literal| literal.field == Some("kind"));
        if let Some(kind) = kind
            && !asked
            && !clauses.iter().any(|c| c.column == kind)
        {
            let incident = self.columns.dictionaries[kind].ord("incident").into_iter().collect();
            clauses.push(Clause { column: kind, test: Test::Any { values: incident, unknown: false } });
        }
        clauses
    }

    fn clause(&self, filter: &Filter, unit: &str) -> Option<Clause> {
        // A unit that no case uses has no column: nothing is known in it.
        let column = self.column(filter.dimension, unit).unwrap_or(self.columns.nothing);
        let unknown = filter.values.contains(&Value::Unknown);
        let test = if DIMENSIONS[filter.dimension].is_category() {
            let dictionary = &self.columns.dictionaries[filter.dimension];
            let values = filter
                .values
                .iter()
                .filter_map(|v| match v {
                    Value::Key(key) => dictionary.ord(key),
                    _ => None,
                })
                .collect();
            if filter.exclude { Test::None { values, unknown } } else { Test::Any { values, unknown } }
        } else {
            let ranges = filter
                .values
                .iter()
                .filter_map(|v| match v {
                    Value::Range(range) => Some(range.interval()),
                    _ => None,
                })
                .collect();
            if filter.exclude { Test::OverlapsNone { ranges, unknown } } else { Test::Overlaps { ranges, unknown } }
        };
        Some(Clause { column, test })
    }

    fn totals(&mut self, state: &ViewState, asked: &Asked) -> Arc<Totals> {
        let kind = dimensions::find("kind");
        let clauses = self.clauses(state, &asked.unit, &asked.text, |f| Some(f.dimension) != kind);
        if let Some((known, totals)) = &self.totals
            && *known == clauses
        {
            return Arc::clone(totals);
        }
        let result = self.engine.run(&Query { clauses: clauses.clone(), top: Some(0), ..Query::default() });
        let totals = Arc::new(Totals { total: result.matching, facets: result.facets });
        self.totals = Some((clauses, Arc::clone(&totals)));
        totals
    }

    /// Answers a state. Values that the casebook lacks select nothing; `adopt` takes them out before.
    pub fn run(&mut self, state: &ViewState) -> Answer {
        let asked = self.asked(state);
        let totals = self.totals(state, &asked);
        let mut expansions = Vec::new();
        let mut scores = Vec::new();
        let within = self.within(state, &asked, &mut expansions, &mut scores);
        let query = Query {
            clauses: self.clauses(state, &asked.unit, &asked.text, |_| false),
            within,
            sort: self.sort_keys(state, &asked.unit),
            top: None,
        };
        let ResultSet { matching, selection, mut order, facets, .. } = self.engine.run(&query);
        let by_relevance = state.sort.iter().any(|s| s.key == "relevance");
        if by_relevance && !scores.is_empty() {
            engine::sort::by_key(&mut order, |row| std::cmp::Reverse(scores.get(*row as usize).copied()));
        } else if !state.pick.is_empty() && !state.is_off("pick") && state.sort.is_empty() {
            engine::sort::by_key(&mut order, |row| {
                let id = self.record(*row).map(Record::id);
                state.pick.iter().position(|p| Some(p.as_str()) == id)
            });
        }
        let Asked { unit, text, diagnostics: text_diagnostics, .. } = asked;
        let affected = self.affected(&order, &unit);
        Answer {
            matching,
            total: totals.total,
            order,
            selection,
            facets,
            totals,
            unit,
            affected,
            text,
            text_diagnostics,
            expansions,
        }
    }

    /// The rows that pass everything but the filters on one dimension: what a chart of that dimension shows.
    pub fn selection_without(&mut self, state: &ViewState, dimension: DimensionId) -> Bitmap {
        self.select(state, Some(dimension)).selection
    }

    fn select(&mut self, state: &ViewState, without: Option<DimensionId>) -> ResultSet {
        let asked = self.asked(state);
        let within = self.within(state, &asked, &mut Vec::new(), &mut Vec::new());
        let clauses = self.clauses(state, &asked.unit, &asked.text, |f| Some(f.dimension) == without);
        self.engine.run(&Query { clauses, within, top: Some(0), ..Query::default() })
    }

    /// Counts of two category columns at once over a selection.
    pub fn matrix(&self, selection: &Bitmap, a: usize, b: usize) -> engine::Matrix {
        self.engine.matrix(selection, a, b)
    }

    /// The counts of a column over the whole casebook.
    pub fn of_all(&self, column: usize) -> Option<&Facet> {
        self.engine.facet_totals().get(column)
    }

    /// The ordinals that a row counts for in a category column, its values with those above them; none = unknown.
    pub fn ords(&self, row: RowId, column: usize) -> &[u32] {
        self.engine.column(column).map_or(&[], |c| c.ords(row))
    }

    /// The bins of an ordered dimension's histogram as ranges; the last one is open.
    pub fn bin_ranges(&self, dimension: DimensionId, unit: &str) -> Vec<url::Range> {
        let column = self.column(dimension, unit).and_then(|c| self.engine.column(c));
        let (Some(engine::Column::Range(column)), Some(scale)) = (column, DIMENSIONS[dimension].scale()) else {
            return Vec::new();
        };
        let bins = column.bins();
        let end = |n: i64| match scale {
            Scale::Date => PartialDate::from_day_number(n).map(|d| End::Date(PartialDate::year_only(d.year()))),
            Scale::Count | Scale::Days => Some(End::Number(n)),
        };
        let range = |(i, lo): (usize, &i64)| match (scale, bins.get(i + 1)) {
            // Date bins are years: each is its own range.
            (Scale::Date, _) => url::Range { from: end(*lo), to: end(*lo) },
            (_, Some(next)) => url::Range { from: end(*lo), to: end(next - 1) },
            (_, None) => url::Range { from: end(*lo), to: None },
        };
        bins.iter().enumerate().map(range).collect()
    }

    /// How many rows a state would give.
    pub fn count(&mut self, state: &ViewState) -> u32 {
        self.select(state, None).matching
    }

    /// The rows that search, pick and hide allow; `None` = all. `scores` are by row, empty without a search.
    fn within(
        &self,
        state: &ViewState,
        asked: &Asked,
        expansions: &mut Vec<UsedExpansion>,
        scores: &mut Vec<u32>,
    ) -> Option<Bitmap> {
        let all = self.engine.rows();
        let mut within: Option<Bitmap> = None;
        if !asked.text.is_empty() {
            let labels = Labels { explorer: self, scopes: &asked.scopes };
            let found = self.texts.search(&asked.text, &self.synonyms, &labels);
            scores.resize(all, 0);
            for (row, score) in found.rows.iter().zip(found.scores) {
                scores[*row as usize] = score;
            }
            *expansions = found.expansions;
            within = Some(Bitmap::from_rows(all, found.rows));
        }
        let rows =
            |ids: &[String]| Bitmap::from_rows(all, ids.iter().filter_map(|id| self.row(id)).collect::<Vec<_>>());
        if !state.pick.is_empty() && !state.is_off("pick") {
            let picked = rows(&state.pick);
            match &mut within {
                Some(within) => within.and_with(&picked),
                None => within = Some(picked),
            }
        }
        if !state.hide.is_empty() {
            within.get_or_insert_with(|| Bitmap::full(all)).and_not_with(&rows(&state.hide));
        }
        within
    }

    fn sort_keys(&self, state: &ViewState, unit: &str) -> Vec<SortKey> {
        let mut keys: Vec<SortKey> = state
            .sort
            .iter()
            .filter_map(|sort| {
                let column = if SORT_KEYS.contains(&sort.key.as_str()) {
                    self.columns.sort_only.get(sort.key.as_str()).copied()
                } else {
                    let dimension = dimensions::find(&sort.key)?;
                    match self.columns.rank.get(&dimension) {
                        Some(rank) => Some(*rank),
                        None => self.column(dimension, unit),
                    }
                };
                Some(SortKey { column: column?, descending: sort.descending })
            })
            .collect();
        if let Some(updated) = dimensions::find("updated") {
            keys.push(SortKey { column: updated, descending: true });
        }
        keys
    }

    fn affected(&self, order: &[RowId], unit: &str) -> Affected {
        let mut out = Affected::default();
        for row in order {
            let Some(Record::Incident(incident, _)) = self.record(*row) else { continue };
            match incident.principal().filter(|a| a.what == unit) {
                Some(count) => {
                    out.sum = out.sum.saturating_add(count.count);
                    out.stated += 1;
                    out.approx |= count.approx;
                    out.bounded |= count.bound.is_some();
                }
                None => out.unknown += 1,
            }
        }
        out
    }

    /// What could be dropped from a state, each with the number of rows it would then give, most first.
    pub fn relaxations(&mut self, state: &ViewState) -> Vec<(Relaxation, u32)> {
        let mut candidates: Vec<Relaxation> = Vec::new();
        for filter in &state.filters {
            let drop = Relaxation::Dimension(filter.dimension);
            if !candidates.contains(&drop) {
                candidates.push(drop);
            }
        }
        if !state.q.is_empty() {
            candidates.push(Relaxation::Search);
        }
        if !state.pick.is_empty() {
            candidates.push(Relaxation::Pick);
        }
        if !state.hide.is_empty() {
            candidates.push(Relaxation::Hide);
        }
        let mut out: Vec<(Relaxation, u32)> =
            candidates.into_iter().map(|r| (r, self.count(&r.apply(state)))).filter(|(_, n)| *n > 0).collect();
        engine::sort::by_key(&mut out, |(_, n)| std::cmp::Reverse(*n));
        out
    }
}

/// One thing that an empty result could do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relaxation {
    /// The filters on a dimension.
    Dimension(DimensionId),
    /// The search text.
    Search,
    /// The hand-picked list.
    Pick,
    /// The ids taken out.
    Hide,
}

impl Relaxation {
    /// The state without it.
    pub fn apply(self, state: &ViewState) -> ViewState {
        let mut next = state.clone();
        match self {
            Relaxation::Dimension(d) => return state.without(d),
            Relaxation::Search => next.q.clear(),
            Relaxation::Pick => next.pick.clear(),
            Relaxation::Hide => next.hide.clear(),
        }
        next
    }
}
