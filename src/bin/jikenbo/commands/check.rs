//! `jikenbo check`: everything that is wrong, in one run.

use std::{path::Path, process::ExitCode};

use super::{Outcome, files};

/// Prints the findings and a summary; exit 1 on errors. `deny_list` names persons that no text may name.
///
/// # Errors
/// The folder or the list cannot be read.
pub fn run(dir: &Path, deny_list: Option<&Path>) -> Outcome {
    let deny = deny_list.map(files::read_deny_list).transpose()?.unwrap_or_default();
    let reading = files::read_denying(dir, &deny)?;
    let (errors, all) = (reading.errors(), reading.findings.len());
    let dataset = &reading.dataset;
    println!(
        "{} incidents, {} articles, {} vocabularies: {errors} error(s), {} warning(s)",
        dataset.incidents.len(),
        dataset.articles.len(),
        dataset.taxonomies.by_key.len(),
        all - errors
    );
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
