//! The facet of an ordered dimension: a small histogram whose bars are filters, and two fields.

use super::live::{maybe, words};
use leptos::prelude::*;

use super::{
    facets::{hidden, pick},
    patch,
    state::{Step, Store},
};
use crate::{
    dimensions::{DIMENSIONS, DimensionId, Scale, Source},
    explore::range_words,
    i18n::{self, common, explorer::Msg},
    model::Lang,
    page::Part,
    url::{self, Mark, Range, Value},
};

/// One bar.
#[derive(Clone, PartialEq)]
struct Bar {
    range: Range,
    matching: u32,
    total: u32,
    on: bool,
}

#[derive(Clone, Default, PartialEq)]
struct Histogram {
    bars: Vec<Bar>,
    unknown: u32,
    unknown_total: u32,
    unknown_mark: Option<Mark>,
}

#[component]
pub fn RangeFacet(id: DimensionId, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let dimension = &DIMENSIONS[id];
    let histogram = Memo::new(move |_| histogram(store, id));
    let list = NodeRef::new();
    patch::follow(list, move || bars(store, id, &histogram.get(), lang));
    let unknown = NodeRef::new();
    patch::follow(unknown, move || unknown_line(store, id, &histogram.get(), lang).into_iter().collect());
    let heading = format!("facet-{}", dimension.key);
    let labelled = heading.clone();
    let unit = move || {
        let unit = store.answer.with(|a| a.0.unit.clone());
        let name = store.with(|e| e.dataset().taxonomies.name("unit", &unit, lang).to_owned()).unwrap_or(unit);
        Msg::Unit.fill(lang, &[("unit", &name)])
    };
    view! {
        <section class="facet range" aria-labelledby=labelled>
            <h3 id=heading title=dimension.help(lang)>
                {dimension.name(lang)}
                {matches!(dimension.source, Source::Affected).then(|| view! { <span class="unit">{words(unit)}</span> })}
            </h3>
            <ul class="histogram" node_ref=list></ul>
            <ul node_ref=unknown></ul>
            <Fields id lang />
        </section>
    }
}

fn histogram(store: Store, id: DimensionId) -> Histogram {
    let answer = store.answer.get();
    let found = store.with(|e| {
        let column = e.column(id, &answer.0.unit)?;
        let facet = answer.0.facets.get(column)?;
        let totals = answer.0.totals.facets.get(column)?;
        let wanted = store.state.with(|s| {
            let values = s.filters_on(id).filter(|f| !f.exclude).flat_map(|f| f.values.clone());
            values.filter_map(|v| if let Value::Range(r) = v { Some(r.interval()) } else { None }).collect::<Vec<_>>()
        });
        let mut bars: Vec<Bar> = e
            .bin_ranges(id, &answer.0.unit)
            .into_iter()
            .enumerate()
            .map(|(i, range)| {
                let (lo, hi) = range.interval();
                Bar {
                    range,
                    matching: facet.counts.get(i).copied().unwrap_or(0),
                    total: totals.counts.get(i).copied().unwrap_or(0),
                    on: wanted.is_empty() || wanted.iter().any(|w| w.0 <= hi && lo <= w.1),
                }
            })
            .collect();
        // Empty bins at both ends say nothing.
        while bars.last().is_some_and(|b| b.total == 0) {
            bars.pop();
        }
        let first = bars.iter().position(|b| b.total > 0).unwrap_or(0);
        bars.drain(..first);
        Some(Histogram {
            bars,
            unknown: facet.unknown,
            unknown_total: totals.unknown,
            unknown_mark: Some(store.state.with(|s| s.mark(id, &Value::Unknown))),
        })
    });
    found.flatten().unwrap_or_default()
}

/// The lower edge of a bin under its bar: `2023`, `1千`, `10k`.
fn edge(range: Range, lang: Lang) -> String {
    match range.from {
        Some(url::End::Date(date)) => date.year().to_string(),
        Some(url::End::Number(n)) => match (n, lang) {
            (100_000_000.., Lang::Ja) => format!("{}億", n / 100_000_000),
            (10_000.., Lang::Ja) => format!("{}万", n / 10_000),
            (1_000.., Lang::Ja) => format!("{}千", n / 1_000),
            (1_000_000.., Lang::En) => format!("{}M", n / 1_000_000),
            (1_000.., Lang::En) => format!("{}k", n / 1_000),
            _ => n.to_string(),
        },
        None => String::new(),
    }
}

