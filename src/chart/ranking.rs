//! Which: horizontal bars of one dimension, none left out.

use charming::{
    datatype::{DataPoint, DataPointItem},
    element::{Formatter, Label, LabelPosition},
    series::Bar,
};
use serde_json::{Value, json};

use super::{
    AxisName, Cell, ChartModel, ChoiceGroup, Mark, NameMark, Options, Table,
    option::{self, Drawing, Series},
    settings, share,
    summary::{RankedBar, RankingSummary},
};
use crate::{
    dimensions::{DIMENSIONS, Dimension},
    i18n::{self, chart::Msg},
    model::Lang,
    url,
};

/// Height of a bar and with its gap, CSS px.
fn bar_px(options: &Options) -> (u32, u32) {
    if options.large { (16, 26) } else { (12, 20) }
}

/// The whole chart.
pub fn model(summary: &RankingSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let mut notes = summary.basis.notes(true, lang);
    if summary.several {
        notes.push(Msg::Several.text(lang).to_owned());
    }
    if summary.log {
        notes.push(Msg::RankLogNote.text(lang).to_owned());
    }
    let dimension = &DIMENSIONS[summary.dimension];
    ChartModel {
        id: "ranking",
        title: match dimension.key {
            "org_kind" => Msg::RankOrgKind.text(lang).to_owned(),
            "label" => Msg::RankLabel.text(lang).to_owned(),
            _ => Msg::RankTitle.fill(lang, &[("dimension", dimension.name(lang))]),
        },
        subline: summary.basis.words(Msg::UnknownValue, lang),
        notes,
        summary: sentence(summary, lang),
        option: option::complete(drawing, overlay, options),
        marks: marks(summary, lang),
        names: summary
            .bars
            .iter()
            .enumerate()
            .map(|(index, bar)| NameMark { axis: AxisName::Y, index, state: bar.state.clone() })
            .collect(),
        choices: choices(summary, options),
        table: table(summary, lang),
        height_px: (summary.most_bars.max(summary.bars.len()) as u32 * bar_px(options).1 + 8).max(228),
        ..ChartModel::default()
    }
}

/// Which dimension, in the order of the facets, and which scale.
fn choices(summary: &RankingSummary, options: &Options) -> Vec<ChoiceGroup> {
    let lang = options.lang;
    let choice = |(id, d): (usize, &Dimension)| {
        let state = settings::with(&summary.state, &format!("rank-{}", d.key));
        settings::rankable(d.key).map(|_| (d.name(lang).to_owned(), state, id == summary.dimension))
    };
    let all = DIMENSIONS.iter().enumerate().filter_map(choice);
    if !options.large {
        return Vec::new();
    }
    let scale = ChoiceGroup::switch(Msg::Axis, Msg::Linear, Msg::Log, "rankon-log", summary.log, &summary.state, lang);
    vec![ChoiceGroup::new(Msg::By, lang, all), scale]
}

