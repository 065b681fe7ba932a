//! What led to what: way in → group of the primary type → what became of the information.
//!
//! Each case has one of each, or "not stated", so every case is one thread and the bands add up.

use charming::{
    element::{Label, LineStyle},
    series::Sankey,
};
use serde_json::{Value, json};

use super::{
    Basis, Cell, ChartModel, Lead, Mark, Options, Table,
    option::{self, Series},
    share,
    summary::{Split, Together, around, basis, text, toggled},
};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId},
    explore::{Answer, Explorer},
    i18n::{self, chart::Msg},
    model::{Lang, Text},
    url::{self, Value as UrlValue, ViewState},
};

/// Threads from way in over type to outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowSummary {
    /// What it is counted on; `unknown` = way in or outcome is not stated.
    pub basis: Basis,
    /// Nodes that hold anything: column by column, in the vocabularies' order, "not stated" last.
    pub nodes: Vec<Node>,
    /// Bands that hold anything, by their ends.
    pub bands: Vec<Band>,
    /// Nodes of the longest column that the whole casebook has: the height of the chart.
    pub most_nodes: usize,
}

/// A value of one of the three columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// 0 = way in, 1 = type, 2 = outcome.
    pub column: usize,
    /// Its name; `None` = not stated.
    pub name: Option<Text>,
    /// Number of its label group's colour, 1 to 8; 0 = has none.
    pub colour: u8,
    /// Cases through it.
    pub count: Split,
    /// Its condition.
    pub mark: url::Mark,
    /// The state that asks for it, or no longer does.
    pub state: Lead,
}

/// Cases that go from one node to one of the next column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Positions of its ends in `nodes`.
    pub ends: (usize, usize),
    /// Cases in it.
    pub count: Split,
    /// The state that asks for both its ends, or for neither where it does now.
    pub state: Lead,
}

/// The dimensions of the three columns.
fn columns() -> [DimensionId; 3] {
    ["vector", "label", "leak"].map(|key| dimensions::find(key).unwrap_or_default())
}

