//! When: bars by time, stacked by label group.

use charming::{
    component::Axis,
    datatype::{DataPoint, DataPointItem},
    element::{AxisLabel, AxisLine, AxisTick},
    series::Bar,
};
use serde_json::{Value, json};

use super::{
    Cell, ChartModel, Choice, LegendEntry, Mark, Options, Table,
    option::{self, Drawing, Series},
    settings::Grain,
    summary::{Bucket, Group, Split, TimeSummary},
};
use crate::{
    explore::range_words,
    i18n::{self, chart::Msg},
    model::Lang,
    url,
};

/// Up to this many bars each has its name below it; with more, only those that open a year.
const NAMED_BARS: usize = 14;

/// The whole chart.
pub fn model(summary: &TimeSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let mut notes = summary.basis.notes(false, lang);
    if summary.vague > 0 {
        notes.push(Msg::Vague.fill(lang, &[("n", &i18n::number(u64::from(summary.vague)))]));
    }
    ChartModel {
        id: "time",
        title: Msg::TimeTitle.text(lang).to_owned(),
        subline: summary.basis.words(Msg::UnknownDate, lang),
        notes,
        summary: sentence(summary, lang),
        option: option::complete(drawing, overlay, options),
        marks: marks(summary, lang),
        names: Vec::new(),
        legend: summary.groups.iter().map(|g| legend(g, lang)).collect(),
        choices: summary
            .choices
            .iter()
            .map(|(grain, state)| Choice {
                text: grain_name(*grain).text(lang).to_owned(),
                state: state.clone(),
                current: *grain == summary.grain,
            })
            .collect(),
        table: table(summary, lang),
        height_px: 190,
    }
}

fn grain_name(grain: Grain) -> Msg {
    match grain {
        Grain::Month => Msg::Month,
        Grain::Quarter => Msg::Quarter,
        Grain::Year => Msg::Year,
        Grain::Fiscal => Msg::Fiscal,
    }
}

fn group_name(group: &Group, lang: Lang) -> String {
    group.name.as_ref().map_or_else(|| Msg::NotStated.text(lang).to_owned(), |n| n.get(lang).to_owned())
}

fn legend(group: &Group, lang: Lang) -> LegendEntry {
    LegendEntry {
        text: group_name(group, lang),
        colour: group.colour,
        state: group.state.clone(),
        current: group.mark == url::Mark::Wanted,
    }
}

/// Name of a bar: `2023年9月`, `2023年7–9月`, `2023年度`.
fn bucket_name(bucket: &Bucket, grain: Grain, lang: Lang) -> String {
    match (grain, bucket.from()) {
        (Grain::Fiscal, Some(from)) => Msg::FiscalYear.fill(lang, &[("year", &from.year().to_string())]),
        (Grain::Quarter, Some(from)) => match (lang, from.month()) {
            (Lang::Ja, Some(month)) => format!("{}年{month}–{}月", from.year(), month + 2),
            (Lang::En, Some(month)) => format!("Q{} {}", month.div_ceil(3), from.year()),
            (_, None) => range_words(bucket.range, lang),
        },
        _ => range_words(bucket.range, lang),
    }
}

/// What stands below a bar: the month, with the year below it where one begins.
fn tick(bucket: &Bucket, first: bool, named: bool, grain: Grain, lang: Lang) -> String {
    let Some(from) = bucket.from() else { return String::new() };
    let year = from.year();
    match (grain, from.month()) {
        (Grain::Fiscal, _) => Msg::FiscalYear.fill(lang, &[("year", &year.to_string())]),
        (Grain::Month | Grain::Quarter, Some(month)) if named => {
            let months = match (grain, lang) {
                (Grain::Quarter, Lang::Ja) => format!("{month}–{}月", month + 2),
                (Grain::Quarter, Lang::En) => format!("Q{}", month.div_ceil(3)),
                (_, Lang::Ja) => format!("{month}月"),
                (_, Lang::En) => from.display(lang).chars().take(3).collect(),
            };
            if first || bucket.opens_year { format!("{months}\n{year}") } else { months }
        }
        _ => year.to_string(),
    }
}

/// The series that are drawn: group and whether it is the part in the result. The parts in the result lie below.
fn series(summary: &TimeSummary) -> Vec<(usize, bool)> {
    let part = |split: Split, selected: bool| if selected { split.selected } else { split.other };
    let drawn = |selected: bool| {
        let has = move |g: &usize| summary.buckets.iter().any(|b| part(b.counts[*g], selected) > 0);
        (0..summary.groups.len()).filter(has).map(move |g| (g, selected))
    };
    drawn(true).chain(drawn(false)).collect()
}

