//! How long: days from occurrence to discovery, and from discovery to disclosure, case by case, with boxes and medians.
//!
//! A date that is known to the month makes an interval of days and not a day: it is drawn as a line with a hollow mark
//! in its middle, and it enters medians with its least and with its most. A regulator's deadlines are not drawn: they
//! count to the report to the regulator and not to any of these dates.

use charming::{
    component::Axis,
    element::{AxisLabel, AxisLine, AxisTick, AxisType, SplitLine, Symbol},
    series::{Boxplot, Line, Scatter},
};
use serde_json::{Value, json};

use super::{
    AxisName, Basis, Brush, Cell, ChartModel, ChoiceGroup, Lead, Mark, NameMark, Options, Scale, Table,
    brush::days_at,
    option::{self, Drawing, Series},
    settings::{GroupBy, Settings},
    statistics::{self, LEAST, Median, median},
    summary::{Split, around, basis, group_column, look, mark_of, text, toggled},
};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId, Record},
    explore::{Answer, Explorer},
    i18n::{self, chart::Msg},
    model::{Lang, Text, date::Days},
    url::{self, Value as UrlValue, ViewState},
};

/// From what to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Occurred → discovered.
    Found,
    /// Discovered → disclosed.
    Told,
}

impl Span {
    fn dimension(self) -> DimensionId {
        dimensions::find(match self {
            Span::Found => "days_found",
            Span::Told => "days_told",
        })
        .unwrap_or_default()
    }
}

/// Delays by group.
#[derive(Clone, Debug, PartialEq)]
pub struct DelaySummary {
    /// From what to what.
    pub span: Span,
    /// What the groups are.
    pub by: GroupBy,
    /// On an even scale.
    pub linear: bool,
    /// The state it was made for.
    pub state: ViewState,
    /// What it is counted on; `unknown` = one of the two dates is missing.
    pub basis: Basis,
    /// Longest delay of the casebook, in days: the end of the axis.
    pub longest: i64,
    /// All cases, then the groups in the vocabulary's order, those that the casebook has.
    pub groups: Vec<DelayGroup>,
}

/// The delays of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct DelayGroup {
    /// Its name; `None` = not stated. The first group is all cases and has a name of its own.
    pub name: Option<Text>,
    /// Number of its colour; 0 = has none.
    pub colour: u8,
    /// Its condition.
    pub mark: url::Mark,
    /// The state that asks for it, or no longer does; `None` for all cases.
    pub state: Option<Lead>,
    /// The delays of its cases, shortest first.
    pub days: Vec<Days>,
    /// The cases that are drawn as dots, shortest first; of all cases together none.
    pub dots: Vec<Delay>,
    /// How many of its cases are in the result.
    pub count: Split,
    /// Its median; `None` below five cases.
    pub median: Option<Median>,
}

/// The delay of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// Its id.
    pub id: String,
    /// Its organisation.
    pub org: Text,
    /// Least and most days it may have been.
    pub days: Days,
    /// It is in the result.
    pub selected: bool,
}

fn days_of(record: Record<'_>, span: Span) -> Option<Days> {
    match (record, span) {
        (Record::Incident(_, derived), Span::Found) => derived.days_found,
        (Record::Incident(_, derived), Span::Told) => derived.days_told,
        (Record::Article(_), _) => None,
    }
}

