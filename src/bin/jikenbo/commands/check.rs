//! `jikenbo check`: everything that is wrong, in one run.

use std::{path::Path, process::ExitCode};

use super::{Outcome, files};

/// Prints the findings and a summary; exit 1 on errors.
///
/// # Errors
/// The folder cannot be read.
pub fn run(dir: &Path) -> Outcome {
    let reading = files::read(dir)?;
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