fn spoken(summary: &TimeSummary, bucket: &Bucket, group: &Group, n: u32, selected: bool, lang: Lang) -> String {
    let values = [
        ("when", bucket_name(bucket, summary.grain, lang)),
        ("what", group_name(group, lang)),
        ("n", i18n::number(u64::from(n))),
        ("all", i18n::number(u64::from(bucket.count().total()))),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let msg = if selected { Msg::TimeMark } else { Msg::TimeMarkOutside };
    msg.fill(lang, &values)
}

fn marks(summary: &TimeSummary, lang: Lang) -> Vec<Mark> {
    let series = series(summary);
    let mut out = Vec::new();
    for (index, bucket) in summary.buckets.iter().enumerate() {
        for (s, (g, selected)) in series.iter().enumerate() {
            let split = bucket.counts[*g];
            let n = if *selected { split.selected } else { split.other };
            if n > 0 {
                out.push(Mark {
                    series: s,
                    index,
                    at: (index, series.len() - 1 - s),
                    state: bucket.state.clone(),
                    spoken: spoken(summary, bucket, &summary.groups[*g], n, *selected, lang),
                });
            }
        }
    }
    out
}

/// The drawing and what `charming` lacks of it.
pub fn drawing(summary: &TimeSummary, options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let named = summary.buckets.len() <= NAMED_BARS;
    let ticks: Vec<String> = summary
        .buckets
        .iter()
        .enumerate()
        .map(|(i, bucket)| tick(bucket, i == 0, named, summary.grain, lang))
        .collect();
    let all_named = named || matches!(summary.grain, Grain::Year | Grain::Fiscal);
    let mut label = AxisLabel::new().color(palette.soft.css()).font_size(option::TEXT_PX);
    let mut tick = AxisTick::new().show(!all_named);
    if !all_named {
        let openers = summary.buckets.iter().enumerate().filter(|(_, b)| b.opens_year).map(|(i, _)| i as i64);
        label = openers.clone().fold(label, AxisLabel::custom_values);
        tick = tick.custom_values(openers.collect::<Vec<_>>());
    }
    let x = Axis::new().axis_line(AxisLine::new().show(true)).axis_tick(tick).axis_label(label).data(ticks);
    let below = if named && !matches!(summary.grain, Grain::Year | Grain::Fiscal) { 36 } else { 22 };
    let mut bars = Vec::new();
    let mut decals = Vec::new();
    for (g, selected) in series(summary) {
        let group = &summary.groups[g];
        let data: Vec<DataPoint> = summary
            .buckets
            .iter()
            .map(|bucket| {
                let split = bucket.counts[g];
                let n = if selected { split.selected } else { split.other };
                match n {
                    0 => option::length(0).into(),
                    _ => DataPointItem::new(option::length(n))
                        .name(spoken(summary, bucket, group, n, selected, lang))
                        .into(),
                }
            })
            .collect();
        bars.push(Series::from(
            Bar::new()
                .name(group_name(group, lang))
                .stack("cases")
                .item_style(option::fill(palette, palette.group(group.colour), selected))
                .data(data),
        ));
        decals.push(json!({
            "barCategoryGap": "22%",
            "barMaxWidth": 40,
            "cursor": "pointer",
            "itemStyle": { "decal": option::decal(palette, group.colour, selected) },
            "emphasis": { "focus": "none", "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 } },
        }));
    }
    let overlay = json!({
        "xAxis": {
            "type": "category",
            "axisLine": { "lineStyle": { "color": palette.control.css() } },
            "axisLabel": { "hideOverlap": true },
            "axisTick": { "alignWithLabel": true },
        },
        "series": decals,
    });
    (Drawing { grid: option::grid(30, 8, 8, below), x, y: option::counts(palette), series: bars }, overlay)
}

fn table(summary: &TimeSummary, lang: Lang) -> Table {
    let split = summary.basis.is_split();
    let mut headers = vec![Msg::When.text(lang).to_owned()];
    headers.extend(summary.groups.iter().map(|g| group_name(g, lang)));
    headers.push(Msg::Total.text(lang).to_owned());
    if split {
        headers.push(Msg::InResult.text(lang).to_owned());
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for bucket in &summary.buckets {
        let mut row = vec![Cell::link(bucket_name(bucket, summary.grain, lang), &bucket.state)];
        row.extend(bucket.counts.iter().map(|c| Cell::count(c.total())));
        row.push(Cell::count(bucket.count().total()));
        if split {
            row.push(Cell::count(bucket.count().selected));
        }
        rows.push(row);
    }
    // What has no place on the axis, so that the columns add up.
    let placed = |g: usize| summary.buckets.iter().map(|b| b.counts[g].total()).sum::<u32>();
    let placed_selected: u32 = summary.buckets.iter().map(|b| b.count().selected).sum();
    let rest: Vec<u32> = summary.groups.iter().enumerate().map(|(g, group)| group.count.total() - placed(g)).collect();
    if rest.iter().any(|n| *n > 0) {
        let name = if summary.vague > 0 { Msg::UndatedOrVague } else { Msg::Undated };
        let head = match summary.vague {
            0 => Cell::link(name.text(lang), &summary.undated),
            _ => Cell::plain(name.text(lang)),
        };
        let mut row = vec![head];
        row.extend(rest.iter().map(|n| Cell::count(*n)));
        row.push(Cell::count(rest.iter().sum()));
        if split {
            let selected: u32 = summary.groups.iter().map(|g| g.count.selected).sum();
            row.push(Cell::count(selected - placed_selected));
        }
        rows.push(row);
    }
    Table { headers, rows }
}

fn sentence(summary: &TimeSummary, lang: Lang) -> String {
    let number = |n: u32| i18n::number(u64::from(n));
    let placed: Vec<&Bucket> = summary.buckets.iter().filter(|b| b.count().total() > 0).collect();
    let of = |g: usize| placed.iter().map(|b| b.counts[g].total()).sum::<u32>();
    let most = placed.iter().rev().max_by_key(|b| b.count().total());
    let kind = (0..summary.groups.len()).rev().max_by_key(|g| of(*g));
    let (Some(most), Some(kind), Some(first), Some(last)) = (most, kind, placed.first(), placed.last()) else {
        return match summary.basis.matching {
            0 => Msg::Nothing.text(lang).to_owned(),
            n => Msg::NoDates.fill(lang, &[("n", &number(n))]),
        };
    };
    let values = [
        ("from", bucket_name(first, summary.grain, lang)),
        ("to", bucket_name(last, summary.grain, lang)),
        ("n", number(placed.iter().map(|b| b.count().total()).sum())),
        ("when", bucket_name(most, summary.grain, lang)),
        ("k", number(most.count().total())),
        ("what", group_name(&summary.groups[kind], lang)),
        ("m", number(of(kind))),
        ("unknown", number(summary.basis.unknown)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::TimeSentence.fill(lang, &values)
}
