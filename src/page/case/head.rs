//! Title of a case, and right below it who says so.

use leptos::prelude::*;

use crate::{
    dataset::Texts,
    i18n::{card, case::Msg, common},
    model::{Incident, Lang, incident::Report},
    page::{
        Scene,
        parts::{self, a, contact_address, joined, org_link, outside, span, text, web_address},
    },
};

/// Between the facts of a line.
const DOT: &str = " · ";
/// Reports that the source block names one by one; the rest is a link to the full list.
pub const SOURCES_AT_MOST: usize = 3;

/// Number, title, what kind of organisation, who else, tags.
pub fn head(scene: &Scene, incident: &Incident) -> AnyView {
    let lang = scene.lang;
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let printed = incident.org.printed.as_ref().map(|printed| {
        let words = Msg::PrintedName.fill(lang, &[("name", printed)]);
        view! { <p class="case-printed">{words}</p> }
    });
    view! {
        <header class="case-head">
            <p class="case-number">{number}</p>
            <h1>
                <a class="case-org" href=own_org(scene, incident)>{incident.org.get(lang).to_owned()}</a>
                {format!(" — {}", scene.text(&incident.headline))}
            </h1>
            {printed}
            <p class="case-line">{joined(line(scene, incident), DOT)}</p>
            <div class="tags">{tags(scene, incident)}</div>
        </header>
    }
    .into_any()
}

/// Page of the heading's organisation.
fn own_org(scene: &Scene, incident: &Incident) -> String {
    scene.links.org(&crate::page::org::slug(incident))
}

fn line(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let lang = scene.lang;
    let mut out = Vec::new();
    if !incident.org_kind.is_empty() {
        out.push(parts::value_link(scene, "org_kind", "org_kind", &incident.org_kind));
    }
    if let Some(prefecture) = &incident.prefecture {
        out.push(parts::value_link(scene, "prefecture", "prefecture", prefecture));
    }
    out.push(match incident.disclosed {
        Some(date) => {
            let approx = incident.dates_approx.iter().any(|f| f == "disclosed");
            let words = Msg::DisclosedOn.fill(lang, &[("date", &parts::date_text(date, approx, lang))]);
            view! { <time datetime=date.to_string()>{words}</time> }.into_any()
        }
        None => text(card::Msg::DisclosureUnknown.text(lang)),
    });
    for role in &incident.roles {
        let name = scene.term("role", &role.role).to_owned();
        let tier = role.tier.map(|t| Msg::Tier.fill(lang, &[("tier", &t.to_string())])).unwrap_or_default();
        let words = card::Msg::RoleOf.fill(lang, &[("role", &format!("{name}{tier}"))]);
        out.push(view! { <span class="role">{words}{org_link(scene, &role.name)}</span> }.into_any());
    }
    out
}

fn tags(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let inferred = |label: &String| incident.labels_inferred.contains(label);
    let mut out: Vec<AnyView> =
        incident.labels.iter().map(|l| parts::label_tag(scene, l, inferred(l)).view()).collect();
    if let Some(leak) = &incident.leak_status {
        out.push(parts::tag(scene, "leak", "leak", leak).view());
    }
    out.extend(incident.locus.iter().map(|l| parts::tag(scene, "locus", "locus", l).view()));
    out
}

/// The source block: each report as a citation, when it was checked, where to object.
pub fn source(scene: &Scene, incident: &Incident) -> AnyView {
    let lang = scene.lang;
    let name = if incident.reports.len() > 1 { Msg::Sources } else { Msg::Source };
    // The newest reports say most; they come last in the file.
    let shown = incident.reports.len().saturating_sub(SOURCES_AT_MOST);
    let mut lines: Vec<AnyView> = incident.reports.iter().skip(shown).map(|r| citation(scene, incident, r)).collect();
    if incident.reports.is_empty() {
        lines.push(match &incident.title {
            Some(title) => view! { <span lang="ja">{format!("「{title}」")}</span> }.into_any(),
            None => text(Msg::NoSource.text(lang)),
        });
    }
    if shown > 0 {
        let words = Msg::MoreReports.fill(lang, &[("n", &shown.to_string())]);
        lines.push(a("quiet", "#reports".into(), words));
    }
    let lines: Vec<AnyView> = lines.into_iter().map(|l| view! { <li>{l}</li> }.into_any()).collect();
    let action = incident.action_type.as_deref().map(|action| {
        let words = Msg::ActionType.fill(lang, &[("action", scene.term("action_type", action))]);
        view! { <p>{words}</p> }
    });
    let partial = (incident.confidence == "partial").then(|| {
        view! { <p class="partial">{common::Msg::PartialRecord.text(lang)}</p> }
    });
    view! {
        <div class="source">
            <b class="source-name">{name.text(lang)}</b>
            <ul>{lines}</ul>
            {action}
            <p class="source-check">{joined(checked(scene, incident), DOT)}</p>
            {partial}
        </div>
    }
    .into_any()
}

