//! Formats in and out, one file each: read and write of one format stand together.
//!
//! What goes out is always a [`View`]: the whole result of a query, never a page of it, with source, licence, data
//! version, filters and counts, which every format carries along in its own way. Pure: the day of retrieval and the
//! site's address are given by the caller.

pub mod citation;
pub mod columns;
pub mod csv;
pub mod json;
pub mod markdown;
pub mod misp;
#[cfg(not(target_arch = "wasm32"))]
pub mod parquet;
pub mod slices;
pub mod stix;
pub mod text;
pub mod veris;
mod view;
pub mod xlsx;

use std::fmt;

use crate::model::Lang;

pub use self::view::{About, View, without_launch_keys};

/// A format that a view can be written in. The order is that of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(clap::ValueEnum))]
pub enum Format {
    /// One row an incident, for spreadsheet programs
    Csv,
    /// A workbook: data, codebook, query
    Xlsx,
    /// Every field of every record
    Json,
    /// The same, one record a line
    Jsonl,
    /// Columns for DuckDB, Spark, BigQuery
    #[cfg(not(target_arch = "wasm32"))]
    Parquet,
    /// Cases as a document
    Markdown,
    /// Title, count, list, link: for a mail
    Text,
    /// VERIS incidents
    Veris,
    /// A STIX 2.1 bundle
    Stix,
    /// MISP machine tags
    Misp,
    /// A citation in words
    Citation,
    /// A citation for BibTeX
    Bibtex,
    /// A citation for reference managers
    Ris,
    /// A citation as CSL-JSON
    Csl,
}

/// How to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Language of what is written in one: documents, citations, filters in words.
    pub lang: Lang,
    /// CSV: begin with the bytes that make spreadsheet programs read UTF-8.
    pub bom: bool,
    /// CSV: these columns in this order; empty = all. Unknown ones are passed over.
    pub columns: Vec<String>,
}

/// Why a view could not be written.
#[derive(Debug)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl WriteError {
    fn new(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl Format {
    /// The end of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json | Self::Misp => "json",
            Self::Jsonl => "jsonl",
            #[cfg(not(target_arch = "wasm32"))]
            Self::Parquet => "parquet",
            Self::Markdown => "md",
            Self::Text | Self::Citation => "txt",
            Self::Veris => "veris.json",
            Self::Stix => "stix.json",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Csl => "csl.json",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json | Self::Misp | Self::Veris => "application/json",
            Self::Jsonl => "application/jsonl",
            #[cfg(not(target_arch = "wasm32"))]
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Markdown => "text/markdown;charset=utf-8",
            Self::Text | Self::Citation => "text/plain;charset=utf-8",
            Self::Stix => "application/stix+json;version=2.1",
            Self::Bibtex => "application/x-bibtex",
            Self::Ris => "application/x-research-info-systems",
            Self::Csl => "application/vnd.citationstyles.csl+json",
        }
    }

    /// Writes a view.
    ///
    /// # Errors
    /// The library behind a format gave up; none is known to do so in memory.
    pub fn write(self, view: &View, options: &Options) -> Result<Vec<u8>, WriteError> {
        let lang = options.lang;
        Ok(match self {
            Self::Csv => csv::write(view, options).map_err(WriteError::new)?,
            Self::Xlsx => xlsx::write(view).map_err(WriteError::new)?,
            Self::Json => json::write(view).map_err(WriteError::new)?.into_bytes(),
            Self::Jsonl => json::write_lines(view).map_err(WriteError::new)?.into_bytes(),
            #[cfg(not(target_arch = "wasm32"))]
            Self::Parquet => parquet::write(view).map_err(WriteError::new)?,
            Self::Markdown => markdown::write(view, lang).into_bytes(),
            Self::Text => text::write(view, lang).into_bytes(),
            Self::Veris => veris::write(view).into_bytes(),
            Self::Stix => stix::write(view).into_bytes(),
            Self::Misp => misp::write(view).into_bytes(),
            Self::Citation => citation::of(view).text(lang).into_bytes(),
            Self::Bibtex => citation::of(view).bibtex(lang).into_bytes(),
            Self::Ris => citation::of(view).ris(lang).into_bytes(),
            Self::Csl => citation::of(view).csl(lang).into_bytes(),
        })
    }
}

/// An element of a pretty list that stands `indent` deep, as serde writes it there.
fn element(value: &impl serde::Serialize, indent: &str) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{indent}")))
}

/// Pretty JSON and the line's end. `serde_json::Value` has no way to fail.
fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
