//! Classification and codes: what follows from the facts, and experts' terms behind a fold.

use leptos::prelude::*;

use crate::{
    i18n::case::Msg,
    model::{
        Incident,
        derive::Derived,
        veris::{self, VerisGroup},
    },
    page::{
        Scene,
        parts::{joined, section, span, text, value_link},
    },
};

/// The section.
pub fn codes(scene: &Scene, incident: &Incident, derived: &Derived) -> AnyView {
    let lang = scene.lang;
    let separator = Msg::Separator.text(lang);
    let mut rows = Vec::new();
    let mut row = |name: Msg, value: Vec<AnyView>, note: Option<Msg>| {
        let note = note.map(|note| span("note", note.text(lang)));
        rows.push(view! { <div><dt>{name.text(lang)}</dt><dd>{value}{note}</dd></div> }.into_any());
    };
    if let Some(sector) = &incident.sector {
        row(Msg::Sector, vec![code_link(scene, "sector", sector)], None);
    }
    if let Some(country) = incident.country.as_ref().filter(|c| *c != "JP") {
        row(Msg::Country, vec![code_link(scene, "country", country)], None);
    }
    if let Some(label) = &incident.source_label {
        row(Msg::BlogLabel, vec![view! { <span lang="ja">{label.clone()}</span> }.into_any()], None);
    }
    if let Some(cause) = &derived.jnsa_cause {
        row(Msg::JnsaCause, vec![value_link(scene, "cause", "cause", cause)], None);
    }
    let triggers: Vec<AnyView> =
        derived.appi_triggers.iter().map(|t| value_link(scene, "appi", "appi", t.key())).collect();
    let triggers = if triggers.is_empty() { vec![text(Msg::AppiNone.text(lang))] } else { joined(triggers, separator) };
    row(Msg::Appi, triggers, Some(Msg::AppiNote));
    if !incident.confidence.is_empty() {
        row(Msg::Confidence, vec![value_link(scene, "confidence", "confidence", &incident.confidence)], None);
    }
    let rows = view! { <dl class="codes">{rows}</dl> }.into_any();
    let mut content = vec![rows];
    content.extend(veris(scene, incident));
    section("part", "codes", Msg::Codes.text(lang), content)
}

/// A vocabulary whose keys are small letters in links and in the files capitals.
fn code_link(scene: &Scene, dimension: &str, code: &str) -> AnyView {
    let small = code.to_ascii_lowercase();
    value_link(scene, dimension, dimension, &small)
}

/// VERIS, in words and in its own spelling.
fn veris(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    let veris = &incident.veris;
    let mut rows = Vec::new();
    let mut row = |name: Msg, values: Vec<AnyView>| {
        if !values.is_empty() {
            rows.push(view! { <div><dt>{name.text(scene.lang)}</dt><dd>{values}</dd></div> }.into_any());
        }
    };
    row(Msg::ThreatActor, groups(scene, "threat_actor", veris.threat_actor.iter()));
    row(Msg::Action, groups(scene, "action", veris.action.iter()));
    let assets: Vec<AnyView> = veris
        .asset
        .iter()
        .map(|v| {
            let key = format!("{}-{}", veris::asset_root(v), veris::slug(v));
            view! { <span class="veris">{value_link(scene, "asset", "asset", &key)}<code>{v.clone()}</code></span> }
                .into_any()
        })
        .collect();
    row(Msg::Asset, assets);
    row(Msg::Attribute, groups(scene, "attribute", veris.attribute.iter()));
    if rows.is_empty() {
        return None;
    }
    Some(
        view! {
            <details class="expert">
                <summary>{Msg::Expert.text(scene.lang)}</summary>
                <dl class="codes">{rows}</dl>
                <p class="note">{Msg::VerisNote.text(scene.lang)}</p>
            </details>
        }
        .into_any(),
    )
}

fn groups<'g>(
    scene: &Scene,
    dimension: &'static str,
    groups: impl Iterator<Item = (&'g String, &'g VerisGroup)>,
) -> Vec<AnyView> {
    groups
        .map(|(root, group)| {
            let mut links = vec![value_link(scene, dimension, dimension, root)];
            for variety in &group.variety {
                let key = format!("{root}-{}", veris::slug(variety));
                links.push(value_link(scene, dimension, dimension, &key));
            }
            let own = [&group.variety, &group.vector, &group.motive]
                .into_iter()
                .filter(|v| !v.is_empty())
                .map(|v| v.join(", "))
                .chain(group.data_disclosure.as_ref().map(|d| format!("data_disclosure {d}")))
                .collect::<Vec<_>>()
                .join(" · ");
            let words = joined(links, Msg::Separator.text(scene.lang));
            view! { <span class="veris">{words}<code>{format!("{root}: {own}")}</code></span> }.into_any()
        })
        .collect()
}
