//! Parts of a view that follow signals.
//!
//! Every closure in a `view!` is a type of its own, for which the framework's whole way of following is compiled anew,
//! about 1 KB each time. These put the closure behind a pointer, so that all share one copy.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

type Shared<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// A part that is drawn anew whenever a signal it reads changes.
pub fn live(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let shared: Shared<AnyView> = Arc::new(Mutex::new(draw));
    shared.into_any()
}

/// The same for a part that is not always there.
pub fn maybe(mut draw: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    live(move || draw().unwrap_or_else(|| ().into_any()))
}

/// Words that change.
pub fn words<T: Into<String>>(mut say: impl FnMut() -> T + Send + 'static) -> AnyView {
    let shared: Shared<String> = Arc::new(Mutex::new(move || say().into()));
    shared.into_any()
}
