//! The A4 grid of VERIS: who did what (columns) to what, and what it did to it (rows). For experts.

use charming::{element::Label, series::Heatmap};
use serde_json::{Value, json};

use super::{
    Basis, Cell, ChartModel, Lead, Mark, Options, Table,
    option::{self, Drawing, Series},
    share,
    summary::{Split, Together, around, basis, text},
};
use crate::{
    dimensions::{self, DimensionId},
    explore::{Answer, Explorer},
    i18n::{self, chart::Msg},
    model::{Lang, Text},
    url::{Value as UrlValue, ViewState},
};

/// Cases by threat actor, action, asset and attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct A4Summary {
    /// What it is counted on; `unknown` = without one of the four.
    pub basis: Basis,
    /// Columns: actor and action, those pairs that the casebook has.
    pub columns: Vec<Head>,
    /// Rows: asset and attribute, those pairs that the casebook has.
    pub rows: Vec<Head>,
    /// Cells with at least one case, row by row.
    pub cells: Vec<A4Cell>,
}

/// Head of a row or column: two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Their keys.
    pub keys: (String, String),
    /// Their names.
    pub names: (Text, Text),
}

/// One cell of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct A4Cell {
    /// Position in `columns`.
    pub column: usize,
    /// Position in `rows`.
    pub row: usize,
    /// Cases in it.
    pub count: Split,
    /// The state that asks for its four values, or for none of them where it does now.
    pub state: Lead,
}

/// The four dimensions: actor, action, asset, attribute.
fn sides() -> [DimensionId; 4] {
    ["threat_actor", "action", "asset", "attribute"].map(|key| dimensions::find(key).unwrap_or_default())
}

