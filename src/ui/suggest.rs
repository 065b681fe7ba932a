//! Suggestions below the search box: a list box that the box controls, as the combobox pattern of ARIA has it.
//!
//! The box itself belongs to the first program; this room gives it its role and listens to its keys while it is there.
//! The focus never leaves the box: arrows move the active option, Enter chooses it, Esc closes the list.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, KeyboardEvent};

use super::{
    host,
    state::{Step, Store},
};
use crate::{
    dimensions::DIMENSIONS,
    explore::suggest::{Kind, Suggestion},
    i18n::{self, search::Msg},
    model::Lang,
};

const LIST: &str = "suggestions";

fn option_id(at: usize) -> String {
    format!("suggestion-{at}")
}

/// What the list is doing.
#[derive(Clone, Copy)]
struct Listbox {
    store: Store,
    items: Memo<Vec<Suggestion>>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
}

impl Listbox {
    fn shown(self) -> bool {
        self.open.get() && self.items.with(|items| !items.is_empty())
    }

    fn choose(self, at: usize) {
        let Some(item) = self.items.with_untracked(|items| items.get(at).cloned()) else { return };
        // Behind a field's name its values are the next suggestions.
        self.open.set(item.kind == Kind::Field);
        self.active.set(None);
        self.store.go(item.state, Step::Push);
        host::focus("#q");
    }

    /// Whether the key was the list's own.
    fn press(self, event: &KeyboardEvent) -> bool {
        let count = self.items.with_untracked(Vec::len);
        let open = self.open.get_untracked() && count > 0;
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                let down = event.key() == "ArrowDown";
                let next = match active.filter(|_| open) {
                    None => Some(if down { 0 } else { count - 1 }),
                    Some(at) if down => (at + 1 < count).then_some(at + 1),
                    Some(at) => at.checked_sub(1),
                };
                self.open.set(true);
                self.active.set(next);
                true
            }
            "Enter" => match active.filter(|_| open) {
                Some(at) => {
                    self.choose(at);
                    true
                }
                None => {
                    self.open.set(false);
                    false
                }
            },
            "Escape" if open => {
                self.open.set(false);
                self.active.set(None);
                true
            }
            _ => false,
        }
    }
}

/// A listener on an element; it is taken off when this is dropped.
struct Listener {
    element: Element,
    event: &'static str,
    call: Closure<dyn Fn(Event)>,
}

impl Listener {
    fn new(element: &Element, event: &'static str, call: impl Fn(Event) + 'static) -> Self {
        let call = Closure::<dyn Fn(Event)>::new(call);
        // An element of the page takes every listener.
        let _ = element.add_event_listener_with_callback(event, call.as_ref().unchecked_ref());
        Self { element: element.clone(), event, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.element.remove_event_listener_with_callback(self.event, self.call.as_ref().unchecked_ref());
    }
}

#[component]
pub fn Suggest(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let items = Memo::new(move |_| {
        let state = store.state.get();
        store.with(|e| e.suggestions(&state, lang)).unwrap_or_default()
    });
    let input = host::document().get_element_by_id("q");
    // One keystroke was made before this room was there.
    let focused = input.is_some() && host::focused() == input;
    let list = Listbox { store, items, open: RwSignal::new(focused), active: RwSignal::new(None) };
    if let Some(input) = input {
        attach(&input, list);
    }
    let options = move || {
        let active = list.active.get();
        list.items.with(|items| {
            items.iter().enumerate().map(|(at, item)| option(list, item, at, active, lang)).collect_view()
        })
    };
    move || {
        list.shown().then(|| {
            view! {
                <ul id=LIST class="suggestions" role="listbox" aria-label=Msg::Suggestions.text(lang)>
                    {options}
                </ul>
            }
        })
    }
}

fn option(list: Listbox, item: &Suggestion, at: usize, active: Option<usize>, lang: Lang) -> impl IntoView + use<> {
    let kind = match item.kind {
        Kind::Field => Msg::Field.text(lang),
        Kind::Case => Msg::Case.text(lang),
        Kind::Value(dimension) => DIMENSIONS[dimension].name(lang),
    };
    let count = item.count.map(|n| i18n::number(u64::from(n)));
    view! {
        <li
            id=option_id(at)
            role="option"
            aria-selected=(active == Some(at)).to_string()
            // The focus stays in the box.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| list.choose(at)
        >
            <span class="kind">{kind}</span>
            <span class="name">{item.text.clone()} " " <small>{item.detail.clone()}</small></span>
            <span class="num">{count}</span>
        </li>
    }
}

/// Makes the box a combobox for as long as the room is there.
fn attach(input: &Element, list: Listbox) {
    const ATTRIBUTES: [&str; 5] =
        ["role", "aria-autocomplete", "aria-expanded", "aria-controls", "aria-activedescendant"];
    let set = |input: &Element, name: &str, value: Option<&str>| {
        // Names and values are our own: neither call can fail.
        let _ = match value {
            Some(value) => input.set_attribute(name, value),
            None => input.remove_attribute(name),
        };
    };
    set(input, "role", Some("combobox"));
    set(input, "aria-autocomplete", Some("list"));
    let of_effect = input.clone();
    Effect::new(move |_| {
        let shown = list.shown();
        let active = list.active.get().filter(|_| shown).map(option_id);
        set(&of_effect, "aria-expanded", Some(if shown { "true" } else { "false" }));
        set(&of_effect, "aria-controls", shown.then_some(LIST));
        set(&of_effect, "aria-activedescendant", active.as_deref());
    });
    let listeners = vec![
        Listener::new(input, "input", move |_| {
            list.active.set(None);
            list.open.set(true);
        }),
        Listener::new(input, "blur", move |_| list.open.set(false)),
        Listener::new(input, "keydown", move |event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            // Keys that choose among the words of an input method are not ours.
            if !key.is_composing() && list.press(key) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
    ];
    let (input, listeners) = (StoredValue::new_local(input.clone()), StoredValue::new_local(listeners));
    on_cleanup(move || {
        listeners.try_update_value(Vec::clear);
        input.try_with_value(|input| ATTRIBUTES.iter().for_each(|name| set(input, name, None)));
    });
}