fn bars(store: Store, id: DimensionId, histogram: &Histogram, lang: Lang) -> Vec<Part> {
    let most = histogram.bars.iter().map(|b| b.total).max().unwrap_or(1).max(1);
    let state = store.state.get();
    let around = state.around(id);
    let column = |class: &'static str, n: u32| {
        let height = crate::i18n::percent(u64::from(n), u64::from(most));
        Part::new("i", class).styled("height", height)
    };
    let bar = |bar: &Bar| {
        let range = bar.range;
        let chosen = state.mark(id, &Value::Range(range)) == Mark::Wanted;
        let next = match chosen {
            true => store.href(&state.with_range(id, None)),
            false => store.href_of(&around.with(&Value::Range(range), false)),
        };
        let words = format!(
            "{}: {} / {}",
            range_words(range, lang),
            i18n::number(u64::from(bar.matching)),
            i18n::number(u64::from(bar.total))
        );
        let link = Part::new("a", "").with("href", next).with("title", words.clone());
        let link = if chosen { link.with("aria-current", "true") } else { link };
        Part::new("li", if bar.on { "" } else { "off" }).holding([link.holding([
            Part::new("span", "visually-hidden").saying(words),
            hidden("column").holding([column("all", bar.total), column("now", bar.matching)]),
            hidden("edge num").saying(edge(range, lang)),
        ])])
    };
    histogram.bars.iter().map(bar).collect()
}

/// The line of the unknown; none where nothing is unknown.
fn unknown_line(store: Store, id: DimensionId, histogram: &Histogram, lang: Lang) -> Option<Part> {
    let mark = histogram.unknown_mark.unwrap_or(Mark::Free);
    let (now, all) = (histogram.unknown, histogram.unknown_total);
    (all > 0 || mark != Mark::Free).then(|| {
        let (next, checked, class) = match mark {
            Mark::Free => (Mark::Wanted, "false", "line"),
            Mark::Wanted => (Mark::Free, "true", "line on"),
            Mark::Excluded => (Mark::Free, "mixed", "line not"),
        };
        let href = store.href(&store.state.with(|s| s.with_mark(id, &Value::Unknown, next, false)));
        Part::new("li", class).holding([pick(href, checked, common::Msg::NotStated.text(lang), now, all)])
    })
}

#[component]
fn Fields(id: DimensionId, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let dimension = &DIMENSIONS[id];
    let scale = dimension.scale().unwrap_or(Scale::Count);
    let present = Memo::new(move |_| {
        store.state.with(|s| {
            let mut ranges = s.filters_on(id).filter(|f| !f.exclude).flat_map(|f| &f.values);
            ranges.find_map(|v| if let Value::Range(r) = v { Some(*r) } else { None })
        })
    });
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let bad = RwSignal::new(false);
    Effect::new(move |_| {
        let range = present.get();
        let words = |end: Option<url::End>| end.map(|e| e.to_string()).unwrap_or_default();
        from.set(words(range.and_then(|r| r.from)));
        to.set(words(range.and_then(|r| r.to)));
        bad.set(false);
    });
    let apply = move || {
        // Full-width digits and separators are what a Japanese keyboard gives.
        let clean = |s: String| -> String {
            let folded = text_digits(&s);
            folded.trim().to_owned()
        };
        let (a, b) = (clean(from.get_untracked()), clean(to.get_untracked()));
        if a.is_empty() && b.is_empty() {
            return store.go(store.state.with_untracked(|s| s.with_range(id, None)), Step::Push);
        }
        match url::parse_range(scale, &format!("{a}..{b}")) {
            Some(range) => store.go(store.state.with_untracked(|s| s.with_range(id, Some(range))), Step::Push),
            None => bad.set(true),
        }
    };
    let example = if scale == Scale::Date { "2023-09" } else { "1000" };
    let label = |msg: Msg| format!("{} {}", dimension.name(lang), msg.text(lang));
    let field = move |value: RwSignal<String>, label: String| {
        view! {
            <input
                type="text"
                inputmode=if scale == Scale::Date { "text" } else { "numeric" }
                size="8"
                aria-label=label
                placeholder=example
                prop:value=move || value.get()
                on:input:target=move |e| value.set(e.target().value())
                on:change=move |_| apply()
            />
        }
    };
    view! {
        <div class="fields">
            {field(from, label(Msg::RangeFrom))}
            <span aria-hidden="true">"–"</span>
            {field(to, label(Msg::RangeTo))}
        </div>
        {maybe(move || bad.get().then(|| view! {
            <p class="bad" role="alert">{Msg::RangeBad.fill(lang, &[("example", example)])}</p>
        }.into_any()))}
    }
}

/// Digits, hyphens and separators as the address writes them.
fn text_digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
            'ー' | '－' | '−' | '/' | '／' => Some('-'),
            ',' | '，' | ' ' | '　' => None,
            c => Some(c),
        })
        .collect()
}
