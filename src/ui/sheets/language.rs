//! The choice of the language that a text is written in.

use leptos::prelude::*;

use crate::{i18n::share::Msg, model::Lang};

/// One of our languages, each called by its own name. `name` is that of the fields, `legend` says what it is for.
pub fn languages(name: &'static str, legend: &'static str, spoken: RwSignal<Lang>) -> AnyView {
    let choices = Lang::ALL
        .into_iter()
        .map(|lang| {
            let on = move || spoken.get() == lang;
            view! {
                <label class="choice">
                    <input type="radio" name=name value=lang.tag() prop:checked=on on:change=move |_| spoken.set(lang) />
                    <span lang=lang.tag()>{Msg::LanguageName.text(lang)}</span>
                </label>
            }
        })
        .collect_view();
    view! { <fieldset class="sheet-part choices"><legend>{legend}</legend>{choices}</fieldset> }.into_any()
}
