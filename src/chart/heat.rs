//! What happened where: a grid of counts, label groups across, kinds of organisation down.

use charming::{element::Label, series::Heatmap};
use serde_json::{Value, json};

use super::{
    AxisName, Cell, ChartModel, Mark, NameMark, Options, Table,
    option::{self, Drawing, Series},
    palette::Rgb,
    share,
    summary::{HeatCell, HeatHead, HeatSummary},
};
use crate::{
    i18n::{self, chart::Msg},
    model::Lang,
    url,
};

/// Least height of a row, CSS px.
const ROW_PX: u32 = 17;
/// Room for the names of the rows, CSS px.
const NAMES_PX: u32 = 96;
/// Room for the upright names of the columns, CSS px.
const HEADS_PX: u32 = 78;

/// The whole chart.
pub fn model(summary: &HeatSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let mut notes = summary.basis.notes(true, lang);
    if summary.several {
        notes.push(Msg::Several.text(lang).to_owned());
    }
    ChartModel {
        id: "heat",
        title: Msg::HeatTitle.text(lang).to_owned(),
        subline: summary.basis.words(Msg::UnknownValue, lang),
        notes,
        summary: sentence(summary, lang),
        option: option::complete(drawing, overlay, options),
        marks: summary
            .cells
            .iter()
            .enumerate()
            .map(|(index, cell)| Mark {
                series: 0,
                index,
                at: (cell.column, cell.row),
                state: cell.state.clone(),
                spoken: spoken(summary, cell, lang),
            })
            .collect(),
        names: name_marks(AxisName::X, &summary.columns).chain(name_marks(AxisName::Y, &summary.rows)).collect(),
        legend: Vec::new(),
        choices: Vec::new(),
        table: table(summary, lang),
        height_px: (summary.rows.len() as u32 * ROW_PX + HEADS_PX).max(228),
    }
}

fn name_marks(axis: AxisName, heads: &[HeatHead]) -> impl Iterator<Item = NameMark> {
    heads.iter().enumerate().map(move |(index, head)| NameMark { axis, index, state: head.state.clone() })
}

fn name(head: &HeatHead, lang: Lang) -> &str {
    head.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

fn axis_name(head: &HeatHead, lang: Lang) -> String {
    let mark = match head.mark {
        url::Mark::Wanted => "✓ ",
        url::Mark::Excluded => "✕ ",
        url::Mark::Free => "",
    };
    format!("{mark}{}", name(head, lang))
}

fn spoken(summary: &HeatSummary, cell: &HeatCell, lang: Lang) -> String {
    let (column, row) = (name(&summary.columns[cell.column], lang), name(&summary.rows[cell.row], lang));
    let n = i18n::number(u64::from(cell.count.total()));
    let msg = if cell.count.selected > 0 { Msg::HeatMark } else { Msg::HeatMarkOutside };
    let share = share(cell.count.total(), summary.basis.matching);
    msg.fill(lang, &[("row", row), ("column", column), ("n", &n), ("share", &share)])
}

/// The drawing and what `charming` lacks of it.
pub fn drawing(summary: &HeatSummary, options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let most = summary.cells.iter().map(|c| c.count.total()).max().unwrap_or(1);
    let colours = |cell: &HeatCell| -> (Rgb, Rgb) {
        let (ground, text) = palette.heat(cell.count.total(), most);
        // Outside the result: paler, and the number in the quiet colour of text.
        if cell.count.selected > 0 { (ground, text) } else { (ground.over(palette.panel, 18), palette.soft) }
    };
    // charming's data of a heat map is bare numbers; ours carries each cell's words and colours.
    let points: Vec<Value> = summary
        .cells
        .iter()
        .map(|cell| {
            let (ground, text) = colours(cell);
            let border = if cell.count.selected > 0 { palette.panel } else { palette.rule_strong };
            json!({
                "name": spoken(summary, cell, lang),
                "value": [cell.column, cell.row, cell.count.total()],
                "itemStyle": { "color": ground.css(), "borderColor": border.css(), "borderWidth": 1 },
                "label": { "color": text.css() },
            })
        })
        .collect();
    let heads = |heads: &[HeatHead]| heads.iter().map(|h| axis_name(h, lang)).collect::<Vec<_>>();
    let drawing = Drawing {
        grid: option::grid(NAMES_PX + 8, HEADS_PX, 4, 2),
        x: option::names(palette, heads(&summary.columns)).position("top"),
        y: option::names(palette, heads(&summary.rows)).inverse(true),
        series: vec![Series::from(Heatmap::new().label(Label::new().show(true).font_size(option::TEXT_PX)))],
    };
    let overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "xAxis": {
            "triggerEvent": true,
            "axisLabel": { "rotate": 90, "margin": 5, "width": HEADS_PX - 8, "overflow": "truncate", "ellipsis": "…" },
            "splitLine": { "show": true, "lineStyle": { "color": palette.rule.css() } },
        },
        "yAxis": {
            "triggerEvent": true,
            "axisLabel": { "width": NAMES_PX, "overflow": "truncate", "ellipsis": "…" },
            "splitLine": { "show": true, "lineStyle": { "color": palette.rule.css() } },
        },
        "series": [{
            "data": points,
            "cursor": "pointer",
            "emphasis": { "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 } },
        }],
    });
    (drawing, overlay)
}

fn table(summary: &HeatSummary, lang: Lang) -> Table {
    let mut headers = vec![Msg::OrgKind.text(lang).to_owned()];
    headers.extend(summary.columns.iter().map(|c| axis_name(c, lang)));
    let row = |(at, head): (usize, &HeatHead)| {
        let mut row = vec![Cell::link(axis_name(head, lang), &head.state)];
        row.extend((0..summary.columns.len()).map(|column| {
            match summary.cells.iter().find(|c| c.row == at && c.column == column) {
                Some(cell) => Cell {
                    text: i18n::number(u64::from(cell.count.total())),
                    state: Some(cell.state.clone()),
                    spoken: Some(spoken(summary, cell, lang)),
                },
                None => Cell::count(0),
            }
        }));
        row
    };
    Table { headers, rows: summary.rows.iter().enumerate().map(row).collect() }
}

fn sentence(summary: &HeatSummary, lang: Lang) -> String {
    let Some(most) = summary.cells.iter().rev().max_by_key(|c| c.count.total()) else {
        return Msg::Nothing.text(lang).to_owned();
    };
    let n = i18n::number(u64::from(most.count.total()));
    let all = i18n::number(u64::from(summary.basis.matching));
    let (column, row) = (name(&summary.columns[most.column], lang), name(&summary.rows[most.row], lang));
    Msg::HeatSentence.fill(lang, &[("row", row), ("column", column), ("n", &n), ("all", &all)])
}
