//! `jikenbo export`: the records, all or those of a query, in any format.

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use jikenbo::{
    formats::{Format, Options, View, json, veris},
    model::{Lang, PartialDate},
};

use super::{Outcome, ask::Desk, files};

/// How the command was called.
#[derive(clap::Args)]
pub struct Call {
    /// The casebook's folder
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The format
    #[arg(long, value_enum)]
    format: Format,
    /// Only the records of this query, in its order; with case=<id> in it, a citation is that of the case
    #[arg(long)]
    query: Option<String>,
    /// Language of documents, citations and filters in words
    #[arg(long, default_value = "ja")]
    lang: String,
    /// CSV: begin with a byte order mark, for spreadsheet programs
    #[arg(long)]
    bom: bool,
    /// CSV: only these columns, comma separated
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Address of the site, for links; else the casebook's own
    #[arg(long)]
    site_url: Option<String>,
    /// Day of retrieval, for citations: 2026-11-22
    #[arg(long)]
    retrieved: Option<PartialDate>,
    /// JSON: print the JSON Schema of the export instead
    #[arg(long)]
    schema: bool,
}

/// Writes all records in id order, or those of a query in its order, to standard output.
///
/// # Errors
/// The casebook cannot be read or has errors; the language is none of ours.
pub fn run(call: &Call) -> Outcome {
    if call.schema {
        files::print(json::schema()?.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(lang) = Lang::from_tag(&call.lang) else { bail!("--lang {:?} is neither ja nor en", call.lang) };
    let mut desk = Desk::read(&call.data)?;
    let (explorer, state, diagnostics) = desk.ask(call.query.as_deref().unwrap_or_default());
    for d in &diagnostics {
        eprintln!("not used: {} ({})", d.part, d.problem.key());
    }
    let answer = explorer.run(&state);
    let dataset = explorer.dataset().clone();
    let mut view = match call.query {
        Some(_) => View::of(explorer, &state, &answer),
        None => View::records(&dataset, &dataset.incidents, &dataset.articles),
    };
    if let Some(site) = &call.site_url {
        view.root = Some(if site.ends_with('/') { site.clone() } else { format!("{site}/") });
    }
    view.retrieved = call.retrieved;
    if call.format == Format::Veris {
        for id in veris::left_out(&view) {
            eprintln!("not written: {id} (no year, which VERIS demands)");
        }
    }
    let options = Options { lang, bom: call.bom, columns: call.columns.clone() };
    files::print(&call.format.write(&view, &options)?)?;
    Ok(ExitCode::SUCCESS)
}
