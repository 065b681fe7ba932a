//! A STIX 2.1 bundle: each case an `incident` with the Incident Core extension, its organisation, its place, its Japanese
//! texts, and one `report` that says what the bundle is a selection of. The licence is a marking of every object.
//!
//! Ids are UUIDs of version 5 made of the record's id, so the same case has the same id in every bundle.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{View, pretty};
use crate::model::{Affected, Incident, Lang, PartialDate};

/// The Incident Core extension of the OASIS common objects repository.
pub const INCIDENT_CORE: &str = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";

/// Root of our names.
const NAMESPACE: Uuid = Uuid::from_u128(0x6a69_6b65_6e62_5f6f_8000_7374_6978_3231);

fn id(kind: &str, name: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&NAMESPACE, format!("{kind} {name}").as_bytes()))
}

/// The first moment of a date, in UTC as STIX has it; the day is that of Japan.
fn moment(date: PartialDate) -> String {
    let first = PartialDate::from_day_number(date.days().0).unwrap_or(date);
    format!("{first}T00:00:00.000Z")
}

/// Builds objects with what all of them share.
struct Bundle<'v, 'a> {
    view: &'v View<'a>,
    producer: String,
    marking: String,
    /// When the edition was published.
    edition: String,
}

/// What must be remembered from case to case.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Ids of all objects, for the report.
    refs: Vec<String>,
    /// Objects that are written: an organisation of two cases is one object.
    known: std::collections::BTreeSet<String>,
}

/// Writes the cases of a view.
pub fn write(view: &View) -> String {
    let mut seen = Seen::default();
    let mut objects = head(view);
    for incident in &view.incidents {
        objects.extend(case(view, incident, &mut seen));
    }
    objects.push(tail(view, seen));
    whole(view, objects)
}

/// The bundle of these objects.
pub(super) fn whole(view: &View, objects: Vec<Value>) -> String {
    let casebook = &view.dataset.casebook;
    pretty(
        &json!({ "type": "bundle", "id": id("bundle", &format!("{} {}", casebook.version, view.query)), "objects": objects }),
    )
}

/// Licence and publisher, in front of the cases.
pub(super) fn head(view: &View) -> Vec<Value> {
    let (casebook, bundle) = (&view.dataset.casebook, Bundle::of(view));
    vec![
        json!({
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": bundle.marking,
            "created": bundle.edition,
            "definition_type": "statement",
            "definition": { "statement": licence(view) },
        }),
        bundle.object(
            "identity",
            &bundle.producer,
            &bundle.edition,
            &bundle.edition,
            json!({
                "name": casebook.publisher.en,
                "identity_class": "organization",
            }),
        ),
    ]
}

/// The objects of a case that are not there yet.
pub(super) fn case(view: &View, incident: &Incident, seen: &mut Seen) -> Vec<Value> {
    let mut objects = Bundle::of(view).case(incident, &mut seen.refs);
    objects.retain(|object| seen.known.insert(object["id"].to_string()));
    objects
}

/// The report, behind the cases.
pub(super) fn tail(view: &View, seen: Seen) -> Value {
    Bundle::of(view).report(seen.refs)
}

fn licence(view: &View) -> String {
    let casebook = &view.dataset.casebook;
    format!("{} {} {}", casebook.licence, casebook.licence_url, casebook.licence_note.en)
}

impl<'v, 'a> Bundle<'v, 'a> {
    fn of(view: &'v View<'a>) -> Self {
        let casebook = &view.dataset.casebook;
        Self {
            view,
            producer: id("identity", &format!("producer {}", casebook.publisher.en)),
            marking: id("marking-definition", &licence(view)),
            edition: moment(casebook.published.unwrap_or(PartialDate::year_only(2000))),
        }
    }

