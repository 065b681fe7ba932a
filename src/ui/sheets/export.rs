//! Files: the whole result in every format, made in slices so that the page stays awake.

use leptos::{prelude::*, task::spawn_local};

use super::{desk::Desk, language::languages, share::WhatPart};
use crate::{
    formats::{Format, Options, columns, csv, slices::Slices, veris},
    i18n::{self, share::Msg},
    model::Lang,
    ui::{browser, host},
};

/// Cases between two looks at the clock of the page: a slice takes a few milliseconds.
const SLICE: usize = 100;
/// Characters of a file that are shown; copying takes all of it.
const SHOWN: usize = 20_000;

const FORMATS: [(Format, &str, Msg); 13] = [
    (Format::Csv, "CSV", Msg::FormatCsv),
    (Format::Xlsx, "XLSX", Msg::FormatXlsx),
    (Format::Json, "JSON", Msg::FormatJson),
    (Format::Jsonl, "JSON Lines", Msg::FormatJsonl),
    (Format::Markdown, "Markdown", Msg::FormatMarkdown),
    (Format::Text, "Text", Msg::FormatText),
    (Format::Veris, "VERIS", Msg::FormatVeris),
    (Format::Stix, "STIX 2.1", Msg::FormatStix),
    (Format::Misp, "MISP", Msg::FormatMisp),
    (Format::Citation, "Citation", Msg::FormatCitation),
    (Format::Bibtex, "BibTeX", Msg::FormatBibtex),
    (Format::Ris, "RIS", Msg::FormatRis),
    (Format::Csl, "CSL-JSON", Msg::FormatCsl),
];

/// A file that is ready.
#[derive(Clone)]
struct Made {
    name: String,
    format: Format,
    bytes: std::sync::Arc<Vec<u8>>,
}

impl Made {
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok().filter(|_| self.format != Format::Xlsx)
    }
}

/// How far it has come.
#[derive(Clone)]
enum Progress {
    Idle,
    Running(usize, usize),
    Ready(Made),
    Failed(String),
}

#[component]
pub fn Export(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let format = RwSignal::new(Format::Csv);
    let bom = RwSignal::new(true);
    let spoken = RwSignal::new(lang);
    let chosen = RwSignal::new(None::<Vec<String>>);
    let progress = RwSignal::new(Progress::Idle);
    // Counts up whenever what was asked for is no longer wanted.
    let run = RwSignal::new(0_u32);
    Effect::new(move |_| {
        desk.shared.track();
        format.track();
        bom.track();
        spoken.track();
        chosen.track();
        run.update(|n| *n += 1);
        progress.set(Progress::Idle);
    });
    let make = move |_| {
        let options = Options {
            lang: spoken.get_untracked(),
            bom: bom.get_untracked(),
            columns: chosen.get_untracked().unwrap_or_default(),
        };
        let format = format.get_untracked();
        let name = format!("{}.{}", untrack(|| desk.file_name()), format.extension());
        spawn_local(write(desk, format, options, name, progress, run));
    };
    let formats = FORMATS
        .into_iter()
        .map(|(f, name, what)| {
            let on = move || format.get() == f;
            view! {
                <label class="choice">
                    <input type="radio" name="format" value=f.extension() data-format=format!("{f:?}").to_lowercase()
                        prop:checked=on on:change=move |_| format.set(f) />
                    <span><b>{name}</b> <small>{what.text(lang)}</small></span>
                </label>
            }
        })
        .collect_view();
    let options = move || match format.get() {
        Format::Csv => view! { <CsvOptions bom chosen lang /> }.into_any(),
        Format::Veris => {
            let n = desk.with_view(|view| veris::left_out(view).len()).unwrap_or(0);
            let words = Msg::VerisLeftOut.fill(lang, &[("n", &n.to_string())]);
            (n > 0).then(|| view! { <p class="soft small">{words}</p> }).into_any()
        }
        Format::Markdown | Format::Text | Format::Citation | Format::Bibtex | Format::Ris | Format::Csl => {
            languages("export-lang", Msg::ExportLanguage.text(lang), spoken)
        }
        _ => ().into_any(),
    };
    let state = move || {
        match progress.get() {
        Progress::Idle => {
            view! { <button type="button" class="button strong" data-act="make" on:click=make>{Msg::Make.text(lang)}</button> }.into_any()
        }
        Progress::Running(done, total) => {
            let [shown, all] = [done, total].map(|n| i18n::number(n as u64));
            view! {
                <div class="progress" role="status">
                    <progress max=total.to_string() value=done.to_string()></progress>
                    <span class="num">{Msg::Making.fill(lang, &[("done", &shown), ("total", &all)])}</span>
                    <button type="button" class="button" data-act="stop" on:click=move |_| {
                        run.update(|n| *n += 1);
                        progress.set(Progress::Idle);
                    }>{Msg::Stop.text(lang)}</button>
                </div>
            }
            .into_any()
        }
        Progress::Failed(why) => view! { <p class="failure" role="alert">{Msg::SaveFailed.text(lang)} " " <code>{why}</code></p> }.into_any(),
        Progress::Ready(made) => view! { <Ready desk made /> }.into_any(),
    }
    };
    let count = move || Msg::ExportWhat.fill(lang, &[("n", &i18n::number(desk.count() as u64))]);
    view! {
        <WhatPart desk />
        <p class="soft small">{count}</p>
        <fieldset class="sheet-part formats"><legend>{Msg::ExportFormat.text(lang)}</legend>{formats}</fieldset>
        {options}
        <div class="sheet-part made">{state}</div>
    }
}

