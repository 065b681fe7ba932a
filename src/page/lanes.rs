//! The result as lanes: what happened when, case by case, all on one scale of days since a case's first known date.
//!
//! The scale is logarithmic from the first day on: a day's delay and a year's are both to be seen. What is drawn stands
//! beside it in words.

use leptos::prelude::*;

use super::{
    Scene,
    case::delays::{self, Point, Stop},
    parts::{a, span},
};
use crate::{
    i18n::{card, case, lanes::Msg},
    model::{Article, Incident, Lang},
};

/// Where the scale begins and ends, in percent of the width.
const ENDS: (f64, f64) = (1.5, 98.5);
/// Its last day; what is later stands at the end.
const LAST_DAY: i64 = 20 * 365;
/// The days that have a line and a name.
const TICKS: [(i64, Msg); 8] = [
    (0, Msg::SameDay),
    (1, Msg::OneDay),
    (7, Msg::Week),
    (30, Msg::Month),
    (91, Msg::Quarter),
    (365, Msg::Year),
    (3 * 365, Msg::ThreeYears),
    (10 * 365, Msg::TenYears),
];
/// Height of a lane in CSS pixels.
const HEIGHT: u32 = 26;

/// A day since the first one, in percent of the width.
fn at(day: i64) -> f64 {
    let share = (day.clamp(0, LAST_DAY) as f64).ln_1p() / (LAST_DAY as f64).ln_1p();
    ENDS.0 + (ENDS.1 - ENDS.0) * share
}

fn percent(at: f64) -> String {
    format!("{at:.2}%")
}

/// The scale above the lanes.
pub fn scale(lang: Lang) -> AnyView {
    let ticks: Vec<AnyView> = TICKS
        .iter()
        .map(|(day, name)| {
            let anchor = if *day == 0 { "start" } else { "middle" };
            view! { <text x=percent(at(*day)) y="14" text-anchor=anchor>{name.text(lang)}</text> }.into_any()
        })
        .collect();
    view! {
        <div class="lanes-scale">
            <p>{Msg::Scale.text(lang)}</p>
            <svg width="100%" height="20" aria-hidden="true" focusable="false">{ticks}</svg>
        </div>
    }
    .into_any()
}

/// One case: what it is, its lane, and the lane in words.
pub fn lane(scene: &Scene, incident: &Incident) -> AnyView {
    let lang = scene.lang;
    let points = delays::points(incident, lang);
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let heading = format!("{} — {}", incident.org.get(lang), incident.headline.get(lang));
    let steps: Vec<AnyView> = points.iter().map(|point| step(scene, point)).collect();
    let steps = match steps.is_empty() {
        true => span("soft", Msg::NoDates.text(lang)),
        false => view! { <ol class="lanes-steps">{steps}</ol> }.into_any(),
    };
    let missing = missing(incident, lang).map(|words| span("lanes-missing", words));
    let labels: Vec<AnyView> =
        incident.labels.iter().take(1).map(|l| span("", scene.dataset.taxonomies.name("label", l, lang))).collect();
    view! {
        <article class="lanes-row">
            <div class="lanes-what">
                <p class="lanes-number"><b class="num">{number}</b> {labels}</p>
                <h3>{a("", scene.links.case(&incident.id), heading)}</h3>
            </div>
            <div class="lanes-when">{drawing(&points)}{steps}{missing}</div>
        </article>
    }
    .into_any()
}

/// An article among the results: it has a date and no lane.
pub fn article(scene: &Scene, article: &Article) -> AnyView {
    let date = article.published.map(|date| scene.date(date));
    view! {
        <article class="lanes-row">
            <div class="lanes-what">
                <h3>{a("", scene.links.article(&article.id), article.headline.get(scene.lang))}</h3>
            </div>
            <div class="lanes-when">{date}</div>
        </article>
    }
    .into_any()
}

fn step(scene: &Scene, point: &Point) -> AnyView {
    let to = match &point.stop {
        Stop::Reported(to) => Some(span("to", scene.dataset.taxonomies.name("reported_to", to, scene.lang))),
        _ => None,
    };
    let since = point.since.as_ref().map(|(stop, delay)| span("gap", stop.since(*delay, scene.lang)));
    let class = format!("lanes-step {}", point.stop.class());
    view! {
        <li class=class>
            <b>{point.stop.name(scene.lang)}</b>
            {to}
            <time datetime=point.date.to_string()>{point.words.clone()}</time>
            {since}
        </li>
    }
    .into_any()
}

/// Which of the dates that a lane is about are not stated, where some are.
fn missing(incident: &Incident, lang: Lang) -> Option<String> {
    let gone = [
        (incident.occurred.is_empty(), card::Msg::Occurred),
        (incident.discovered.is_none(), card::Msg::Discovered),
        (incident.disclosed.is_none(), card::Msg::Disclosed),
    ];
    let names: Vec<&str> = gone.iter().filter(|(gone, _)| *gone).map(|(_, name)| name.text(lang)).collect();
    let names = (1..gone.len()).contains(&names.len()).then(|| names.join(case::Msg::Separator.text(lang)))?;
    Some(Msg::NotStated.fill(lang, &[("names", &names)]))
}

/// The lane: lines of the scale, the stretches between the main dates, a dot or a band for each date.
fn drawing(points: &[Point]) -> Option<AnyView> {
    let first = points.iter().map(|point| point.days.0).min()?;
    let y = HEIGHT / 2;
    let mut marks: Vec<AnyView> = TICKS
        .iter()
        .map(|(day, _)| {
            let x = percent(at(*day));
            view! { <line class="lanes-tick" x1=x.clone() x2=x y1="0" y2=HEIGHT></line> }.into_any()
        })
        .collect();
    for (from, to, class) in delays::steps(points) {
        let (x1, x2) = (percent(at(from - first)), percent(at(to - first)));
        marks.push(view! { <line class=class x1=x1 x2=x2 y1=y y2=y></line> }.into_any());
    }
    for point in points.iter().filter(|point| point.days.0 < point.days.1) {
        let class = format!("{} {}", if point.lasted { "lane-span" } else { "lane-vague" }, point.stop.class());
        let (from, to) = (at(point.days.0 - first), at(point.days.1 - first));
        // Never thinner than what one can see.
        let (x, width) = (percent(from), percent((to - from).max(0.8)));
        marks.push(view! { <rect class=class x=x width=width y=y - 5 height="10" rx="5"></rect> }.into_any());
    }
    // The main dates lie above reports of the same day, earlier ones above later ones.
    let mut dots: Vec<&Point> = points.iter().rev().collect();
    dots.sort_by_key(|point| std::cmp::Reverse(point.stop.rank()));
    for point in dots {
        let vague = point.days.0 < point.days.1 && !point.lasted;
        let class = format!("lane-dot {}{}", point.stop.class(), if vague { " vague" } else { "" });
        let x = percent(at(point.middle() - first));
        marks.push(view! { <circle class=class cx=x cy=y r="6"></circle> }.into_any());
    }
    Some(
        view! { <svg class="lanes-drawing" width="100%" height=HEIGHT aria-hidden="true" focusable="false">{marks}</svg> }
            .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_grows_and_stays_inside() {
        let ticks: Vec<f64> = TICKS.iter().map(|(day, _)| at(*day)).collect();
        assert!(ticks.is_sorted_by(|a, b| b - a > 5.0), "names have room: {ticks:?}");
        assert_eq!((at(-3), at(0), at(1_000_000)), (ENDS.0, ENDS.0, ENDS.1));
    }
}
