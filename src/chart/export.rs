//! A chart that leaves the page: as an SVG with everything around it that a reader needs, and as a CSV of its table.
//!
//! Title, what it is counted on, the filters in words, source, data version, date and link go along, because a picture
//! without them is soon a rumour.

use std::fmt::Write as _;

use super::{
    ChartModel, LegendEntry, Options,
    palette::Rgb,
    pattern::{self, Pattern},
};
use crate::{explore::Explorer, i18n::chart::Msg, model::Lang, url::ViewState};

/// Where a chart comes from, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// All that narrows it, one phrase each.
    pub filters: Vec<String>,
    /// Name of the casebook.
    pub source: String,
    /// Its licence.
    pub licence: String,
    /// Version of its data.
    pub version: String,
    /// The day it was saved, `2026-11-22`.
    pub date: String,
    /// A link to the chart.
    pub link: String,
}

impl Provenance {
    /// Of a state of a casebook. `date` is the reader's day, `link` a whole address.
    pub fn of(explorer: &Explorer, state: &ViewState, lang: Lang, date: String, link: String) -> Self {
        let casebook = &explorer.dataset().casebook;
        Self {
            filters: explorer.phrases(state, lang),
            source: casebook.name.get(lang).to_owned(),
            licence: casebook.licence.clone(),
            version: casebook.version.clone(),
            date,
            link,
        }
    }

    /// What stands below the title and at the foot, label and words.
    fn lines(&self, lang: Lang) -> [(Msg, String); 5] {
        let none = || Msg::NoFilters.text(lang).to_owned();
        let filters = if self.filters.is_empty() { none() } else { self.filters.join(" · ") };
        let source = match self.licence.is_empty() {
            true => self.source.clone(),
            false => format!("{} ({})", self.source, self.licence),
        };
        [
            (Msg::FiltersLine, filters),
            (Msg::SourceLine, source),
            (Msg::VersionLine, self.version.clone()),
            (Msg::DateLine, self.date.clone()),
            (Msg::LinkLine, self.link.clone()),
        ]
    }
}

/// Name of a file without its ending: `jikenbo-time-1.2.0`.
pub fn file_name(model: &ChartModel, provenance: &Provenance) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' };
    format!("jikenbo-{}-{}", model.id, provenance.version.chars().map(safe).collect::<String>())
}

/// The table as CSV: lines of `# label: words` in front, then headers and rows; UTF-8 with a byte order mark, so that
/// spreadsheet programs read it. Cells that would be formulas get an apostrophe in front.
pub fn csv(model: &ChartModel, provenance: &Provenance, lang: Lang) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    };
    line(&[cell(&format!("# {}", model.title))]);
    line(&[cell(&format!("# {}", model.subline))]);
    for (label, words) in provenance.lines(lang) {
        line(&[cell(&format!("# {}: {words}", label.text(lang)))]);
    }
    for note in &model.notes {
        line(&[cell(&format!("# {note}"))]);
    }
    line(&model.table.headers.iter().map(|h| cell(h)).collect::<Vec<_>>());
    for row in &model.table.rows {
        line(&row.iter().map(|c| cell(&plain(&c.text))).collect::<Vec<_>>());
    }
    out
}

/// A cell's words without the indent of a tree and with numbers that programs can read.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches('\u{3000}');
    let number = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b',');
    if number { text.replace(',', "") } else { text.to_owned() }
}

fn cell(text: &str) -> String {
    let neutral = match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => format!("'{text}"),
        // A signed number is no formula.
        Some(b'+' | b'-') if !text[1..].starts_with(|c: char| c.is_ascii_digit()) => format!("'{text}"),
        _ => text.to_owned(),
    };
    match neutral.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", neutral.replace('"', "\"\"")),
        false => neutral,
    }
}

/// Margin around everything, px.
const MARGIN: u32 = 16;