/// Writes it a slice at a time; between two slices the page answers clicks and paints.
async fn write(
    desk: Desk,
    format: Format,
    options: Options,
    name: String,
    progress: RwSignal<Progress>,
    run: RwSignal<u32>,
) {
    let mine = run.get_untracked();
    let wanted = || run.try_get_untracked() == Some(mine);
    let mut slices = Slices::new(format, options);
    loop {
        let step =
            desk.with_view(|view| slices.take(view, SLICE).map(|more| (more, slices.done(), view.incidents.len())));
        match step {
            None => return progress.set(Progress::Failed(String::new())),
            Some(Err(why)) => return progress.set(Progress::Failed(why.to_string())),
            Some(Ok((false, ..))) => break,
            Some(Ok((true, done, total))) => {
                progress.set(Progress::Running(done, total));
                browser::breathe().await;
                if !wanted() {
                    return;
                }
            }
        }
    }
    match desk.with_view(|view| slices.finish(view)) {
        Some(Ok(bytes)) => progress.set(Progress::Ready(Made { name, format, bytes: bytes.into() })),
        Some(Err(why)) => progress.set(Progress::Failed(why.to_string())),
        None => progress.set(Progress::Failed(String::new())),
    }
}

/// BOM and columns.
#[component]
fn CsvOptions(bom: RwSignal<bool>, chosen: RwSignal<Option<Vec<String>>>, lang: Lang) -> impl IntoView {
    let all = csv::headers();
    let n = all.len();
    let count = move || chosen.with(|c| c.as_ref().map_or(n, Vec::len));
    let words = move || {
        let some = chosen.with(Option::is_some);
        if some { Msg::SomeColumns } else { Msg::AllColumns }.fill(lang, &[("n", &count().to_string())])
    };
    let list = all
        .iter()
        .map(|key| {
            let key = *key;
            let on = move || chosen.with(|c| c.as_ref().is_none_or(|c| c.iter().any(|k| k == key)));
            let toggle = move |_| {
                let was = chosen.get_untracked().unwrap_or_else(|| csv::headers().into_iter().map(str::to_owned).collect());
                // In the order of all columns, whichever was ticked first.
                let next: Vec<String> = csv::headers()
                    .into_iter()
                    .filter(|k| was.iter().any(|w| w == k) != (*k == key))
                    .map(str::to_owned)
                    .collect();
                // A file without columns is none, so the last tick brings all back.
                chosen.set((!next.is_empty() && next.len() < n).then_some(next));
            };
            let help = columns::help(key, lang).unwrap_or_default();
            view! {
                <li><label class="choice"><input type="checkbox" name="column" value=key prop:checked=on on:change=toggle /> <span><code>{key}</code> <small>{help}</small></span></label></li>
            }
        })
        .collect_view();
    view! {
        <label class="choice">
            <input type="checkbox" name="bom" prop:checked=move || bom.get() on:change:target=move |e| bom.set(e.target().checked()) />
            {Msg::Bom.text(lang)}
        </label>
        <details class="sheet-part" data-part="columns">
            <summary>{Msg::ExportColumns.text(lang)} " · " {words}</summary>
            <div class="acts">
                <button type="button" class="quiet" data-act="all-columns" on:click=move |_| chosen.set(None)>{move || Msg::AllColumns.fill(lang, &[("n", &n.to_string())])}</button>
            </div>
            <ul class="column-list">{list}</ul>
        </details>
    }
}

