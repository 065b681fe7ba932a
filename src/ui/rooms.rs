//! The second program's screens: everything that a first visit does not need. What calls it is `src/rooms.rs`.
//!
//! A room is a view on a [`Store`] that follows the explorer's; what a click changes goes to the explorer, which tells
//! us in turn. A new room is one line in [`view_of`].

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{charts, empty, lanes, record, state::Store, suggest, table};
use crate::{dataset::bytes, explore::Explorer, model::Lang};

/// The rooms with the casebook they were given.
pub struct Rooms {
    // Owns the store's signals.
    _owner: Owner,
    store: Store,
    list: Vec<u8>,
    entered: Vec<Option<Box<dyn std::any::Any>>>,
}

impl Rooms {
    /// Reads the casebook's list. What a click changes goes to `owner` as `(query, is a step)`.
    ///
    /// # Errors
    /// In words, what is wrong with the bytes.
    pub fn new(list: Vec<u8>, owner: impl Fn(&str, bool) + 'static) -> Result<Self, String> {
        let dataset = bytes::decode_list(&list).map_err(|e| e.to_string())?;
        let scope = Owner::new();
        let store = scope.with(|| Store::following(owner));
        scope.with(|| store.set_explorer(Explorer::new(dataset)));
        Ok(Self { _owner: scope, store, list, entered: Vec::new() })
    }

    /// Adds the texts.
    ///
    /// # Errors
    /// In words, what is wrong with the bytes; the rooms go on without them.
    pub fn add_texts(&mut self, texts: &[u8]) -> Result<(), String> {
        self.store.add_texts(&std::mem::take(&mut self.list), texts)
    }

    /// Says that the texts will not come.
    pub fn texts_failed(&self, why: String) {
        self.store.texts_failed(why);
    }

    /// Shows what the query says.
    pub fn follow(&self, query: &str) {
        self.store.follow(query);
    }

    /// Draws the room of that name into an element. The answer is its number, for [`Rooms::leave`].
    pub fn enter(&mut self, home: HtmlElement, room: &str) -> u32 {
        let store = self.store;
        let room = room.to_owned();
        let handle = leptos::mount::mount_to(home, move || {
            provide_context(store);
            // Words are plain text: another language draws everything anew.
            move || view_of(&room, store, store.lang.get())
        });
        self.entered.push(Some(Box::new(handle)));
        self.entered.len() as u32 - 1
    }

    /// Takes a room away. A number that is not in use changes nothing.
    pub fn leave(&mut self, number: u32) {
        if let Some(handle) = self.entered.get_mut(number as usize) {
            *handle = None;
        }
    }
}

/// The room of a name, in one language.
fn view_of(room: &str, store: Store, lang: Lang) -> AnyView {
    match room {
        "strip" => view! { <charts::Strip lang /> }.into_any(),
        "charts" => view! { <charts::Page lang /> }.into_any(),
        "compare" => view! { <charts::Compare lang /> }.into_any(),
        "record" => {
            let id = Memo::new(move |_| store.state.with(|s| s.case.clone()));
            (move || id.get().map(|id| view! { <record::Record id lang /> })).into_any()
        }
        "empty" => view! { <empty::Empty lang /> }.into_any(),
        "suggest" => view! { <suggest::Suggest lang /> }.into_any(),
        "lanes" => view! { <lanes::Lanes lang /> }.into_any(),
        "table" => view! { <table::Table lang /> }.into_any(),
        "columns" => view! { <table::ColumnChooser lang /> }.into_any(),
        "articles" => record::articles(store, lang).into_any(),
        "org" => view! { <record::Org lang /> }.into_any(),
        _ => record::about(store, lang).into_any(),
    }
}
