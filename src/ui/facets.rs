//! The facet panel: one section for each entry of `DIMENSIONS`, made by the table and not by hand.

use super::live::{live, maybe};
use leptos::prelude::*;

use super::{range_facet::RangeFacet, state::Store};
use crate::{
    dimensions::{DIMENSIONS, DimensionId, Place},
    explore::{Answer, Explorer},
    i18n::{common, explorer::Msg},
    model::Lang,
    text,
    url::{Mark, Value, ViewState},
};

/// Values shown before one asks for more.
const SHORT: usize = 6;

#[component]
pub fn Panel(lang: Lang, sheet: RwSignal<bool>) -> impl IntoView {
    let store = expect_context::<Store>();
    let section = move |place: Place| {
        DIMENSIONS
            .iter()
            .enumerate()
            .filter(|(_, d)| d.place == place && !store.state.with_untracked(|s| s.is_locked(d.key)))
            .map(|(id, d)| match d.is_category() {
                true => view! { <CategoryFacet id lang /> }.into_any(),
                false => view! { <RangeFacet id lang /> }.into_any(),
            })
            .collect_view()
    };
    // A group that holds an active filter is open.
    let active =
        move |place: Place| store.state.with(|s| s.filters.iter().any(|f| DIMENSIONS[f.dimension].place == place));
    let group = move |place: Place, name: Msg| {
        let opened = RwSignal::new(active(place));
        view! {
            <details class="facet-group" prop:open=opened.get_untracked() on:toggle:target=move |e| opened.set(e.target().open())>
                <summary>{name.text(lang)}</summary>
                {maybe(move || opened.get().then(|| section(place).into_any()))}
            </details>
        }
    };
    view! {
        <aside class="panel" id="filters" aria-label=Msg::Filters.text(lang)>
            <div class="panel-head">
                <h2>{Msg::Filters.text(lang)}</h2>
                <button class="close" on:click=move |_| sheet.set(false) aria-label=common::Msg::Close.text(lang)>"✕"</button>
            </div>
            <p class="base">{Msg::CountsBase.text(lang)}</p>
            {section(Place::First)}
            {group(Place::More, Msg::MoreFilters)}
            {group(Place::Expert, Msg::Expert)}
        </aside>
    }
}

/// One line of a facet.
#[derive(Clone, PartialEq)]
struct Line {
    value: Value,
    name: String,
    matching: u32,
    total: u32,
    mark: Mark,
    depth: usize,
    /// Length of its bar: its cases as a share of the facet's most frequent value, in percent.
    share: u32,
    /// Number of its fixed colour, label groups only.
    colour: Option<u8>,
}

