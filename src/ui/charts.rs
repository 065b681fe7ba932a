//! Where the charts stand.

use leptos::prelude::*;

use crate::model::Lang;

#[component]
pub fn Strip(lang: Lang) -> impl IntoView {
    let _ = lang;
}

#[component]
pub fn Page(lang: Lang) -> impl IntoView {
    let _ = lang;
}
