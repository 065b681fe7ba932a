//! The facet panel: one section for each entry of `DIMENSIONS`, made by the table and not by hand.

use super::live::maybe;
use leptos::prelude::*;

use super::{patch, range_facet::RangeFacet, state::Store};
use crate::{
    dimensions::{DIMENSIONS, DimensionId, Place},
    explore::{Answer, Explorer},
    i18n::{common, explorer::Msg},
    model::Lang,
    page::Part,
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

/// One line of a facet. It has no words: a casebook may have thousands of organisations, of which few are shown.
#[derive(Clone, PartialEq)]
struct Line {
    /// The value in its dictionary; `None` = the unknown.
    ord: Option<u32>,
    matching: u32,
    total: u32,
    mark: Mark,
    depth: usize,
    /// Length of its bar: its cases as a share of the facet's most frequent value, in percent.
    share: u32,
}

impl Line {
    fn name<'e>(&self, explorer: &'e Explorer, id: DimensionId, lang: Lang) -> &'e str {
        let entry = self.ord.and_then(|ord| explorer.columns().dictionaries[id].entry(ord));
        entry.map_or(common::Msg::NotStated.text(lang), |entry| entry.name(lang))
    }
}

#[component]
fn CategoryFacet(id: DimensionId, lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let dimension = &DIMENSIONS[id];
    let wide = RwSignal::new(false);
    let needle = RwSignal::new(String::new());
    let lines = Memo::new(move |_| {
        let answer = store.answer.get();
        store.with(|e| store.state.with(|s| lines(e, &answer.0, s, id))).unwrap_or_default()
    });
    let shown = Memo::new(move |_| {
        let needle = text::fold(&needle.get());
        lines.with(|all| match wide.get() {
            true if needle.plain().is_empty() => all.clone(),
            true => {
                let holds = |e: &Explorer, l: &Line| text::fold(l.name(e, id, lang)).plain().contains(needle.plain());
                store.with(|e| all.iter().filter(|l| holds(e, l)).cloned().collect()).unwrap_or_default()
            }
            false => short(all),
        })
    });
    let hidden = Memo::new(move |_| lines.with(|all| all.len().saturating_sub(short(all).len())));
    // Changed in place, so that the line that was clicked keeps the focus.
    let list = NodeRef::new();
    patch::follow(list, move || {
        let state = store.state.get();
        // Before the casebook is looked at: an answer that is due needs it for itself.
        let lines = shown.get();
        // In a facet without a mark, which most are, links differ in their value alone.
        let around = state.filters_on(id).next().is_none().then(|| state.around(id));
        let next = |value: &Value, mark: Mark| match &around {
            Some(around) if mark != Mark::Free => store.href_of(&around.with(value, mark == Mark::Excluded)),
            _ => store.href(&state.with_mark(id, value, mark, false)),
        };
        let drawn = |e: &Explorer| lines.iter().map(|l| line(e, &next, id, l, lang)).collect();
        store.with(drawn).unwrap_or_default()
    });
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
            <ul node_ref=list class:scrolling=move || wide.get()></ul>
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

/// `next` makes the link under which a value has a mark.
fn line(explorer: &Explorer, next: &dyn Fn(&Value, Mark) -> String, id: DimensionId, line: &Line, lang: Lang) -> Part {
    let Line { ord, matching, total, mark, depth, share } = line.clone();
    let name = line.name(explorer, id, lang).to_owned();
    let entry = ord.and_then(|ord| explorer.columns().dictionaries[id].entry(ord));
    let value = entry.map_or(Value::Unknown, |entry| Value::Key(entry.key.clone()));
    // The number of its fixed colour, label groups only.
    let colour = DIMENSIONS[id].taxonomy().zip(entry).and_then(|(taxonomy, entry)| {
        let vocabulary = explorer.dataset().taxonomies.get(taxonomy);
        vocabulary.get(vocabulary.root(&entry.key))?.colour
    });
    let group = colour.map(|c| format!("g{c}")).unwrap_or_default();
    let toggle = next(&value, if mark == Mark::Free { Mark::Wanted } else { Mark::Free });
    let exclude = next(&value, if mark == Mark::Excluded { Mark::Free } else { Mark::Excluded });
    let exclude_words = Msg::ExcludeValue.fill(lang, &[("value", &name)]);
    let (checked, marked) = match mark {
        Mark::Wanted => ("true", " on"),
        Mark::Free => ("false", ""),
        Mark::Excluded => ("mixed", " not"),
    };
    let none = if matching == 0 { " none" } else { "" };
    let exclude = Part::new("a", "exclude").with("href", exclude).with("aria-label", exclude_words.clone());
    Part::new("li", format!("line d{depth} {group}{marked}{none}")).holding([
        pick(toggle, checked, &name, matching, total),
        exclude.with("title", exclude_words).saying(Msg::Exclude.text(lang)),
        hidden("bar").holding([Part::new("i", "").styled("width", format!("{share}%"))]),
    ])
}

/// The check box of a line, which is a link, with its name and counts.
pub fn pick(href: String, checked: &'static str, name: &str, matching: u32, total: u32) -> Part {
    let counts = Part::new("span", "n num")
        .holding([Part::new("b", "").saying(crate::i18n::number(u64::from(matching)))])
        .saying(format!(" / {}", crate::i18n::number(u64::from(total))));
    let link = Part::new("a", "pick").with("href", href).with("role", "checkbox").with("aria-checked", checked);
    link.holding([hidden("box"), Part::new("span", "name").saying(name.to_owned()), counts])
}

/// A mark for the eye.
pub fn hidden(class: &'static str) -> Part {
    Part::new("span", class).with("aria-hidden", "true")
}

/// All lines of a category facet. Trees are walked from the roots; a flat facet is ordered by its totals, so that lines
/// do not jump while one filters. Values that no case has are left out, the unknown stands last.
fn lines(explorer: &Explorer, answer: &Answer, state: &ViewState, id: DimensionId) -> Vec<Line> {
    let entries = &explorer.columns().dictionaries[id].entries;
    let Some((facet, totals)) = answer.facets.get(id).zip(answer.totals.facets.get(id)) else { return Vec::new() };
    let count = |counts: &[u32], ord: u32| counts.get(ord as usize).copied().unwrap_or(0);
    // Most facets are flat and unmarked, and then a line costs nothing but its numbers.
    let is_tree = entries.iter().any(|e| e.parent.is_some());
    let is_marked = state.filters_on(id).next().is_some();
    let is_leaf = |ord: u32| !is_tree || entries.iter().all(|e| e.parent != Some(ord));
    let ords = || 0..entries.len() as u32;
    let most = ords().filter(|o| is_leaf(*o)).map(|o| count(&facet.counts, o)).max().unwrap_or(0).max(1);
    let line = |ord: u32, depth: usize| {
        let mark = match is_marked {
            true => state.mark(id, &Value::Key(entries[ord as usize].key.clone())),
            false => Mark::Free,
        };
        let (matching, total) = (count(&facet.counts, ord), count(&totals.counts, ord));
        let share = (100 * matching / most).min(100);
        (total > 0 || mark != Mark::Free).then_some(Line { ord: Some(ord), matching, total, mark, depth, share })
    };
    // The last one first, as a stack wants them. Fiscal years keep the order of time.
    let children = |parent: Option<u32>| -> Vec<u32> {
        let by_total = DIMENSIONS[id].key != "fy";
        let key =
            |o: u32| u64::from(if by_total { u32::MAX - count(&totals.counts, o) } else { 0 }) << 32 | u64::from(o);
        let mut keys: Vec<u64> = ords().filter(|o| entries[*o as usize].parent == parent).map(key).collect();
        engine::sort::numbers(&mut keys, 32);
        keys.iter().rev().map(|key| *key as u32).collect()
    };
    let mut out = Vec::new();
    let mut stack: Vec<(u32, usize)> = children(None).into_iter().map(|o| (o, 0)).collect();
    while let Some((ord, depth)) = stack.pop() {
        let Some(line) = line(ord, depth) else { continue };
        out.push(line);
        if is_tree && depth < 4 {
            stack.extend(children(Some(ord)).into_iter().map(|o| (o, depth + 1)));
        }
    }
    let mark = state.mark(id, &Value::Unknown);
    if totals.unknown > 0 || mark != Mark::Free {
        out.push(Line { ord: None, matching: facet.unknown, total: totals.unknown, mark, depth: 0, share: 0 });
    }
    out
}

/// The most frequent leaves, whatever is marked, in the order of the whole. Where only few would be hidden, all.
fn short(all: &[Line]) -> Vec<Line> {
    if all.len() <= SHORT + 1 {
        return all.to_vec();
    }
    let is_leaf = |at: usize| all.get(at + 1).is_none_or(|next| next.depth <= all[at].depth);
    // The places of lines, those that `last` is false of first, then by their totals.
    let ordered = |places: &mut dyn Iterator<Item = usize>, last: &dyn Fn(&Line) -> bool| -> Vec<usize> {
        let key = |at: usize| {
            u64::from(last(&all[at])) << 63 | u64::from((u32::MAX >> 1).saturating_sub(all[at].total)) << 32 | at as u64
        };
        let mut keys: Vec<u64> = places.map(key).collect();
        engine::sort::numbers(&mut keys, 32);
        keys.iter().map(|key| *key as u32 as usize).collect()
    };
    let mut leaves = (0..all.len()).filter(|at| is_leaf(*at) && all[*at].ord.is_some());
    let mut ranked = ordered(&mut leaves, &|l| l.mark == Mark::Free);
    let marked = all.iter().filter(|l| l.mark != Mark::Free).count();
    ranked.truncate(SHORT.max(marked));
    let mut kept = (0..all.len()).filter(|at| all[*at].mark != Mark::Free || ranked.contains(at));
    ordered(&mut kept, &|l| l.ord.is_none()).into_iter().map(|at| Line { depth: 0, ..all[at].clone() }).collect()
}
