//! The casebook as queries see it: as it is, or masked where a query says so.

use std::path::Path;

use jikenbo::{
    dataset::Dataset,
    explore::{Explorer, mask::Mask},
    url::{self, Diagnostic, ViewState},
};

use super::files;

/// A casebook that answers queries. What a query needs is made when the first one needs it.
pub struct Desk {
    dataset: Dataset,
    open: Option<Explorer>,
    masked: Option<(Mask, Explorer)>,
}

impl Desk {
    /// Reads a casebook.
    ///
    /// # Errors
    /// It cannot be read or has errors.
    pub fn read(data: &Path) -> anyhow::Result<Self> {
        Ok(Self { dataset: files::read_public(data)?, open: None, masked: None })
    }

    /// What a link or query asks, the casebook in whose terms it is said, and what could not be used. As in the app,
    /// organisations are masked with `names=off`.
    pub fn ask(&mut self, query: &str) -> (&mut Explorer, ViewState, Vec<Diagnostic>) {
        let (mut state, mut diagnostics) = url::parse(url::query_of_link(query));
        let dataset = &self.dataset;
        let explorer = if state.names_off {
            let (mask, explorer) = self.masked.get_or_insert_with(|| {
                let mask = Mask::new(dataset);
                let explorer = Explorer::new(mask.dataset(dataset.clone()));
                (mask, explorer)
            });
            state = mask.state(&state);
            explorer
        } else {
            self.open.get_or_insert_with(|| Explorer::new(dataset.clone()))
        };
        let (state, dropped) = explorer.adopt(&state);
        diagnostics.extend(dropped);
        (explorer, state, diagnostics)
    }
}
