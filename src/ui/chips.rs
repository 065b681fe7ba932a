//! Chips of the active filters: each can be removed, turned into its opposite, or paused.

use super::live::maybe;
use leptos::prelude::*;

use super::state::Store;
use crate::{
    dimensions::DIMENSIONS,
    i18n::explorer::Msg,
    model::Lang,
    url::{Filter, ViewState},
};

struct Chip {
    name: String,
    value: String,
    exclude: bool,
    off: bool,
    locked: bool,
    remove: ViewState,
    flip: Option<ViewState>,
    pause: Option<ViewState>,
}

#[component]
pub fn Chips(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let chips = move || store.with(|e| store.state.with(|s| chips(e, s, lang))).unwrap_or_default();
    maybe(move || {
        let chips = chips();
        (!chips.is_empty()).then(|| {
            let cleared = store.href(&store.state.get_untracked().cleared());
            let items: Vec<_> = chips.into_iter().map(|c| chip(store, c, lang)).collect();
            view! {
                <ul class="chips" aria-label=Msg::ActiveFilters.text(lang)>
                    {items}
                    <li><a class="quiet" href=cleared>{Msg::ClearAll.text(lang)}</a></li>
                </ul>
            }
            .into_any()
        })
    })
}

fn chip(store: Store, chip: Chip, lang: Lang) -> impl IntoView {
    let say = |msg: Msg| msg.fill(lang, &[("name", &format!("{} {}", chip.name, chip.value))]);
    let flip_words = say(if chip.exclude { Msg::UnflipFilter } else { Msg::FlipFilter });
    let pause_words = say(if chip.off { Msg::ResumeFilter } else { Msg::PauseFilter });
    let remove_words = say(Msg::RemoveFilter);
    view! {
        <li class="chip" class:not=chip.exclude class:off=chip.off class:locked=chip.locked>
            <span class="chip-name">{chip.name}</span>
            {chip.exclude.then(|| view! { <span class="chip-not">{Msg::Exclude.text(lang)}</span> })}
            <b>{chip.value}</b>
            {chip.off.then(|| view! { <span class="chip-off">{Msg::Paused.text(lang)}</span> })}
            {chip.flip.map(|s| view! {
                <a class="act" href=store.href(&s) aria-label=flip_words.clone() title=flip_words>"⇄"</a>
            })}
            {chip.pause.map(|s| view! {
                <a class="act" href=store.href(&s) aria-label=pause_words.clone() title=pause_words>
                    {if chip.off { "▶" } else { "❙❙" }}
                </a>
            })}
            <a class="act" href=store.href(&chip.remove) aria-label=remove_words.clone() title=remove_words>"✕"</a>
        </li>
    }
}

fn chips(explorer: &crate::explore::Explorer, state: &ViewState, lang: Lang) -> Vec<Chip> {
    let mut out = Vec::new();
    if !state.q.is_empty() {
        let mut remove = state.clone();
        remove.q.clear();
        out.push(Chip {
            name: Msg::SearchChip.text(lang).into(),
            value: state.q.clone(),
            exclude: false,
            off: state.is_off("q"),
            locked: state.is_locked("q"),
            remove,
            flip: None,
            pause: Some(paused(state, "q")),
        });
    }
    for (at, filter) in state.filters.iter().enumerate() {
        let words = explorer.filter_words(filter, state, lang);
        let mut remove = state.clone();
        remove.filters.remove(at);
        let mut flip = state.clone();
        flip.filters[at] = Filter { exclude: !filter.exclude, ..filter.clone() };
        out.push(Chip {
            name: words.dimension.into(),
            value: words.values,
            exclude: filter.exclude,
            off: words.off,
            locked: state.is_locked(DIMENSIONS[filter.dimension].key),
            remove,
            flip: Some(flip),
            pause: Some(paused(state, DIMENSIONS[filter.dimension].key)),
        });
    }
    if !state.pick.is_empty() && !state.is_off("pick") {
        let mut remove = state.clone();
        remove.pick.clear();
        out.push(Chip {
            name: Msg::PickChip.text(lang).into(),
            value: state.pick.len().to_string(),
            exclude: false,
            off: false,
            locked: state.is_locked("pick"),
            remove,
            flip: None,
            pause: Some(paused(state, "pick")),
        });
    }
    if !state.hide.is_empty() {
        let mut remove = state.clone();
        remove.hide.clear();
        out.push(Chip {
            name: Msg::HideChip.text(lang).into(),
            value: state.hide.len().to_string(),
            exclude: true,
            off: false,
            locked: false,
            remove,
            flip: None,
            pause: None,
        });
    }
    out
}

/// A copy in which what a key names is paused, or no longer.
pub fn paused(state: &ViewState, key: &str) -> ViewState {
    let mut next = state.clone();
    if next.is_off(key) {
        next.off.retain(|k| k != key);
    } else {
        next.off.push(key.to_owned());
    }
    next
}
