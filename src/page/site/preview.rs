//! The picture that a link to a record unfolds to: an SVG of 1200 × 630 pixels that the build draws into a PNG.
//!
//! Pure: text is broken into lines here, by the widths that the caller reads from its font, so that what is drawn fits.

use std::collections::BTreeMap;

use super::shelves::{self, Shelf};
use crate::{
    dataset::Dataset,
    i18n::{self, pages::Msg, reading},
    model::{Article, Incident, Lang},
    page::{head::escape, list::in_order},
};

/// Name of the file beside a record's page.
pub const FILE: &str = "preview.png";
/// Width of the picture in pixels.
pub const WIDTH: u32 = 1200;
/// Height of the picture in pixels.
pub const HEIGHT: u32 = 630;
/// The font family that the SVG asks for.
pub const FAMILY: &str = "BIZ UDPGothic";

/// Advance of a character in bold, in ems.
pub type Measure<'m> = &'m dyn Fn(char) -> f32;

/// Colours of the label groups 1 to 8 on light ground, as `style/tokens.css` has them.
const COLOURS: [&str; 8] = ["#a8321f", "#2f6f8f", "#8a5a00", "#6b5b9e", "#4c7a3d", "#946085", "#1f6b66", "#77706a"];
const PAPER: &str = "#faf8f3";
const INK: &str = "#22201c";
const SOFT: &str = "#625c52";
const RULE: &str = "#cfc7b6";
/// From the edge to the text, pixels.
const MARGIN: f32 = 84.0;
/// Width of a line of text, pixels.
const MEASURE_PX: f32 = WIDTH as f32 - 2.0 * MARGIN;
/// Characters that may not begin a line, and those that may not end one.
const NOT_FIRST: &str =
    "、。,.，．・:;：；!?！？)]}）］｝」』】〉》〕ー〜…々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％°";
const NOT_LAST: &str = "([{（［｛「『【〈《〔￥";

/// What stands in the picture.
struct Poster<'a> {
    colour: &'a str,
    /// Above: number and date.
    above: String,
    org: String,
    headline: String,
    /// Below on the left: the type.
    what: String,
    /// Below on the right: the count.
    count: String,
    name: &'a str,
}

/// The pictures of all records by path below the root.
pub fn all(dataset: &Dataset, measure: Measure) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let shelves = shelves::all(dataset);
    for lang in Lang::ALL {
        for incident in in_order(&dataset.incidents) {
            out.insert(format!("{}/i/{}/{FILE}", lang.tag(), incident.id), case(dataset, incident, lang).svg(measure));
        }
        for record in &dataset.articles {
            let path = format!("{}/article/{}/{FILE}", lang.tag(), record.id);
            out.insert(path, article(dataset, record, lang).svg(measure));
        }
        for shelf in shelves.iter().filter(|s| s.is_view()) {
            let path = format!("{}/{}{FILE}", lang.tag(), shelf.path());
            out.insert(path, selection(dataset, shelf, lang).svg(measure));
        }
    }
    out
}

fn case<'a>(dataset: &'a Dataset, incident: &'a Incident, lang: Lang) -> Poster<'a> {
    let labels = dataset.taxonomies.get("label");
    let primary = incident.labels.first();
    let group = primary.and_then(|l| labels.get(labels.root(l))?.colour).unwrap_or(8);
    let number = incident.case_no.as_ref().unwrap_or(&incident.id);
    let date = incident.newest().map_or_else(String::new, |d| d.display(lang));
    Poster {
        colour: COLOURS[usize::from(group.clamp(1, 8)) - 1],
        above: format!("{number}　{date}"),
        org: incident.org.get(lang).to_owned(),
        headline: incident.headline.get(lang).to_owned(),
        what: primary.map_or_else(String::new, |l| labels.name_of(l, lang).to_owned()),
        count: match incident.principal() {
            Some(affected) => i18n::count(&dataset.taxonomies, affected, lang),
            None => Msg::PreviewUnstated.text(lang).to_owned(),
        },
        name: dataset.casebook.name.get(lang),
    }
}

fn article<'a>(dataset: &'a Dataset, article: &'a Article, lang: Lang) -> Poster<'a> {
    Poster {
        colour: INK,
        above: article.published.map_or_else(String::new, |d| d.display(lang)),
        org: article.publisher.as_ref().map_or_else(String::new, |p| p.get(lang).to_owned()),
        headline: article.headline.get(lang).to_owned(),
        what: dataset.taxonomies.name("article_kind", &article.article_kind, lang).to_owned(),
        count: reading::Msg::ArticlesTitle.text(lang).to_owned(),
        name: dataset.casebook.name.get(lang),
    }
}

fn selection<'a>(dataset: &'a Dataset, shelf: &Shelf, lang: Lang) -> Poster<'a> {
    Poster {
        colour: INK,
        above: dataset.casebook.version.clone(),
        org: String::new(),
        headline: shelf.title(dataset, lang),
        what: Msg::ByView.text(lang).to_owned(),
        count: Msg::PreviewCases.fill(lang, &[("n", &i18n::number(shelf.cases.len() as u64))]),
        name: dataset.casebook.name.get(lang),
    }
}

