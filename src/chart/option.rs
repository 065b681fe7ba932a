//! What all options share: type, tooltip, axes, fills, and the merge of what `charming` lacks.

use charming::{
    component::{Axis, Grid},
    datatype::CompositeValue,
    element::{AxisLabel, AxisLine, AxisTick, AxisType, Formatter, ItemStyle, LineStyle, SplitLine, Tooltip, Trigger},
    series::{Bar, Boxplot, Heatmap, Line, Sankey, Scatter},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Options, Palette, palette::Rgb, pattern::Pattern};

/// Least size of text in a chart, CSS px.
pub(super) const TEXT_PX: u32 = 11;

/// The stack of the page (`--sans` in `style/tokens.css`): ECharts does not inherit it.
pub(super) const FONTS: &str =
    "'Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, system-ui, sans-serif";

/// What `charming` draws of a chart.
///
/// Not `charming::Chart` itself: serialising that compiles all of its two and twenty kinds of series. A new kind of
/// series is one more variant of [`Series`].
pub struct Drawing {
    /// The plot's frame.
    pub grid: Grid,
    /// The axis across.
    pub x: Axis,
    /// The axis up or down.
    pub y: Axis,
    /// What is drawn, the first at the bottom.
    pub series: Vec<Series>,
}

/// One series of a [`Drawing`].
#[derive(Serialize)]
#[serde(untagged)]
pub enum Series {
    /// Bars.
    Bar(Box<Bar>),
    /// Cells.
    Heatmap(Box<Heatmap>),
    /// Boxes with whiskers.
    Boxplot(Box<Boxplot>),
    /// Points.
    Scatter(Box<Scatter>),
    /// Lines.
    Line(Box<Line>),
    /// Bands between nodes.
    Sankey(Box<Sankey>),
}

macro_rules! series {
    ($($kind:ident)*) => {
        $(impl From<$kind> for Series {
            fn from(series: $kind) -> Self {
                Self::$kind(Box::new(series))
            }
        })*
    };
}

series! { Bar Heatmap Boxplot Scatter Line Sankey }