/// Collects the delays of the cases.
pub fn summary(explorer: &mut Explorer, state: &ViewState, answer: &Answer, span: Span) -> DelaySummary {
    let settings = Settings::of(state);
    let by = settings.delay;
    let (dimension, own) = (by.dimension(), span.dimension());
    let rows = around(explorer, state, answer, &[own]);
    let explorer = &*explorer;
    let column = group_column(explorer, by);
    let entries = &explorer.columns().dictionaries[dimension].entries;
    // Places of the groups that the casebook has delays of: they do not move with the filters.
    let mut has = vec![false; entries.len() + 1];
    let mut longest = 0;
    for row in 0..explorer.dataset().incidents.len() as engine::RowId {
        if let Some(days) = explorer.record(row).and_then(|r| days_of(r, span)) {
            has[explorer.ords(row, column).first().map_or(entries.len(), |o| *o as usize)] = true;
            longest = longest.max(days.1);
        }
    }
    let mut cases: Vec<Vec<(Days, engine::RowId)>> = vec![Vec::new(); entries.len() + 1];
    let mut unknown = 0;
    for row in rows.iter() {
        match explorer.record(row).and_then(|r| days_of(r, span)) {
            Some(days) => {
                let group = explorer.ords(row, column).first().map_or(entries.len(), |o| *o as usize);
                cases[group].push((days, row));
            }
            None => unknown += 1,
        }
    }
    let all: usize = cases.iter().map(Vec::len).sum();
    let every = all.div_ceil(MOST_DOTS).max(1);
    let dot = |(days, row): &(Days, engine::RowId)| match explorer.record(*row) {
        Some(Record::Incident(incident, _)) => Some(Delay {
            id: incident.id.clone(),
            org: Text { ja: incident.org.ja.clone(), en: incident.org.en.clone() },
            days: *days,
            selected: answer.selection.contains(*row),
        }),
        _ => None,
    };
    let of_cases = |cases: &mut Vec<(Days, engine::RowId)>| {
        cases.sort_unstable();
        let mut count = Split::default();
        cases.iter().for_each(|(_, row)| count.count(answer.selection.contains(*row)));
        let days: Vec<Days> = cases.iter().map(|(days, _)| *days).collect();
        (count, median(&days), days)
    };
    let mut everybody: Vec<(Days, engine::RowId)> = cases.iter().flatten().copied().collect();
    let (count, middle, days) = of_cases(&mut everybody);
    let mark = url::Mark::Free;
    let mut groups =
        vec![DelayGroup { name: None, colour: 0, mark, state: None, days, dots: Vec::new(), count, median: middle }];
    for (at, mut cases) in cases.into_iter().enumerate().filter(|(at, _)| has[*at]) {
        let ord = (at < entries.len()).then_some(at as u32);
        let entry = entries.get(at);
        let value = entry.map_or(UrlValue::Unknown, |e| UrlValue::Key(e.key.clone()));
        let (count, median, days) = of_cases(&mut cases);
        // The longest is always among the dots.
        let last = cases.len().saturating_sub(1);
        let kept = cases.iter().enumerate().filter(|(at, _)| at % every == last % every);
        groups.push(DelayGroup {
            name: entry.map(text),
            colour: look(explorer, by, ord).0,
            mark: mark_of(state, dimension, &value),
            state: Some(toggled(state, dimension, &value).into()),
            dots: kept.filter_map(|(_, case)| dot(case)).collect(),
            days,
            count,
            median,
        });
    }
    DelaySummary {
        span,
        by,
        linear: settings.delay_linear,
        state: state.clone(),
        basis: basis(answer, &rows, unknown),
        longest,
        groups,
    }
}

