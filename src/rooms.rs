//! The browser app's second program: what a first visit does not need, loaded by the first one on use
//! (`src/ui/room.rs`, `public/boot.js`). These are its exports; what they do stands in `ui::rooms`.

#[cfg(target_arch = "wasm32")]
mod exports {
    use std::cell::RefCell;

    use jikenbo::{dataset::bytes, explore::mask::Mask, ui::rooms::Rooms, url};
    use wasm_bindgen::prelude::*;

    thread_local! {
        static ROOMS: RefCell<Option<Rooms>> = const { RefCell::new(None) };
    }

    /// Does something with the rooms, if they have begun. None of these calls comes while another one runs: the
    /// explorer makes them, and what a click calls ([`begin`]) does not hold the rooms.
    fn with<T>(run: impl FnOnce(&mut Rooms) -> T) -> Option<T> {
        ROOMS.with_borrow_mut(|rooms| rooms.as_mut().map(run))
    }

    /// Takes the casebook's list, and the function that is called with `(query, is a step)` for what a click changes;
    /// where they are there the texts, and what a worker folded.
    #[wasm_bindgen]
    pub fn begin(
        list: Vec<u8>,
        go: js_sys::Function,
        texts: Option<Vec<u8>>,
        folded: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        let owner = move |query: &str, step: bool| {
            // The explorer's own function: it does not throw.
            let _ = go.call2(&JsValue::NULL, &query.into(), &step.into());
        };
        let rooms = Rooms::new(list, texts, folded, owner).map_err(|why| JsValue::from_str(&why))?;
        ROOMS.set(Some(rooms));
        Ok(())
    }

    /// The casebook with masked organisations (`names=off`): list, texts, and what the query asks in its terms.
    #[wasm_bindgen]
    pub fn mask(list: &[u8], texts: &[u8], query: &str) -> Result<js_sys::Array, JsValue> {
        let (list, texts, query) = masked(list, texts, query).map_err(|why| JsValue::from_str(&why))?;
        let [list, texts] = [list, texts].map(|part| js_sys::Uint8Array::from(part.as_slice()));
        Ok(js_sys::Array::of3(&list, &texts, &query.into()))
    }

    fn masked(list: &[u8], texts: &[u8], query: &str) -> Result<(Vec<u8>, Vec<u8>, String), String> {
        let mut dataset = bytes::decode_list(list).map_err(|e| e.to_string())?;
        bytes::add_texts(&mut dataset, list, texts).map_err(|e| e.to_string())?;
        let mask = Mask::new(&dataset);
        let query = url::write(&mask.state(&url::parse(query).0));
        let parts = bytes::encode(&mask.dataset(dataset)).map_err(|e| e.to_string())?;
        Ok((parts.list, parts.texts, query))
    }

    /// Takes the casebook's texts, and what a worker folded.
    #[wasm_bindgen]
    pub fn texts(bytes: Vec<u8>, folded: Option<Vec<u8>>) -> Result<(), JsValue> {
        with(|rooms| rooms.add_texts(&bytes, folded.as_deref()))
            .unwrap_or(Ok(()))
            .map_err(|why| JsValue::from_str(&why))
    }

    /// Says that the texts will not come, and why.
    #[wasm_bindgen(js_name = textsFailed)]
    pub fn texts_failed(why: String) {
        with(|rooms| rooms.texts_failed(why));
    }

    /// Shows what a query says.
    #[wasm_bindgen]
    pub fn follow(query: &str) {
        with(|rooms| rooms.follow(query));
    }

    /// Calls `say` with `(query, matching, total, unknown, case)` now and whenever that changes; whether there is a
    /// casebook yet to speak of (`public/frame.js`).
    #[wasm_bindgen]
    pub fn attend(say: js_sys::Function) -> bool {
        let tell = move |query: &str, matching: u32, total: u32, unknown: u32, case: &str| {
            let told: [JsValue; 5] = [query.into(), matching.into(), total.into(), unknown.into(), case.into()];
            // The frame's own function: it does not throw.
            let _ = say.apply(&JsValue::NULL, &told.iter().collect());
        };
        with(|rooms| rooms.attend(tell)).is_some()
    }

    /// Shows what the page around the frame asks for; the answer is what of it could not be used, one a line.
    #[wasm_bindgen]
    pub fn ask(query: &str) -> String {
        with(|rooms| rooms.asker()).map(|ask| ask(query)).unwrap_or_default()
    }

    /// Draws a room into an element; the answer is its number.
    #[wasm_bindgen]
    pub fn enter(home: web_sys::HtmlElement, room: &str) -> u32 {
        with(|rooms| rooms.enter(home, room)).unwrap_or(u32::MAX)
    }

    /// Takes a room away.
    #[wasm_bindgen]
    pub fn leave(number: u32) {
        with(|rooms| rooms.leave(number));
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