/// Counts cases by the uppermost values of the four dimensions.
pub fn summary(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> A4Summary {
    let dimensions = sides();
    let rows = around(explorer, state, answer, &dimensions);
    let explorer = &*explorer;
    let entries = dimensions.map(|d| &explorer.columns().dictionaries[d].entries);
    // Ordinals of the values without a parent, and each one's place among them.
    let roots = entries.map(|all| {
        let ords = all.iter().enumerate().filter(|(_, e)| e.parent.is_none());
        ords.map(|(ord, _)| ord as u32).collect::<Vec<u32>>()
    });
    let places: [Vec<Option<usize>>; 4] = [0, 1, 2, 3].map(|side| {
        let place = |ord: usize| roots[side].iter().position(|r| *r as usize == ord);
        (0..entries[side].len()).map(place).collect()
    });
    // Filled anew for each case, so that a case costs no memory of its own.
    let mut values: [Vec<usize>; 4] = Default::default();
    let (mut columns, mut down) = (Vec::new(), Vec::new());
    let sizes = [roots[0].len() * roots[1].len(), roots[2].len() * roots[3].len()];
    let mut counts = vec![Split::default(); sizes[0] * sizes[1]];
    // The pairs of the whole casebook: the grid does not move with the filters.
    let mut seen = [vec![false; sizes[0]], vec![false; sizes[1]]];
    let mut unknown = 0;
    for row in 0..explorer.dataset().incidents.len() as engine::RowId {
        for (side, places) in places.iter().enumerate() {
            let ords = explorer.ords(row, dimensions[side]).iter();
            values[side].clear();
            values[side].extend(ords.filter_map(|ord| places.get(*ord as usize).copied().flatten()));
        }
        for (a, pairs) in [(0, &mut columns), (2, &mut down)] {
            let across = values[a].iter().flat_map(|x| values[a + 1].iter().map(move |y| (*x, *y)));
            pairs.clear();
            pairs.extend(across.map(|(x, y)| x * roots[a + 1].len() + y));
        }
        if columns.is_empty() || down.is_empty() {
            unknown += u32::from(rows.contains(row));
            continue;
        }
        columns.iter().for_each(|c| seen[0][*c] = true);
        down.iter().for_each(|r| seen[1][*r] = true);
        if rows.contains(row) {
            let selected = answer.selection.contains(row);
            let down = &down;
            for (column, row) in columns.iter().flat_map(|c: &usize| down.iter().map(move |r: &usize| (*c, *r))) {
                counts[row * sizes[0] + column].count(selected);
            }
        }
    }
    let others = rows.iter().filter(|row| *row as usize >= explorer.dataset().incidents.len()).count() as u32;
    let head = |side: usize, at: usize| {
        let wide = roots[side + 1].len().max(1);
        let (a, b) =
            (&entries[side][roots[side][at / wide] as usize], &entries[side + 1][roots[side + 1][at % wide] as usize]);
        Head { keys: (a.key.clone(), b.key.clone()), names: (text(a), text(b)) }
    };
    let heads = |side: usize| {
        let there = seen[side].iter().enumerate().filter(|(_, seen)| **seen);
        there.map(|(at, _)| (at, head(side * 2, at))).collect::<Vec<(usize, Head)>>()
    };
    let (columns, down) = (heads(0), heads(1));
    let together = Together::new(state, dimensions);
    let mut cells = Vec::new();
    for (row, (r, below)) in down.iter().enumerate() {
        for (column, (c, above)) in columns.iter().enumerate() {
            let count = counts[r * sizes[0] + c];
            if count.total() > 0 {
                let keys = [&above.keys.0, &above.keys.1, &below.keys.0, &below.keys.1];
                let state = together.ask(keys.map(|key| UrlValue::Key(key.clone())));
                cells.push(A4Cell { column, row, count, state });
            }
        }
    }
    A4Summary {
        basis: basis(answer, &rows, unknown + others),
        columns: columns.into_iter().map(|(_, h)| h).collect(),
        rows: down.into_iter().map(|(_, h)| h).collect(),
        cells,
    }
}

/// The whole chart.
pub fn model(summary: &A4Summary, options: &Options) -> ChartModel {
    let lang = options.lang;
    // Said three times: under the mouse, to the walk, in the table.
    let words: Vec<String> = summary.cells.iter().map(|cell| spoken(summary, cell, lang)).collect();
    let (drawing, overlay) = drawing(summary, &words, options);
    let mut notes = summary.basis.notes(true, lang);
    notes.push(Msg::Several.text(lang).to_owned());
    ChartModel {
        id: "a4",
        title: Msg::A4Title.text(lang).to_owned(),
        subline: summary.basis.words(Msg::UnknownVeris, lang),
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
        table: table(summary, words, lang),
        height_px: (summary.rows.len() as u32 * 24 + HEADS_PX + 4).max(228),
        // Narrower, numbers would run into each other: then the grid is moved sideways in its frame.
        least_width_px: names_px(summary, options) + summary.columns.len() as u32 * LEAST_CELL_PX + 12,
        ..ChartModel::default()
    }
}

/// Room for the upright names of the columns, CSS px.
const HEADS_PX: u32 = 190;

/// Least width of a cell: three digits, CSS px.
const LEAST_CELL_PX: u32 = 25;

/// Room for the names of the rows, CSS px.
fn names_px(summary: &A4Summary, options: &Options) -> u32 {
    let rows: Vec<String> = summary.rows.iter().map(|h| head_name(h, options.lang)).collect();
    option::room(rows.iter().map(String::as_str), if options.narrow { 110 } else { 260 })
}

fn head_name(head: &Head, lang: Lang) -> String {
    format!("{} / {}", head.names.0.get(lang), head.names.1.get(lang))
}

fn spoken(summary: &A4Summary, cell: &A4Cell, lang: Lang) -> String {
    let (column, row) = (head_name(&summary.columns[cell.column], lang), head_name(&summary.rows[cell.row], lang));
    let n = i18n::number(u64::from(cell.count.total()));
    let share = share(cell.count.total(), summary.basis.matching);
    let msg = if cell.count.selected > 0 { Msg::HeatMark } else { Msg::HeatMarkOutside };
    msg.fill(lang, &[("row", &column), ("column", &row), ("n", &n), ("share", &share)])
}

fn drawing(summary: &A4Summary, words: &[String], options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let most = summary.cells.iter().map(|c| c.count.total()).max().unwrap_or(1);
    let heats = palette.heats(most);
    let points: Vec<Value> = summary
        .cells
        .iter()
        .zip(words)
        .map(|(cell, words)| {
            let (ground, text) = heats(cell.count.total());
            let (ground, text, border) = match cell.count.selected {
                0 => (ground.over(palette.panel, 18), palette.soft, palette.rule_strong),
                _ => (ground, text, palette.panel),
            };
            json!({
                "name": words,
                "value": [cell.column, cell.row, cell.count.total()],
                "itemStyle": { "color": ground.css(), "borderColor": border.css(), "borderWidth": 1 },
                "label": { "color": text.css() },
            })
        })
        .collect();
    let names = |heads: &[Head]| heads.iter().map(|h| head_name(h, lang)).collect::<Vec<_>>();
    let rows = names(&summary.rows);
    let names_px = names_px(summary, options);
    let drawing = Drawing {
        grid: option::grid(names_px + 8, HEADS_PX, 4, 2),
        x: option::names(palette, names(&summary.columns)).position("top"),
        y: option::names(palette, rows).inverse(true),
        series: vec![Series::from(Heatmap::new().label(Label::new().show(true).font_size(option::TEXT_PX)))],
    };
    let line = json!({ "show": true, "lineStyle": { "color": palette.rule.css() } });
    let names = match options.narrow {
        // Two short lines instead of half a name.
        true => {
            json!({ "width": names_px, "overflow": "break", "lineHeight": 12, "height": 24, "lineOverflow": "truncate" })
        }
        false => json!({ "width": names_px, "overflow": "truncate", "ellipsis": "…" }),
    };
    let mut overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "xAxis": {
            "axisLabel": { "rotate": 90, "margin": 5, "width": HEADS_PX - 8, "overflow": "truncate", "ellipsis": "…" },
            "splitLine": line,
        },
        "yAxis": { "axisLabel": names, "splitLine": line },
        "series": [{
            "cursor": "pointer",
            "emphasis": { "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 } },
        }],
    });
    // The macro would copy them.
    overlay["series"][0]["data"] = Value::Array(points);
    (drawing, overlay)
}

