//! Keys: `/` search, `j`/`k` through the results, Enter opens, Esc goes back, `?` says so.

use super::live::maybe;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    host,
    state::{Step, Store},
};
use crate::{
    i18n::{common, explorer::Msg},
    model::Lang,
};

/// Whether the help is open.
#[derive(Clone, Copy)]
struct HelpOpen(RwSignal<bool>);

/// Listens for keys; provides the help's state.
pub fn listen(store: Store) {
    let help = HelpOpen(RwSignal::new(false));
    provide_context(help);
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
            return;
        }
        if press(&event, store, help) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

/// Whether the key was ours.
fn press(event: &KeyboardEvent, store: Store, help: HelpOpen) -> bool {
    let focused = host::focused();
    let tag = focused.as_ref().map(Element::tag_name).unwrap_or_default();
    let typing = matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    let key = event.key();
    if key == "Escape" {
        return escape(store, help, typing);
    }
    // A link that plays a check box answers to the space bar as one.
    if key == " "
        && let Some(element) = focused.filter(|e| e.tag_name() == "A" && e.get_attribute("role").is_some())
    {
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            element.click();
        }
        return true;
    }
    if typing {
        return false;
    }
    match key.as_str() {
        "/" => host::focus("#q"),
        "?" => {
            help.0.update(|open| *open = !*open);
            true
        }
        "j" => step_through(1),
        "k" => step_through(-1),
        _ => false,
    }
}

fn escape(store: Store, help: HelpOpen, typing: bool) -> bool {
    if help.0.get_untracked() {
        help.0.set(false);
        return true;
    }
    if typing {
        return host::focused().and_then(|e| e.dyn_into::<HtmlElement>().ok()).is_some_and(|e| e.blur().is_ok());
    }
    if store.state.with_untracked(|s| s.case.is_some()) {
        store.change(Step::Push, |s| s.case = None);
        return true;
    }
    false
}

/// Moves the focus to the next or previous result.
fn step_through(by: i32) -> bool {
    let Ok(list) = host::document().query_selector_all("[data-result], .result h3 a[href]") else { return false };
    let links: Vec<HtmlElement> =
        (0..list.length()).filter_map(|i| list.item(i)).filter_map(|n| n.dyn_into().ok()).collect();
    let focused = host::focused();
    let at = links.iter().position(|l| focused.as_ref().is_some_and(|f| f.is_same_node(Some(l))));
    let next = match at {
        Some(at) => at as i32 + by,
        None => 0,
    };
    links.get(next.max(0) as usize).is_some_and(|l| l.focus().is_ok())
}

/// The help, a dialog.
#[component]
pub fn Help(lang: Lang) -> impl IntoView {
    let HelpOpen(open) = expect_context();
    let rows = [
        ("/", Msg::HelpSearch),
        ("j · k", Msg::HelpNext),
        ("Enter", Msg::HelpOpen),
        ("Esc", Msg::HelpBack),
        ("?", Msg::HelpHelp),
    ];
    Effect::new(move |_| {
        if open.get() {
            request_animation_frame(|| {
                host::focus(".help button");
            });
        }
    });
    maybe(move || {
        open.get().then(|| {
            let rows: Vec<_> =
                rows.iter().map(|(key, what)| view! { <dt><kbd>{*key}</kbd></dt><dd>{what.text(lang)}</dd> }).collect();
            view! {
                <div class="help" role="dialog" aria-modal="true" aria-labelledby="help-title">
                    <h2 id="help-title">{Msg::HelpTitle.text(lang)}</h2>
                    <dl>{rows}</dl>
                    <button class="button" on:click=move |_| open.set(false)>{common::Msg::Close.text(lang)}</button>
                </div>
            }
            .into_any()
        })
    })
}
