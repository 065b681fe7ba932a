//! One result: number and dates, title, summary, tags, and on the right the count and a small lane.

use std::ops::Range;

use leptos::prelude::*;

use super::{
    Scene,
    case::{
        count,
        delays::{self, Point, Stop},
    },
    parts::{self, a, span, text},
};
use crate::{
    i18n::{self, card::Msg},
    model::{Article, Incident, Lang},
};

/// Byte ranges to mark in the original texts of the scene's language. Ranges off a character boundary are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the organisation's name.
    pub org: Vec<Range<usize>>,
    /// In the headline.
    pub headline: Vec<Range<usize>>,
    /// In the summary.
    pub summary: Vec<Range<usize>>,
}

/// A text with these ranges in `<mark>`. The ranges are in order and apart from each other.
pub fn marked(words: &str, ranges: &[Range<usize>]) -> Vec<AnyView> {
    let mut out = Vec::new();
    let mut from = 0;
    for range in ranges {
        let (Some(before), Some(hit)) = (words.get(from..range.start), words.get(range.clone())) else { continue };
        if !before.is_empty() {
            out.push(text(before));
        }
        out.push(view! { <mark>{hit.to_owned()}</mark> }.into_any());
        from = range.end;
    }
    out.push(text(words.get(from..).unwrap_or_default()));
    out
}

/// The card of a case.
pub fn card(scene: &Scene, incident: &Incident, marks: &Marks) -> AnyView {
    let lang = scene.lang;
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let href = scene.links.case(&incident.id);
    let headline = incident.headline.get(lang);
    let points = delays::points(incident, lang);
    view! {
        <article class="card">
            <div class="card-when">
                <a class="card-number" href=href.clone() tabindex="-1" aria-hidden="true">{number}</a>
                {when(scene, incident)}
            </div>
            <div class="card-what">
                <h3>
                    <a href=href>
                        {marked(incident.org.get(lang), &marks.org)}{" — "}{marked(headline, &marks.headline)}
                    </a>
                </h3>
                <p class="card-org">{org_line(scene, incident)}</p>
                <p class="card-summary">{marked(incident.summary.get(lang), &marks.summary)}</p>
                <div class="tags">{tags(scene, incident)}</div>
            </div>
            <div class="card-count">
                {principal(scene, incident)}
                {mini_lane(scene, &points)}
            </div>
        </article>
    }
    .into_any()
}

/// Newest date, prefecture, stage of the newest report.
fn when(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let mut out = Vec::new();
    out.push(match incident.newest() {
        Some(date) => scene.date(date),
        None => span("soft", Msg::DisclosureUnknown.text(scene.lang)),
    });
    out.extend(
        incident.prefecture.as_ref().map(|p| span("", scene.dataset.taxonomies.name("prefecture", p, scene.lang))),
    );
    let stage = incident.reports.last().and_then(|r| r.stage.as_ref());
    out.extend(stage.map(|s| span("", scene.dataset.taxonomies.name("stage", s, scene.lang))));
    out
}

fn org_line(scene: &Scene, incident: &Incident) -> String {
    let taxonomies = &scene.dataset.taxonomies;
    let mut parts = Vec::new();
    if !incident.org_kind.is_empty() {
        parts.push(taxonomies.name("org_kind", &incident.org_kind, scene.lang).to_owned());
    }
    for role in &incident.roles {
        let name = taxonomies.name("role", &role.role, scene.lang);
        parts.push(format!("{}{}", Msg::RoleOf.fill(scene.lang, &[("role", name)]), role.name.get(scene.lang)));
    }
    parts.join(" · ")
}

/// Types, leak status, where it happened unless that was the organisation itself, and that the record may know less
/// than the notice said.
fn tags(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let mut out: Vec<AnyView> = incident.labels.iter().map(|l| parts::label_tag(scene, l, false)).collect();
    out.extend(incident.leak_status.as_ref().map(|l| parts::tag(scene, "leak", "leak", l)));
    let elsewhere = incident.locus.iter().filter(|l| *l != "own_staff");
    out.extend(elsewhere.map(|l| parts::tag(scene, "locus", "locus", l)));
    if incident.confidence == "partial" {
        out.push(span("card-part", Msg::PartialCard.text(scene.lang)));
    }
    out
}

