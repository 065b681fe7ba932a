//! `jikenbo export`: the records as JSON or CSV.

use std::{path::Path, process::ExitCode};

use jikenbo::{
    dimensions::Record,
    explore::Explorer,
    formats::{csv, json},
    model::{Article, Incident},
    url,
};

use super::{Outcome, files};

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Every field of every record.
    Json,
    /// One row an incident.
    Csv,
}

/// Writes all records in id order, or those of a query in its order.
///
/// # Errors
/// The casebook cannot be read or has errors.
pub fn run(data: &Path, format: Format, query: Option<&str>, bom: bool, schema: bool) -> Outcome {
    if schema {
        files::print(json::schema()?.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut explorer = Explorer::new(files::read_public(data)?);
    let dataset = explorer.dataset().clone();
    let order = match query {
        None => (0..dataset.incidents.len() + dataset.articles.len()).map(|row| row as u32).collect(),
        Some(query) => {
            let (state, mut diagnostics) = url::parse(url::query_of_link(query));
            let (state, dropped) = explorer.adopt(&state);
            diagnostics.extend(dropped);
            for d in &diagnostics {
                eprintln!("not used: {} ({})", d.part, d.problem.key());
            }
            explorer.run(&state).order
        }
    };
    let mut incidents: Vec<&Incident> = Vec::new();
    let mut articles: Vec<&Article> = Vec::new();
    for row in order {
        match explorer.record(row) {
            Some(Record::Incident(i, _)) => incidents.push(i),
            Some(Record::Article(a)) => articles.push(a),
            None => {}
        }
    }
    let bytes = match format {
        Format::Json => json::write(&dataset, incidents, articles)?.into_bytes(),
        Format::Csv => csv::write(&dataset, incidents, bom)?,
    };
    files::print(&bytes)?;
    Ok(ExitCode::SUCCESS)
}
