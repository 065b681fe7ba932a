//! VERIS incidents (schema 1.3.4), as the VERIS Community Database keeps them: a JSON list, one object a case.
//!
//! What VERIS demands and the casebook does not know is written with VERIS's own word for it, "Unknown". For the year of
//! the incident VERIS has no such word: where it is not stated another year stands in for it, and the notes and
//! `plus.jikenbo.timeline_incident` say which. Only a case without any year at all is left out: [`left_out`] names those.

pub mod read;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{View, pretty};
use crate::model::{
    Incident, PartialDate, Taxonomies,
    derive::derive,
    veris::{VerisGroup, asset_root},
};

/// The schema's version.
pub const SCHEMA_VERSION: &str = "1.3.4";

/// Ids of the cases that have no year at all.
pub fn left_out<'a>(view: &View<'a>) -> Vec<&'a str> {
    view.incidents.iter().filter(|i| year_of(i).is_none()).map(|i| i.id.as_str()).collect()
}

/// Writes the cases of a view.
pub fn write(view: &View) -> String {
    let cases: Vec<Value> = view.incidents.iter().filter_map(|i| incident(view, i)).collect();
    pretty(&Value::Array(cases))
}

/// Which date of a case `timeline.incident` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Occurred,
    Disclosed,
    Discovered,
    LatestReport,
    /// The year in the case's number: that of the list it was found in.
    Number,
}

impl Stands {
    /// Its key in `plus.jikenbo`.
    const fn key(self) -> &'static str {
        match self {
            Self::Occurred => "occurred",
            Self::Disclosed => "disclosed",
            Self::Discovered => "discovered",
            Self::LatestReport => "latest_report",
            Self::Number => "case_number",
        }
    }

    /// What a reader must be told.
    const fn note(self) -> Option<&'static str> {
        match self {
            Self::Occurred => None,
            Self::Disclosed => Some("When it happened is not stated; timeline.incident is the first disclosure."),
            Self::Discovered => Some("When it happened is not stated; timeline.incident is the day of discovery."),
            Self::LatestReport => Some("When it happened is not stated; timeline.incident is the latest report."),
            Self::Number => {
                Some("No date is stated at all; the year of timeline.incident is that of the case's number.")
            }
        }
    }
}

/// The date that stands for the incident, and what it is of.
fn year_of(incident: &Incident) -> Option<(PartialDate, Stands)> {
    let year = || incident.id.split('-').next().filter(|year| year.len() == 4)?.parse().ok();
    None.or(incident.occurred.start().map(|d| (d, Stands::Occurred)))
        .or(incident.disclosed.map(|d| (d, Stands::Disclosed)))
        .or(incident.discovered.map(|d| (d, Stands::Discovered)))
        .or(incident.latest_report.map(|d| (d, Stands::LatestReport)))
        .or_else(|| year().map(|d| (d, Stands::Number)))
}

/// One incident; `None` where no year is known.
pub(super) fn incident(view: &View, incident: &Incident) -> Option<Value> {
    let casebook = &view.dataset.casebook;
    let taxonomies = &view.dataset.taxonomies;
    let (date, stands) = year_of(incident)?;
    let mut when = json!({ "year": date.year() });
    if let Some(month) = date.month() {
        when["month"] = json!(month);
    }
    if let Some(day) = date.day() {
        when["day"] = json!(day);
    }
    let mut timeline = json!({ "incident": when });
    if let Some((a, b)) = derive(incident, taxonomies).days_found.filter(|(a, b)| a == b) {
        timeline["discovery"] = json!({ "unit": "Days", "value": a.min(b) });
    }
    let mut notes = vec![format!("{}, {}, {}.", casebook.name.en, casebook.licence, casebook.licence_url)];
    notes.extend(stands.note().map(str::to_owned));
    let reports = incident.reports.iter().find_map(|r| r.url.as_deref());
    let mut out = json!({
        "schema_version": SCHEMA_VERSION,
        "incident_id": incident.id,
        "source_id": "jikenbo",
        "security_incident": security_incident(incident),
        "summary": incident.summary.en,
        "notes": notes.join(" "),
        "timeline": timeline,
        "victim": victim(incident),
        "actor": actors(&incident.veris.threat_actor),
        "action": actions(incident),
        "asset": {
            "assets": varieties(&incident.veris.asset).into_iter().map(|v| json!({ "variety": v })).collect::<Vec<_>>(),
            "cloud": ["Unknown"],
        },
        "discovery_method": discovery(incident, taxonomies),
        "plus": {
            "master_id": incident.id,
            "jikenbo": {
                "data_version": casebook.version,
                "licence": casebook.licence,
                "veris_licence": "CC BY-SA 4.0",
                "source": casebook.source_name.en,
                "selection": view.query,
                "headline": incident.headline,
                "labels": incident.labels,
                "timeline_incident": stands.key(),
            },
        },
    });
    let attributes = attributes(incident);
    if !attributes.is_empty() {
        out["attribute"] = Value::Object(attributes);
    }
    if let Some(reference) = reports.or(incident.page.as_deref()) {
        out["reference"] = json!(reference);
    }
    Some(out)
}

fn security_incident(incident: &Incident) -> &'static str {
    if incident.leak_status.as_deref() == Some("under_investigation") { "Suspected" } else { "Confirmed" }
}

