//! JSON: every field of every record, null or empty when not stated, and the JSON Schema of it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    dataset::Dataset,
    model::{
        Article, Incident,
        derive::{Derived, derive},
    },
};

/// Name of the shape; it changes when a reader of the old one would break.
pub const SCHEMA: &str = "jikenbo-export-1";

/// An incident with what is derived of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExportIncident<'a> {
    #[serde(flatten)]
    incident: &'a Incident,
    #[serde(flatten)]
    derived: Derived,
}

/// The whole export.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Export<'a> {
    /// Always `jikenbo-export-1`.
    schema: &'static str,
    /// Version of the data.
    version: &'a str,
    /// Incidents, in id order or in the order of the query.
    incidents: Vec<ExportIncident<'a>>,
    /// Articles.
    articles: Vec<&'a Article>,
}

/// Writes these records.
///
/// # Errors
/// None is known; serde's own is passed on.
pub fn write<'a>(
    dataset: &'a Dataset,
    incidents: impl IntoIterator<Item = &'a Incident>,
    articles: impl IntoIterator<Item = &'a Article>,
) -> Result<String, serde_json::Error> {
    let export = Export {
        schema: SCHEMA,
        version: &dataset.casebook.version,
        incidents: incidents
            .into_iter()
            .map(|incident| ExportIncident { incident, derived: derive(incident, &dataset.taxonomies) })
            .collect(),
        articles: articles.into_iter().collect(),
    };
    serde_json::to_string_pretty(&export).map(|s| s + "\n")
}

/// The JSON Schema of [`Export`], generated from the types.
///
/// # Errors
/// None is known; serde's own is passed on.
pub fn schema() -> Result<String, serde_json::Error> {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    serde_json::to_string_pretty(&generator.into_root_schema_for::<Export<'static>>()).map(|s| s + "\n")
}
