//! The explorer's side of the second program: a place on the page for a room, and what the rooms are told.
//!
//! Rooms are what a first visit does not need (record pages, reading room, method page, charts): they lie in a WASM of
//! their own, `src/rooms.rs`, that is loaded when the first of them is wanted and after the page has been painted. It is
//! given the casebook's bytes as they came, follows this program's state, and hands every click back to it.

use super::live::live;
use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::prelude::*;

use super::{
    browser, host,
    state::{Step, Store},
};
use crate::{
    i18n::explorer::Msg,
    model::Lang,
    url::{self, View, ViewState},
};

/// What the rooms are given, and the rooms once they are there.
#[derive(Clone, Default)]
pub struct Feed {
    list: Option<Uint8Array>,
    texts: Option<Result<Uint8Array, String>>,
    /// What a worker folded of them, or of the list where they are not there yet.
    folded: Option<Uint8Array>,
    rooms: Option<browser::Rooms>,
}

/// Keeps the packed list for the rooms.
pub fn keep_list(store: Store, list: Uint8Array, folded: Option<Uint8Array>) {
    store.feed.update_value(|feed| (feed.list, feed.folded) = (Some(list), folded));
}

/// Hands the packed texts, or why they will not come, to the rooms or keeps them until these are there.
pub fn keep_texts(store: Store, texts: Result<Uint8Array, String>, folded: Option<Uint8Array>) {
    store.feed.update_value(|feed| {
        match (&feed.rooms, &texts) {
            (Some(rooms), Ok(texts)) => rooms.texts(texts, folded.as_ref()),
            (Some(rooms), Err(why)) => rooms.texts_failed(why),
            (None, _) => {}
        }
        if texts.is_ok() {
            feed.folded = folded;
        }
        feed.texts = Some(texts);
    });
}

/// Tells the rooms of every new state, and fetches them where the page around a frame wants to speak with them
/// (`public/frame.js`). What stands beside the list (charts) follows in a task of its own, so that facets, sentence and
/// list need not wait for it.
pub fn listen(store: Store) {
    let wanted = window_event_listener_untyped("jikenbo:rooms", move |_| {
        spawn_local(async move {
            // Where this fails it is asked for again.
            let _ = rooms(store).await;
        });
    });
    on_cleanup(move || wanted.remove());
    let waiting: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let is_beside = |s: &ViewState| {
            s.case.is_none() && matches!(s.view, View::Cards | View::Charts | View::Map | View::Compare)
        };
        let (query, beside) = store.state.with(|s| (url::write(s), is_beside(s)));
        let tell = move || {
            store.feed.with_value(|feed| {
                if let Some(rooms) = &feed.rooms {
                    rooms.follow(&query);
                }
            });
        };
        // A new wait drops, and so cancels, the one before.
        if beside {
            waiting.set_value(Some(Timeout::new(0, tell)));
        } else {
            waiting.set_value(None);
            tell();
        }
    });
}

/// The rooms, ready to be entered.
async fn rooms(store: Store) -> Result<browser::Rooms, String> {
    let rooms = browser::load_rooms().await?;
    let feed = store.feed.get_value();
    if feed.rooms.is_none()
        && let Some(list) = &feed.list
    {
        let go = Closure::<dyn Fn(String, bool)>::new(move |query: String, push: bool| {
            store.open(&query, if push { Step::Push } else { Step::Replace });
        });
        let texts = feed.texts.as_ref().and_then(|texts| texts.as_ref().ok());
        rooms.begin(list, go.into_js_value().unchecked_ref(), texts, feed.folded.as_ref());
        if let Some(Err(why)) = &feed.texts {
            rooms.texts_failed(why);
        }
        rooms.follow(&store.query());
        store.feed.update_value(|feed| feed.rooms = Some(rooms.clone()));
    }
    Ok(rooms)
}

/// How far a room has come.
#[derive(Clone, PartialEq, Eq)]
enum Progress {
    Waiting,
    Entered,
    Failed(String),
}

/// A room in its place, drawn by the second program. Nothing is loaded before the place is in sight: on a phone the
/// charts strip is hidden.
#[component]
pub fn Room(
    /// Its name, as `src/ui/rooms.rs` knows it.
    name: &'static str,
    lang: Lang,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let home = NodeRef::<html::Div>::new();
    let progress = RwSignal::new(Progress::Waiting);
    let number = StoredValue::new_local(None::<(browser::Rooms, u32)>);
    let seen = RwSignal::new(false);
    let sight = StoredValue::new_local(None::<browser::Sight>);
    Effect::new(move |_| {
        let Some(element) = home.get() else { return };
        let watch = browser::Sight::of(&element, move || {
            seen.try_set(true);
        });
        // Nothing is in sight behind a page that is held.
        seen.set(watch.is_none() || host::is_held());
        sight.set_value(watch);
    });
    Effect::new(move |_| {
        let (true, Some(home)) = (seen.get(), home.get()) else { return };
        sight.set_value(None);
        if progress.get() != Progress::Waiting {
            return;
        }
        spawn_local(async move {
            let entered = rooms(store).await;
            // The place may have left the page meanwhile.
            if progress.try_get_untracked().is_none() {
                return;
            }
            match entered {
                Ok(rooms) => {
                    progress.set(Progress::Entered);
                    let entered = rooms.enter(&home, name);
                    number.set_value(Some((rooms, entered)));
                    host::arrived();
                }
                Err(why) => progress.set(Progress::Failed(why)),
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some((rooms, number))) = number.try_update_value(Option::take) {
            rooms.leave(number);
        }
    });
    let wait = live(move || match progress.get() {
        Progress::Entered => ().into_any(),
        Progress::Waiting => {
            view! { <p class="room-wait soft" role="status">{Msg::RoomLoading.text(lang)}</p> }.into_any()
        }
        Progress::Failed(why) => view! {
            <div class="room-wait failure" role="alert">
                <p>{Msg::RoomFailed.text(lang)}</p>
                <p><code>{why}</code></p>
                <p class="acts">
                    <button type="button" class="button strong" on:click=move |_| progress.set(Progress::Waiting)>
                        {Msg::Retry.text(lang)}
                    </button>
                    <a class="button" href=format!("{}{}/", store.root(), lang.tag())>{Msg::StaticList.text(lang)}</a>
                </p>
            </div>
        }
        .into_any(),
    });
    view! {
        {wait}
        <div class=format!("room room-{name}") node_ref=home></div>
    }
}

/// A record on the whole page. Leaving it leads back to where the list stood, with the focus on the record's card.
#[component]
pub fn Record(lang: Lang) -> impl IntoView {
    let store = expect_context::<Store>();
    let came_from = host::scroll_y();
    let opened = StoredValue::new(String::new());
    Effect::new(move |_| {
        if let Some(id) = store.state.with(|s: &ViewState| s.case.clone()) {
            opened.set_value(id);
        }
    });
    on_cleanup(move || {
        let Some(id) = opened.try_get_value() else { return };
        request_animation_frame(move || {
            host::scroll_to(came_from);
            let selector = format!("[data-result][data-id=\"{id}\"], .result[data-id=\"{id}\"] h3 a");
            host::focus(&selector);
        });
    });
    view! { <Room name="record" lang /> }
}
