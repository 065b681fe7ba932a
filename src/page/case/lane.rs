//! The timeline lane: dots to scale on one line, and below it the list that says the same in words.
//!
//! The list is the lane's labels and its text twin at once: on a wide screen each item is a column that a thin line
//! joins to its dot, so that dots of one day stay legible; on a narrow one the drawing goes and the list itself becomes
//! a lane that runs downwards. Positions are percentages, since the policy forbids inline styles.

use leptos::prelude::*;

use super::delays::{self, Point, REGULATOR, Stop};
use crate::{
    i18n::{card, case::Msg},
    model::{
        Incident, PartialDate,
        date::Days,
        derive::{AppiTrigger, Derived},
    },
    page::{
        Scene,
        parts::{p, span, text},
    },
};

/// Where the line begins and ends, in percent of the width.
const LINE: (f64, f64) = (1.5, 98.5);

/// The lane of a case with its caption; `None` where no date is known.
pub fn lane(scene: &Scene, incident: &Incident, derived: &Derived) -> Option<AnyView> {
    let points = delays::points(incident, scene.lang);
    if points.is_empty() {
        return None;
    }
    let deadlines = deadlines(incident, derived, &points);
    let drawing = drawing(scene, &points, deadlines.as_ref());
    let items: Vec<AnyView> = points.iter().map(|point| item(scene, point)).collect();
    let class = format!("lane-points n{}", points.len());
    let mut caption = Vec::new();
    if let Some(whole) = delays::whole(&points) {
        let [from, to] = [card::Msg::Occurred, card::Msg::Disclosed].map(|m| m.text(scene.lang));
        caption.push(p(
            "lane-whole",
            vec![
                span("ends", Msg::FromTo.fill(scene.lang, &[("from", from), ("to", to)])),
                span("days", whole.words(scene.lang)),
            ],
        ));
    }
    if let Some(deadlines) = &deadlines {
        let words = Msg::DeadlineNote.fill(scene.lang, &[("n", &deadlines.full_words(scene))]);
        caption.push(p("lane-note", vec![text(words)]));
    }
    if let Some(missing) = missing(scene, incident) {
        caption.push(p("lane-note", vec![text(missing)]));
    }
    Some(view! { <figure class="lane">{drawing}<ol class=class>{items}</ol>{caption}</figure> }.into_any())
}

/// Which of the three dates that a lane is about are not stated.
fn missing(scene: &Scene, incident: &Incident) -> Option<String> {
    let dates = [
        (incident.occurred.is_empty(), card::Msg::Occurred),
        (incident.discovered.is_none(), card::Msg::Discovered),
        (incident.disclosed.is_none(), card::Msg::Disclosed),
    ];
    let names: Vec<&str> = dates.iter().filter(|(gone, _)| *gone).map(|(_, m)| m.text(scene.lang)).collect();
    let names = names.join(Msg::Separator.text(scene.lang));
    (!names.is_empty()).then(|| Msg::NotStatedDates.fill(scene.lang, &[("names", &names)]))
}

/// One item of the list.
fn item(scene: &Scene, point: &Point) -> AnyView {
    let lang = scene.lang;
    let to = match &point.stop {
        Stop::Reported(to) => Some(span("to", scene.dataset.taxonomies.name("reported_to", to, lang))),
        _ => None,
    };
    let since = point.since.as_ref().map(|(stop, delay)| span("gap", stop.since(*delay, lang)));
    let class = format!("lane-point {}", point.stop.class());
    view! {
        <li class=class>
            <b>{point.stop.name(lang)}</b>
            {to}
            <time datetime=point.date.to_string()>{point.words.clone()}</time>
            {since}
        </li>
    }
    .into_any()
}

/// The regulator's deadlines of one case.
struct Deadlines {
    /// Day the organisation learnt of it.
    known: i64,
    /// Days for the full report: 30, 60, or both where neither is sure.
    full: &'static [i64],
}

impl Deadlines {
    /// Days of the first report, from and to.
    const FIRST: Days = (3, 5);

    fn full_words(&self, scene: &Scene) -> String {
        match self.full {
            [days] => Msg::DeadlineDays.fill(scene.lang, &[("n", &days.to_string())]),
            _ => Msg::DeadlineEither.text(scene.lang).to_owned(),
        }
    }
}

/// Only where a dated report to the commission is on the lane, the day of learning is exact, and the law's duty to
/// report was in force (since 1 April 2022).
fn deadlines(incident: &Incident, derived: &Derived, points: &[Point]) -> Option<Deadlines> {
    points.iter().find(|p| p.stop == Stop::Reported(REGULATOR.into()))?;
    let (known, last) = incident.discovered?.days();
    if known != last || known < PartialDate::ymd(2022, 4, 1)?.days().0 {
        return None;
    }
    let full: &[i64] = if derived.appi_triggers.contains(&AppiTrigger::ImproperPurpose) {
        &[60]
    } else if derived.appi_triggers.is_empty() {
        &[30, 60]
    } else {
        &[30]
    };
    Some(Deadlines { known, full })
}

/// Days to percent of the width.
struct Axis {
    first: i64,
    span: i64,
}

