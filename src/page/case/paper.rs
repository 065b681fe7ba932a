//! The page of a case on paper: one sheet of A4 for as many cases as can be read on one.

use leptos::prelude::*;

use crate::{
    model::{Incident, Lang, Text},
    page::{Scene, parts::web_address},
};

/// From so many half-widths of text (a Japanese character is two) a case is set smaller, and smaller still. Measured over
/// the casebook: below the first what is printed at full size fits one sheet.
const LONG: usize = 1200;
const LONGEST: usize = 2100;

/// Classes of the page, for `style/print.css`.
pub(super) fn class(incident: &Incident, lang: Lang) -> &'static str {
    match width(incident, lang) {
        LONGEST.. => "case longest",
        LONG.. => "case long",
        _ => "case",
    }
}

fn width(incident: &Incident, lang: Lang) -> usize {
    let all = [&incident.headline, &incident.summary].into_iter();
    let all = all.chain(&incident.cause).chain(&incident.lesson).chain(&incident.organisational_factors);
    let all = all.chain(&incident.response).chain(&incident.prevention);
    let all = all.chain(incident.timeline.iter().map(|e| &e.event));
    let all = all.chain(incident.affected.iter().filter_map(|a| a.label.as_ref()));
    all.map(|text: &Text| text.get(lang).chars().map(|c| if c < '\u{2000}' { 1 } else { 2 }).sum::<usize>()).sum()
}

/// Where the sheet comes from: casebook, version, licence, address. On paper alone.
pub(super) fn foot(scene: &Scene, incident: &Incident) -> AnyView {
    let casebook = &scene.dataset.casebook;
    let licence = match web_address(&casebook.licence_url) {
        Some(address) => format!("{} {address}", casebook.licence),
        None => casebook.licence.clone(),
    };
    let mut parts = vec![format!("{} {}", casebook.name.get(scene.lang), casebook.version), licence];
    parts.extend(casebook.site_url.as_ref().map(|url| {
        let (url, lang) = (url.trim_end_matches('/'), scene.lang.tag());
        format!("{url}/{lang}/i/{}/", incident.id)
    }));
    view! { <p class="paper-foot">{parts.join(" · ")}</p> }.into_any()
}
