//! Where in Japan: one tile a prefecture, laid out roughly as the country lies. Each tile is as large as the next, so
//! that Tokyo can be hit with a finger and Hokkaido says no more than its number.

use charming::{element::Label, series::Heatmap};
use serde_json::{Value, json};

use super::{
    Basis, Cell, ChartModel, Lead, Mark, Options, Table,
    option::{self, Drawing, Series},
    share,
    summary::{Split, around, basis, count_values, mark_of, text, toggled},
};
use crate::{
    dimensions::{self, DIMENSIONS, DimensionId},
    explore::{Answer, Explorer},
    i18n::{self, chart::Msg},
    model::{Lang, Text},
    url::{self, Value as UrlValue, ViewState},
};

/// Prefectures by their JIS X 0401 code: column and row of the tile, name on it in English (their Japanese name
/// without its last character stands on it in Japanese). Then what is no prefecture.
const TILES: [(&str, (usize, usize), &str); 47] = [
    ("01", (12, 0), "HKD"),
    ("02", (12, 1), "AOM"),
    ("03", (12, 2), "IWT"),
    ("04", (12, 3), "MYG"),
    ("05", (11, 2), "AKT"),
    ("06", (11, 3), "YGT"),
    ("07", (11, 4), "FKS"),
    ("08", (12, 5), "IBR"),
    ("09", (11, 5), "TCG"),
    ("10", (10, 5), "GNM"),
    ("11", (10, 6), "SIT"),
    ("12", (12, 6), "CHB"),
    ("13", (11, 6), "TKY"),
    ("14", (11, 7), "KNG"),
    ("15", (10, 4), "NGT"),
    ("16", (9, 4), "TYM"),
    ("17", (8, 4), "ISK"),
    ("18", (7, 5), "FKI"),
    ("19", (9, 6), "YMN"),
    ("20", (9, 5), "NGN"),
    ("21", (8, 5), "GIF"),
    ("22", (10, 7), "SZO"),
    ("23", (8, 6), "AIC"),
    ("24", (8, 7), "MIE"),
    ("25", (7, 6), "SIG"),
    ("26", (6, 6), "KYT"),
    ("27", (6, 7), "OSK"),
    ("28", (5, 6), "HYG"),
    ("29", (7, 7), "NRA"),
    ("30", (7, 8), "WKY"),
    ("31", (4, 6), "TTR"),
    ("32", (3, 6), "SMN"),
    ("33", (4, 7), "OKY"),
    ("34", (3, 7), "HRS"),
    ("35", (2, 7), "YGC"),
    ("36", (5, 9), "TKS"),
    ("37", (5, 8), "KGW"),
    ("38", (4, 8), "EHM"),
    ("39", (4, 9), "KOC"),
    ("40", (1, 8), "FKO"),
    ("41", (0, 8), "SAG"),
    ("42", (0, 9), "NGS"),
    ("43", (1, 9), "KMM"),
    ("44", (2, 8), "OIT"),
    ("45", (2, 9), "MYZ"),
    ("46", (1, 10), "KGS"),
    ("47", (0, 11), "OKN"),
];
/// Key of what concerns the whole country.
const NATIONWIDE: &str = "nationwide";
/// Where "nationwide", "not stated" and what else there may be stand: in the empty corner, from here on downwards.
const ASIDE: (usize, usize) = (0, 0);
/// Columns that a tile aside covers in words; its number stands in the first.
const COLUMNS: usize = 13;
const ROWS: usize = 12;

/// Cases by prefecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapSummary {
    /// What it is counted on.
    pub basis: Basis,
    /// All prefectures in the order of their codes, then "nationwide", then "not stated".
    pub tiles: Vec<Tile>,
    /// Which dimension.
    pub dimension: DimensionId,
}

/// One prefecture, or what is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Its key; `None` = not stated.
    pub key: Option<String>,
    /// Its name.
    pub name: Option<Text>,
    /// Column and row.
    pub at: (usize, usize),
    /// Cases there.
    pub count: Split,
    /// Its condition.
    pub mark: url::Mark,
    /// The state that asks for it, or no longer does.
    pub state: Lead,
}