fn table(summary: &A4Summary, words: Vec<String>, lang: Lang) -> Table {
    // Cells lie row by row, and in a row from the left.
    let mut cells = summary.cells.iter().zip(words).peekable();
    let mut headers = vec![Msg::A4Corner.text(lang).to_owned()];
    headers.extend(summary.columns.iter().map(|h| head_name(h, lang)));
    let mut row = |(at, head): (usize, &Head)| {
        let mut row = vec![Cell::plain(head_name(head, lang))];
        row.extend((0..summary.columns.len()).map(|column| {
            match cells.next_if(|(c, _)| (c.row, c.column) == (at, column)) {
                Some((cell, words)) => Cell {
                    text: i18n::number(u64::from(cell.count.total())),
                    state: Some(cell.state.clone()),
                    spoken: Some(words),
                },
                None => Cell::count(0),
            }
        }));
        row
    };
    Table { headers, rows: summary.rows.iter().enumerate().map(&mut row).collect() }
}

fn sentence(summary: &A4Summary, lang: Lang) -> String {
    let Some(most) = summary.cells.iter().rev().max_by_key(|c| c.count.total()) else {
        return Msg::Nothing.text(lang).to_owned();
    };
    let number = |n: u32| i18n::number(u64::from(n));
    let (column, row) = (head_name(&summary.columns[most.column], lang), head_name(&summary.rows[most.row], lang));
    let values = [
        ("all", number(summary.basis.matching)),
        ("unknown", number(summary.basis.unknown)),
        ("column", column),
        ("row", row),
        ("n", number(most.count.total())),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::A4Sentence.fill(lang, &values)
}
