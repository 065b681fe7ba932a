//! Text that can be taken away: a field, a button that copies it, and the text selected where copying is denied.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    i18n::share::Msg,
    model::Lang,
    ui::{browser, host},
};

/// A text in a field that cannot be changed, with a button that copies it.
#[component]
pub fn CopyBox(
    /// What it is, above the field.
    label: String,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// Lines of the field.
    rows: u32,
    /// For tests and styles: `data-copy`.
    name: &'static str,
    lang: Lang,
    /// Said to those alone who do not see the heading above it.
    #[prop(optional)]
    named_above: bool,
    /// What else can be done with it, beside the button.
    #[prop(optional)]
    also: Option<AnyView>,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let said = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        text.track();
        said.set(None);
    });
    let copy = move |_| {
        let words = text.get_untracked();
        spawn_local(async move {
            let mut done = browser::may_copy() && host::copy(&words).await;
            if !done && let Some(Some(field)) = field.try_get_untracked() {
                // What the reader would do by hand; some frames allow this and not the clipboard.
                let _ = field.focus();
                field.select();
                done = browser::copy_selection();
            }
            said.try_set(Some(done));
        });
    };
    let id = format!("copy-{name}");
    let words = move || said.get().map(|done| if done { Msg::Copied } else { Msg::CopyByHand }.text(lang));
    view! {
        <div class="copy" data-copy=name>
            <label for=id.clone() class:visually-hidden=named_above>{label}</label>
            <div class="copy-row">
                <textarea id=id readonly rows=rows.to_string() spellcheck="false" node_ref=field prop:value=text
                    on:focus:target=|e| e.target().select()></textarea>
                <div class="copy-acts">
                    <button type="button" class="button strong" class:done=move || said.get() == Some(true) on:click=copy>
                        {Msg::Copy.text(lang)}
                    </button>
                    {also}
                </div>
            </div>
            // The button shows by itself that it worked.
            <p class="copy-said" class:visually-hidden=move || said.get() == Some(true) role="status">{words}</p>
        </div>
    }
}
