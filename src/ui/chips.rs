//! Chips of the active filters: each can be removed, turned into its opposite, or paused.

use leptos::prelude::*;

use super::{patch, state::Store};
use crate::{
    dimensions::DIMENSIONS,
    i18n::explorer::Msg,
    model::Lang,
    page::Part,
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
    let list = NodeRef::new();
    patch::follow(list, move || {
        let chips = store.with(|e| store.state.with(|s| chips(e, s, lang))).unwrap_or_default();
        if chips.is_empty() {
            return Vec::new();
        }
        let cleared = store.href(&store.state.with(ViewState::cleared));
        let clear = Part::new("a", "quiet").with("href", cleared).saying(Msg::ClearAll.text(lang));
        let clear = Part::new("li", "").holding([clear]);
        chips.into_iter().map(|c| chip(store, c, lang)).chain([clear]).collect()
    });
    view! { <ul class="chips" node_ref=list aria-label=Msg::ActiveFilters.text(lang)></ul> }
}

fn chip(store: Store, chip: Chip, lang: Lang) -> Part {
    let about = format!("{} {}", chip.name, chip.value);
    let act = |state: &ViewState, msg: Msg, sign: &'static str| {
        let words = msg.fill(lang, &[("name", &about)]);
        let link = Part::new("a", "act").with("href", store.href(state)).with("aria-label", words.clone());
        link.with("title", words).saying(sign)
    };
    let mut class = String::from("chip");
    for (is, name) in [(chip.exclude, " not"), (chip.off, " off"), (chip.locked, " locked")] {
        class.push_str(if is { name } else { "" });
    }
    let mut parts = vec![Part::new("span", "chip-name").saying(chip.name)];
    if chip.exclude {
        parts.push(Part::new("span", "chip-not").saying(Msg::Exclude.text(lang)));
    }
    parts.push(Part::new("b", "").saying(chip.value));
    if chip.off {
        parts.push(Part::new("span", "chip-off").saying(Msg::Paused.text(lang)));
    }
    if let Some(state) = &chip.flip {
        parts.push(act(state, if chip.exclude { Msg::UnflipFilter } else { Msg::FlipFilter }, "⇄"));
    }
    if let Some(state) = &chip.pause {
        let (msg, sign) = if chip.off { (Msg::ResumeFilter, "▶") } else { (Msg::PauseFilter, "❙❙") };
        parts.push(act(state, msg, sign));
    }
    parts.push(act(&chip.remove, Msg::RemoveFilter, "✕"));
    Part::new("li", class).holding(parts)
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