/// Lists of VERIS hold something, each once.
fn varieties(values: &[String]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for value in values {
        if !out.contains(&value.as_str()) {
            out.push(value);
        }
    }
    if out.is_empty() { vec!["Unknown"] } else { out }
}

fn victim(incident: &Incident) -> Value {
    let country = incident.country.as_deref();
    let mut out = json!({
        "victim_id": incident.org.en,
        "country": [country.unwrap_or("Unknown")],
        "employee_count": "Unknown",
        "industry": naics(incident.sector.as_deref()),
    });
    if country == Some("JP") {
        // UN M.49: Asia, Eastern Asia.
        out["region"] = json!(["142030"]);
        if let Some(code) = incident.prefecture.as_deref().filter(|p| p.bytes().all(|b| b.is_ascii_digit())) {
            out["state"] = json!(format!("JP-{code}"));
        }
    }
    out
}

/// The NAICS sector nearest to a division of JSIC; 00 where unknown.
fn naics(jsic: Option<&str>) -> &'static str {
    match jsic.map(str::to_ascii_uppercase).as_deref() {
        Some("A" | "B") => "11",
        Some("C") => "21",
        Some("D") => "23",
        Some("E") => "31",
        Some("F") => "22",
        Some("G") => "51",
        Some("H") => "48",
        Some("I") => "44",
        Some("J") => "52",
        Some("K") => "53",
        Some("L") => "54",
        Some("M") => "72",
        Some("N" | "Q") => "81",
        Some("O") => "61",
        Some("P") => "62",
        Some("R") => "56",
        Some("S") => "92",
        _ => "00",
    }
}

fn actors(groups: &BTreeMap<String, VerisGroup>) -> Value {
    let mut out = Map::new();
    for (group, says) in groups {
        let value = match group.as_str() {
            "external" | "internal" => {
                json!({ "variety": varieties(&says.variety), "motive": varieties(&says.motive) })
            }
            "partner" => json!({ "motive": varieties(&says.motive), "country": ["Unknown"] }),
            _ => json!({}),
        };
        out.insert(group.clone(), value);
    }
    if out.is_empty() {
        out.insert("unknown".into(), json!({}));
    }
    Value::Object(out)
}

fn actions(incident: &Incident) -> Value {
    let mut out = Map::new();
    for (group, says) in &incident.veris.action {
        let mut value = match group.as_str() {
            "unknown" => json!({}),
            "environmental" => json!({ "variety": varieties(&says.variety) }),
            _ => json!({ "variety": varieties(&says.variety), "vector": varieties(&says.vector) }),
        };
        if group == "social" {
            let people = incident.veris.asset.iter().filter(|a| asset_root(a) == "person");
            let people: Vec<String> = people.filter_map(|a| a.split_once(" - ").map(|(_, p)| p.to_owned())).collect();
            value["target"] = json!(varieties(&people));
        }
        out.insert(group.clone(), value);
    }
    if out.is_empty() {
        out.insert("unknown".into(), json!({}));
    }
    Value::Object(out)
}

fn attributes(incident: &Incident) -> Map<String, Value> {
    let mut out = Map::new();
    for (group, says) in &incident.veris.attribute {
        let value = match group.as_str() {
            "confidentiality" => {
                let data: Vec<Value> = varieties(&says.variety).into_iter().map(|v| json!({ "variety": v })).collect();
                let mut value = json!({
                    "data_disclosure": says.data_disclosure.as_deref().unwrap_or("Unknown"),
                    "data": data,
                });
                let counted = incident.principal().filter(|a| a.what == "persons" || a.what == "records");
                if let Some(affected) = counted {
                    value["data_total"] = json!(affected.count);
                }
                value
            }
            _ => json!({ "variety": varieties(&says.variety) }),
        };
        out.insert(group.clone(), value);
    }
    out
}

fn discovery(incident: &Incident, taxonomies: &Taxonomies) -> Value {
    let vocabulary = taxonomies.get("discovery");
    let Some(key) = incident.discovery.as_deref() else { return json!({ "unknown": true }) };
    let variety = vocabulary.get(key).and_then(|t| t.veris.as_deref()).unwrap_or("Unknown");
    match vocabulary.root(key) {
        group @ ("internal" | "external" | "partner") => json!({ group: { "variety": [variety] } }),
        "other" => json!({ "other": true }),
        _ => json!({ "unknown": true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_is_unknown_when_it_happened_another_year_stands_in_and_says_so() {
        let date = |text: &str| text.parse::<PartialDate>().ok();
        let mut incident = Incident { id: "2023-435".into(), ..Incident::default() };
        let of = |incident: &Incident| year_of(incident).map(|(date, stands)| (date.to_string(), stands));
        assert_eq!(of(&incident), Some(("2023".into(), Stands::Number)));
        incident.latest_report = date("2023-11-29");
        assert_eq!(of(&incident), Some(("2023-11-29".into(), Stands::LatestReport)));
        incident.discovered = date("2023-10");
        assert_eq!(of(&incident), Some(("2023-10".into(), Stands::Discovered)));
        incident.disclosed = date("2023-10-30");
        assert_eq!(of(&incident), Some(("2023-10-30".into(), Stands::Disclosed)));
        for id in ["", "x", "B5C5-11", "123-4"] {
            assert_eq!(of(&Incident { id: id.into(), ..Incident::default() }), None, "{id:?} names no year");
        }
    }
}
