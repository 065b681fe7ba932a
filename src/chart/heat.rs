//! What happened where: a grid of counts of two dimensions. The heat map, the information by type and the place by kind
//! of organisation are all drawn by it.

use charming::{element::Label, series::Heatmap};
use serde_json::{Value, json};

use super::{
    AxisName, Cell, ChartId, ChartModel, ChoiceGroup, Mark, NameMark, Options, Table,
    option::{self, Drawing, Series},
    palette::Rgb,
    settings::{self, ShareOf},
    share,
    summary::{GridCell, GridHead, GridSummary, share_family},
};
use crate::{
    dimensions::{DIMENSIONS, Dimension},
    i18n::{self, chart::Msg},
    model::Lang,
    url,
};

/// Sizes of a grid, CSS px.
struct Sizes {
    row: u32,
    /// Room for the names of the rows.
    names: u32,
    /// Room for the upright names of the columns.
    heads: u32,
}

fn sizes(summary: &GridSummary, options: &Options) -> Sizes {
    if !options.large {
        return Sizes { row: 17, names: 96, heads: 78 };
    }
    let (most_names, most_heads) = if options.narrow { (104, 104) } else { (190, 140) };
    let names = |heads: &[GridHead]| heads.iter().map(|h| plain_name(h, options.lang)).collect::<Vec<_>>();
    let (rows, columns) = (names(&summary.rows), names(&summary.columns));
    // A long list stands closer where no finger has to meet it.
    let row = match summary.rows.len() {
        _ if options.narrow => 26,
        0..=30 => 24,
        _ => 20,
    };
    Sizes {
        row,
        names: option::room(rows.iter().map(String::as_str), most_names),
        heads: option::room(columns.iter().map(String::as_str), most_heads) + 10,
    }
}

/// The whole chart.
pub fn model(summary: &GridSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    // Said three times: under the mouse, to the walk, in the table.
    let words: Vec<String> = summary.cells.iter().map(|cell| spoken(summary, cell, lang)).collect();
    let (drawing, overlay) = drawing(summary, &words, options);
    let mut notes = summary.basis.notes(true, lang);
    if summary.several {
        notes.push(Msg::Several.text(lang).to_owned());
    }
    let sizes = sizes(summary, options);
    ChartModel {
        id: summary.chart.slug(),
        title: title(summary, lang),
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
                spoken: words[index].clone(),
            })
            .collect(),
        names: name_marks(AxisName::X, &summary.columns).chain(name_marks(AxisName::Y, &summary.rows)).collect(),
        choices: if options.large { choices(summary, lang) } else { Vec::new() },
        table: table(summary, words, lang),
        height_px: (summary.rows.len() as u32 * sizes.row + sizes.heads).max(228),
        ..ChartModel::default()
    }
}

fn title(summary: &GridSummary, lang: Lang) -> String {
    let (a, b) = (&DIMENSIONS[summary.dimensions.0], &DIMENSIONS[summary.dimensions.1]);
    match (summary.chart, a.key, b.key) {
        (ChartId::Data, ..) => Msg::DataTitle.text(lang).to_owned(),
        (ChartId::Locus, ..) => Msg::LocusTitle.text(lang).to_owned(),
        (_, "label", "org_kind") => Msg::HeatTitle.text(lang).to_owned(),
        _ => Msg::GridTitle.fill(lang, &[("column", a.name(lang)), ("row", b.name(lang))]),
    }
}

/// What the cells say, and of the heat map which dimensions.
fn choices(summary: &GridSummary, lang: Lang) -> Vec<ChoiceGroup> {
    let family = share_family(summary.chart);
    let way = |of: ShareOf| {
        let name = match of {
            ShareOf::Count => Msg::Counts,
            ShareOf::Row => Msg::OfRow,
            ShareOf::Column => Msg::OfColumn,
            ShareOf::Total => Msg::OfTotal,
        };
        let state = settings::switched(&summary.state, &format!("{family}-{}", of.key()), of != ShareOf::Count);
        (name.text(lang).to_owned(), state, of == summary.share_of)
    };
    let mut out = vec![ChoiceGroup::new(Msg::Cells, lang, ShareOf::ALL.map(way))];
    if summary.chart == ChartId::Heat {
        let (a, b) = summary.dimensions;
        let side = |name: Msg, other: usize, current: usize, token: &dyn Fn(&str) -> String| {
            let choice = |(id, d): (usize, &Dimension)| {
                let wanted = id != other && settings::gridable(d.key).is_some();
                let state = settings::with(&summary.state, &token(d.key));
                wanted.then(|| (d.name(lang).to_owned(), state, id == current))
            };
            ChoiceGroup::new(name, lang, DIMENSIONS.iter().enumerate().filter_map(choice))
        };
        out.push(side(Msg::Columns, b, a, &|key| format!("heat-{key}-{}", DIMENSIONS[b].key)));
        out.push(side(Msg::Rows, a, b, &|key| format!("heat-{}-{key}", DIMENSIONS[a].key)));
    }
    out
}