    fn object(&self, kind: &str, id: &str, created: &str, modified: &str, own: Value) -> Value {
        let mut out = Map::new();
        out.insert("type".into(), json!(kind));
        out.insert("spec_version".into(), json!("2.1"));
        out.insert("id".into(), json!(id));
        out.insert("created".into(), json!(created));
        out.insert("modified".into(), json!(modified));
        out.insert("created_by_ref".into(), json!(self.producer));
        out.insert("object_marking_refs".into(), json!([self.marking]));
        if let Value::Object(own) = own {
            // STIX knows no null and no empty list: what is not known is not there.
            let said = |v: &Value| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()) && v != "";
            out.extend(own.into_iter().filter(|(_, v)| said(v)));
        }
        Value::Object(out)
    }

    fn case(&self, incident: &Incident, refs: &mut Vec<String>) -> Vec<Value> {
        let own = id("incident", &incident.id);
        let edits = incident.changes.iter().filter_map(|c| c.date).max().max(incident.reviewed);
        let created = incident.disclosed.map_or_else(|| self.edition.clone(), moment);
        let modified = edits.map_or_else(|| self.edition.clone(), moment).max(created.clone());
        refs.push(own.clone());
        let mut out = vec![self.object(
            "incident",
            &own,
            &created,
            &modified,
            json!({
                "name": format!("{} — {}", incident.org.en, incident.headline.en),
                "description": incident.summary.en,
                "lang": "en",
                "labels": incident.labels,
                "external_references": self.references(incident),
                "extensions": { INCIDENT_CORE: core(incident, self.view) },
            }),
        )];
        let japanese = id("language-content", &incident.id);
        out.push(self.object(
            "language-content",
            &japanese,
            &created,
            &modified,
            json!({
                "object_ref": own,
                "object_modified": modified,
                "contents": { "ja": {
                    "name": format!("{} — {}", incident.org.ja, incident.headline.ja),
                    "description": incident.summary.ja,
                } },
            }),
        ));
        let victim = id("identity", &format!("organisation {}", crate::dimensions::name_slug(&incident.org.en)));
        out.push(self.object(
            "identity",
            &victim,
            &self.edition,
            &self.edition,
            json!({
                "name": incident.org.en,
                "identity_class": "organization",
                "sectors": sectors(incident),
            }),
        ));
        out.push(self.relationship(&own, "targets", &victim));
        if let Some(country) = &incident.country {
            let prefecture =
                incident.prefecture.as_deref().filter(|p| country == "JP" && p.bytes().all(|b| b.is_ascii_digit()));
            let area = prefecture.map(|p| format!("JP-{p}"));
            let place = id("location", area.as_deref().unwrap_or(country));
            out.push(self.object(
                "location",
                &place,
                &self.edition,
                &self.edition,
                json!({
                    "country": country,
                    "region": (country == "JP").then_some("eastern-asia"),
                    "administrative_area": area,
                }),
            ));
            out.push(self.relationship(&victim, "located-at", &place));
        }
        refs.extend(out.iter().skip(1).filter_map(|o| o["id"].as_str()).map(str::to_owned));
        out
    }

    fn relationship(&self, from: &str, kind: &str, to: &str) -> Value {
        let own = id("relationship", &format!("{from} {kind} {to}"));
        self.object(
            "relationship",
            &own,
            &self.edition,
            &self.edition,
            json!({
                "relationship_type": kind,
                "source_ref": from,
                "target_ref": to,
            }),
        )
    }

    fn references(&self, incident: &Incident) -> Vec<Value> {
        let casebook = &self.view.dataset.casebook;
        let mut own = json!({
            "source_name": casebook.name.en,
            "external_id": incident.id,
            "description": format!("data version {}", casebook.version),
        });
        if let Some(page) = self.view.page(incident, Lang::En) {
            own["url"] = json!(page);
        }
        let mut out = vec![own];
        for report in &incident.reports {
            let mut reference = json!({ "source_name": report.publisher.as_ref().unwrap_or(&incident.org.ja) });
            if let Some(title) = &report.title {
                reference["description"] = json!(title);
            }
            if let Some(url) = report.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
                reference["url"] = json!(url);
            }
            // A reference says more than its source's name.
            if reference.as_object().is_some_and(|r| r.len() > 1) {
                out.push(reference);
            }
        }
        out
    }

    /// What the bundle is: title, filters, counts, version, source.
    fn report(&self, mut refs: Vec<String>) -> Value {
        if refs.is_empty() {
            refs.push(self.producer.clone());
        }
        refs.dedup();
        let lines: Vec<String> =
            self.view.about_lines(Lang::En).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let own = id("report", &format!("{} {}", self.view.dataset.casebook.version, self.view.query));
        self.object(
            "report",
            &own,
            &self.edition,
            &self.edition,
            json!({
                "name": format!("{}: {}", self.view.dataset.casebook.name.en, self.view.title(Lang::En)),
                "description": lines.join("\n"),
                "published": self.edition,
                "object_refs": refs,
            }),
        )
    }
}

/// The Incident Core extension of a case.
fn core(incident: &Incident, view: &View) -> Value {
    let confirmed = incident.leak_status.as_deref() == Some("confirmed");
    let closed = incident.reports.iter().any(|r| r.stage.as_deref() == Some("final"));
    let mut out = json!({
        "extension_type": "property-extension",
        "determination": if confirmed { "successful-attempt" } else { "suspected" },
        "investigation_status": if closed { "closed" } else { "open" },
    });
    if let Some(method) = &incident.discovery {
        out["detection_methods"] = json!([view.dataset.taxonomies.name("discovery", method, Lang::En)]);
    }
    // "Up to" and "at least" have no place in it, so such counts stay out.
    let exact = |a: &&Affected| a.what == "persons" && a.bound.is_none() && !a.approx;
    if let Some(affected) = incident.principal().filter(exact) {
        out["impacted_entity_counts"] = json!({ "individual": affected.count });
    }
    out
}

/// Words of STIX's industry vocabulary, where one surely fits.
fn sectors(incident: &Incident) -> Vec<&'static str> {
    let by_kind = match incident.org_kind.as_str() {
        "local_government" => Some("government-local"),
        "national_government" => Some("government-national"),
        "school_university" => Some("education"),
        "hospital" => Some("healthcare"),
        "association_npo" => Some("non-profit"),
        "police" => Some("government-public-services"),
        _ => None,
    };
    let by_sector = || match incident.sector.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("A" | "B") => Some("agriculture"),
        Some("C") => Some("mining"),
        Some("D") => Some("construction"),
        Some("E") => Some("manufacturing"),
        Some("F") => Some("utilities"),
        Some("H") => Some("transportation"),
        Some("I") => Some("retail"),
        Some("J") => Some("financial-services"),
        Some("O") => Some("education"),
        Some("P") => Some("healthcare"),
        _ => None,
    };
    by_kind.or_else(by_sector).into_iter().collect()
}