/// The principal count, and what kind of information it is about.
fn principal(scene: &Scene, incident: &Incident) -> AnyView {
    let (taxonomies, lang) = (&scene.dataset.taxonomies, scene.lang);
    let number = match incident.principal() {
        Some(affected) => {
            // People are counted in people; any other unit has to be named.
            let unit =
                (affected.what != "persons").then(|| span("card-unit", taxonomies.name("unit", &affected.what, lang)));
            view! { <p class="card-number-affected">{count(scene, affected)}</p>{unit} }.into_any()
        }
        None => view! { <p class="card-none">{Msg::NoCount.text(lang)}</p> }.into_any(),
    };
    let items: Vec<&str> = incident.data_items.iter().take(3).map(|d| taxonomies.name("data", d, lang)).collect();
    let items = items.join(if lang == Lang::Ja { "・" } else { ", " });
    let items = if incident.data_items.len() > 3 { Msg::MoreItems.fill(lang, &[("items", &items)]) } else { items };
    let items = (!items.is_empty()).then(|| span("card-data", items));
    view! { {number}{items} }.into_any()
}

/// Dots to scale, and the days in words.
fn mini_lane(scene: &Scene, points: &[Point]) -> Option<AnyView> {
    let main = [Stop::Occurred, Stop::Discovered, Stop::Disclosed, Stop::Latest];
    let shown: Vec<&Point> = main.iter().filter_map(|s| points.iter().find(|p| p.stop == *s)).collect();
    let (first, last) = (shown.iter().map(|p| p.date.days().0).min()?, shown.iter().map(|p| p.date.days().1).max()?);
    if first == last {
        return None;
    }
    let at = |p: &Point| {
        let (from, to) = p.date.days();
        let (past, all) = (from + to - 2 * first, 2 * (last - first));
        // From 3 % to 97 % of the width.
        i18n::percent((3 * all + 94 * past).max(0) as u64, 100 * all as u64)
    };
    let dots: Vec<AnyView> = shown
        .iter()
        .rev()
        .map(|p| {
            let class = format!("lane-dot {}", p.stop.class());
            view! { <circle class=class cx=at(p) cy="7" r="5"></circle> }.into_any()
        })
        .collect();
    let words = words(scene, &shown);
    Some(
        view! {
            <svg class="mini-lane" width="100%" height="14" aria-hidden="true" focusable="false">
                <line class="lane-line" x1="3%" x2="97%" y1="7" y2="7"></line>
                {dots}
            </svg>
            <p class="card-days">{words}</p>
        }
        .into_any(),
    )
}

/// 「発生 → 発覚 7日 → 公表 9日」.
fn words(scene: &Scene, shown: &[&Point]) -> String {
    let names: Vec<String> = shown
        .iter()
        .map(|p| {
            let name = p.stop.name(scene.lang);
            match &p.since {
                Some((_, delay)) => format!("{name} {}", delay.words(scene.lang)),
                None => name.to_owned(),
            }
        })
        .collect();
    names.join(" → ")
}

/// The card of an article in a list of records.
pub fn article_card(scene: &Scene, article: &Article, marks: &Marks) -> AnyView {
    let lang = scene.lang;
    let kind = scene.dataset.taxonomies.name("article_kind", &article.article_kind, lang).to_owned();
    let publisher = article.publisher.as_ref().map(|p| view! { <p class="card-org">{scene.text(p)}</p> });
    let date = article.published.map(|d| scene.date(d));
    let summary = match parts::late(scene) {
        Some(late) => late,
        None => view! { <p class="card-summary">{marked(article.summary.get(lang), &marks.summary)}</p> }.into_any(),
    };
    view! {
        <article class="card article-card">
            <div class="card-when">{span("card-kind", kind)}{date}</div>
            <div class="card-what">
                <h3>{article_title(scene, article, marks)}</h3>
                {publisher}
                {summary}
            </div>
        </article>
    }
    .into_any()
}

fn article_title(scene: &Scene, article: &Article, marks: &Marks) -> AnyView {
    let href = scene.links.article(&article.id);
    if marks.headline.is_empty() {
        return a("", href, scene.text(&article.headline));
    }
    view! { <a href=href>{marked(article.headline.get(scene.lang), &marks.headline)}</a> }.into_any()
}