#[component]
fn CategoryFacet(id: DimensionId, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let dimension = &DIMENSIONS[id];
    let wide = RwSignal::new(false);
    let needle = RwSignal::new(String::new());
    let lines = Memo::new(move |_| {
        let answer = store.answer.get();
        store.with(|e| store.state.with(|s| lines(e, &answer.0, s, id, lang))).unwrap_or_default()
    });
    let shown = Memo::new(move |_| {
        let needle = text::fold(&needle.get());
        lines.with(|all| match wide.get() {
            true => all.iter().filter(|l| text::fold(&l.name).plain().contains(needle.plain())).cloned().collect(),
            false => short(all),
        })
    });
    let hidden = Memo::new(move |_| lines.with(|all| all.len().saturating_sub(short(all).len())));
    let heading = format!("facet-{}", dimension.key);
    let labelled = heading.clone();
    let find = Msg::FindInFacet.fill(lang, &[("name", dimension.name(lang))]);
    view! {
        <section class="facet" aria-labelledby=labelled>
            <h3 id=heading title=dimension.help(lang)>
                {dimension.name(lang)}
                <AnyAll id lang />
            </h3>
            {maybe(move || (wide.get() && lines.with(Vec::len) > 2 * SHORT).then(|| view! {
                <input
                    type="search"
                    class="facet-find"
                    aria-label=find.clone()
                    placeholder=find.clone()
                    prop:value=move || needle.get()
                    on:input:target=move |e| needle.set(e.target().value())
                />
            }.into_any()))}
            <ul class:scrolling=move || wide.get()>
                // The lines are changed in place, so that the one that was clicked keeps the focus.
                {live(move || {
                    let state = store.state.get();
                    shown.with(|lines| lines.iter().map(|l| line(store, &state, id, l, lang)).collect_view().into_any())
                })}
            </ul>
            {maybe(move || shown.with(Vec::is_empty).then(|| view! { <p class="soft small">{Msg::NothingInFacet.text(lang)}</p> }.into_any()))}
            {maybe(move || {
                let n = hidden.get();
                let words = if wide.get() {
                    Msg::FewerValues.text(lang).to_owned()
                } else {
                    Msg::MoreValues.fill(lang, &[("n", &n.to_string())])
                };
                (n > 0).then(|| view! {
                    <button class="quiet" aria-expanded=wide.get().to_string() on:click=move |_| {
                        wide.update(|w| *w = !*w);
                        needle.set(String::new());
                    }>{words}</button>
                }.into_any())
            })}
        </section>
    }
}

/// Any of the chosen values or all of them; only where a case can have several and two are chosen.
#[component]
fn AnyAll(id: DimensionId, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    maybe(move || {
        store.state.with(|s| {
            let wanted: usize = s.filters_on(id).filter(|f| !f.exclude).map(|f| f.values.len()).sum();
            (wanted > 1).then(|| {
                let all = s.wants_all(id);
                let (words, help) = if all { (Msg::All, Msg::AllToAny) } else { (Msg::Any, Msg::AnyToAll) };
                let href = store.href(&s.with_all(id, !all));
                view! { <a class="quiet" href=href title=help.text(lang) aria-label=help.text(lang)>{words.text(lang)} " ⇄"</a> }.into_any()
            })
        })
    })
}

fn line(store: Store, state: &ViewState, id: DimensionId, line: &Line, lang: Lang) -> AnyView {
    let Line { value, name, matching, total, mark, depth, share, colour } = line.clone();
    let group = colour.map(|c| format!("g{c}")).unwrap_or_default();
    let next = |mark: Mark| store.href(&state.with_mark(id, &value, mark, false));
    let toggle = next(if mark == Mark::Free { Mark::Wanted } else { Mark::Free });
    let exclude = next(if mark == Mark::Excluded { Mark::Free } else { Mark::Excluded });
    let exclude_words = Msg::ExcludeValue.fill(lang, &[("value", &name)]);
    let (checked, marked) = match mark {
        Mark::Wanted => ("true", " on"),
        Mark::Free => ("false", ""),
        Mark::Excluded => ("mixed", " not"),
    };
    let none = if matching == 0 { " none" } else { "" };
    let class = format!("line d{depth} {group}{marked}{none}");
    view! {
        <li class=class>
            <a class="pick" href=toggle role="checkbox" aria-checked=checked>
                <span class="box" aria-hidden="true"></span>
                <span class="name">{name}</span>
                <span class="n num"><b>{crate::i18n::number(u64::from(matching))}</b> " / " {crate::i18n::number(u64::from(total))}</span>
            </a>
            <a class="exclude" href=exclude aria-label=exclude_words.clone() title=exclude_words>{Msg::Exclude.text(lang)}</a>
            <span class="bar" aria-hidden="true"><i style:width=format!("{share}%")></i></span>
        </li>
    }
    .into_any()
}