/// A whole picture: `drawing` is the chart's own `<svg …>…</svg>` of `width` × `height` px.
///
/// The height of the result is in its `height` attribute. Returns `drawing` in words-only form where it is no SVG.
pub fn svg(
    drawing: &str,
    (width, height): (u32, u32),
    model: &ChartModel,
    provenance: &Provenance,
    options: &Options,
) -> String {
    let (lang, palette) = (options.lang, options.palette());
    let inner = width.max(280);
    let mut body = String::new();
    let mut y = MARGIN;
    let text = |body: &mut String, words: &str, size: u32, weight: u32, colour: Rgb, y: &mut u32| {
        for line in wrap(words, inner / size.max(1) * 2) {
            *y += size * 3 / 2;
            let _ = write!(
                body,
                "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
                *y - size / 2,
                colour.css(),
                escape(&line)
            );
        }
    };
    text(&mut body, &model.title, 16, 700, palette.ink, &mut y);
    text(&mut body, &model.subline, 12, 400, palette.soft, &mut y);
    let lines = provenance.lines(lang);
    let said = |(label, words): &(Msg, String)| format!("{}: {words}", label.text(lang));
    text(&mut body, &said(&lines[0]), 12, 400, palette.soft, &mut y);
    y += 8;
    if let Some(at) = drawing.find("<svg") {
        // Its own size stays; only its place is new.
        let _ = write!(body, "<svg x=\"{MARGIN}\" y=\"{y}\"{}", &drawing[at + 4..]);
        y += height;
    }
    y += 8;
    if !model.legend.is_empty() {
        legend(&mut body, &model.legend, inner, options, &mut y);
    }
    for note in &model.notes {
        text(&mut body, note, 11, 400, palette.soft, &mut y);
    }
    let foot: Vec<String> = lines[1..4].iter().map(said).collect();
    text(&mut body, &foot.join(" · "), 11, 400, palette.soft, &mut y);
    text(&mut body, &lines[4].1, 11, 400, palette.soft, &mut y);
    y += MARGIN;
    let whole = inner + 2 * MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{whole}\" \
         height=\"{y}\" viewBox=\"0 0 {whole} {y}\" font-family=\"{}\"><title>{}</title><desc>{}</desc>{}\
         <rect width=\"{whole}\" height=\"{y}\" fill=\"{}\"/>{body}</svg>",
        super::option::FONTS,
        escape(&model.title),
        escape(&model.summary),
        patterns(model, options),
        palette.panel.css(),
    )
}

/// Colours and what they stand for, in lines.
fn legend(body: &mut String, entries: &[LegendEntry], width: u32, options: &Options, y: &mut u32) {
    let palette = options.palette();
    let mut x = 0;
    *y += 16;
    for entry in entries {
        let wide = 24 + measure(&entry.text) * 12 / 2 + 14;
        if x > 0 && x + wide > width {
            x = 0;
            *y += 20;
        }
        let (left, top) = (MARGIN + x, *y - 11);
        let fill = swatch(entry, options).map_or_else(|| palette.group(entry.colour).css(), Pattern::css);
        let _ = write!(
            body,
            "<rect x=\"{left}\" y=\"{top}\" width=\"14\" height=\"12\" fill=\"{fill}\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"{}\">{}</text>",
            left + 20,
            *y,
            palette.ink.css(),
            escape(&entry.text)
        );
        x += wide;
    }
    *y += 10;
}

/// The pattern of a legend's colour, that of the marks in the result.
fn swatch(entry: &LegendEntry, options: &Options) -> Option<Pattern> {
    let palette = options.palette();
    Pattern::new(entry.pattern, palette.group(entry.colour), palette.panel)
}

/// The patterns of the marks and of the legend.
fn patterns(model: &ChartModel, options: &Options) -> String {
    let mut all = pattern::used(&model.option);
    all.extend(model.legend.iter().filter_map(|entry| swatch(entry, options)));
    format!("<defs>{}</defs>", all.into_iter().map(Pattern::svg).collect::<String>())
}

