//! JSON: every field of every record, null or empty when not stated, and the JSON Schema of it; JSON Lines: one record a
//! line.

#[cfg(not(target_arch = "wasm32"))]
use schemars::JsonSchema;
use serde::Serialize;

use super::{About, View};
use crate::model::{
    Article, Incident,
    derive::{Derived, derive},
};

/// Name of the shape; it changes when a reader of the old one would break.
pub const SCHEMA: &str = "jikenbo-export-1";

/// An incident with what is derived of it.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct ExportIncident<'a> {
    #[serde(flatten)]
    incident: &'a Incident,
    #[serde(flatten)]
    derived: Derived,
}

/// The whole export.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Export<'a> {
    /// Always `jikenbo-export-1`.
    schema: &'static str,
    /// Version of the data.
    version: &'a str,
    /// Where it comes from, what it is a selection of.
    about: About<'a>,
    /// Incidents, in id order or in the order of the query.
    incidents: Vec<ExportIncident<'a>>,
    /// Articles.
    articles: Vec<&'a Article>,
}

/// One line of JSON Lines: an incident, and where it comes from.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    record: ExportIncident<'a>,
    data_version: &'a str,
    licence: &'a str,
    source: &'a str,
    selection: &'a str,
}

fn export<'a>(view: &View<'a>, incident: &'a Incident) -> ExportIncident<'a> {
    ExportIncident { incident, derived: derive(incident, &view.dataset.taxonomies) }
}

/// Writes a view.
///
/// # Errors
/// None is known; serde's own is passed on.
pub fn write(view: &View) -> Result<String, serde_json::Error> {
    whole(view, &view.incidents)
}

/// The export with these incidents only.
pub(super) fn whole(view: &View, incidents: &[&Incident]) -> Result<String, serde_json::Error> {
    let export = Export {
        schema: SCHEMA,
        version: &view.dataset.casebook.version,
        about: view.about(),
        incidents: incidents.iter().map(|i| export(view, i)).collect(),
        articles: view.articles.clone(),
    };
    serde_json::to_string_pretty(&export).map(|s| s + "\n")
}

/// An incident as it stands in the export's list.
pub(super) fn element(view: &View, incident: &Incident) -> Result<String, serde_json::Error> {
    super::element(&export(view, incident), "    ")
}

/// Writes the incidents of a view, one a line.
///
/// # Errors
/// None is known; serde's own is passed on.
pub fn write_lines(view: &View) -> Result<String, serde_json::Error> {
    lines(view, &view.incidents)
}

/// The lines of some incidents.
pub(super) fn lines(view: &View, incidents: &[&Incident]) -> Result<String, serde_json::Error> {
    let casebook = &view.dataset.casebook;
    let mut out = String::new();
    for incident in incidents {
        let line = Line {
            record: export(view, incident),
            data_version: &casebook.version,
            licence: &casebook.licence,
            source: &casebook.source_name.en,
            selection: &view.query,
        };
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    Ok(out)
}

/// The JSON Schema of [`Export`], generated from the types.
///
/// # Errors
/// None is known; serde's own is passed on.
#[cfg(not(target_arch = "wasm32"))]
pub fn schema() -> Result<String, serde_json::Error> {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    serde_json::to_string_pretty(&generator.into_root_schema_for::<Export<'static>>()).map(|s| s + "\n")
}