/// All lines of a category facet. Trees are walked from the roots; a flat facet is ordered by its totals, so that lines
/// do not jump while one filters. Values that no case has are left out, the unknown stands last.
fn lines(explorer: &Explorer, answer: &Answer, state: &ViewState, id: DimensionId, lang: Lang) -> Vec<Line> {
    let dictionary = &explorer.columns().dictionaries[id];
    let Some((facet, totals)) = answer.facets.get(id).zip(answer.totals.facets.get(id)) else { return Vec::new() };
    let vocabulary = DIMENSIONS[id].taxonomy().map(|t| explorer.dataset().taxonomies.get(t));
    let leaves =
        || (0..dictionary.entries.len()).filter(|o| dictionary.entries.iter().all(|e| e.parent != Some(*o as u32)));
    let most = leaves().filter_map(|o| facet.counts.get(o)).max().copied().unwrap_or(0).max(1);
    let share = |n: u32| (100 * n / most).min(100);
    let line = |ord: u32, depth: usize| {
        let entry = dictionary.entry(ord)?;
        let value = Value::Key(entry.key.clone());
        let mark = state.mark(id, &value);
        let total = totals.counts.get(ord as usize).copied().unwrap_or(0);
        let colour = vocabulary.and_then(|v| v.get(v.root(&entry.key))).and_then(|t| t.colour);
        let matching = facet.counts.get(ord as usize).copied().unwrap_or(0);
        (total > 0 || mark != Mark::Free).then(|| Line {
            value,
            name: entry.name(lang).to_owned(),
            matching,
            total,
            mark,
            depth,
            share: share(matching),
            colour,
        })
    };
    let total_of = |ord: &u32| std::cmp::Reverse(totals.counts.get(*ord as usize).copied().unwrap_or(0));
    let children = |parent: Option<u32>| {
        let all = 0..dictionary.entries.len() as u32;
        let mut out: Vec<u32> = all.filter(|o| dictionary.entries[*o as usize].parent == parent).collect();
        // Fiscal years keep the order of time.
        if DIMENSIONS[id].key != "fy" {
            engine::sort::by_key(&mut out, total_of);
        }
        out
    };
    let mut out = Vec::new();
    let mut stack: Vec<(u32, usize)> = children(None).into_iter().rev().map(|o| (o, 0)).collect();
    while let Some((ord, depth)) = stack.pop() {
        let Some(line) = line(ord, depth) else { continue };
        out.push(line);
        if depth < 4 {
            stack.extend(children(Some(ord)).into_iter().rev().map(|o| (o, depth + 1)));
        }
    }
    if totals.unknown > 0 || state.mark(id, &Value::Unknown) != Mark::Free {
        out.push(Line {
            value: Value::Unknown,
            name: common::Msg::NotStated.text(lang).to_owned(),
            matching: facet.unknown,
            total: totals.unknown,
            mark: state.mark(id, &Value::Unknown),
            depth: 0,
            share: 0,
            colour: None,
        });
    }
    out
}

/// The most frequent leaves, whatever is marked, in the order of the whole. Where only few would be hidden, all.
fn short(all: &[Line]) -> Vec<Line> {
    if all.len() <= SHORT + 1 {
        return all.to_vec();
    }
    let is_leaf = |at: usize| all.get(at + 1).is_none_or(|next| next.depth <= all[at].depth);
    let mut ranked: Vec<usize> = (0..all.len()).filter(|at| is_leaf(*at) && all[*at].value != Value::Unknown).collect();
    engine::sort::by_key(&mut ranked, |at| (all[*at].mark == Mark::Free, std::cmp::Reverse(all[*at].total)));
    let marked = all.iter().filter(|l| l.mark != Mark::Free).count();
    ranked.truncate(SHORT.max(marked));
    let mut kept: Vec<usize> = (0..all.len()).filter(|at| ranked.contains(at) || all[*at].mark != Mark::Free).collect();
    engine::sort::by_key(&mut kept, |at| (all[*at].value == Value::Unknown, std::cmp::Reverse(all[*at].total)));
    kept.into_iter().map(|at| Line { depth: 0, ..all[at].clone() }).collect()
}