/// The whole chart.
pub fn model(summary: &DelaySummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let dots = dots(summary);
    let (drawing, overlay, over) = drawing(summary, &dots, options);
    let mut option = option::complete(drawing, overlay, options);
    if let Some(axis) = option.get_mut("yAxis") {
        *axis = json!([axis.take(), over]);
    }
    let mut notes = summary.basis.notes(false, lang);
    let all = summary.groups.first().map_or(0, |g| g.days.len());
    if dots.iter().any(|d| d.days.0 != d.days.1) {
        notes.push(Msg::DelayVague.text(lang).to_owned());
    }
    if summary.groups.iter().skip(1).any(|g| (1..LEAST).contains(&g.days.len())) {
        notes.push(Msg::DelayFew.text(lang).to_owned());
    }
    if dots.len() < all {
        let values = [("n", i18n::number(dots.len() as u64)), ("all", i18n::number(all as u64))];
        notes.push(Msg::DelaySome.fill(lang, &[("n", &values[0].1), ("all", &values[1].1)]));
    }
    let by_kind = summary.by == GroupBy::OrgKind;
    let choices = vec![
        ChoiceGroup::switch(Msg::By, Msg::Label, Msg::OrgKind, "delay-org_kind", by_kind, &summary.state, lang),
        ChoiceGroup::switch(Msg::Axis, Msg::Log, Msg::Linear, "delayon-linear", summary.linear, &summary.state, lang),
    ];
    let name_marks = summary
        .groups
        .iter()
        .enumerate()
        .filter_map(|(index, group)| group.state.clone().map(|state| NameMark { axis: AxisName::Y, index, state }));
    ChartModel {
        id: match summary.span {
            Span::Found => "found",
            Span::Told => "told",
        },
        title: match summary.span {
            Span::Found => Msg::FoundTitle,
            Span::Told => Msg::ToldTitle,
        }
        .text(lang)
        .to_owned(),
        subline: summary.basis.words(Msg::UnknownDelay, lang),
        notes,
        summary: sentence(summary, lang),
        option,
        marks: marks(summary, &dots, lang),
        names: name_marks.collect(),
        choices,
        brush: Some(Brush {
            base: summary.state.clone(),
            dimension: summary.span.dimension(),
            scale: Scale::Days { log: !summary.linear },
        }),
        table: table(summary, lang),
        height_px: summary.groups.len() as u32 * ROW_PX + FOOT_PX + 8,
        ..ChartModel::default()
    }
}

/// Height of a group, CSS px.
const ROW_PX: u32 = 46;
/// Room for the days below, CSS px.
const FOOT_PX: u32 = 24;
/// More dots than this are no strip but a smear: then they are a selection, evenly taken.
const MOST_DOTS: usize = 600;

/// A case as it is drawn.
struct Dot<'a> {
    /// Position in the groups.
    group: usize,
    /// Position among the dots of its group.
    rank: usize,
    days: Days,
    case: &'a Delay,
}

fn dots(summary: &DelaySummary) -> Vec<Dot<'_>> {
    let mut out = Vec::new();
    for (group, of) in summary.groups.iter().enumerate() {
        out.extend(of.dots.iter().enumerate().map(|(rank, case)| Dot { group, rank, days: case.days, case }));
    }
    out
}

fn name(summary: &DelaySummary, at: usize, lang: Lang) -> String {
    let group = &summary.groups[at];
    match (&group.name, at) {
        (_, 0) => Msg::All.text(lang).to_owned(),
        (Some(name), _) => name.get(lang).to_owned(),
        (None, _) => Msg::NotStated.text(lang).to_owned(),
    }
}

/// `7日`, `7–30日`, `1 day`, `7–30 days`.
fn day_words(lo: f64, hi: f64, lang: Lang) -> String {
    let number = |n: f64| match n.fract() == 0.0 {
        true => i18n::number(n as u64),
        false => format!("{}.{}", i18n::number(n as u64), (n.fract() * 10.0).round() as u64),
    };
    let said = if lo == hi { number(lo) } else { format!("{}–{}", number(lo), number(hi)) };
    if said == "1" { Msg::OneDay.text(lang).to_owned() } else { Msg::Days.fill(lang, &[("n", &said)]) }
}

fn interval_words(days: Days, lang: Lang) -> String {
    day_words(days.0 as f64, days.1 as f64, lang)
}

