//! Links of our own are real links; one listener turns a plain click on one into a new state.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::{
    host, patch,
    state::{Step, Store},
};

/// Listens for clicks on our own links and for Back and Forward.
pub fn listen(store: Store) {
    patch::let_links_wait();
    let clicks = window_event_listener(leptos::ev::click, move |event| {
        patch::settle();
        if let Some(sheet) = sheet_asked(&event) {
            host::set_data("sheet", &sheet);
            // Once they are there they listen themselves, and would be drawn anew.
            if !store.sheets.get_untracked() {
                store.sheets.set(true);
            }
        } else if let Some(query) = own_query(&event, &store) {
            event.prevent_default();
            store.open(&query, Step::Push);
        }
    });
    // When a mouse is let go the browser ends a selection, and to see whether there is one it lays out all that the click
    // has changed, in the click's own task and not with the frame.
    let releases = window_event_listener(leptos::ev::mouseup, |event| {
        let on_control = target(&event).is_some_and(|target| matches!(target.closest("a, button"), Ok(Some(_))));
        if event.button() == 0 && on_control && !host::is_selected() {
            event.prevent_default();
        }
    });
    let steps = window_event_listener(leptos::ev::popstate, move |_| store.read());
    on_cleanup(move || {
        clicks.remove();
        releases.remove();
        steps.remove();
    });
}

/// What the mouse is on.
fn target(event: &MouseEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The sheet that the clicked button opens: its `data-opens`.
pub fn sheet_asked(event: &MouseEvent) -> Option<String> {
    target(event)?.closest("[data-opens]").ok()??.get_attribute("data-opens")
}

/// The query of the link that was clicked, where the click means "open here" and the link is ours.
fn own_query(event: &MouseEvent, store: &Store) -> Option<String> {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || elsewhere {
        return None;
    }
    let anchor: HtmlAnchorElement = target(event)?.closest("a[href]").ok()??.dyn_into().ok()?;
    let written = anchor.get_attribute("href")?;
    if !anchor.target().is_empty() || anchor.has_attribute("download") || written.starts_with('#') {
        return None;
    }
    let href = anchor.href();
    let rest = href.strip_prefix(&store.root())?;
    match rest.split('#').next()? {
        "" => Some(String::new()),
        query => query.strip_prefix('?').map(str::to_owned),
    }
}