/// One report: title, publisher, date, archive, who speaks.
fn citation(scene: &Scene, incident: &Incident, report: &Report) -> AnyView {
    let lang = scene.lang;
    // A case of one report carries its title in the list part already, before the texts arrive.
    let only = if incident.reports.len() == 1 { incident.title.as_ref() } else { None };
    let pending = scene.dataset.texts == Texts::Pending;
    let publisher = report.publisher.clone().unwrap_or_else(|| match report.source_kind.as_str() {
        "press" => String::new(),
        _ => incident.org.ja.clone(),
    });
    let title = report.title.as_ref().or(only).map(|title| format!("「{title}」"));
    let untitled = title.is_none() && !pending;
    let words = format!("{publisher}{}", title.unwrap_or_else(|| if pending { "…".into() } else { String::new() }));
    let mut pieces = Vec::new();
    match &report.url {
        Some(url) if web_address(url).is_some() => {
            let words = if words.is_empty() { Msg::ReportLink.text(lang).to_owned() } else { words };
            pieces.push(outside(url, words, Some(Lang::Ja)));
        }
        _ if words.is_empty() => {}
        _ => pieces.push(view! { <cite lang="ja">{words}</cite> }.into_any()),
    }
    if untitled {
        pieces.push(text(Msg::Untitled.text(lang)));
    }
    if let Some(date) = report.date() {
        pieces.push(scene.date(date).view());
    }
    if let Some(stage) = &report.stage {
        pieces.push(text(scene.term("stage", stage)));
    }
    pieces.push(text(speaker(scene, &report.source_kind)));
    pieces.push(text(if report.archived { Msg::Archived } else { Msg::NotArchived }.text(lang)));
    view! { <span class="citation">{joined(pieces, DOT)}</span> }.into_any()
}

/// "Published by the party", or that it is a press report.
pub fn speaker(scene: &Scene, source_kind: &str) -> String {
    match source_kind {
        "press" => Msg::SpokenByPress.text(scene.lang).to_owned(),
        kind => {
            let name = scene.dataset.taxonomies.name("source_kind", kind, scene.lang);
            let name = if scene.lang == Lang::En { name.to_lowercase() } else { name.to_owned() };
            Msg::SpokenBy.fill(scene.lang, &[("kind", &name)])
        }
    }
}

/// When the record was checked, where corrections go, where the facts were read.
fn checked(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let lang = scene.lang;
    let casebook = &scene.dataset.casebook;
    let mut out = vec![match incident.reviewed {
        Some(date) => {
            let words = Msg::Reviewed.fill(lang, &[("date", &date.display(lang))]);
            view! { <time datetime=date.to_string()>{words}</time> }.into_any()
        }
        None => text(Msg::NotReviewed.text(lang)),
    }];
    out.push(match casebook.contact_url.as_deref().and_then(|url| contact_address(url, &incident.id)) {
        Some(href) => {
            view! { <a href=href rel="noopener noreferrer external">{Msg::Contact.text(lang)}</a> }.into_any()
        }
        None => span("soft", Msg::NoContact.text(lang)),
    });
    match (&incident.page, &casebook.source_url) {
        (Some(page), _) => out.push(outside(page, Msg::ReadOn.text(lang), None)),
        (None, Some(url)) => {
            let words = Msg::ReadAt.fill(lang, &[("name", &scene.text(&casebook.source_name))]);
            out.push(outside(url, words, None));
        }
        (None, None) => {}
    }
    out
}