fn name(bar: &RankedBar, lang: Lang) -> &str {
    bar.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

/// The name on the axis: indented below its parent, marked where it is asked for or taken out.
fn axis_name(bar: &RankedBar, lang: Lang) -> String {
    let mark = match bar.mark {
        url::Mark::Wanted => "✓ ",
        url::Mark::Excluded => "✕ ",
        url::Mark::Free => "",
    };
    // An ideographic space, because SVG folds others.
    format!("{}{mark}{}", "\u{3000}".repeat(bar.depth), name(bar, lang))
}

fn amount(bar: &RankedBar, summary: &RankingSummary) -> String {
    let n = bar.count.total();
    format!("{} ({})", i18n::number(u64::from(n)), share(n, summary.basis.matching))
}

fn spoken(bar: &RankedBar, summary: &RankingSummary, lang: Lang) -> String {
    let msg = match bar.mark {
        url::Mark::Wanted => Msg::RankMarkWanted,
        url::Mark::Excluded => Msg::RankMarkExcluded,
        url::Mark::Free => Msg::RankMark,
    };
    let (n, share) = (bar.count.total(), share(bar.count.total(), summary.basis.matching));
    msg.fill(lang, &[("what", name(bar, lang)), ("n", &i18n::number(u64::from(n))), ("share", &share)])
}

fn marks(summary: &RankingSummary, lang: Lang) -> Vec<Mark> {
    let marks = summary.bars.iter().enumerate().filter(|(_, bar)| bar.count.total() > 0 || bar.mark != url::Mark::Free);
    marks
        .map(|(index, bar)| Mark {
            series: usize::from(bar.count.selected == 0),
            index,
            at: (0, index),
            state: bar.state.clone(),
            spoken: spoken(bar, summary, lang),
        })
        .collect()
}

/// The drawing and what `charming` lacks of it.
pub fn drawing(summary: &RankingSummary, options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let names_px = label_px(summary, options);
    let (bar_px, row_px) = bar_px(options);
    let look = |bar: &RankedBar| match (bar.name.is_none(), bar.colour) {
        (true, _) => (0, palette.control),
        (false, 0) => (1, palette.accent),
        (false, group) => (group, palette.group(group)),
    };
    // On a logarithmic scale lengths do not add up: there all cases stand behind those in the result, not beside them.
    let part = |selected: bool| -> Vec<DataPoint> {
        let point = |bar: &RankedBar| {
            let n = match (selected, summary.log) {
                (true, _) => bar.count.selected,
                (false, true) if bar.count.other > 0 => bar.count.total(),
                (false, _) => bar.count.other,
            };
            let item = DataPointItem::new(option::length(n)).name(spoken(bar, summary, lang));
            let (number, colour) = look(bar);
            item.item_style(option::fill(palette, number, colour, selected)).into()
        };
        summary.bars.iter().map(point).collect()
    };
    let at = |bar: &RankedBar| if summary.log { i64::from(bar.count.total().max(1)) } else { 0 };
    let amounts: Vec<DataPoint> = summary.bars.iter().map(|bar| (at(bar), amount(bar, summary)).into()).collect();
    let bar_names: Vec<String> = summary.bars.iter().map(|bar| axis_name(bar, lang)).collect();
    // An empty bar at the end of the others carries count and share.
    let label = Label::new()
        .show(true)
        .position(LabelPosition::Right)
        .formatter(Formatter::String("{b}".into()))
        .color(palette.ink.css())
        .font_size(option::TEXT_PX);
    let stack = |series: Bar| if summary.log { series } else { series.stack("cases") };
    let series = [
        stack(Bar::new().data(part(true))),
        stack(Bar::new().data(part(false))),
        stack(Bar::new().label(label).data(amounts)),
    ];
    let drawing = Drawing {
        grid: option::grid(names_px + 8, 4, 66, 0).height(i64::from(row_px) * summary.bars.len() as i64),
        // The longest bar takes the whole width.
        x: option::counts(palette).show(false).max("dataMax"),
        y: option::names(palette, bar_names).inverse(true),
        series: series.into_iter().map(Series::from).collect(),
    };
    let bars = || {
        json!({
            "barWidth": bar_px,
            "cursor": "pointer",
            "emphasis": option::emphasis(palette),
        })
    };
    let mut names = json!({ "width": names_px, "overflow": "truncate", "ellipsis": "…" });
    if options.narrow && options.large {
        // Two short lines instead of half a name.
        option::merge(
            &mut names,
            json!({ "overflow": "break", "lineHeight": 12, "height": 24, "lineOverflow": "truncate" }),
        );
    }
    if summary.bars.iter().any(|bar| bar.depth > 0) {
        // A tree is read by where its names begin.
        option::merge(&mut names, json!({ "align": "left", "margin": names_px + 4 }));
    }
    // Half a case is where a logarithmic bar begins, so that one case has a length too.
    let lengths = match summary.log {
        true => json!({ "type": "log", "logBase": 10, "min": 0.5, "startValue": 0.5 }),
        false => json!({}),
    };
    let mut overlay = json!({
        "grid": [{ "bottom": null, "outerBoundsMode": "none" }],
        "xAxis": lengths,
        // The name of a value is as good to click as its bar.
        "yAxis": { "triggerEvent": true, "axisLabel": names },
        "series": [bars(), bars(), { "silent": true, "tooltip": { "show": false }, "animation": false }],
    });
    if summary.log {
        let behind = json!({ "barGap": "-100%" });
        let unseen = json!({ "barGap": "-100%", "barWidth": bar_px, "itemStyle": { "color": "transparent" } });
        option::merge(&mut overlay, json!({ "series": [{ "z": 3, "barGap": "-100%" }, behind, unseen] }));
    }
    (drawing, overlay)
}

/// Room for the names left of the bars, CSS px.
fn label_px(summary: &RankingSummary, options: &Options) -> u32 {
    if !options.large || options.narrow {
        return 108;
    }
    let names: Vec<String> = summary.bars.iter().map(|bar| axis_name(bar, options.lang)).collect();
    option::room(names.iter().map(String::as_str), 240) + 12
}

fn table(summary: &RankingSummary, lang: Lang) -> Table {
    let rows = summary.bars.iter().map(|bar| (Cell::link(axis_name(bar, lang), &bar.state), bar.count)).collect();
    Table::of_counts(DIMENSIONS[summary.dimension].name(lang), rows, &summary.basis, lang)
}

fn sentence(summary: &RankingSummary, lang: Lang) -> String {
    let known = || summary.bars.iter().filter(|b| b.name.is_some() && b.count.total() > 0);
    let Some(most) = known().next() else { return Msg::Nothing.text(lang).to_owned() };
    let number = |n: u32| i18n::number(u64::from(n));
    let values = [
        ("dimension", DIMENSIONS[summary.dimension].name(lang).to_owned()),
        ("what", name(most, lang).to_owned()),
        ("n", number(most.count.total())),
        ("all", number(summary.basis.matching)),
        ("share", share(most.count.total(), summary.basis.matching)),
        ("kinds", number(known().count() as u32)),
        ("unknown", number(summary.basis.unknown)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::RankSentence.fill(lang, &values)
}
