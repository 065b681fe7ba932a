//! The browser app. On the host it is an empty `main`, so that the whole workspace builds without a browser.

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::*;

    /// In a worker (`public/fold.js`): the folded texts of a packed casebook, of the list alone or with its texts. `None`
    /// where the bytes are no casebook: the page says what is wrong with them.
    #[wasm_bindgen]
    pub fn fold(list: Vec<u8>, texts: Option<Vec<u8>>) -> Option<Vec<u8>> {
        jikenbo::explore::folded_parts(&list, texts.as_deref()).ok()
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    // A worker has no page to draw.
    if web_sys::window().is_some() {
        jikenbo::ui::mount();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