impl Poster<'_> {
    fn svg(&self, measure: Measure) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"{FAMILY}\">\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/>\
             <rect width=\"28\" height=\"{HEIGHT}\" fill=\"{}\"/>",
            self.colour
        );
        let right = WIDTH as f32 - MARGIN;
        line(&mut out, (MARGIN, 92.0), 27.0, SOFT, "", &self.above);
        line(&mut out, (right, 92.0), 27.0, SOFT, "end", self.name);

        // The organisation in one or two lines, the headline in what room is left, smaller where it is long.
        let mut y = 128.0;
        for words in wrap(&self.org, 36.0, 2, measure) {
            y += 48.0;
            line(&mut out, (MARGIN, y), 36.0, SOFT, "bold", &words);
        }
        y += 14.0;
        let bottom = HEIGHT as f32 - 128.0;
        let fits = |size: f32| wrap(&self.headline, size, usize::MAX, measure).len() as f32 * size * 1.4 <= bottom - y;
        let size = [62.0, 56.0, 50.0, 45.0, 40.0, 36.0].into_iter().find(|s| fits(*s)).unwrap_or(36.0);
        let at_most = ((bottom - y) / (size * 1.4)).max(1.0) as usize;
        for words in wrap(&self.headline, size, at_most, measure) {
            y += size * 1.4;
            line(&mut out, (MARGIN, y), size, INK, "bold", &words);
        }

        let rule = HEIGHT as f32 - 100.0;
        out.push_str(&format!(
            "<rect x=\"{MARGIN}\" y=\"{rule}\" width=\"{MEASURE_PX}\" height=\"2\" fill=\"{RULE}\"/>"
        ));
        let foot = HEIGHT as f32 - 48.0;
        line(&mut out, (MARGIN, foot), 31.0, self.colour, "bold", &self.what);
        line(&mut out, (right, foot), 31.0, INK, "bold end", &self.count);
        out.push_str("</svg>");
        out
    }
}

/// One line of text at (left or right edge, baseline); `how` may hold `bold` and `end`.
fn line(out: &mut String, at: (f32, f32), size: f32, colour: &str, how: &str, words: &str) {
    let weight = if how.contains("bold") { " font-weight=\"700\"" } else { "" };
    let anchor = if how.contains("end") { " text-anchor=\"end\"" } else { "" };
    let (x, y) = at;
    out.push_str(&format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{weight}{anchor}>{}</text>",
        escape(words)
    ));
}

/// Breaks a text into lines: between words, and anywhere between Japanese characters that may stand at a line's end and
/// beginning. What does not fit into `at_most` lines ends in `…`.
fn wrap(text: &str, size: f32, at_most: usize, measure: Measure) -> Vec<String> {
    let room = MEASURE_PX / size;
    let width = |s: &str| s.chars().map(measure).sum::<f32>();
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for piece in pieces(text) {
        if !current.is_empty() && width(&current) + width(piece.trim_end()) > room {
            lines.push(std::mem::take(&mut current).trim_end().to_owned());
            current.push_str(piece.trim_start());
        } else {
            current.push_str(piece);
        }
    }
    if !current.trim_end().is_empty() {
        lines.push(current.trim_end().to_owned());
    }
    if lines.len() > at_most {
        lines.truncate(at_most);
        if let Some(last) = lines.last_mut() {
            while width(last) + 1.0 > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// A text cut wherever a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let wide = |c: char| c as u32 >= 0x2e80;
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_break = before.is_some_and(|b| {
            (b == ' ' || wide(b) || wide(c)) && c != ' ' && !NOT_FIRST.contains(c) && !NOT_LAST.contains(b)
        });
        if may_break {
            out.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn em(c: char) -> f32 {
        if c.is_ascii() { 0.5 } else { 1.0 }
    }

    #[test]
    fn lines_keep_words_together_and_japanese_punctuation_in_place() {
        // 1032 px at 86 px: room for 12 ems.
        let lines = wrap("あいうえおかきくけこさし、すせそ「たち」つてと", 86.0, 9, &em);
        assert_eq!(lines, ["あいうえおかきくけこさ", "し、すせそ「たち」つてと"]);
        let lines = wrap("Support scam at a park office", 86.0, 9, &em);
        assert_eq!(lines, ["Support scam at a park", "office"]);
    }

    #[test]
    fn what_does_not_fit_says_so() {
        let lines = wrap(&"字".repeat(40), 86.0, 2, &em);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines[1].chars().count() <= 12, "{lines:?}");
    }

    #[test]
    fn data_stays_text() {
        let mut out = String::new();
        line(&mut out, (0.0, 0.0), 10.0, INK, "bold end", "</text><script>&\"");
        assert_eq!(out.matches("<").count(), 2, "{out}");
    }
}
