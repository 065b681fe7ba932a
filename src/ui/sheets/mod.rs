//! The sheets: one dialog with a place for sharing, citing, exporting, printing and saved views; and the hand-out that is
//! printed in place of the screen.
//!
//! Any button with `data-opens="share"` (or another name of [`Sheet`]) opens it, in either program: the first one marks
//! `<html data-sheet>` (and a chart's own button `<html data-chart>`) and draws this room when it is asked for the first time; from then on this room listens itself.

mod cite;
mod copy;
mod desk;
mod embed;
mod export;
mod handout;
mod language;
mod saved;
mod share;

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    host, links,
    state::{Step, Store},
};
use crate::{
    i18n::{common, share::Msg},
    model::Lang,
    share::Shown,
};
use desk::Desk;

/// A place of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Link, QR code, text, frame.
    Share,
    /// Citations.
    Cite,
    /// Files.
    Export,
    /// Hand-outs.
    Print,
    /// Views kept under a name.
    Saved,
}

impl Sheet {
    const ALL: [Sheet; 5] = [Sheet::Share, Sheet::Cite, Sheet::Export, Sheet::Print, Sheet::Saved];

    /// Its name in `data-opens`, and behind `#` in an address.
    pub const fn key(self) -> &'static str {
        match self {
            Sheet::Share => "share",
            Sheet::Cite => "cite",
            Sheet::Export => "export",
            Sheet::Print => "print",
            Sheet::Saved => "saved",
        }
    }

    const fn name(self) -> Msg {
        match self {
            Sheet::Share => Msg::TabShare,
            Sheet::Cite => Msg::TabCite,
            Sheet::Export => Msg::TabExport,
            Sheet::Print => Msg::TabPrint,
            Sheet::Saved => Msg::TabSaved,
        }
    }
}

/// The dialog and the hand-out.
#[component]
pub fn Sheets(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let desk = Desk::new(store, lang);
    let dialog = NodeRef::<html::Dialog>::new();
    // Where the focus goes back to.
    let opener = StoredValue::new_local(None::<HtmlElement>);
    let ask = move || {
        let Some(name) = host::data("sheet") else { return };
        host::set_data("sheet", "");
        let Some(sheet) = Sheet::ALL.into_iter().find(|s| s.key() == name) else { return };
        opener.set_value(host::focused().and_then(|e| e.dyn_into().ok()));
        let chart = host::data("chart");
        host::set_data("chart", "");
        desk.begin(chart.as_deref().and_then(Shown::find));
        desk.sheet.set(Some(sheet));
    };
    // A click may come before this listener of ours, or after it, than that of the first program: either marks the page.
    let clicks = window_event_listener(ev::click, move |event| {
        if let Some(name) = links::sheet_asked(&event) {
            host::set_data("sheet", &name);
            ask();
        }
    });
    on_cleanup(move || clicks.remove());
    Effect::new(move |_| {
        let (Some(dialog), open) = (dialog.get(), desk.sheet.get().is_some()) else { return };
        if open && !dialog.open() {
            // Fails only where the dialog has left the page meanwhile.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    request_animation_frame(ask);
    let closed = move |_| {
        desk.sheet.set(None);
        forget_fragment();
        if let Some(opener) = opener.try_update_value(Option::take).flatten().filter(|e| e.is_connected()) {
            let _ = opener.focus();
        }
    };
    let tabs: Vec<_> = Sheet::ALL
        .into_iter()
        .map(|sheet| {
            let here = move || (desk.sheet.get() == Some(sheet)).then_some("true");
            view! {
                <li>
                    <button type="button" data-tab=sheet.key() aria-current=here on:click=move |_| desk.sheet.set(Some(sheet))>
                        {sheet.name().text(lang)}
                    </button>
                </li>
            }
        })
        .collect();
    let body = move || match desk.sheet.get() {
        None => ().into_any(),
        Some(Sheet::Share) => view! { <share::Share desk /> }.into_any(),
        Some(Sheet::Cite) => view! { <cite::Cite desk /> }.into_any(),
        Some(Sheet::Export) => view! { <export::Export desk /> }.into_any(),
        Some(Sheet::Print) => view! { <handout::Choice desk /> }.into_any(),
        Some(Sheet::Saved) => view! { <saved::Saved desk /> }.into_any(),
    };
    view! {
        <dialog
            class="sheet"
            aria-labelledby="sheet-title"
            node_ref=dialog
            on:close=closed
            // The app's own keys (Esc leaves a record, / searches) are not meant here; the browser's Esc closes.
            on:keydown=|e| e.stop_propagation()
        >
            <header class="sheet-head">
                <h2 id="sheet-title">{Msg::SheetTitle.text(lang)}</h2>
                <button type="button" class="close" aria-label=common::Msg::Close.text(lang) on:click=move |_| desk.sheet.set(None)>"✕"</button>
                <nav aria-label=Msg::SheetTitle.text(lang)><ul class="sheet-tabs">{tabs}</ul></nav>
            </header>
            <div class="sheet-body">{body}</div>
        </dialog>
        <handout::Handout desk />
    }
}

/// Takes the sheet's name behind `#` out of the address, so that the same link opens it another time.
fn forget_fragment() {
    let href = host::window().location().href().unwrap_or_default();
    if let Some((page, fragment)) = href.split_once('#')
        && Sheet::ALL.into_iter().any(|s| s.key() == fragment)
    {
        host::set_address(page, false);
    }
}

/// Title and note that came with the link, above the result.
#[component]
pub fn Heading(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let words = Memo::new(move |_| store.state.with(|s| (s.title.clone(), s.note.clone())));
    move || {
        let (title, note) = words.get();
        (!title.is_empty() || !note.is_empty()).then(|| {
            let remove = move |_| {
                store.change(Step::Push, |s| {
                    s.title.clear();
                    s.note.clear();
                });
            };
            view! {
                <section class="own-words" aria-label=Msg::SharedBy.text(lang)>
                    {(!title.is_empty()).then(|| view! { <p class="own-title">{title}</p> })}
                    {(!note.is_empty()).then(|| view! { <p class="own-note">{note}</p> })}
                    <button type="button" class="close" aria-label=Msg::RemoveWords.text(lang) title=Msg::RemoveWords.text(lang) on:click=remove>"✕"</button>
                </section>
            }
        })
    }
}
