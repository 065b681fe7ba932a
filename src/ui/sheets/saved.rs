//! Views kept under a name: on the device where that is allowed, else until the page is closed; out and in as a file or as
//! links.

use std::cell::RefCell;

use leptos::{prelude::*, task::spawn_local};
use web_sys::HtmlInputElement;

use super::{copy::CopyBox, desk::Desk};
use crate::{
    i18n::share::Msg,
    share::saved::{self, SavedView},
    ui::{browser, host, state::Step},
    url::MAX_TITLE_CHARS,
};

/// Under this name they are kept on the device.
const KEY: &str = "jikenbo:views";

/// What is done to the list.
type Change = Box<dyn FnOnce(&mut Vec<SavedView>)>;

thread_local! {
    /// The views where nothing may be kept, for as long as the page is open: another language draws the sheets anew.
    static MEMORY: RefCell<Vec<SavedView>> = const { RefCell::new(Vec::new()) };
}

/// What is kept.
pub fn kept() -> Vec<SavedView> {
    match browser::stored(KEY) {
        Some(text) => saved::read(&text),
        None => MEMORY.with_borrow(Clone::clone),
    }
}

/// Keeps a list; the answer is whether the device keeps it.
fn keep(views: &[SavedView]) -> bool {
    MEMORY.replace(views.to_vec());
    browser::store(KEY, &saved::write(views))
}

#[component]
pub fn Saved(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    // Another tab may have saved one meanwhile.
    desk.views.set(kept());
    let on_device = RwSignal::new(keep(&desk.views.get_untracked()));
    let said = RwSignal::new(String::new());
    let change = move |change: Change| {
        desk.views.update(change);
        on_device.set(desk.views.with_untracked(|views| keep(views)));
    };
    let name = RwSignal::new(String::new());
    // Its filters, or its heading, in words.
    let words = Memo::new(move |_| {
        desk.shared.track();
        desk.with_view(|view| view.case.map_or_else(|| view.title(lang), |case| case.headline.get(lang).to_owned()))
            .unwrap_or_default()
    });
    let view = move |name: &str| words.with(|words| SavedView::new(name, words, &desk.shared.get()));
    // No form: a frame may deny them.
    let save = move || {
        let view = untrack(|| view(&name.get_untracked()));
        said.set(Msg::Saved.fill(lang, &[("name", &view.name)]));
        name.set(String::new());
        change(Box::new(move |views| saved::add(views, vec![view])));
    };
    let rows = move || {
        let views = desk.views.get();
        if views.is_empty() {
            return view! { <p class="soft">{Msg::SavedNone.text(lang)}</p> }.into_any();
        }
        let rows = views.into_iter().enumerate().map(|(at, view)| row(desk, at, view, change, said)).collect_view();
        view! { <ul class="saved">{rows}</ul> }.into_any()
    };
    let links = Signal::derive(move || {
        let root = desk.root();
        let line = |v: &SavedView| format!("{} {root}?{}\n", v.name, v.query);
        desk.views.with(|views| views.iter().map(line).collect::<String>())
    });
    let export = move |_| {
        let text = desk.views.with_untracked(|views| saved::write(views));
        let done = browser::save_text("jikenbo-views.json", "application/json", &text);
        said.set(match done {
            Ok(()) => Msg::Saved.fill(lang, &[("name", "jikenbo-views.json")]),
            Err(_) => Msg::SaveFailed.text(lang).to_owned(),
        });
    };
    let take = move |text: &str| {
        let found = saved::read(text);
        said.set(match found.len() {
            0 => Msg::ImportNothing.text(lang).to_owned(),
            n => Msg::Imported.fill(lang, &[("n", &n.to_string())]),
        });
        change(Box::new(move |views| saved::add(views, found)));
    };
    let choose = move |input: HtmlInputElement| {
        spawn_local(async move {
            let text = browser::chosen_text(&input).await.unwrap_or_default();
            input.set_value("");
            if said.try_get_untracked().is_some() {
                take(&text);
            }
        });
    };
    let any = move || desk.views.with(|views| !views.is_empty());
    view! {
        <div class="sheet-part save-view">
            <label>
                {Msg::ViewName.text(lang)}
                <input type="text" name="view-name" autocomplete="off" maxlength=MAX_TITLE_CHARS.to_string()
                    placeholder=move || view("").name
                    prop:value=name on:input:target=move |e| name.set(e.target().value())
                    on:keydown=move |e| if e.key() == "Enter" && !e.is_composing() { save() } />
            </label>
            <button type="button" class="button strong" on:click=move |_| save()>{Msg::SaveView.text(lang)}</button>
        </div>
        <p class="sheet-said" role="status">{said}</p>
        <p class="soft small" data-kept=move || if on_device.get() { "device" } else { "memory" }>
            {move || if on_device.get() { Msg::SavedHere } else { Msg::SavedMemory }.text(lang)}
        </p>
        {rows}
        {move || any().then(|| view! {
            <section class="sheet-part">
                <CopyBox label=Msg::LinksOfViews.text(lang).to_owned() text=links rows=4 name="views" lang
                    also=view! { <button type="button" class="button" data-act="export-views" on:click=export>{Msg::ExportViews.text(lang)}</button> }.into_any() />
            </section>
        })}
        <details class="sheet-part" data-part="import">
            <summary>{Msg::ImportViews.text(lang)}</summary>
            <label>
                {Msg::ImportFile.text(lang)}
                <input type="file" name="views-file" accept=".json,.txt,application/json,text/plain"
                    on:change:target=move |e| choose(e.target()) />
            </label>
            <label>
                {Msg::ImportText.text(lang)}
                <textarea name="views-text" rows="3" spellcheck="false" on:change:target=move |e| {
                    take(&e.target().value());
                    e.target().set_value("");
                }></textarea>
            </label>
        </details>
    }
}