impl Axis {
    /// From the first to the last day on the lane. `None` where all is one day: there is nothing to scale.
    fn new(points: &[Point], deadlines: Option<&Deadlines>) -> Option<Self> {
        let first = points.iter().map(|p| p.days.0).min()?;
        let mut last = points.iter().map(|p| p.days.1).max()?;
        let span = last - first;
        if span <= 0 {
            return None;
        }
        // A deadline a little behind the last date is worth the room, one far behind it is not.
        for days in deadlines.iter().flat_map(|d| d.full.iter().chain([&Deadlines::FIRST.1]).map(|n| d.known + n)) {
            if days > last && days - first <= span + span / 4 {
                last = days;
            }
        }
        Some(Self { first, span: last - first })
    }

    fn at(&self, day: i64) -> f64 {
        LINE.0 + (LINE.1 - LINE.0) * (day - self.first) as f64 / self.span as f64
    }

    fn holds(&self, day: i64) -> bool {
        (0..=self.span).contains(&(day - self.first))
    }
}

fn percent(at: f64) -> String {
    format!("{at:.2}%")
}

/// Height of the line in CSS pixels, with this many rows of words for deadlines above it.
const fn line_y(rows: u32) -> u32 {
    14 + rows * 18
}

/// The drawing: line, steps in colour, dots, and leaders to the columns of the list.
fn drawing(scene: &Scene, points: &[Point], deadlines: Option<&Deadlines>) -> Option<AnyView> {
    let axis = Axis::new(points, deadlines)?;
    let first = deadlines.filter(|d| axis.holds(d.known + Deadlines::FIRST.0));
    let full = first.filter(|d| d.full.iter().any(|n| axis.holds(d.known + n)));
    let y = line_y(u32::from(first.is_some()) + u32::from(full.is_some()));
    let bottom = y + 46;
    let mut marks: Vec<AnyView> = vec![stroke("lane-line", LINE.0, LINE.1, y)];
    for (from, to, class) in delays::steps(points) {
        marks.push(stroke(class, axis.at(from), axis.at(to), y));
    }
    for point in points.iter().filter(|p| p.days.0 < p.days.1) {
        let class = if point.lasted { "lane-span" } else { "lane-vague" };
        let class = format!("{class} {}", point.stop.class());
        marks.push(band(class, axis.at(point.days.0), axis.at(point.days.1), y));
    }
    if let Some(deadlines) = first {
        marks.extend(deadline_marks(scene, deadlines, &axis, y));
    }
    let n = points.len();
    for (i, point) in points.iter().enumerate() {
        let (x, column) = (axis.at(point.middle()), column_at(i, n));
        let (x, column) = (percent(x), percent(column));
        marks.push(view! { <line class="lane-leader" x1=x.clone() y1=y x2=column y2=bottom></line> }.into_any());
    }
    // The main dates lie above reports of the same day, earlier ones above later ones.
    let mut dots: Vec<&Point> = points.iter().rev().collect();
    dots.sort_by_key(|point| std::cmp::Reverse(point.stop.rank()));
    for point in dots {
        let vague = point.days.0 < point.days.1 && !point.lasted;
        let class = format!("lane-dot {}{}", point.stop.class(), if vague { " vague" } else { "" });
        marks.push(view! { <circle class=class cx=percent(axis.at(point.middle())) cy=y r="7"></circle> }.into_any());
    }
    Some(
        view! {
            <svg class="lane-drawing" width="100%" height=bottom aria-hidden="true" focusable="false">{marks}</svg>
        }
        .into_any(),
    )
}

/// Where the label of the i-th of n columns begins: the outer ones at the line's ends, the others in their middle.
fn column_at(i: usize, n: usize) -> f64 {
    match (i, n) {
        (0, _) => LINE.0,
        (i, n) if i + 1 == n => LINE.1,
        (i, n) => (i as f64 + 0.5) * 100.0 / n as f64,
    }
}

fn stroke(class: &'static str, from: f64, to: f64, y: u32) -> AnyView {
    view! { <line class=class x1=percent(from) x2=percent(to) y1=y y2=y></line> }.into_any()
}

fn band(class: String, from: f64, to: f64, y: u32) -> AnyView {
    // Never thinner than what one can see.
    let width = (to - from).max(0.8);
    view! { <rect class=class x=percent(from) width=percent(width) y=y - 5 height="10" rx="5"></rect> }.into_any()
}

/// Window of the first report and day of the full one, each with its words above the line.
fn deadline_marks(scene: &Scene, deadlines: &Deadlines, axis: &Axis, y: u32) -> Vec<AnyView> {
    let (from, to) = (deadlines.known + Deadlines::FIRST.0, deadlines.known + Deadlines::FIRST.1);
    let mut out = vec![
        band("lane-deadline".into(), axis.at(from), axis.at(if axis.holds(to) { to } else { from }), y),
        words(axis.at(from), y - 14, Msg::FirstReportDeadline.text(scene.lang).to_owned()),
    ];
    for days in deadlines.full.iter().filter(|n| axis.holds(deadlines.known + **n)) {
        // A row above the words of the first report.
        let (x, top) = (axis.at(deadlines.known + days), y - 32);
        let at = percent(x);
        out.push(view! { <line class="lane-deadline-day" x1=at.clone() x2=at y1=top + 4 y2=y + 6></line> }.into_any());
        out.push(words(x, top, Msg::FullReportDeadline.fill(scene.lang, &[("n", &days.to_string())])));
    }
    out
}

/// Words at a place, turned inwards near the ends.
fn words(x: f64, y: u32, words: String) -> AnyView {
    let anchor = match x {
        x if x < 12.0 => "start",
        x if x > 88.0 => "end",
        _ => "middle",
    };
    view! { <text class="lane-words" x=percent(x) y=y text-anchor=anchor>{words}</text> }.into_any()
}
