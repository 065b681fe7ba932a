//! The casebook as a query sees it: read, masked where the query says so, and the query in its terms.

use std::path::Path;

use jikenbo::{
    dataset::mask::Mask,
    explore::Explorer,
    url::{self, Diagnostic, ViewState},
};

use super::files;

/// Reads a casebook and what a link or query asks of it, as the app does: with `names=off` organisations are masked.
///
/// # Errors
/// The casebook cannot be read or has errors.
pub fn open(data: &Path, query: &str) -> anyhow::Result<(Explorer, ViewState, Vec<Diagnostic>)> {
    let mut dataset = files::read_public(data)?;
    let (mut state, mut diagnostics) = url::parse(url::query_of_link(query));
    if state.names_off {
        let mask = Mask::new(&dataset);
        state = mask.state(&state);
        dataset = mask.dataset(dataset);
    }
    let explorer = Explorer::new(dataset);
    let (state, dropped) = explorer.adopt(&state);
    diagnostics.extend(dropped);
    Ok((explorer, state, diagnostics))
}