/// A part of a drawing as JSON. Serialising plain data into a `Value` fails only for maps with keys that are no
/// strings; these have none.
fn to_json(part: impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// The whole option: the drawing, then what is common, then the chart's own overlay.
///
/// The tooltip says each mark's own words: `{b}` is the name of the data item. A string template, because ECharts'
/// default tooltip writes style attributes that the page's policy forbids.
pub(super) fn complete(drawing: Drawing, overlay: Value, options: &Options) -> Value {
    let Drawing { grid, x, y, series } = drawing;
    let mut plot = json!({ "grid": [to_json(grid)], "xAxis": to_json(x), "yAxis": to_json(y) });
    merge(&mut plot, overlay);
    without_axes(series, plot, options)
}

/// The same for series that need no axes.
pub(super) fn without_axes(series: Vec<Series>, overlay: Value, options: &Options) -> Value {
    let p = options.palette();
    let mut option = json!({
        "animation": options.motion,
        "animationDuration": 250,
        "animationDurationUpdate": 250,
        "textStyle": { "fontFamily": FONTS, "fontSize": TEXT_PX, "color": p.ink.css() },
        "tooltip": to_json(Tooltip::new().trigger(Trigger::Item).formatter("{b}")),
        "series": to_json(series),
    });
    merge(
        &mut option,
        json!({
            "tooltip": {
                "confine": true,
                "transitionDuration": 0,
                "backgroundColor": p.panel.css(),
                "borderColor": p.rule_strong.css(),
                "padding": [6, 10],
                "textStyle": { "fontSize": 12, "color": p.ink.css() },
            },
        }),
    );
    merge(&mut option, overlay);
    option
}

/// Lays `over` upon `target`: objects key by key, arrays place by place, everything else replaced.
pub(super) fn merge(target: &mut Value, over: Value) {
    match (target, over) {
        (Value::Object(target), Value::Object(over)) => {
            for (key, value) in over {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(target), Value::Array(over)) => {
            for (at, value) in over.into_iter().enumerate() {
                match target.get_mut(at) {
                    Some(place) => merge(place, value),
                    None => target.push(value),
                }
            }
        }
        (target, over) => *target = over,
    }
}

/// The plot's frame inside the figure. Axis labels grow out of it and are kept inside the figure by ECharts.
pub(super) fn grid(left: u32, top: u32, right: u32, bottom: u32) -> Grid {
    Grid::new().left(left as i64).top(top as i64).right(right as i64).bottom(bottom as i64)
}

/// Width that names take, CSS px, up to `most`: full-width characters are as wide as the type is high, others about
/// half of it.
pub(super) fn room<'a>(names: impl IntoIterator<Item = &'a str>, most: u32) -> u32 {
    let wide = |name: &str| name.chars().map(|c| if c.is_ascii() { 62 } else { 114 }).sum::<u32>() / 10 + 6;
    names.into_iter().map(wide).max().unwrap_or(0).clamp(40, most)
}

/// A name with something behind it that must not be lost: where both are wider than `most` CSS px the name is cut.
pub(super) fn cut(name: &str, behind: &str, most: u32) -> String {
    let tenths = |text: &str| text.chars().map(|c| if c.is_ascii() { 62 } else { 114 }).sum::<u32>();
    let mut left = (most * 10).saturating_sub(tenths(behind));
    if tenths(name) <= left {
        return format!("{name}{behind}");
    }
    left = left.saturating_sub(114);
    let kept: String = name
        .chars()
        .take_while(|c| {
            let wide = tenths(c.encode_utf8(&mut [0; 4]));
            let fits = wide <= left;
            left = left.saturating_sub(wide);
            fits
        })
        .collect();
    format!("{}…{behind}", kept.trim_end())
}

fn labels(colour: Rgb) -> AxisLabel {
    AxisLabel::new().color(colour.css()).font_size(TEXT_PX)
}

/// The length of a bar; none at all for nothing, so that an empty part of a stack has no outline.
pub(super) fn length(n: u32) -> CompositeValue {
    CompositeValue::OptionalNumber((n > 0).then(|| i64::from(n).into()))
}

/// An axis of names without a line or ticks.
pub(super) fn names(palette: &Palette, names: Vec<String>) -> Axis {
    Axis::new()
        .type_(AxisType::Category)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .axis_label(labels(palette.ink).interval(0))
        .data(names)
}

/// An axis of counts: whole numbers, thin lines.
pub(super) fn counts(palette: &Palette) -> Axis {
    Axis::new()
        .type_(AxisType::Value)
        .min_interval(1)
        .split_number(3)
        .axis_label(labels(palette.soft))
        .split_line(SplitLine::new().line_style(LineStyle::new().color(palette.rule.css()).width(1)))
}

/// An axis of shares, 0 to 100 %.
pub(super) fn shares(palette: &Palette) -> Axis {
    counts(palette).max(100).axis_label(labels(palette.soft).formatter(Formatter::String("{value}%".into())))
}

/// How a mark looks under the mouse or the walk.
pub(super) fn emphasis(palette: &Palette) -> Value {
    // ECharts can make a colour lighter, but not a pattern.
    let look = json!({ "color": "inherit", "borderColor": palette.ink.css(), "borderWidth": 2 });
    json!({ "focus": "none", "itemStyle": look })
}

/// How a mark is filled: full colour in the result, else an outline on a pale ground. `number` is that of its pattern, 1
/// where it is plain; 1 to 8 are those of the label groups, 0 is that of "not stated".
pub(super) fn fill(palette: &Palette, number: u8, colour: Rgb, selected: bool) -> ItemStyle {
    // On a full ground the panel shines through; on a pale one the line must be the group's own.
    let (ground, line) = if selected { (colour, palette.panel) } else { (colour.over(palette.panel, 18), colour) };
    let filled = Pattern::new(number, ground, line).map_or_else(|| ground.css(), Pattern::css);
    let (border, px) = if selected { (palette.panel, 0.5) } else { (colour, 1.0) };
    ItemStyle::new().color(filled).border_color(border.css()).border_width(px)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_name_keeps_what_stands_behind_it() {
        assert_eq!(cut("Error", " 2,456", 76), "Error 2,456");
        assert_eq!(cut("Unauthorized access", " 33", 76), "Unautho… 33");
        assert_eq!(cut("漏えいのおそれ", " 25", 76), "漏えいの… 25");
        assert_eq!(cut("漏えい", " 1,000,000", 20), "… 1,000,000");
    }

    #[test]
    fn merge_lays_over_place_by_place() {
        let mut target = json!({ "a": { "x": 1 }, "s": [{ "n": 1 }, { "n": 2 }], "gone": [1, 2] });
        merge(
            &mut target,
            json!({ "a": { "y": 2 }, "s": [{}, { "m": 3 }, { "n": 4 }], "gone": null, "new": { "z": [0] } }),
        );
        let wanted = json!({
            "a": { "x": 1, "y": 2 }, "s": [{ "n": 1 }, { "n": 2, "m": 3 }, { "n": 4 }], "gone": null, "new": { "z": [0] }
        });
        assert_eq!(target, wanted);
    }
}
