//! The browser app. On the host it is an empty `main`, so that the whole workspace builds without a browser.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    jikenbo::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