/// Counts cases by prefecture.
pub fn summary(explorer: &mut Explorer, state: &ViewState, answer: &Answer) -> MapSummary {
    let dimension = dimensions::find("prefecture").unwrap_or_default();
    let rows = around(explorer, state, answer, &[dimension]);
    let explorer = &*explorer;
    let all = count_values(explorer, &rows, dimension);
    let selected = count_values(explorer, &answer.selection, dimension);
    let dictionary = &explorer.columns().dictionaries[dimension];
    let mut tiles: Vec<Tile> = Vec::new();
    let mut aside = 0;
    let keys = TILES.iter().map(|(key, ..)| Some(*key));
    // Keys that a vocabulary may have beyond the prefectures.
    let others = dictionary.entries.iter().map(|e| e.key.as_str()).filter(|k| TILES.iter().all(|(t, ..)| t != k));
    for key in keys.chain(others.map(Some)).chain([None]) {
        let ord = key.and_then(|k| dictionary.ord(k));
        if key.is_some() && ord.is_none() {
            continue;
        }
        let at = |counts: &[u32]| match ord {
            Some(ord) => counts.get(ord as usize).copied().unwrap_or(0),
            None => counts.last().copied().unwrap_or(0),
        };
        let value = key.map_or(UrlValue::Unknown, |k| UrlValue::Key(k.to_owned()));
        let tile = TILES.iter().find(|(k, ..)| Some(*k) == key).map(|(_, at, _)| *at);
        let count = Split::of(at(&all), at(&selected));
        if tile.is_none() && count.total() == 0 && !matches!(key, None | Some(NATIONWIDE)) {
            continue;
        }
        tiles.push(Tile {
            key: key.map(str::to_owned),
            name: ord.and_then(|o| dictionary.entry(o)).map(text),
            at: tile.unwrap_or_else(|| {
                aside += 1;
                (ASIDE.0, ASIDE.1 + aside - 1)
            }),
            count,
            mark: mark_of(state, dimension, &value),
            state: toggled(state, dimension, &value).into(),
        });
    }
    let unknown = all.last().copied().unwrap_or(0);
    MapSummary { basis: basis(answer, &rows, unknown), tiles, dimension }
}

/// The whole chart.
pub fn model(summary: &MapSummary, options: &Options) -> ChartModel {
    let lang = options.lang;
    let (drawing, overlay) = drawing(summary, options);
    let filled = summary.tiles.iter().enumerate().filter(|(_, t)| t.count.total() > 0 || t.mark != url::Mark::Free);
    ChartModel {
        id: "map",
        title: Msg::MapTitle.text(lang).to_owned(),
        subline: summary.basis.words(Msg::UnknownValue, lang),
        notes: summary.basis.notes(true, lang),
        summary: sentence(summary, lang),
        option: option::complete(drawing, overlay, options),
        marks: filled
            .map(|(index, tile)| Mark {
                series: 0,
                index,
                at: tile.at,
                state: tile.state.clone(),
                spoken: spoken(summary, tile, lang),
            })
            .collect(),
        table: table(summary, lang),
        height_px: ROWS as u32 * if options.narrow { 34 } else { 40 } + 8,
        ..ChartModel::default()
    }
}

fn name(tile: &Tile, lang: Lang) -> &str {
    tile.name.as_ref().map_or(Msg::NotStated.text(lang), |n| n.get(lang))
}

/// What stands on a tile: 東京, 北海道, TKY; on a phone there is room for two characters.
fn short(tile: &Tile, narrow: bool, lang: Lang) -> String {
    let code = TILES.iter().find(|(key, ..)| Some(*key) == tile.key.as_deref()).map(|(.., code)| *code);
    match (code, lang) {
        (Some(code), Lang::En) => code.to_owned(),
        (Some(_), Lang::Ja) => {
            let name = name(tile, lang);
            // 北海道 stays whole; 東京都, 京都府 and 青森県 lose their last character.
            let short = name.strip_suffix(['都', '府', '県']).unwrap_or(name);
            short.chars().take(if narrow { 2 } else { 3 }).collect()
        }
        (None, _) => name(tile, lang).to_owned(),
    }
}

fn spoken(summary: &MapSummary, tile: &Tile, lang: Lang) -> String {
    let msg = match tile.mark {
        url::Mark::Wanted => Msg::RankMarkWanted,
        url::Mark::Excluded => Msg::RankMarkExcluded,
        url::Mark::Free => Msg::RankMark,
    };
    let n = tile.count.total();
    let share = share(n, summary.basis.matching);
    msg.fill(lang, &[("what", name(tile, lang)), ("n", &i18n::number(u64::from(n))), ("share", &share)])
}

