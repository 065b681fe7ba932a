//! MISP machine tags: for each case the tags of MISP's `veris` taxonomy (`veris:action:social:variety="Phishing"`).
//! Values are spelled as VERIS spells them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{View, pretty};
use crate::model::{Incident, veris::VerisGroup};

/// The tags of one case, sorted.
pub fn tags(incident: &Incident) -> Vec<String> {
    let veris = &incident.veris;
    let mut out = Vec::new();
    let mut side = |name: &str, groups: &BTreeMap<String, VerisGroup>| {
        for (group, says) in groups {
            // The data varieties of confidentiality have a place of their own in VERIS.
            let varieties = if group == "confidentiality" { "data:variety" } else { "variety" };
            let lists = [(varieties, &says.variety), ("vector", &says.vector), ("motive", &says.motive)];
            for (list, values) in lists {
                out.extend(values.iter().map(|v| tag(&format!("{name}:{group}:{list}"), v)));
            }
            out.extend(says.data_disclosure.iter().map(|v| tag(&format!("{name}:{group}:data_disclosure"), v)));
        }
    };
    side("actor", &veris.threat_actor);
    side("action", &veris.action);
    side("attribute", &veris.attribute);
    out.extend(veris.asset.iter().map(|v| tag("asset:assets:variety", v)));
    out.extend(incident.country.iter().map(|c| tag("victim:country", c)));
    out.sort_unstable();
    out.dedup();
    out
}

fn tag(predicate: &str, value: &str) -> String {
    format!("veris:{predicate}=\"{}\"", value.replace(['"', '\n', '\r'], " "))
}

/// Writes the tags of every case of a view.
pub fn write(view: &View) -> String {
    whole(view, &view.incidents)
}

/// One case of the list.
pub(super) fn element(i: &Incident) -> Value {
    json!({ "id": i.id, "info": format!("{} — {}", i.org.en, i.headline.en), "tags": tags(i) })
}

/// The document with these incidents only.
pub(super) fn whole(view: &View, incidents: &[&Incident]) -> String {
    let cases: Vec<Value> = incidents.iter().map(|i| element(i)).collect();
    let about = serde_json::to_value(view.about()).unwrap_or_default();
    pretty(&json!({ "about": about, "taxonomy": "veris", "incidents": cases }))
}