fn name_marks(axis: AxisName, heads: &[GridHead]) -> impl Iterator<Item = NameMark> {
    heads.iter().enumerate().map(move |(index, head)| NameMark { axis, index, state: head.state.clone() })
}

fn name(head: &GridHead, lang: Lang) -> &str {
    head.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

fn axis_name(head: &GridHead, lang: Lang) -> String {
    let mark = match head.mark {
        url::Mark::Wanted => "✓ ",
        url::Mark::Excluded => "✕ ",
        url::Mark::Free => "",
    };
    // An ideographic space, because SVG folds others.
    format!("{}{mark}{}", "\u{3000}".repeat(head.depth), name(head, lang))
}

/// The name as wide as it ever gets: chosen.
fn plain_name(head: &GridHead, lang: Lang) -> String {
    format!("{}✓ {}", "\u{3000}".repeat(head.depth), name(head, lang))
}

/// What a cell is a share of: its row's, its column's, all cases; the count's own share is of all.
fn whole(summary: &GridSummary, cell: &GridCell) -> u32 {
    match summary.share_of {
        ShareOf::Count | ShareOf::Total => summary.basis.matching,
        ShareOf::Row => summary.rows[cell.row].count,
        ShareOf::Column => summary.columns[cell.column].count,
    }
}

fn spoken(summary: &GridSummary, cell: &GridCell, lang: Lang) -> String {
    let (column, row) = (name(&summary.columns[cell.column], lang), name(&summary.rows[cell.row], lang));
    let n = i18n::number(u64::from(cell.count.total()));
    let msg = if cell.count.selected > 0 { Msg::HeatMark } else { Msg::HeatMarkOutside };
    let share = share(cell.count.total(), whole(summary, cell));
    let share = match summary.share_of {
        ShareOf::Row => Msg::ShareOf.fill(lang, &[("what", row), ("share", &share)]),
        ShareOf::Column => Msg::ShareOf.fill(lang, &[("what", column), ("share", &share)]),
        _ => share,
    };
    msg.fill(lang, &[("row", row), ("column", column), ("n", &n), ("share", &share)])
}

/// What stands in a cell.
fn said(summary: &GridSummary, cell: &GridCell) -> String {
    match summary.share_of {
        ShareOf::Count => i18n::number(u64::from(cell.count.total())),
        _ => share(cell.count.total(), whole(summary, cell)),
    }
}

/// Width of the figure in the strip, CSS px, on a screen that has just room for the strip.
const STRIP_PX: u32 = 248;

/// Whether the numbers stand apart in the cells of the strip, beside names of so many CSS px. Where they would run into
/// each other the colour says how many, the tooltip and the table the number.
fn numbers_fit(summary: &GridSummary, names_px: u32) -> bool {
    let widest = summary.cells.iter().map(|cell| said(summary, cell).len()).max().unwrap_or(0) as u32;
    let room = STRIP_PX.saturating_sub(names_px + 12) / (summary.columns.len() as u32).max(1);
    // A digit of this size is some 6 px wide.
    widest * 6 < room
}

/// The drawing and what `charming` lacks of it. `words` says each cell.
fn drawing(summary: &GridSummary, words: &[String], options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let sizes = sizes(summary, options);
    // Colours follow what the cell says: the count, or a share in per mille.
    let weight = |cell: &GridCell| match summary.share_of {
        ShareOf::Count => cell.count.total(),
        _ => (u64::from(cell.count.total()) * 1000).div_ceil(u64::from(whole(summary, cell).max(1))) as u32,
    };
    let most = summary.cells.iter().map(weight).max().unwrap_or(1);
    let heats = palette.heats(most);
    let colours = |cell: &GridCell| -> (Rgb, Rgb) {
        let (ground, text) = heats(weight(cell));
        // Outside the result: paler, and the number in the quiet colour of text.
        if cell.count.selected > 0 { (ground, text) } else { (ground.over(palette.panel, 18), palette.soft) }
    };
    let with_numbers = options.large || numbers_fit(summary, sizes.names);
    // charming's data of a heat map is bare numbers; ours carries each cell's words and colours.
    let points: Vec<Value> = summary
        .cells
        .iter()
        .zip(words)
        .map(|(cell, words)| {
            let (ground, text) = colours(cell);
            let border = if cell.count.selected > 0 { palette.panel } else { palette.rule_strong };
            let mut point = json!({
                "name": words,
                "value": [cell.column, cell.row, cell.count.total()],
                "itemStyle": { "color": ground.css(), "borderColor": border.css(), "borderWidth": 1 },
            });
            if with_numbers {
                point["label"] = json!({ "color": text.css() });
                if summary.share_of != ShareOf::Count {
                    point["label"]["formatter"] = said(summary, cell).into();
                }
            }
            point
        })
        .collect();
    let heads = |heads: &[GridHead]| heads.iter().map(|h| axis_name(h, lang)).collect::<Vec<_>>();
    let label = Label::new().show(with_numbers).font_size(option::TEXT_PX);
    let drawing = Drawing {
        grid: option::grid(sizes.names + 8, sizes.heads, 4, 2),
        x: option::names(palette, heads(&summary.columns)).position("top"),
        y: option::names(palette, heads(&summary.rows)).inverse(true),
        series: vec![Series::from(Heatmap::new().label(label))],
    };
    let line = json!({ "show": true, "lineStyle": { "color": palette.rule.css() } });
    let mut rows = json!({ "width": sizes.names, "overflow": "truncate", "ellipsis": "…" });
    if options.narrow && options.large {
        // Two short lines instead of half a name.
        option::merge(
            &mut rows,
            json!({ "overflow": "break", "lineHeight": 12, "height": 24, "lineOverflow": "truncate" }),
        );
    }
    if summary.rows.iter().any(|head| head.depth > 0) {
        // A tree is read by where its names begin.
        option::merge(&mut rows, json!({ "align": "left", "margin": sizes.names + 4 }));
    }
    let mut overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "xAxis": {
            "triggerEvent": true,
            "axisLabel": { "rotate": 90, "margin": 5, "width": sizes.heads - 8, "overflow": "truncate", "ellipsis": "…" },
            "splitLine": line,
        },
        "yAxis": { "triggerEvent": true, "axisLabel": rows, "splitLine": line },
        "series": [{
            "cursor": "pointer",
            "emphasis": { "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 } },
        }],
    });
    // The macro would copy them.
    overlay["series"][0]["data"] = Value::Array(points);
    (drawing, overlay)
}