/// The drawing and what `charming` lacks of it.
fn drawing(summary: &MapSummary, options: &Options) -> (Drawing, Value) {
    let (lang, palette) = (options.lang, options.palette());
    // Tiles aside do not set the scale: "not stated" would make every prefecture pale.
    let of_country = |t: &&Tile| TILES.iter().any(|(key, ..)| Some(*key) == t.key.as_deref());
    let most = summary.tiles.iter().filter(of_country).map(|t| t.count.total()).max().unwrap_or(1).max(1);
    let tiles: Vec<Value> = summary
        .tiles
        .iter()
        .map(|tile| {
            let n = tile.count.total();
            let is_aside = !of_country(&tile);
            let (ground, text) = match (n, is_aside) {
                (0, _) | (_, true) => (palette.panel, if n == 0 { palette.soft } else { palette.ink }),
                (n, _) => palette.heat(n.min(most), most),
            };
            let (ground, text) = match tile.count.selected {
                0 if n > 0 => (ground.over(palette.panel, 18), palette.soft),
                _ => (ground, text),
            };
            let mark = match tile.mark {
                url::Mark::Wanted => "✓",
                url::Mark::Excluded => "✕",
                url::Mark::Free => "",
            };
            let (what, count) = (short(tile, options.narrow, lang), i18n::number(u64::from(n)));
            let label = match (is_aside, n) {
                (true, _) => format!("{mark}{what} {count}"),
                (false, 0) => what,
                (false, _) => format!("{mark}{what}\n{count}"),
            };
            let mut label = json!({ "color": text.css(), "formatter": label });
            if is_aside {
                // Longer than a tile: it runs into the empty corner.
                option::merge(&mut label, json!({ "align": "left", "position": [4, "30%"] }));
            }
            let (edge, wide) = match tile.mark {
                url::Mark::Free => (palette.rule_strong, 1),
                _ => (palette.ink, 2),
            };
            json!({
                "name": spoken(summary, tile, lang),
                "value": [tile.at.0, tile.at.1, n],
                "itemStyle": { "color": ground.css(), "borderColor": edge.css(), "borderWidth": if is_aside { 0 } else { wide } },
                "label": label,
            })
        })
        .collect();
    let axis = |n: usize| option::names(palette, (0..n).map(|i| i.to_string()).collect());
    let drawing = Drawing {
        grid: option::grid(2, 2, 2, 2),
        x: axis(COLUMNS).show(false),
        y: axis(ROWS).show(false).inverse(true),
        series: vec![Series::from(Heatmap::new().label(Label::new().show(true).font_size(option::TEXT_PX)))],
    };
    let overlay = json!({
        "grid": [{ "outerBoundsMode": "none" }],
        "series": [{
            "data": tiles,
            "cursor": "pointer",
            "label": { "lineHeight": 13, "overflow": "none" },
            "emphasis": { "itemStyle": { "borderColor": palette.ink.css(), "borderWidth": 2 } },
        }],
    });
    (drawing, overlay)
}

/// The list twin: prefectures with cases, in the order of their codes, then the others.
fn table(summary: &MapSummary, lang: Lang) -> Table {
    let shown = summary.tiles.iter().filter(|t| t.count.total() > 0);
    let rows = shown.map(|tile| (Cell::link(name(tile, lang), &tile.state), tile.count)).collect();
    Table::of_counts(DIMENSIONS[summary.dimension].name(lang), rows, &summary.basis, lang)
}

fn sentence(summary: &MapSummary, lang: Lang) -> String {
    let prefectures = || summary.tiles.iter().filter(|t| t.name.is_some() && t.key.as_deref() != Some(NATIONWIDE));
    let found = prefectures().filter(|t| t.count.total() > 0).count();
    let number = |n: u32| i18n::number(u64::from(n));
    match prefectures().rev().max_by_key(|t| t.count.total()).filter(|t| t.count.total() > 0) {
        Some(most) => {
            let values = [
                ("all", number(summary.basis.matching)),
                ("kinds", found.to_string()),
                ("what", name(most, lang).to_owned()),
                ("n", number(most.count.total())),
                ("unknown", number(summary.basis.unknown)),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Msg::MapSentence.fill(lang, &values)
        }
        None if summary.basis.matching == 0 => Msg::Nothing.text(lang).to_owned(),
        None => Msg::NoPlaces.fill(lang, &[("n", &number(summary.basis.matching))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefecture_has_a_tile_of_its_own() {
        for (i, (code, at, name)) in TILES.iter().enumerate() {
            assert_eq!(*code, format!("{:02}", i + 1));
            assert!(at.0 < COLUMNS && at.1 < ROWS);
            assert!(at.1 > 3 || at.0 > 6, "{code} stands in the corner kept for others");
            let twins = TILES.iter().filter(|(_, a, n)| a == at || n == name).count();
            assert_eq!(twins, 1, "{code}");
        }
    }
}
