//! The states one click away from a state, and what a state says of a value.

use super::{Filter, Range, Value, ViewState, write};
use crate::dimensions::{self, DIMENSIONS, DimensionId};

impl ViewState {
    /// What it asks, without how the answer is ordered and shown.
    pub fn question(&self) -> ViewState {
        ViewState {
            filters: self.filters.clone(),
            q: self.q.clone(),
            pick: self.pick.clone(),
            hide: self.hide.clone(),
            off: self.off.clone(),
            ..ViewState::default()
        }
    }

    /// The filters on one dimension.
    pub fn filters_on(&self, dimension: DimensionId) -> impl Iterator<Item = &Filter> {
        self.filters.iter().filter(move |f| f.dimension == dimension)
    }

    /// Whether the filters on a dimension are paused.
    pub fn is_off(&self, key: &str) -> bool {
        self.off.iter().any(|k| k == key)
    }

    /// Whether the filters on a dimension, or what else a key names, cannot be changed.
    pub fn is_locked(&self, key: &str) -> bool {
        self.lock.iter().any(|k| k == key)
    }

    /// A copy in which what `before` locks is as it was there.
    pub fn held(mut self, before: &ViewState) -> ViewState {
        for key in &before.lock {
            if let Some(dimension) = dimensions::find(key) {
                self.filters.retain(|f| f.dimension != dimension);
                self.filters.extend(before.filters_on(dimension).cloned());
            } else if key == "q" {
                self.q.clone_from(&before.q);
            } else if key == "pick" {
                self.pick.clone_from(&before.pick);
            }
            self.off.retain(|k| k != key);
        }
        self.lock.clone_from(&before.lock);
        self
    }

    /// Whether anything narrows the result.
    pub fn is_filtered(&self) -> bool {
        !self.filters.is_empty() || !self.q.is_empty() || !self.pick.is_empty() || !self.hide.is_empty()
    }

    /// What this value's condition is at present.
    pub fn mark(&self, dimension: DimensionId, value: &Value) -> Mark {
        let holds = |exclude| self.filters_on(dimension).any(|f| f.exclude == exclude && f.values.contains(value));
        if holds(false) {
            Mark::Wanted
        } else if holds(true) {
            Mark::Excluded
        } else {
            Mark::Free
        }
    }

    /// Whether the wanted values of a dimension must all hold (`a&b`) rather than any of them (`a,b`).
    pub fn wants_all(&self, dimension: DimensionId) -> bool {
        self.filters_on(dimension).filter(|f| !f.exclude).count() > 1
    }

    /// A copy in which this value is wanted, excluded or free. Keeps the dimension's any/all mode; while only one
    /// value is wanted, `all` says which mode the second one starts.
    pub fn with_mark(&self, dimension: DimensionId, value: &Value, mark: Mark, all: bool) -> ViewState {
        let mut next = self.clone();
        let all = all || self.wants_all(dimension);
        for filter in next.filters.iter_mut().filter(|f| f.dimension == dimension) {
            filter.values.retain(|v| v != value);
        }
        next.filters.retain(|f| !f.values.is_empty());
        let exclude = match mark {
            Mark::Free => return next.tidy(),
            Mark::Wanted => false,
            Mark::Excluded => true,
        };
        let joined = exclude || !all;
        match next.filters.iter_mut().find(|f| f.dimension == dimension && f.exclude == exclude) {
            Some(filter) if joined => filter.values.push(value.clone()),
            _ => next.filters.push(Filter { dimension, exclude, values: vec![value.clone()] }),
        }
        next.tidy()
    }

    /// A copy whose wanted values of a dimension must all hold, or any of them.
    pub fn with_all(&self, dimension: DimensionId, all: bool) -> ViewState {
        let mut next = self.clone();
        let wanted: Vec<Value> =
            self.filters_on(dimension).filter(|f| !f.exclude).flat_map(|f| f.values.clone()).collect();
        next.filters.retain(|f| f.dimension != dimension || f.exclude);
        if all {
            next.filters.extend(wanted.into_iter().map(|v| Filter { dimension, exclude: false, values: vec![v] }));
        } else if !wanted.is_empty() {
            next.filters.push(Filter { dimension, exclude: false, values: wanted });
        }
        next.tidy()
    }

    /// A copy in which a dimension has this one range, or none.
    pub fn with_range(&self, dimension: DimensionId, range: Option<Range>) -> ViewState {
        let mut next = self.without(dimension);
        if let Some(range) = range {
            next.filters.push(Filter { dimension, exclude: false, values: vec![Value::Range(range)] });
        }
        next.tidy()
    }

    /// The links to each copy that has one filter on a dimension, with one value.
    pub fn around(&self, dimension: DimensionId) -> Around {
        // No value has this character.
        let place = Value::Key("\u{1}".into());
        let mut next = self.without(dimension);
        next.filters.push(Filter { dimension, exclude: false, values: vec![place] });
        let written = write(&next.tidy());
        let (before, behind) = written.split_once('\u{1}').unwrap_or((&written, ""));
        Around { before: before.to_owned(), behind: behind.to_owned() }
    }

    /// A copy without any filter on a dimension.
    pub fn without(&self, dimension: DimensionId) -> ViewState {
        let mut next = self.clone();
        next.filters.retain(|f| f.dimension != dimension);
        next.tidy()
    }

    /// A copy without filters, search, pick and hide, and without the words that were about them.
    pub fn cleared(&self) -> ViewState {
        ViewState {
            title: String::new(),
            note: String::new(),
            filters: Vec::new(),
            q: String::new(),
            pick: Vec::new(),
            hide: Vec::new(),
            off: Vec::new(),
            ..self.clone()
        }
    }

    /// Pauses that no longer pause anything go.
    fn tidy(mut self) -> ViewState {
        let live: Vec<&str> = self.filters.iter().map(|f| DIMENSIONS[f.dimension].key).collect();
        let (q, pick) = (!self.q.is_empty(), !self.pick.is_empty());
        self.off
            .retain(|k| live.contains(&k.as_str()) || ((k == "q" || k == "synonyms") && q) || (k == "pick" && pick));
        self
    }
}

/// Links that differ only in the one value they ask of a dimension. A panel writes hundreds of them with every click.
#[derive(Clone, Debug)]
pub struct Around {
    before: String,
    behind: String,
}

impl Around {
    /// The query with this value in its place.
    pub fn with(&self, value: &Value, exclude: bool) -> String {
        let not = if exclude { "!" } else { "" };
        format!("{}{not}{value}{}", self.before, self.behind)
    }
}

/// What a value's condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// No condition.
    Free,
    /// Asked for.
    Wanted,
    /// Taken out.
    Excluded,
}
