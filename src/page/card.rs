//! One result: number and dates, title, summary, tags, and on the right the count and a small lane.

use std::ops::Range;

use super::{
    Scene,
    case::{
        count,
        delays::{self, Point, Stop},
    },
    part::{Part, Piece, span},
    parts,
};
use crate::{
    i18n::{self, card::Msg, explorer},
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
fn marked(words: &str, ranges: &[Range<usize>]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut from = 0;
    for range in ranges {
        let (Some(before), Some(hit)) = (words.get(from..range.start), words.get(range.clone())) else { continue };
        if !before.is_empty() {
            out.push(before.to_owned().into());
        }
        out.push(Part::new("mark", "").saying(hit.to_owned()).into());
        from = range.end;
    }
    out.push(words.get(from..).unwrap_or_default().to_owned().into());
    out
}

/// The card of a case.
pub fn card(scene: &Scene, incident: &Incident, marks: &Marks) -> Part {
    let lang = scene.lang;
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let href = scene.links.case(&incident.id);
    let points = delays::points(incident, lang);
    // For the eye and the mouse: the title is the same link.
    let number = Part::new("a", "card-number").with("href", href.clone()).saying(number);
    let number = number.with("tabindex", "-1").with("aria-hidden", "true");
    let title = Part::new("a", "").with("href", href).holding(marked(incident.org.get(lang), &marks.org));
    let title = title.saying(" — ").holding(marked(incident.headline.get(lang), &marks.headline));
    Part::new("article", "card").holding([
        Part::new("div", "card-when").holding([number]).holding(when(scene, incident)),
        Part::new("div", "card-what").holding([
            Part::new("h3", "").holding([title]),
            Part::new("p", "card-org").saying(org_line(scene, incident)),
            Part::new("p", "card-summary").holding(marked(incident.summary.get(lang), &marks.summary)),
            Part::new("div", "tags").holding(tags(scene, incident)),
        ]),
        Part::new("div", "card-count").holding(principal(scene, incident)).holding(mini_lane(scene, &points)),
    ])
}

/// Newest date, prefecture, stage of the newest report.
fn when(scene: &Scene, incident: &Incident) -> Vec<Part> {
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
fn tags(scene: &Scene, incident: &Incident) -> Vec<Part> {
    let mut out: Vec<Part> = incident.labels.iter().map(|l| parts::label_tag(scene, l, false)).collect();
    out.extend(incident.leak_status.as_ref().map(|l| parts::tag(scene, "leak", "leak", l)));
    let elsewhere = incident.locus.iter().filter(|l| *l != "own_staff");
    out.extend(elsewhere.map(|l| parts::tag(scene, "locus", "locus", l)));
    if incident.confidence == "partial" {
        out.push(span("card-part", Msg::PartialCard.text(scene.lang)));
    }
    out
}

/// The principal count, and what kind of information it is about.
fn principal(scene: &Scene, incident: &Incident) -> Vec<Part> {
    let (taxonomies, lang) = (&scene.dataset.taxonomies, scene.lang);
    let mut out = Vec::new();
    match incident.principal() {
        Some(affected) => {
            out.push(Part::new("p", "card-number-affected").holding([count(scene, affected)]));
            // 人 says what is counted, 件 does not; in English the count names its unit.
            if lang == Lang::Ja && affected.what != "persons" {
                out.push(span("card-unit", taxonomies.name("unit", &affected.what, lang)));
            }
        }
        None => out.push(Part::new("p", "card-none").saying(Msg::NoCount.text(lang))),
    }
    let items: Vec<&str> = incident.data_items.iter().take(3).map(|d| taxonomies.name("data", d, lang)).collect();
    let items = items.join(if lang == Lang::Ja { "・" } else { ", " });
    let items = if incident.data_items.len() > 3 { Msg::MoreItems.fill(lang, &[("items", &items)]) } else { items };
    out.extend((!items.is_empty()).then(|| span("card-data", items)));
    out
}

/// Dots to scale, and the days in words.
fn mini_lane(scene: &Scene, points: &[Point]) -> Vec<Part> {
    let main = [Stop::Occurred, Stop::Discovered, Stop::Disclosed, Stop::Latest];
    let shown: Vec<&Point> = main.iter().filter_map(|s| points.iter().find(|p| p.stop == *s)).collect();
    let days = || shown.iter().map(|p| p.date.days());
    let ends = days().map(|d| d.0).min().zip(days().map(|d| d.1).max());
    let Some((first, last)) = ends.filter(|(first, last)| first != last) else { return Vec::new() };
    let at = |p: &Point| {
        let (from, to) = p.date.days();
        let (past, all) = (from + to - 2 * first, 2 * (last - first));
        // From 3 % to 97 % of the width.
        i18n::percent((3 * all + 94 * past).max(0) as u64, 100 * all as u64)
    };
    let line = Part::new("line", "lane-line").with("x1", "3%").with("x2", "97%").with("y1", "7").with("y2", "7");
    let dot = |p: &&Point| {
        let dot = Part::new("circle", format!("lane-dot {}", p.stop.class()));
        dot.with("cx", at(p)).with("cy", "7").with("r", "5")
    };
    let lane = Part::new("svg", "mini-lane").with("width", "100%").with("height", "14").with("aria-hidden", "true");
    let lane = lane.with("focusable", "false").holding([line]).holding(shown.iter().rev().map(dot));
    vec![lane, Part::new("p", "card-days").saying(words(scene, &shown))]
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

/// What the buttons of a result do, in their `data-act`.
pub const HIDE: &str = "hide";
const PICK: &str = "pick";

/// The buttons of a result: into the basket, away. `name` says to those who do not see it which result it is.
pub fn acts(lang: Lang, name: &str, picked: bool) -> [Part; 2] {
    let button = |act: &'static str, label: explorer::Msg, words: explorer::Msg| {
        let label = label.fill(lang, &[("name", name)]);
        let button = Part::new("button", "quiet").with("type", "button").with("data-act", act);
        button.with("aria-label", label).saying(words.text(lang))
    };
    let (label, words, pressed) = match picked {
        true => (explorer::Msg::UnpickCase, explorer::Msg::Picked, "true"),
        false => (explorer::Msg::PickCase, explorer::Msg::Pick, "false"),
    };
    let hide = button(HIDE, explorer::Msg::HideCase, explorer::Msg::Hide);
    [button(PICK, label, words).with("aria-pressed", pressed), hide]
}

/// A card with its buttons.
pub fn result(id: String, card: Part, acts: [Part; 2]) -> Part {
    let acts = Part::new("div", "result-acts").holding(acts);
    Part::new("div", "result").with("data-id", id).holding([card, acts])
}

/// The card of an article in a list of records.
pub fn article_card(scene: &Scene, article: &Article, marks: &Marks) -> Part {
    let lang = scene.lang;
    let kind = scene.dataset.taxonomies.name("article_kind", &article.article_kind, lang);
    let publisher = article.publisher.as_ref().map(|p| Part::new("p", "card-org").saying(scene.text(p)));
    let date = article.published.map(|d| scene.date(d));
    let summary = parts::late_part(scene)
        .unwrap_or_else(|| Part::new("p", "card-summary").holding(marked(article.summary.get(lang), &marks.summary)));
    let title = Part::new("a", "").with("href", scene.links.article(&article.id));
    let title = title.holding(marked(article.headline.get(lang), &marks.headline));
    Part::new("article", "card article-card").holding([
        Part::new("div", "card-when").holding([span("card-kind", kind)]).holding(date),
        Part::new("div", "card-what")
            .holding([Part::new("h3", "").holding([title])])
            .holding(publisher)
            .holding([summary]),
    ])
}