/// The file is there: save, copy, open elsewhere.
#[component]
fn Ready(desk: Desk, made: Made) -> impl IntoView {
    let lang = desk.lang;
    let said = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Textarea>::new();
    let size = size(made.bytes.len());
    let words = Msg::Made.fill(lang, &[("name", &made.name), ("size", &size)]);
    let save = {
        let made = made.clone();
        move |_| {
            let done = browser::save_bytes(&made.name, made.format.media_type(), &made.bytes);
            said.set(match done {
                Ok(()) => Msg::Saved.fill(lang, &[("name", &made.name)]),
                Err(_) => Msg::SaveFailed.text(lang).to_owned(),
            });
        }
    };
    let text = made.text().map(str::to_owned);
    let copy = text.clone().map(|text| {
        let copy = move |_| {
            let text = text.clone();
            spawn_local(async move {
                let mut done = browser::may_copy() && host::copy(&text).await;
                if !done && let Some(Some(field)) = field.try_get_untracked() {
                    // By hand one copies all of it, not its beginning.
                    field.set_value(&text);
                    let _ = field.focus();
                    field.select();
                    done = browser::copy_selection();
                }
                said.try_set(if done { Msg::Copied } else { Msg::CopyByHand }.text(lang).to_owned());
            });
        };
        view! { <button type="button" class="button" data-act="copy" on:click=copy>{Msg::Copy.text(lang)}</button> }
    });
    let shown = text.map(|text| {
        let cut = text.chars().count() > SHOWN;
        let short: String = text.chars().take(SHOWN).collect();
        view! {
            <label class="made-text">
                {Msg::TextPreview.text(lang)}
                <textarea readonly rows="8" spellcheck="false" node_ref=field prop:value=short></textarea>
            </label>
            {cut.then(|| view! { <p class="soft small">{Msg::TextCut.text(lang)}</p> })}
        }
    });
    let binary = shown.is_none() && browser::is_framed();
    view! {
        <p class="made-name" role="status"><b>{words}</b></p>
        <div class="acts">
            <button type="button" class="button strong" data-act="save" on:click=save>{Msg::Save.text(lang)}</button>
            {copy}
            {new_tab(desk, "export")}
        </div>
        <p class="sheet-said" role="status">{said}</p>
        {binary.then(|| view! { <p class="soft small">{Msg::BinaryNoCopy.text(lang)}</p> })}
        {browser::is_framed().then(|| view! { <p class="soft small">{Msg::FramedHelp.text(lang)}</p> })}
        {shown}
    }
}

/// Opens the same view in a tab of its own, with a sheet open: there nothing is denied.
fn new_tab(desk: Desk, sheet: &'static str) -> AnyView {
    let href = move || format!("{}#{sheet}", desk.link());
    view! { <a class="button" data-act="new-tab" target="_blank" rel="noopener" href=href>{Msg::NewTab.text(desk.lang)}</a> }.into_any()
}

/// What to do in a frame that denies downloads or printing.
pub fn framed(desk: Desk, sheet: &'static str) -> AnyView {
    view! {
        <section class="sheet-part framed">
            <p class="soft small">{Msg::FramedHelp.text(desk.lang)}</p>
            {new_tab(desk, sheet)}
        </section>
    }
    .into_any()
}

/// `12 KB`; what is less than one is one.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", i18n::number(bytes.div_ceil(1000) as u64)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