/// Follows each case through the three columns.
pub fn summary(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> FlowSummary {
    let dimensions = columns();
    let rows = around(explorer, state, answer, &dimensions);
    let explorer = &*explorer;
    let engine = [dimensions[0], explorer.columns().label_group, dimensions[2]];
    let sizes = dimensions.map(|d| explorer.columns().dictionaries[d].entries.len());
    // The place of a row in a column; the last one is "not stated".
    let place =
        |row, column: usize| explorer.ords(row, engine[column]).first().map_or(sizes[column], |ord| *ord as usize);
    let mut of_nodes: [Vec<Split>; 3] = sizes.map(|n| vec![Split::default(); n + 1]);
    let mut of_bands: [Vec<Split>; 2] = [0, 1].map(|c| vec![Split::default(); (sizes[c] + 1) * (sizes[c + 1] + 1)]);
    let mut unknown = 0;
    for row in rows.iter() {
        let selected = answer.selection.contains(row);
        let at = [0, 1, 2].map(|column| place(row, column));
        for column in 0..3 {
            of_nodes[column][at[column]].count(selected);
        }
        for column in 0..2 {
            of_bands[column][at[column] * (sizes[column + 1] + 1) + at[column + 1]].count(selected);
        }
        unknown += u32::from(at[0] == sizes[0] || at[2] == sizes[2]);
    }
    let value = |column: usize, place: usize| {
        let entry = explorer.columns().dictionaries[dimensions[column]].entries.get(place);
        (entry.map(text), entry.map_or(UrlValue::Unknown, |e| UrlValue::Key(e.key.clone())))
    };
    let labels = explorer.dataset().taxonomies.get("label");
    let mut nodes = Vec::new();
    let mut position = sizes.map(|n| vec![None; n + 1]);
    for column in 0..3 {
        for (place, count) in of_nodes[column].iter().enumerate().filter(|(_, c)| c.total() > 0) {
            let (name, value) = value(column, place);
            let colour = match &value {
                UrlValue::Key(key) if column == 1 => labels.get(key).and_then(|t| t.colour).unwrap_or(0),
                _ => 0,
            };
            let dimension = dimensions[column];
            position[column][place] = Some(nodes.len());
            nodes.push(Node {
                column,
                name,
                colour,
                count: *count,
                mark: super::summary::mark_of(state, dimension, &value),
                state: toggled(state, dimension, &value).into(),
            });
        }
    }
    let mut bands = Vec::new();
    for column in 0..2 {
        let wide = sizes[column + 1] + 1;
        let together = Together::new(state, [dimensions[column], dimensions[column + 1]]);
        for (at, count) in of_bands[column].iter().enumerate().filter(|(_, c)| c.total() > 0) {
            let (from, to) = (at / wide, at % wide);
            let (Some(a), Some(b)) = (position[column][from], position[column + 1][to]) else { continue };
            let state = together.ask([value(column, from).1, value(column + 1, to).1]);
            bands.push(Band { ends: (a, b), count: *count, state });
        }
    }
    let of_casebook = |column: usize| {
        let facet = answer.totals.facets.get(engine[column]);
        facet.map_or(0, |f| f.counts.iter().filter(|n| **n > 0).count() + usize::from(f.unknown > 0))
    };
    FlowSummary {
        basis: basis(answer, &rows, unknown),
        nodes,
        bands,
        most_nodes: (0..3).map(of_casebook).max().unwrap_or(0),
    }
}

/// The whole chart.
pub fn model(summary: &FlowSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (series, overlay) = drawing(summary, options);
    ChartModel {
        id: "flow",
        title: Msg::FlowTitle.text(lang).to_owned(),
        subline: summary.basis.words(Msg::UnknownFlow, lang),
        notes: summary.basis.notes(false, lang),
        summary: sentence(summary, lang),
        option: option::without_axes(vec![series], overlay, options),
        marks: marks(summary, lang),
        table: table(summary, lang),
        height_px: (summary.most_nodes as u32 * 34 + 20).max(280),
        ..ChartModel::default()
    }
}

fn name(node: &Node, lang: Lang) -> &str {
    node.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

fn node_words(summary: &FlowSummary, node: &Node, lang: Lang) -> String {
    let n = node.count.total();
    let values = [
        ("side", DIMENSIONS[columns()[node.column]].name(lang).to_owned()),
        ("what", name(node, lang).to_owned()),
        ("n", i18n::number(u64::from(n))),
        ("share", share(n, summary.basis.matching)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Msg::FlowNode.fill(lang, &values)
}

fn band_words(summary: &FlowSummary, band: &Band, lang: Lang) -> String {
    let (a, b) = (&summary.nodes[band.ends.0], &summary.nodes[band.ends.1]);
    let n = band.count.total();
    let values = [
        ("from", name(a, lang).to_owned()),
        ("to", name(b, lang).to_owned()),
        ("n", i18n::number(u64::from(n))),
        ("share", share(n, a.count.total())),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    if band.count.selected > 0 { Msg::FlowBand } else { Msg::FlowBandOutside }.fill(lang, &values)
}

/// Series 0 stands for the nodes, 1 for the bands. Nodes stand in the walk's columns 0, 2, 4, bands between them.
fn marks(summary: &FlowSummary, lang: Lang) -> Vec<Mark> {
    let mut rows = [0; 5];
    let mut row = |column: usize| {
        rows[column] += 1;
        rows[column] - 1
    };
    let nodes: Vec<Mark> = summary
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| Mark {
            series: 0,
            index,
            at: (node.column * 2, row(node.column * 2)),
            state: node.state.clone(),
            spoken: node_words(summary, node, lang),
        })
        .collect();
    let bands = summary.bands.iter().enumerate().map(|(index, band)| {
        let column = summary.nodes[band.ends.0].column * 2 + 1;
        Mark {
            series: 1,
            index,
            at: (column, row(column)),
            state: band.state.clone(),
            spoken: band_words(summary, band, lang),
        }
    });
    nodes.into_iter().chain(bands.collect::<Vec<_>>()).collect()
}

/// Room for the names of the three columns on a phone, CSS px.
const NARROW_PX: [u32; 3] = [126, 70, 70];

/// The series and what `charming` lacks of it.
fn drawing(summary: &FlowSummary, options: &Options) -> (Series, Value) {
    let (lang, palette) = (options.lang, options.palette());
    let colour = |node: &Node| palette.group(node.colour);
    // Names stand outside where there is room, else on the bands.
    let (outside, inside) =
        (if options.narrow { "right" } else { "left" }, if options.narrow { "left" } else { "right" });
    let position = |column: usize| match column {
        0 => outside,
        1 => "right",
        _ => inside,
    };
    let label_of = |node: &Node| {
        let mark = match node.mark {
            url::Mark::Wanted => "✓ ",
            url::Mark::Excluded => "✕ ",
            url::Mark::Free => "",
        };
        let count = format!(" {}", i18n::number(u64::from(node.count.total())));
        let name = format!("{mark}{}", name(node, lang));
        match options.narrow {
            // On a phone the columns are near each other; the whole words are in the tooltip and the table.
            true => option::cut(&name, &count, NARROW_PX[node.column]),
            false => name + &count,
        }
    };
    let room = |column: usize| {
        let labels: Vec<String> = summary.nodes.iter().filter(|n| n.column == column).map(label_of).collect();
        if options.narrow { 2 } else { i64::from(option::room(labels.iter().map(String::as_str), 240)) + 8 }
    };
    let nodes: Vec<Value> = summary
        .nodes
        .iter()
        .enumerate()
        .map(|(id, node)| {
            let label = label_of(node);
            let selected = node.count.selected > 0;
            json!({
                "id": id.to_string(),
                // What the tooltip says; the label has words of its own.
                "name": node_words(summary, node, lang),
                "value": node.count.total(),
                "depth": node.column,
                "itemStyle": {
                    "color": if selected { colour(node) } else { colour(node).over(palette.panel, 18) }.css(),
                    "borderColor": colour(node).css(),
                    "borderWidth": 0.5,
                },
                "label": {
                    "formatter": label,
                    "position": position(node.column),
                    "width": if options.narrow { NARROW_PX[node.column] + 12 } else { 240 },
                    "overflow": "truncate",
                    "ellipsis": "…",
                },
            })
        })
        .collect();
    let bands: Vec<Value> = summary
        .bands
        .iter()
        .map(|band| {
            let (a, b) = (&summary.nodes[band.ends.0], &summary.nodes[band.ends.1]);
            // The type in the middle gives both sides their colour.
            let of = if a.column == 1 { a } else { b };
            json!({
                "id": band_words(summary, band, lang),
                "source": band.ends.0.to_string(),
                "target": band.ends.1.to_string(),
                "value": band.count.total(),
                "lineStyle": { "color": colour(of).css(), "opacity": if band.count.selected > 0 { 0.42 } else { 0.12 } },
            })
        })
        .collect();
    let label = Label::new().show(true).color(palette.ink.css()).font_size(option::TEXT_PX);
    let sankey = Sankey::new()
        .left(room(0))
        .right(room(2))
        .top(8)
        .bottom(8)
        .label(label)
        .line_style(LineStyle::new().curveness(0.5));
    let overlay = json!({
        "series": [{
            "data": nodes,
            "links": bands,
            "nodeGap": 14,
            "nodeWidth": if options.narrow { 8 } else { 14 },
            "draggable": false,
            "cursor": "pointer",
            "labelLayout": { "hideOverlap": false },
            "label": { "textBorderColor": palette.panel.css(), "textBorderWidth": 3 },
            // The vocabularies' order stays.
            "layoutIterations": 0,
            "emphasis": { "focus": "none", "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 }, "lineStyle": { "opacity": 0.75 } },
        }],
    });
    (Series::from(sankey), overlay)
}

fn table(summary: &FlowSummary, lang: Lang) -> Table {
    let split = summary.basis.is_split();
    let mut headers = vec![Msg::From.text(lang).to_owned(), Msg::To.text(lang).to_owned()];
    headers.extend([Msg::Cases.text(lang).to_owned(), Msg::ShareOfFrom.text(lang).to_owned()]);
    if split {
        headers.push(Msg::InResult.text(lang).to_owned());
    }
    let row = |band: &Band| {
        let (a, b) = (&summary.nodes[band.ends.0], &summary.nodes[band.ends.1]);
        let n = band.count.total();
        let mut row = vec![
            Cell::link(name(a, lang), &a.state),
            Cell::link(name(b, lang), &b.state),
            Cell {
                text: i18n::number(u64::from(n)),
                state: Some(band.state.clone()),
                spoken: Some(band_words(summary, band, lang)),
            },
            Cell::plain(share(n, a.count.total())),
        ];
        if split {
            row.push(Cell::count(band.count.selected));
        }
        row
    };
    Table { headers, rows: summary.bands.iter().map(row).collect() }
}

fn sentence(summary: &FlowSummary, lang: Lang) -> String {
    let most = |column: usize| {
        let of = summary.bands.iter().filter(|b| summary.nodes[b.ends.0].column == column);
        let known = of.filter(|b| summary.nodes[b.ends.0].name.is_some() && summary.nodes[b.ends.1].name.is_some());
        known.rev().max_by_key(|b| b.count.total())
    };
    let number = |n: u32| i18n::number(u64::from(n));
    let band = |b: &Band| {
        let (x, y) = (name(&summary.nodes[b.ends.0], lang), name(&summary.nodes[b.ends.1], lang));
        Msg::FlowArrow.fill(lang, &[("from", x), ("to", y), ("n", &number(b.count.total()))])
    };
    match (summary.basis.matching, most(0), most(1)) {
        (0, ..) | (_, None, None) => Msg::Nothing.text(lang).to_owned(),
        (all, first, second) => {
            let found: Vec<String> = [first, second].into_iter().flatten().map(band).collect();
            let values = [
                ("all", number(all)),
                ("found", found.join(if lang == Lang::Ja { "、" } else { ", " })),
                ("unknown", number(summary.basis.unknown)),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Msg::FlowSentence.fill(lang, &values)
        }
    }
}
