//! One incident: its keys, texts, addresses and reports.

use super::{CaseFile, Checker, Finding, KnownNames, Support, counts, dates, labels, surplus, veris};
use crate::model::{Incident, Taxonomies, Text};

/// One incident; `known` are the organisations of the whole casebook, `support` what each type may rest on.
pub fn incident(
    file: &CaseFile<Incident>,
    taxonomies: &Taxonomies,
    support: &[Support],
    known: &KnownNames,
    findings: &mut Vec<Finding>,
) {
    let i = &file.record;
    let mut c = Checker { document: &file.document, taxonomies, findings };
    c.text("org", &Text { ja: i.org.ja.clone(), en: i.org.en.clone() });
    c.text("headline", &i.headline);
    c.text("summary", &i.summary);
    c.required_key("org_kind", "org_kind", &i.org_kind);
    c.required_key("source_kind", "source_kind", &i.source_kind);
    c.required_key("confidence", "confidence", &i.confidence);
    c.status(&i.text_status);
    if i.labels.is_empty() {
        c.error("labels", "a case needs at least one type; choose from taxonomy/label.toml");
    }
    c.keys("labels", "label", &i.labels);
    c.keys("labels_inferred", "label", &i.labels_inferred);
    for (n, label) in i.labels_inferred.iter().enumerate() {
        if !i.labels.contains(label) {
            c.error(&format!("labels_inferred[{n}]"), format!("{label:?} is not among the labels; add it there too"));
        }
    }
    c.keys("locus", "locus", &i.locus);
    c.keys("data_items", "data", &i.data_items);
    c.keys("excluded_data", "data", &i.excluded_data);
    for (n, key) in i.excluded_data.iter().enumerate() {
        if i.data_items.contains(key) {
            c.error(
                &format!("excluded_data[{n}]"),
                format!("{key:?} is also among data_items; it is one or the other"),
            );
        }
    }
    let lower = |v: &Option<String>| v.as_ref().map(|v| v.to_ascii_lowercase());
    c.optional_key("sector", "sector", lower(&i.sector).as_ref());
    c.optional_key("country", "country", lower(&i.country).as_ref());
    c.optional_key("prefecture", "prefecture", i.prefecture.as_ref());
    c.optional_key("action_type", "action_type", i.action_type.as_ref());
    c.optional_key("discovery", "discovery", i.discovery.as_ref());
    c.optional_key("leak_status", "leak", i.leak_status.as_ref());
    c.optional_key("secondary_damage", "damage", i.secondary_damage.as_ref());
    for (n, role) in i.roles.iter().enumerate() {
        c.required_key(&format!("roles[{n}].role"), "role", &role.role);
        c.text(&format!("roles[{n}].name"), &role.name);
    }
    if let Some(vector) = &i.vector {
        c.optional_key("vector.key", "vector", vector.key.as_ref());
        c.text("vector", &Text { ja: vector.ja.clone(), en: vector.en.clone() });
    }
    c.optional_text("cause", i.cause.as_ref());
    c.optional_text("lesson", i.lesson.as_ref());
    c.texts("organisational_factors", &i.organisational_factors);
    c.texts("response", &i.response);
    c.texts("prevention", &i.prevention);
    c.optional_text("withdrawn.text", i.withdrawn.as_ref().map(|w| &w.text));
    c.optional_text("statement.text", i.statement.as_ref().map(|s| &s.text));
    c.changes(&i.changes);
    c.related(&i.related);
    c.address("page", i.page.as_ref(), &["http", "https"]);
    reports(&mut c, i);
    dates::check(&mut c, i);
    counts::check(&mut c, i);
    labels::check(&mut c, i, support);
    surplus::check(&mut c, i, known);
    veris::check(&mut c, &i.veris);
    if (i.source_kind == "regulator") != i.action_type.is_some() {
        c.warn("action_type", "a regulator's publication has an action_type, others have none");
    }
    if i.reviewed.is_none() {
        c.error("reviewed", "the day the record was last checked against its source is missing");
    }
}

fn reports(c: &mut Checker, i: &Incident) {
    for (n, report) in i.reports.iter().enumerate() {
        let at = |field: &str| format!("reports[{n}].{field}");
        c.required_key(&at("source_kind"), "source_kind", &report.source_kind);
        c.optional_key(&at("stage"), "stage", report.stage.as_ref());
        c.address(&at("url"), report.url.as_ref(), &["http", "https"]);
        if report.corrected.is_some() && report.corrected == report.printed {
            c.error(&at("corrected"), "equal to the printed date; write it only where the print is wrong");
        }
        if let (Some(newest), Some(date)) = (i.latest_report, report.date())
            && newest.is_before(date)
            && report.source_kind != "press"
        {
            c.error(
                "latest_report",
                format!("{newest} lies before a report of {date}; it is the newest report's date"),
            );
        }
    }
}
