//! The result as lanes: what happened when, case by case, all on one scale of days since a case's first known date.
//!
//! The scale is logarithmic from the first day on: a day's delay and a year's are both to be seen. What is drawn stands
//! beside it in words.

use leptos::prelude::*;

use super::{
    Part, Scene,
    case::delays::{self, Point, Stop},
    part::span,
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
pub fn lane(scene: &Scene, incident: &Incident) -> Part {
    let lang = scene.lang;
    let points = delays::points(incident, lang);
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let heading = format!("{} — {}", incident.org.get(lang), incident.headline.get(lang));
    let steps = match points.is_empty() {
        true => span("soft", Msg::NoDates.text(lang)),
        false => Part::new("ol", "lanes-steps").holding(points.iter().map(|point| step(scene, point))),
    };
    let missing = missing(incident, lang).map(|words| span("lanes-missing", words));
    let label = incident.labels.first().map(|l| span("", scene.dataset.taxonomies.name("label", l, lang)));
    let number = Part::new("p", "lanes-number").holding([Part::new("b", "num").saying(number)]).saying(" ");
    Part::new("article", "lanes-row").holding([
        Part::new("div", "lanes-what").holding([
            number.holding(label),
            Part::new("h3", "").holding([link(scene.links.case(&incident.id), heading)]),
        ]),
        Part::new("div", "lanes-when").holding(drawing(&points)).holding([steps]).holding(missing),
    ])
}

/// An article among the results: it has a date and no lane.
pub fn article(scene: &Scene, article: &Article) -> Part {
    let title = link(scene.links.article(&article.id), article.headline.get(scene.lang).to_owned());
    Part::new("article", "lanes-row").holding([
        Part::new("div", "lanes-what").holding([Part::new("h3", "").holding([title])]),
        Part::new("div", "lanes-when").holding(article.published.map(|date| scene.date(date))),
    ])
}

fn link(href: String, words: String) -> Part {
    Part::new("a", "").with("href", href).saying(words)
}

fn step(scene: &Scene, point: &Point) -> Part {
    let to = match &point.stop {
        Stop::Reported(to) => Some(span("to", scene.dataset.taxonomies.name("reported_to", to, scene.lang))),
        _ => None,
    };
    let since = point.since.as_ref().map(|(stop, delay)| span("gap", stop.since(*delay, scene.lang)));
    let time = Part::new("time", "").with("datetime", point.date.to_string()).saying(point.words.clone());
    let step = Part::new("li", format!("lanes-step {}", point.stop.class()));
    step.holding([Part::new("b", "").saying(point.stop.name(scene.lang))]).holding(to).holding([time]).holding(since)
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
fn drawing(points: &[Point]) -> Option<Part> {
    let first = points.iter().map(|point| point.days.0).min()?;
    let y = HEIGHT / 2;
    let line = |class: String, from: String, to: String| Part::new("line", class).with("x1", from).with("x2", to);
    let mut marks: Vec<Part> = TICKS
        .iter()
        .map(|(day, _)| {
            let x = percent(at(*day));
            line("lanes-tick".into(), x.clone(), x).with("y1", "0").with("y2", HEIGHT.to_string())
        })
        .collect();
    for (from, to, class) in delays::steps(points) {
        let line = line(class.to_owned(), percent(at(from - first)), percent(at(to - first)));
        marks.push(line.with("y1", y.to_string()).with("y2", y.to_string()));
    }
    for point in points.iter().filter(|point| point.days.0 < point.days.1) {
        let class = format!("{} {}", if point.lasted { "lane-span" } else { "lane-vague" }, point.stop.class());
        let (from, to) = (at(point.days.0 - first), at(point.days.1 - first));
        // Never thinner than what one can see.
        let band = Part::new("rect", class).with("x", percent(from)).with("width", percent((to - from).max(0.8)));
        marks.push(band.with("y", (y - 5).to_string()).with("height", "10").with("rx", "5"));
    }
    // The main dates lie above reports of the same day, earlier ones above later ones.
    let mut dots: Vec<&Point> = points.iter().rev().collect();
    dots.sort_by_key(|point| std::cmp::Reverse(point.stop.rank()));
    for point in dots {
        let vague = point.days.0 < point.days.1 && !point.lasted;
        let class = format!("lane-dot {}{}", point.stop.class(), if vague { " vague" } else { "" });
        let dot = Part::new("circle", class).with("cx", percent(at(point.middle() - first)));
        marks.push(dot.with("cy", y.to_string()).with("r", "6"));
    }
    let lane = Part::new("svg", "lanes-drawing").with("width", "100%").with("height", HEIGHT.to_string());
    Some(lane.with("aria-hidden", "true").with("focusable", "false").holding(marks))
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
