//! When: bars by time, stacked by label group.

use charming::{
    component::Axis,
    datatype::{CompositeValue, DataPoint, DataPointItem},
    element::{AxisLabel, AxisLine, AxisTick},
    series::Bar,
};
use serde_json::{Value, json};

use super::{
    Brush, Cell, ChartModel, ChoiceGroup, LegendEntry, Mark, Options, Scale, Table,
    option::{self, Drawing, Series},
    settings::{self, Grain, GroupBy},
    share,
    summary::{Bucket, Group, Split, TimeSummary},
};
use crate::{
    dimensions::DIMENSIONS,
    explore::range_words,
    i18n::{self, chart::Msg},
    model::Lang,
    url::{self, End},
};

/// Up to this many bars each has its name below it; with more, only those that open a year.
const NAMED_BARS: usize = 14;

/// The whole chart.
pub fn model(summary: &TimeSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let mut notes = summary.basis.notes(false, lang);
    if summary.occurred {
        notes.push(Msg::ByBeginning.text(lang).to_owned());
    }
    if is_folded(summary) {
        notes.push(Msg::EndsFolded.text(lang).to_owned());
    }
    if summary.vague > 0 {
        notes.push(Msg::Vague.fill(lang, &[("n", &i18n::number(u64::from(summary.vague)))]));
    }
    ChartModel {
        id: "time",
        title: if summary.occurred { Msg::TimeTitleOccurred } else { Msg::TimeTitle }.text(lang).to_owned(),
        subline: summary.basis.words(if summary.occurred { Msg::UnknownStart } else { Msg::UnknownDate }, lang),
        notes,
        summary: sentence(summary, lang),
        option: with_undated(option::complete(drawing, overlay, options), summary, options),
        marks: marks(summary, lang),
        legend: summary.groups.iter().map(|g| legend(g, lang)).collect(),
        choices: choices(summary, options),
        brush: Some(Brush {
            base: summary.state.clone(),
            dimension: summary.dimension,
            scale: Scale::Bars(summary.buckets.iter().map(|b| b.range).collect()),
        }),
        table: table(summary, lang),
        height_px: if options.large { 300 } else { 200 },
        ..ChartModel::default()
    }
}

fn choices(summary: &TimeSummary, options: &Options) -> Vec<ChoiceGroup> {
    let (lang, state) = (options.lang, &summary.state);
    let grain = |g: Grain| (grain_name(g).text(lang).to_owned(), settings::with(state, g.token()), g == summary.grain);
    let mut out = vec![ChoiceGroup::new(Msg::Choices, lang, Grain::ALL.map(grain))];
    if options.large {
        let by_kind = summary.stack == GroupBy::OrgKind;
        out.push(ChoiceGroup::switch(
            Msg::ByWhen,
            Msg::Disclosure,
            Msg::Occurrence,
            "when-occurred",
            summary.occurred,
            state,
            lang,
        ));
        out.push(ChoiceGroup::switch(Msg::MadeOf, Msg::Label, Msg::OrgKind, "stack-org_kind", by_kind, state, lang));
        out.push(ChoiceGroup::switch(
            Msg::Heights,
            Msg::Counts,
            Msg::Shares,
            "timeas-share",
            summary.share,
            state,
            lang,
        ));
    }
    out
}

fn grain_name(grain: Grain) -> Msg {
    match grain {
        Grain::Month => Msg::Month,
        Grain::Quarter => Msg::Quarter,
        Grain::Year => Msg::Year,
        Grain::Fiscal => Msg::Fiscal,
    }
}

/// Whether the bars at the ends hold what lies beyond them.
fn is_folded(summary: &TimeSummary) -> bool {
    summary.buckets.iter().any(|b| b.range.from.is_none() || b.range.to.is_none())
}

fn group_name(group: &Group, lang: Lang) -> String {
    group.name.as_ref().map_or_else(|| Msg::NotStated.text(lang).to_owned(), |n| n.get(lang).to_owned())
}

