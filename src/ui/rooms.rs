//! The second program's screens: everything that a first visit does not need. What calls it is `src/rooms.rs`.
//!
//! A room is a view on a [`Store`] that follows the explorer's; what a click changes goes to the explorer, which tells
//! us in turn. A new room is one line in [`view_of`].

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    charts, empty, host, lanes, record, sheets,
    state::{Step, Store},
    suggest, table,
};
use crate::{
    dataset::{Texts, bytes},
    explore::Explorer,
    model::Lang,
    url::{self, ViewState},
};

/// The rooms with the casebook they were given.
pub struct Rooms {
    // Owns the store's signals.
    _owner: Owner,
    store: Store,
    list: Vec<u8>,
    entered: Vec<Option<Box<dyn std::any::Any>>>,
    /// What tells the page around the frame.
    attended: Option<Box<dyn std::any::Any>>,
}

impl Rooms {
    /// Reads the casebook's list, and the texts where they are there; texts that are damaged are as if they never came. `folded`
    /// is what a worker folded of it, see [`Explorer::index`]. What a click changes goes to `owner` as `(query, is a step)`.
    ///
    /// # Errors
    /// In words, what is wrong with the bytes.
    pub fn new(
        list: Vec<u8>,
        texts: Option<Vec<u8>>,
        folded: Option<Vec<u8>>,
        owner: impl Fn(&str, bool) + 'static,
    ) -> Result<Self, String> {
        let mut dataset = bytes::decode_list(&list).map_err(|e| e.to_string())?;
        if let Some(Err(why)) = texts.map(|texts| bytes::add_texts(&mut dataset, &list, &texts)) {
            dataset.texts = Texts::Failed(why.to_string());
        }
        let scope = Owner::new();
        let store = scope.with(|| Store::following(owner));
        let mut explorer = Explorer::of_columns(dataset);
        explorer.index(folded.as_deref());
        scope.with(|| store.set_explorer(explorer));
        Ok(Self { _owner: scope, store, list, entered: Vec::new(), attended: None })
    }

    /// Adds the texts; `folded` as in [`Rooms::new`].
    ///
    /// # Errors
    /// In words, what is wrong with the bytes; the rooms go on without them.
    pub fn add_texts(&mut self, texts: &[u8], folded: Option<&[u8]>) -> Result<(), String> {
        self.store.add_texts(&std::mem::take(&mut self.list), texts, folded)
    }

    /// Says that the texts will not come.
    pub fn texts_failed(&self, why: String) {
        self.store.texts_failed(why);
    }

    /// Shows what the query says.
    pub fn follow(&self, query: &str) {
        self.store.follow(query);
    }

    /// Tells `say` what is on screen, now and whenever it changes: what stands behind `?`, how many match, of how many,
    /// how many of the matching state no number of people, and the open record (empty: none). It takes the place of an earlier one.
    pub fn attend(&mut self, say: impl Fn(&str, u32, u32, u32, &str) + 'static) {
        let store = self.store;
        // A room without a place on the page.
        let Some(home) = host::document().create_element("div").ok().and_then(|e| e.dyn_into::<HtmlElement>().ok())
        else {
            return;
        };
        let handle = leptos::mount::mount_to(home, move || {
            Effect::new(move |_| {
                let answer = store.answer.get();
                let (query, case) = store.state.with(|s| (url::write(s), s.case.clone().unwrap_or_default()));
                say(&query, answer.0.matching, answer.0.total, answer.0.affected.unknown, &case);
            });
        });
        self.attended = Some(Box::new(handle));
    }

    /// What shows what the page around the frame asks for, and keeps what belongs to the frame: language, colours, how
    /// much of the app's own frame, locked filters, edition. It answers what of it could not be used, one a line. To be
    /// called when the rooms are not held: the explorer, which is asked, may call them.
    pub fn asker(&self) -> impl Fn(&str) -> String + use<> {
        let store = self.store;
        move |query| ask(store, query)
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

/// See [`Rooms::asker`].
fn ask(store: Store, query: &str) -> String {
    let (asked, mut problems) = url::parse(query);
    let adopted = store.with(|e| e.adopt(&asked));
    let (asked, more) = adopted.unwrap_or((asked, Vec::new()));
    problems.extend(more);
    store.change(Step::Replace, |now| {
        *now = ViewState {
            lang: now.lang,
            theme: now.theme,
            ui: now.ui,
            names_off: now.names_off,
            pin: now.pin.take(),
            lock: std::mem::take(&mut now.lock),
            ..asked
        };
    });
    let lines: Vec<String> = problems.iter().map(|d| format!("{}: {}", d.problem.key(), d.part)).collect();
    lines.join("\n")
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
        "sheets" => view! { <sheets::Sheets lang /> }.into_any(),
        "heading" => view! { <sheets::Heading lang /> }.into_any(),
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