fn spoken(summary: &DelaySummary, dot: &Dot<'_>, lang: Lang) -> String {
    let values = [
        ("what", name(summary, dot.group, lang)),
        ("org", dot.case.org.get(lang).to_owned()),
        ("days", interval_words(dot.days, lang)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    if dot.case.selected { Msg::DelayMark } else { Msg::DelayMarkOutside }.fill(lang, &values)
}

/// Series of the dots in the option: exact ones, vague ones.
const EXACT: usize = 2;
const VAGUE: usize = 3;

fn marks(summary: &DelaySummary, dots: &[Dot<'_>], lang: Lang) -> Vec<Mark> {
    let mut drawn = [0; 2];
    dots.iter()
        .map(|dot| {
            let is_vague = dot.days.0 != dot.days.1;
            let index = drawn[usize::from(is_vague)];
            drawn[usize::from(is_vague)] += 1;
            Mark {
                series: if is_vague { VAGUE } else { EXACT },
                index,
                at: (dot.rank, dot.group),
                state: ViewState { case: Some(dot.case.id.clone()), ..summary.state.clone() }.into(),
                spoken: spoken(summary, dot, lang),
            }
        })
        .collect()
}

/// `12日 (8–20日, n=23)`; of few cases only how many there are.
pub(super) fn median_words(n: usize, median: Option<&Median>, lang: Lang) -> String {
    let count = i18n::number(n as u64);
    let Some(median) = median else { return Msg::DelayRowFew.fill(lang, &[("n", &count)]) };
    let days = day_words(median.middle.0, median.middle.1, lang);
    match median.interval {
        Some(interval) => {
            let interval = interval_words(interval, lang);
            Msg::MedianWords.fill(lang, &[("days", &days), ("interval", &interval), ("n", &count)])
        }
        None => Msg::DelayRow.fill(lang, &[("days", &days), ("n", &count)]),
    }
}

/// Where days are named on a logarithmic axis.
const TICKS: [i64; 10] = [0, 1, 3, 7, 30, 90, 365, 1_095, 3_650, 10_950];

/// `7日`, `1か月`, `1年`, `7d`, `1mo`, `1y`.
fn tick_words(days: i64, lang: Lang) -> String {
    match days {
        _ if days >= 365 && days % 365 == 0 => match lang {
            Lang::Ja => format!("{}年", days / 365),
            Lang::En => format!("{}y", days / 365),
        },
        30 => Msg::OneMonth.text(lang).to_owned(),
        90 => Msg::ThreeMonths.text(lang).to_owned(),
        _ if lang == Lang::En => format!("{days}d"),
        _ => day_words(days as f64, days as f64, lang),
    }
}

/// The drawing, what `charming` lacks of it, and the axis that the dots stand on.
fn drawing(summary: &DelaySummary, dots: &[Dot<'_>], options: &Options) -> (Drawing, Value, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let log = !summary.linear;
    let rows = summary.groups.len();
    let colour = |group: usize| if group == 0 { palette.ink } else { palette.group(summary.groups[group].colour) };
    let end = days_at(summary.longest.max(1) as f64, log) * 1.02;
    // Dots of a row are spread over its height, always in the same way, so that equal days can be told apart.
    let height = |dot: &Dot<'_>| dot.group as f64 + 0.5 + ((dot.rank as f64 * 0.618_034).fract() - 0.5) * 0.56;
    let place = |days: f64| (days_at(days, log) * 10_000.0).round() / 10_000.0;
    let middle = |days: Days| (place(days.0 as f64) + place(days.1 as f64)) / 2.0;

    let labels: Vec<String> = (0..rows).map(|at| row_label(summary, at, options)).collect();
    let boxes: Vec<Value> = summary.groups.iter().map(|group| box_of(group, place)).collect();
    let segments: Vec<Value> = dots
        .iter()
        .filter(|d| d.days.0 != d.days.1)
        .flat_map(|d| {
            let y = height(d);
            [json!([place(d.days.0 as f64), y]), json!([place(d.days.1 as f64), y]), json!([null, null])]
        })
        .collect();
    let points = |exact: bool| -> Vec<Value> {
        let wanted = dots.iter().filter(|d| (d.days.0 == d.days.1) == exact);
        wanted
            .map(|d| {
                let c = colour(d.group);
                let ground = if exact && d.case.selected { c } else { palette.panel };
                json!({
                    "name": spoken(summary, d, lang),
                    "value": [middle(d.days), height(d)],
                    "itemStyle": { "color": ground.css(), "borderColor": c.css(), "borderWidth": 1.2,
                        "opacity": if d.case.selected { 1.0 } else { 0.55 } },
                })
            })
            .collect()
    };
    let lines: Vec<Value> = TICKS
        .iter()
        .filter(|t| log && days_at(**t as f64, log) <= end)
        .map(|t| json!({ "xAxis": place(*t as f64), "name": tick_words(*t, lang) }))
        .collect();
    let x = Axis::new()
        .type_(AxisType::Value)
        .min(0)
        .max(end)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .axis_label(AxisLabel::new().show(!log).color(palette.soft.css()).font_size(option::TEXT_PX))
        .split_line(SplitLine::new().show(!log));
    let names_px = option::room(labels.iter().flat_map(|l| l.split('\n')), if options.narrow { 112 } else { 200 });
    let drawing = Drawing {
        grid: option::grid(names_px + 8, 4, 14, FOOT_PX),
        x,
        y: option::names(palette, labels).inverse(true),
        series: vec![
            Series::from(Boxplot::new()),
            Series::from(Line::new().show_symbol(false)),
            Series::from(Scatter::new().symbol(Symbol::Circle).symbol_size(7)),
            Series::from(Scatter::new().symbol(Symbol::Diamond).symbol_size(8)),
        ],
    };
    let quiet = json!({ "silent": true, "tooltip": { "show": false } });
    let mut boxplot = json!({
        "data": boxes,
        "boxWidth": [10, 26],
        "itemStyle": { "color": palette.rule.css(), "borderColor": palette.control.css(), "borderWidth": 1 },
        "markLine": {
            "silent": true,
            "animation": false,
            "symbol": ["none", "none"],
            "lineStyle": { "color": palette.rule_strong.css(), "type": "solid", "width": 1 },
            "label": { "position": "end", "distance": 4, "formatter": "{b}", "fontSize": option::TEXT_PX, "color": palette.soft.css() },
            "data": lines,
        },
    });
    option::merge(&mut boxplot, quiet.clone());
    let mut line = json!({
        "data": segments,
        "yAxisIndex": 1,
        "lineStyle": { "color": palette.soft.css(), "width": 1, "opacity": 0.6 },
    });
    option::merge(&mut line, quiet);
    let dots = |exact: bool| {
        json!({
            "data": points(exact),
            "yAxisIndex": 1,
            "cursor": "pointer",
            "emphasis": { "scale": 1.5, "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2, "opacity": 1 } },
        })
    };
    let over = json!({ "type": "value", "show": false, "min": 0, "max": rows, "inverse": true });
    let names = json!({
        "triggerEvent": true,
        "axisLabel": { "width": names_px, "overflow": "truncate", "ellipsis": "…", "lineHeight": if options.narrow { 14 } else { 15 },
            "align": "left", "margin": names_px + 4 },
        "splitLine": { "show": true, "lineStyle": { "color": palette.rule.css() } },
    });
    // Two axes up: one of names for boxes, one of numbers for dots.
    let overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "xAxis": {
            "axisLabel": { "showMaxLabel": false },
            "splitLine": { "lineStyle": { "color": palette.rule.css() } },
        },
        "yAxis": names,
        "series": [boxplot, line, dots(true), dots(false)],
    });
    (drawing, overlay, over)
}

/// Name of a row, and below it what is in it: `7日(23件)`.
fn row_label(summary: &DelaySummary, at: usize, options: &Options) -> String {
    let lang = options.lang;
    let group = &summary.groups[at];
    let mark = match group.mark {
        url::Mark::Wanted => "✓ ",
        url::Mark::Excluded => "✕ ",
        url::Mark::Free => "",
    };
    let n = i18n::number(group.days.len() as u64);
    let below = match &group.median {
        Some(m) => {
            let days = day_words(m.middle.0, m.middle.1, lang);
            Msg::DelayRow.fill(lang, &[("days", &days), ("n", &n)])
        }
        None => Msg::DelayRowFew.fill(lang, &[("n", &n)]),
    };
    // On a phone English needs a line more.
    let below = if options.narrow && lang == Lang::En { below.replacen(", ", ",\n", 1) } else { below };
    format!("{mark}{}\n{below}", name(summary, at, lang))
}

/// Least, first quarter, middle, third quarter, most: as wide as the cases' own intervals allow. No box of few cases.
fn box_of(group: &DelayGroup, place: impl Fn(f64) -> f64) -> Value {
    let Some(median) = &group.median else { return json!([]) };
    let (mut least, mut most): (Vec<i64>, Vec<i64>) = group.days.iter().copied().unzip();
    least.sort_unstable();
    most.sort_unstable();
    let at = |sorted: &[i64], share: f64| place(statistics::quantile(sorted, share).unwrap_or_default());
    let middle = (place(median.middle.0) + place(median.middle.1)) / 2.0;
    json!([at(&least, 0.0), at(&least, 0.25), middle, at(&most, 0.75), at(&most, 1.0)])
}

fn table(summary: &DelaySummary, lang: Lang) -> Table {
    let split = summary.basis.is_split();
    let heads = [Msg::Cases, Msg::Median, Msg::Interval95, Msg::Shortest, Msg::Longest];
    let mut headers = vec![DIMENSIONS[summary.by.dimension()].name(lang).to_owned()];
    headers.extend(heads.map(|h| h.text(lang).to_owned()));
    if split {
        headers.push(Msg::InResult.text(lang).to_owned());
    }
    let row = |(at, group): (usize, &DelayGroup)| {
        let head = name(summary, at, lang);
        let mut row = vec![group.state.as_ref().map_or_else(|| Cell::plain(&*head), |s| Cell::link(&*head, s))];
        row.push(Cell::count(group.days.len() as u32));
        let few = || match group.days.len() {
            0 => Cell::plain("–"),
            _ => Cell::plain(Msg::FewerThanFive.text(lang)),
        };
        row.push(match &group.median {
            Some(m) => Cell::plain(day_words(m.middle.0, m.middle.1, lang)),
            None => few(),
        });
        row.push(match group.median.as_ref().map(|m| m.interval) {
            Some(Some(days)) => Cell::plain(interval_words(days, lang)),
            _ => Cell::plain("–"),
        });
        let ends = [group.days.iter().min(), group.days.iter().max_by_key(|d| (d.1, d.0))];
        row.extend(ends.map(|c| Cell::plain(c.map_or_else(|| "–".to_owned(), |days| interval_words(*days, lang)))));
        if split {
            row.push(Cell::count(group.count.selected));
        }
        row
    };
    Table { headers, rows: summary.groups.iter().enumerate().map(row).collect() }
}

fn sentence(summary: &DelaySummary, lang: Lang) -> String {
    let Some(all) = summary.groups.first().filter(|_| summary.basis.matching > 0) else {
        return Msg::Nothing.text(lang).to_owned();
    };
    let (n, unknown) = (i18n::number(all.days.len() as u64), i18n::number(u64::from(summary.basis.unknown)));
    let Some(median) = &all.median else {
        return Msg::DelayTooFew.fill(lang, &[("n", &n), ("unknown", &unknown)]);
    };
    let days = day_words(median.middle.0, median.middle.1, lang);
    let interval = median.interval.map(|i| Msg::DelayInterval.fill(lang, &[("days", &interval_words(i, lang))]));
    let longest = all.days.iter().max_by_key(|d| (d.1, d.0));
    let values = [
        ("n", n),
        ("days", days),
        ("interval", interval.unwrap_or_default()),
        ("longest", longest.map_or_else(String::new, |days| interval_words(*days, lang))),
        ("unknown", unknown),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    match summary.span {
        Span::Found => Msg::FoundSentence,
        Span::Told => Msg::ToldSentence,
    }
    .fill(lang, &values)
}