/// Half-width columns that a text takes.
fn measure(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Lines of at most so many half-width columns; breaks at blanks where there are any, else anywhere.
fn wrap(text: &str, columns: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut wide = 0;
    for c in text.chars() {
        let w = measure(c.encode_utf8(&mut [0; 4]));
        if wide + w > columns.max(8) && !line.is_empty() {
            let cut = line.rfind(' ').filter(|at| *at * 2 > line.len());
            let rest = cut.map_or_else(String::new, |at| line.split_off(at).trim_start().to_owned());
            lines.push(std::mem::replace(&mut line, rest));
            wide = measure(&line);
        }
        line.push(c);
        wide += w;
    }
    lines.push(line);
    lines
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{super::Cell, *};
    use crate::chart::Table;

    fn sample() -> (ChartModel, Provenance) {
        let cell = |text: &str| Cell { text: text.into(), ..Cell::default() };
        let table = Table {
            headers: vec!["種別".into(), "件数".into()],
            rows: vec![
                vec![cell("\u{3000}誤送信, BCC"), cell("1,234")],
                vec![cell("=1+1"), cell("–")],
                vec![cell("差"), cell("+3pt")],
            ],
        };
        let model = ChartModel {
            id: "ranking",
            title: "何が <起きた>か".into(),
            subline: "9件中 7件".into(),
            notes: vec!["\"少ない\"".into()],
            table,
            ..ChartModel::default()
        };
        let provenance = Provenance {
            filters: vec!["地方公共団体".into(), "公表 2023年".into()],
            source: "事件簿".into(),
            licence: "CC BY 4.0".into(),
            version: "1.2.0/x".into(),
            date: "2026-11-22".into(),
            link: "https://example.org/?org_kind=local_government&disclosed=2023".into(),
        };
        (model, provenance)
    }

    #[test]
    fn the_table_opens_in_a_spreadsheet() {
        let (model, provenance) = sample();
        let csv = csv(&model, &provenance, Lang::Ja);
        let wanted = "\u{feff}# 何が <起きた>か\r\n# 9件中 7件\r\n# 条件: 地方公共団体 · 公表 2023年\r\n\
                      # 出典: 事件簿 (CC BY 4.0)\r\n# データの版: 1.2.0/x\r\n# 保存した日: 2026-11-22\r\n\
                      # リンク: https://example.org/?org_kind=local_government&disclosed=2023\r\n\"# \"\"少ない\"\"\"\r\n\
                      種別,件数\r\n\"誤送信, BCC\",1234\r\n'=1+1,–\r\n差,+3pt\r\n";
        assert_eq!(csv, wanted);
        assert_eq!(file_name(&model, &provenance), "jikenbo-ranking-1.2.0-x");
    }

    #[test]
    fn the_picture_carries_its_words() {
        let (mut model, provenance) = sample();
        let entry = LegendEntry { text: "だまし".into(), colour: 1, pattern: 2, state: None, current: false };
        model.legend = vec![entry; 30];
        let inner = "<?xml version=\"1.0\"?><svg width=\"400\" height=\"100\"><rect/></svg>";
        let svg = svg(inner, (400, 100), &model, &provenance, &Options::default());
        for words in [
            "<title>何が &lt;起きた&gt;か</title>",
            "条件: 地方公共団体 · 公表 2023年",
            "1.2.0/x",
            "2026-11-22",
            "&amp;disclosed",
        ] {
            assert!(svg.contains(words), "{words}");
        }
        assert!(svg.contains("<svg x=\"16\" y=\"") && !svg.contains("<?xml"));
        assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
        assert!(!svg.contains("style=\""));
    }

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrap("one two three", 9), ["one two", "three"]);
        assert_eq!(wrap("あいうえおかきくけこ", 8), ["あいうえ", "おかきく", "けこ"]);
        assert_eq!(wrap("", 8), [""]);
    }
}