/// One kept view: open, copy its link, rename, delete.
fn row(
    desk: Desk,
    at: usize,
    view: SavedView,
    change: impl Fn(Change) + Copy + Send + 'static,
    said: RwSignal<String>,
) -> AnyView {
    let lang = desk.lang;
    let say = |msg: Msg| msg.fill(lang, &[("name", &view.name)]);
    let (rename_words, delete_words, link_words) = (say(Msg::RenameOf), say(Msg::DeleteOf), say(Msg::LinkOf));
    let renaming = RwSignal::new(false);
    let typed = RwSignal::new(view.name.clone());
    let href = format!("{}?{}", desk.store.root(), view.query);
    let open = {
        let query = view.query.clone();
        move |e: leptos::ev::MouseEvent| {
            e.prevent_default();
            desk.sheet.set(None);
            desk.store.open(&query, Step::Push);
        }
    };
    let copy = {
        let link = format!("{}?{}", desk.root(), view.query);
        move |_| {
            let link = link.clone();
            spawn_local(async move {
                let done = browser::may_copy() && host::copy(&link).await;
                said.try_set(if done { Msg::Copied.text(lang).to_owned() } else { link });
            });
        }
    };
    let rename = move || {
        let name = crate::url::plain_words(&typed.get_untracked(), MAX_TITLE_CHARS).0;
        if !name.is_empty() {
            change(Box::new(move |views| {
                if let Some(view) = views.get_mut(at) {
                    view.name = name;
                }
            }));
        }
        renaming.set(false);
    };
    let delete = move |_| {
        change(Box::new(move |views| {
            if at < views.len() {
                views.remove(at);
            }
        }));
    };
    let name = view.name.clone();
    let shown = move || {
        if renaming.get() {
            return view! {
                <div class="rename">
                    <input type="text" aria-label=rename_words.clone() maxlength=MAX_TITLE_CHARS.to_string() prop:value=typed
                        on:input:target=move |e| typed.set(e.target().value())
                        on:keydown=move |e| if e.key() == "Enter" && !e.is_composing() { rename() } />
                    <button type="button" class="button" on:click=move |_| rename()>{Msg::Done.text(lang)}</button>
                </div>
            }
            .into_any();
        }
        view! {
            <a class="saved-name" href=href.clone() on:click=open.clone()>{name.clone()}</a>
            <span class="acts">
                <button type="button" class="quiet" aria-label=link_words.clone() on:click=copy.clone()>{Msg::Copy.text(lang)}</button>
                <button type="button" class="quiet" data-act="rename" aria-label=rename_words.clone() on:click=move |_| renaming.set(true)>{Msg::Rename.text(lang)}</button>
                <button type="button" class="quiet" data-act="delete" aria-label=delete_words.clone() on:click=delete>{Msg::Delete.text(lang)}</button>
            </span>
        }
        .into_any()
    };
    view! { <li>{shown}</li> }.into_any()
}
