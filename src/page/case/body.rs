//! The long texts of a case: course of events, cause, response, prevention, lesson, and every published report.

use leptos::prelude::*;

use super::head::{SOURCES_AT_MOST, speaker};
use crate::{
    i18n::{case::Msg, common},
    model::{Incident, Lang, PartialDate, Text, incident::Report},
    page::{
        Scene,
        parts::{date_text, joined, late, list, outside, section, span, text},
    },
};

/// What happened, step by step.
pub fn steps(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    if incident.timeline.is_empty() {
        return late(scene);
    }
    let about = about(incident);
    let items: Vec<AnyView> = incident
        .timeline
        .iter()
        .map(|event| {
            let date = match event.date {
                Some(date) => {
                    let words = date_text(date, about.contains(&date), scene.lang);
                    view! { <time datetime=date.to_string()>{words}</time> }.into_any()
                }
                None => span("no-date", Msg::NoDate.text(scene.lang)),
            };
            view! { <li>{date}<p>{scene.text(&event.event)}</p></li> }.into_any()
        })
        .collect();
    Some(view! { <h3>{Msg::Steps.text(scene.lang)}</h3><ol class="steps">{items}</ol> }.into_any())
}

/// Dates printed as "about": a step of the same date is no surer.
fn about(incident: &Incident) -> Vec<PartialDate> {
    let date = |field: &String| match field.as_str() {
        "occurred.from" | "occurred" => incident.occurred.from,
        "occurred.to" => incident.occurred.to,
        "discovered" => incident.discovered,
        "contained" => incident.contained,
        "disclosed" => incident.disclosed,
        "latest_report" => incident.latest_report,
        _ => None,
    };
    incident.dates_approx.iter().filter_map(date).collect()
}

/// Cause, response, prevention, lesson.
pub fn texts(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let lang = scene.lang;
    let mut out = Vec::new();
    let prose = |text: &Option<Text>| text.as_ref().map(|t| view! { <p class="prose">{scene.text(t)}</p> }.into_any());
    let points = |texts: &[Text]| {
        let items: Vec<AnyView> = texts.iter().map(|t| text(scene.text(t))).collect();
        (!items.is_empty()).then(|| list("points", items))
    };
    let parts = [
        (Msg::Cause, "cause", prose(&incident.cause)),
        (Msg::Response, "response", points(&incident.response)),
        (Msg::Prevention, "prevention", points(&incident.prevention)),
        (Msg::Lesson, "lesson", prose(&incident.lesson)),
    ];
    for (name, id, content) in parts {
        let class = if id == "lesson" { "part lesson" } else { "part" };
        let content = content
            .or_else(|| late(scene))
            .unwrap_or_else(|| view! { <p class="not-stated">{common::Msg::NotStated.text(lang)}</p> }.into_any());
        out.push(section(class, id, name.text(lang), vec![content]));
    }
    out
}

/// The organisation's own word on the record, with its date.
pub fn statement(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    let notice = incident.statement.as_ref()?;
    let date = notice.date.map(|d| scene.date(d).view());
    Some(
        view! {
            <blockquote class="statement">
                <b>{Msg::Statement.text(scene.lang)}</b>
                <p>{scene.text(&notice.text)}</p>
                {date}
            </blockquote>
        }
        .into_any(),
    )
}

/// Every published report, with both dates where the printed one is wrong.
pub fn reports(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    if incident.reports.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = incident.reports.iter().map(|r| report(scene, incident, r)).collect();
    let items = view! { <ol class="reports">{items}</ol> }.into_any();
    // On paper the source block says it already, unless it had to leave something out.
    let twice = incident.reports.len() <= SOURCES_AT_MOST && incident.reports.iter().all(|r| r.corrected.is_none());
    let class = if twice { "part twice" } else { "part" };
    Some(section(class, "reports", Msg::Reports.text(scene.lang), vec![items]))
}

fn report(scene: &Scene, incident: &Incident, report: &Report) -> AnyView {
    let lang = scene.lang;
    let stage = match &report.stage {
        Some(stage) => scene.term("stage", stage),
        None => Msg::StageNotStated.text(lang),
    };
    let only = if incident.reports.len() == 1 { incident.title.clone() } else { None };
    let title = match report.title.clone().or(only) {
        Some(title) => {
            let quoted = format!("「{title}」");
            match &report.url {
                Some(url) => outside(url, quoted, Some(Lang::Ja)),
                None => view! { <cite lang="ja">{quoted}</cite> }.into_any(),
            }
        }
        None => late(scene).unwrap_or_else(|| match &report.url {
            Some(url) => outside(url, Msg::ReportLink.text(lang), None),
            None => span("not-stated", Msg::Untitled.text(lang)),
        }),
    };
    let mut pieces = Vec::new();
    match report.date() {
        Some(date) => pieces.push(scene.date(date).view()),
        None => pieces.push(text(Msg::DateNotStated.text(lang))),
    }
    pieces.extend(report.publisher.as_ref().map(|name| view! { <span lang="ja">{name.clone()}</span> }.into_any()));
    pieces.push(text(speaker(scene, &report.source_kind)));
    pieces.push(text(if report.archived { Msg::Archived } else { Msg::NotArchived }.text(lang)));
    let wrong = match (report.printed, report.corrected) {
        (Some(printed), Some(corrected)) => {
            let (printed, corrected) = (printed.display(lang), corrected.display(lang));
            Some(Msg::PrintedWrong.fill(lang, &[("printed", &printed), ("corrected", &corrected)]))
        }
        _ => None,
    };
    view! {
        <li>
            <span class="stage">{stage.to_owned()}</span>
            <div>
                <p class="report-title">{title}</p>
                <p class="note">{joined(pieces, " · ")}</p>
                {wrong.map(|words| view! { <p class="note corrected">{words}</p> })}
            </div>
        </li>
    }
    .into_any()
}
