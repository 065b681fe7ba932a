//! One file a command; this one names them and gives exit codes: 0 done, 1 the data is wrong, 2 the call is.

mod ask;
mod check;
mod data;
mod export;
mod files;
mod new;
mod offline;
mod pack;
mod pages;
mod previews;
mod query;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "jikenbo", version, about = "Checks, packs, asks and exports a casebook of incidents")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Validate everything; each finding as file:line: field: what is wrong and what to do
    Check {
        /// The casebook's folder
        #[arg(default_value = "data")]
        dir: PathBuf,
        /// Names of private persons that no text may hold, one a line, # begins a comment; keep it outside the repository
        #[arg(long, value_name = "FILE")]
        deny_list: Option<PathBuf>,
    },
    /// Check, then write the packed casebook that the browser loads
    Pack {
        /// The casebook's folder
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Pack this file of incidents in VERIS format instead (one JSON object a line, .gz or plain); the casebook gives
        /// the vocabularies
        #[arg(long, value_name = "FILE")]
        from_veris: Option<PathBuf>,
        /// Where the packed files go
        #[arg(long, default_value = "target/site/data")]
        out: PathBuf,
    },
    /// Write a commented template of a new case
    New {
        /// Its id, for example 2024-123
        id: String,
        /// The casebook's folder
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Write the static pages, feeds and preview pictures beside the start page that Trunk built
    Pages(pages::Call),
    /// Answer a query: what stands behind ? in a share link, or a whole link
    Query {
        /// For example 'label=ransomware&disclosed=2023'; - reads queries from standard input, one a line
        query: String,
        /// The casebook's folder
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// How to print the answer
        #[arg(long, value_enum, default_value_t)]
        format: query::Format,
        /// Language of the table
        #[arg(long, default_value = "ja")]
        lang: String,
    },
    /// Write the records, all or those of a query, to standard output
    Export(export::Call),
    /// Write the casebook as public files, one folder an edition, and what changed between editions
    Data(data::Call),
}

/// What a command came to.
pub type Outcome = anyhow::Result<ExitCode>;

/// Parses the call and runs it.
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check { dir, deny_list } => check::run(&dir, deny_list.as_deref()),
        Command::Pack { data, from_veris, out } => pack::run(&data, from_veris.as_deref(), &out),
        Command::New { id, data } => new::run(&id, &data),
        Command::Pages(call) => pages::run(&call),
        Command::Query { query, data, format, lang } => query::run(&query, &data, format, &lang),
        Command::Export(call) => export::run(&call),
        Command::Data(call) => data::run(&call),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("jikenbo: {error:#}");
        ExitCode::from(2)
    })
}