fn table(summary: &GridSummary, words: Vec<String>, lang: Lang) -> Table {
    let mut cells: Vec<Option<(&GridCell, String)>> = Vec::new();
    cells.resize_with(summary.rows.len() * summary.columns.len(), || None);
    for (cell, words) in summary.cells.iter().zip(words) {
        cells[cell.row * summary.columns.len() + cell.column] = Some((cell, words));
    }
    let mut cells = cells.into_iter();
    let mut headers = vec![DIMENSIONS[summary.dimensions.1].name(lang).to_owned()];
    headers.extend(summary.columns.iter().map(|c| axis_name(c, lang)));
    let row = |head: &GridHead| {
        let mut row = vec![Cell::link(axis_name(head, lang), &head.state)];
        row.extend(cells.by_ref().take(summary.columns.len()).map(|cell| match cell {
            Some((cell, words)) => {
                Cell { text: said(summary, cell), state: Some(cell.state.clone()), spoken: Some(words) }
            }
            None if summary.share_of == ShareOf::Count => Cell::count(0),
            None => Cell::plain("0%"),
        }));
        row
    };
    Table { headers, rows: summary.rows.iter().map(row).collect() }
}

fn sentence(summary: &GridSummary, lang: Lang) -> String {
    // Of a tree's rows the uppermost ones: they hold the others.
    let top = summary.cells.iter().filter(|c| summary.rows[c.row].depth == 0);
    let Some(most) = top.rev().max_by_key(|c| c.count.total()) else {
        return Msg::Nothing.text(lang).to_owned();
    };
    let n = i18n::number(u64::from(most.count.total()));
    let all = i18n::number(u64::from(summary.basis.matching));
    let (column, row) = (name(&summary.columns[most.column], lang), name(&summary.rows[most.row], lang));
    let (a, b) = summary.dimensions;
    let values = [
        ("row", row),
        ("column", column),
        ("n", n.as_str()),
        ("all", all.as_str()),
        ("rows", DIMENSIONS[b].name(lang)),
        ("columns", DIMENSIONS[a].name(lang)),
    ];
    Msg::HeatSentence.fill(lang, &values)
}