fn legend(group: &Group, lang: Lang) -> LegendEntry {
    LegendEntry {
        text: group_name(group, lang),
        colour: group.colour,
        pattern: group.pattern,
        state: Some(group.state.clone()),
        current: group.mark == url::Mark::Wanted,
    }
}

/// Name of a bar: `2023年9月`, `2023年7–9月`, `2023年度`.
fn bucket_name(bucket: &Bucket, grain: Grain, lang: Lang) -> String {
    match (grain, bucket.from().filter(|_| bucket.range.to.is_some())) {
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
    let Some(from) = bucket.from() else {
        let Some(End::Date(to)) = bucket.range.to else { return String::new() };
        return format!("–{}", to.year() - i16::from(grain == Grain::Fiscal));
    };
    let year = from.year();
    if bucket.range.to.is_none() {
        return format!("{year}–");
    }
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

fn part(split: Split, selected: bool) -> u32 {
    if selected { split.selected } else { split.other }
}

fn whole(counts: &[Split]) -> u32 {
    counts.iter().map(|c| c.total()).sum()
}

fn undated_name(summary: &TimeSummary, lang: Lang) -> &'static str {
    if summary.occurred { Msg::NoStart } else { Msg::Undated }.text(lang)
}

/// One series: a group, in the result or only outside it, of the bars in time or of the bar of undated cases.
#[derive(Clone, Copy)]
struct Part {
    group: usize,
    selected: bool,
    undated: bool,
}

/// The series that are drawn. The parts in the result lie below the others, the undated ones come last.
fn series(summary: &TimeSummary) -> Vec<Part> {
    let drawn = |undated: bool, selected: bool| {
        let has = move |g: &usize| match undated {
            false => summary.buckets.iter().any(|b| part(b.counts[*g], selected) > 0),
            true => part(summary.undated_counts[*g], selected) > 0,
        };
        (0..summary.groups.len()).filter(has).map(move |group| Part { group, selected, undated })
    };
    [(false, true), (false, false), (true, true), (true, false)].into_iter().flat_map(|(u, s)| drawn(u, s)).collect()
}

fn spoken(when: &str, group: &Group, n: u32, all: u32, selected: bool, with_share: bool, lang: Lang) -> String {
    let number = i18n::number(u64::from(n));
    let n = if with_share { format!("{number} ({})", share(n, all)) } else { number };
    let (what, all) = (group_name(group, lang), i18n::number(u64::from(all)));
    let msg = if selected { Msg::TimeMark } else { Msg::TimeMarkOutside };
    msg.fill(lang, &[("when", when), ("what", &what), ("n", &n), ("all", &all)])
}

fn marks(summary: &TimeSummary, lang: Lang) -> Vec<Mark> {
    let series = series(summary);
    let dated = series.iter().filter(|s| !s.undated).count();
    let bars = summary.buckets.iter().enumerate().map(|(index, bucket)| {
        (index, false, bucket_name(bucket, summary.grain, lang), bucket.counts.as_slice(), &bucket.state)
    });
    let undated =
        (0, true, undated_name(summary, lang).to_owned(), summary.undated_counts.as_slice(), &summary.undated);
    let mut out = Vec::new();
    for (index, undated, when, counts, state) in bars.chain([undated]) {
        let all = whole(counts);
        for (s, p) in series.iter().enumerate().filter(|(_, p)| p.undated == undated) {
            let n = part(counts[p.group], p.selected);
            if n > 0 {
                // The bar of undated cases lies: its parts follow one another to the right of the last bar.
                let at = match undated {
                    false => (index, dated - 1 - s),
                    true => (summary.buckets.len() + s - dated, 0),
                };
                let spoken = spoken(&when, &summary.groups[p.group], n, all, p.selected, summary.share, lang);
                out.push(Mark { series: s, index, at, state: state.clone(), spoken });
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
    let mut looks = Vec::new();
    for Part { group: g, selected, undated } in series(summary) {
        let group = &summary.groups[g];
        let point = |(when, counts): (String, &[Split])| -> DataPoint {
            let n = part(counts[g], selected);
            let all = whole(counts);
            let length = match summary.share {
                _ if n == 0 => option::length(0),
                true if !undated => CompositeValue::from(f64::from(n) * 100.0 / f64::from(all.max(1))),
                _ => option::length(n),
            };
            match n {
                0 => length.into(),
                _ => {
                    DataPointItem::new(length).name(spoken(&when, group, n, all, selected, summary.share, lang)).into()
                }
            }
        };
        let bucket = |b: &'_ Bucket| bucket_name(b, summary.grain, lang);
        let data: Vec<DataPoint> = match undated {
            false => summary.buckets.iter().map(|b| point((bucket(b), b.counts.as_slice()))).collect(),
            true => vec![point((undated_name(summary, lang).to_owned(), &summary.undated_counts))],
        };
        bars.push(Series::from(
            Bar::new()
                .name(group_name(group, lang))
                .stack(if undated { "undated" } else { "cases" })
                .item_style(option::fill(palette, group.pattern, palette.group(group.colour), selected))
                .data(data),
        ));
        let axis = usize::from(undated);
        looks.push(json!({
            "xAxisIndex": axis,
            "yAxisIndex": axis,
            "barCategoryGap": if undated { "0%" } else { "22%" },
            "barMaxWidth": 40,
            "cursor": "pointer",
            "emphasis": option::emphasis(palette),
        }));
    }
    let overlay = json!({
        "xAxis": {
            "type": "category",
            "axisLine": { "lineStyle": { "color": palette.control.css() } },
            "axisLabel": { "hideOverlap": true },
            "axisTick": { "alignWithLabel": true },
        },
        "series": looks,
    });
    let y = if summary.share { option::shares(palette) } else { option::counts(palette) };
    let left = if summary.share { 38 } else { 30 };
    // The room of the bar of undated cases stays even when it is empty, so that nothing jumps.
    (Drawing { grid: option::grid(left, 8, 8, below + UNDATED_PX), x, y, series: bars }, overlay)
}

/// Height of the bar of undated cases with what is around it, CSS px.
const UNDATED_PX: u32 = 24;

/// The axes of the bar of undated cases: a grid of its own below, because it has no place in time and its length no
/// measure but its own words.
fn with_undated(mut option: Value, summary: &TimeSummary, options: &Options) -> Value {
    let palette = options.palette();
    let all = whole(&summary.undated_counts);
    let words = Msg::UndatedBar.fill(options.lang, &[("n", &i18n::number(u64::from(all)))]);
    let left = option::room([words.as_str()], 120) + 10;
    let hidden = json!({ "gridIndex": 1, "type": "value", "show": false, "min": 0, "max": all.max(1) });
    let names = json!({
        "gridIndex": 1,
        "type": "category",
        "data": [words],
        "show": all > 0,
        "axisLine": { "show": false },
        "axisTick": { "show": false },
        "axisLabel": { "color": palette.soft.css(), "fontSize": option::TEXT_PX, "margin": 8 },
    });
    let grid = json!({ "left": left, "right": 8, "bottom": 3, "height": 13, "outerBoundsMode": "none" });
    for (key, second) in [("grid", grid), ("xAxis", hidden), ("yAxis", names)] {
        if let Some(first) = option.get_mut(key) {
            *first = match first.take() {
                Value::Array(mut list) => {
                    list.push(second);
                    Value::Array(list)
                }
                first => json!([first, second]),
            };
        }
    }
    option
}

fn table(summary: &TimeSummary, lang: Lang) -> Table {
    let split = summary.basis.is_split();
    let mut headers = vec![DIMENSIONS[summary.dimension].name(lang).to_owned()];
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
        let head = match summary.vague {
            0 => Cell::link(undated_name(summary, lang), &summary.undated),
            _ => Cell::plain(Msg::UndatedOrVague.text(lang)),
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
    if summary.occurred { Msg::TimeSentenceOccurred } else { Msg::TimeSentence }.fill(lang, &values)
}
