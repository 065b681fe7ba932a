//! Citations of a case and of a view.

use leptos::prelude::*;

use super::{copy::CopyBox, desk::Desk, language::languages, share::WhatPart};
use crate::{
    formats::{Format, Options},
    i18n::share::Msg,
    model::Lang,
    ui::browser,
};

const FORMATS: [(Format, &str, u32); 4] = [
    (Format::Citation, "citation", 3),
    (Format::Bibtex, "bibtex", 8),
    (Format::Ris, "ris", 8),
    (Format::Csl, "csl", 8),
];

#[component]
pub fn Cite(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let spoken = RwSignal::new(lang);
    let said = RwSignal::new(String::new());
    let boxes = FORMATS.map(|(format, name, rows)| {
        let text = Memo::new(move |_| {
            desk.shared.track();
            written(desk, format, spoken.get())
        });
        let label = match format {
            Format::Citation => Msg::CitePlain.text(lang).to_owned(),
            Format::Bibtex => "BibTeX".to_owned(),
            Format::Ris => "RIS".to_owned(),
            _ => "CSL-JSON".to_owned(),
        };
        let save = move |_| {
            let file = format!("{}.{}", untrack(|| desk.file_name()), format.extension());
            let done = browser::save_text(&file, format.media_type(), &text.get_untracked());
            said.set(if done.is_ok() {
                Msg::Saved.fill(lang, &[("name", &file)])
            } else {
                Msg::SaveFailed.text(lang).to_owned()
            });
        };
        let words = Msg::SaveAs.fill(lang, &[("name", &label)]);
        let save = view! {
            <button type="button" class="button" data-act="save" aria-label=words on:click=save>{Msg::Save.text(lang)}</button>
        };
        view! {
            <section class="sheet-part" data-cite=name>
                <CopyBox label=label text rows name lang also=save.into_any() />
            </section>
        }
    });
    view! {
        <WhatPart desk />
        <p class="soft small">{Msg::CiteHelp.text(lang)}</p>
        {languages("cite-lang", Msg::CiteLanguage.text(lang), spoken)}
        {boxes.into_iter().collect_view()}
        <p class="sheet-said" role="status">{said}</p>
        {browser::is_framed().then(|| super::export::framed(desk, "cite"))}
    }
}

/// A citation of what is shared.
fn written(desk: Desk, format: Format, lang: Lang) -> String {
    let options = Options { lang, ..Options::default() };
    let bytes = desk.with_view(|view| format.write(view, &options).ok()).flatten().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
