//! Sharing: what, with which words, as link, QR code, text, page with a preview, frame.

use leptos::{prelude::*, task::spawn_local};

use super::{
    copy::CopyBox,
    desk::{Desk, keep_words},
    embed::{Embed, chart_name},
};
use crate::{
    dimensions::{DIMENSIONS, Record},
    formats::Format,
    i18n::{self, share::Msg},
    model::Lang,
    share::{self, Shown, What, nearest::nearest, qr::qr},
    ui::{browser, host, state::Step},
    url::{self, MAX_NOTE_CHARS, MAX_TITLE_CHARS},
};

#[component]
pub fn Share(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let link = Signal::derive(move || desk.link());
    let beside = view! {
        <SystemShare desk />
        <a class="button" target="_blank" rel="noopener" data-act="new-tab" href=move || desk.link()>{Msg::NewTab.text(lang)}</a>
    };
    view! {
        <WhatPart desk />
        <section class="sheet-part">
            <CopyBox label=Msg::Link.text(lang).to_owned() text=link rows=3 name="link" lang also=beside.into_any() />
            {desk.is_local().then(|| view! { <p class="soft small">{Msg::LinkLocal.text(lang)}</p> })}
        </section>
        <Words desk />
        {move || (desk.what.get() == What::Basket).then(|| view! { <Order desk /> })}
        <Switches desk />
        {fold("qr", Msg::Qr.text(lang), move || view! { <QrPart desk /> }.into_any())}
        {fold("text", Msg::AsText.text(lang), move || view! { <TextPart desk /> }.into_any())}
        {fold("page", Msg::Page.text(lang), move || view! { <PagePart desk /> }.into_any())}
        {fold("embed", Msg::Embed.text(lang), move || view! { <Embed desk /> }.into_any())}
    }
}

/// A part that is folded away, and not made before it is opened: a preview is a whole page.
fn fold(part: &'static str, name: &'static str, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_open = RwSignal::new(false);
    view! {
        <details class="sheet-part" data-part=part on:toggle:target=move |e| is_open.set(e.target().open())>
            <summary>{name}</summary>
            {move || is_open.get().then(&draw)}
        </details>
    }
    .into_any()
}

/// The view, the basket or the open record.
#[component]
pub fn WhatPart(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let choices = move || {
        let (matching, picked, case) = desk.store.state.with(|s| {
            let matching = desk.store.answer.with(|a| u64::from(a.0.matching));
            (matching, s.pick.len(), s.case.clone())
        });
        let mut out = vec![(What::View, Msg::WhatView.fill(lang, &[("n", &i18n::number(matching))]))];
        if let Some(shown) = desk.chart.get() {
            let name = match shown {
                Shown::One(id) => chart_name(id, lang),
                Shown::Versus(dimension) => DIMENSIONS[dimension].name(lang),
            };
            out.push((What::Chart(shown), Msg::WhatChart.fill(lang, &[("name", name)])));
        }
        if picked > 0 {
            out.push((What::Basket, Msg::WhatBasket.fill(lang, &[("n", &picked.to_string())])));
        }
        if let Some(id) = case {
            out.push((What::Record, Msg::WhatRecord.fill(lang, &[("id", &id)])));
        }
        out
    };
    let choices = Memo::new(move |_| choices());
    move || {
        let choices = choices.get();
        (choices.len() > 1).then(|| {
            let items = choices
                .into_iter()
                .map(|(what, words)| {
                    let on = move || desk.what.get() == what;
                    let choose = move |_| desk.change(|d| d.what = what);
                    view! {
                        <label class="choice">
                            <input type="radio" name="what" data-what=what.key() prop:checked=on on:change=choose />
                            {words}
                        </label>
                    }
                })
                .collect_view();
            view! { <fieldset class="sheet-part choices"><legend>{Msg::What.text(lang)}</legend>{items}</fieldset> }
        })
    }
}

/// Title and note.
#[component]
fn Words(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    move || {
        (desk.what.get() != What::Record).then(|| {
            // Written once: while one types the fields are the reader's.
            let (title, note) = desk.draft.with_untracked(|d| (d.title.clone(), d.note.clone()));
            view! {
                <section class="sheet-part words">
                    <label>
                        {Msg::OwnTitle.text(lang)}
                        <input type="text" name="title" autocomplete="off" maxlength=MAX_TITLE_CHARS.to_string() value=title
                            placeholder=Msg::OwnTitleHint.text(lang)
                            on:input:target=move |e| desk.change(|d| d.title = e.target().value())
                            on:change=move |_| keep_words(desk) />
                    </label>
                    <label>
                        {Msg::OwnNote.text(lang)}
                        <textarea name="note" rows="2" maxlength=MAX_NOTE_CHARS.to_string()
                            on:input:target=move |e| desk.change(|d| d.note = e.target().value())
                            on:change=move |_| keep_words(desk)>{note}</textarea>
                    </label>
                    <p class="soft small">{Msg::OwnWordsHelp.text(lang)}</p>
                </section>
            }
        })
    }
}

/// The basket's order.
#[component]
fn Order(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let picked = Memo::new(move |_| desk.store.state.with(|s| s.pick.clone()));
    let change = move |id: &str, change: &dyn Fn(&mut Vec<String>)| {
        desk.store.change(Step::Replace, |s| {
            change(&mut s.pick);
            if s.pick.is_empty() {
                s.off.retain(|key| key != "pick");
            }
        });
        // The rows are drawn anew; the focus stays with the one that moved, else with the list.
        let own = format!(".order [data-id=\"{id}\"] button:not([disabled])");
        request_animation_frame(move || {
            if !host::focus(&own) {
                host::focus(".order button:not([disabled])");
            }
        });
    };
    let rows = move || {
        let ids = picked.get();
        let last = ids.len().saturating_sub(1);
        ids.into_iter()
            .enumerate()
            .map(|(at, id)| {
                let name = desk.store.with(|e| name_of(e, &id, lang)).flatten().unwrap_or_else(|| id.clone());
                let say = |msg: Msg| msg.fill(lang, &[("name", &name)]);
                let (up, down, out) = (say(Msg::Up), say(Msg::Down), say(Msg::TakeOut));
                let [own, of_up, of_down] = [id.clone(), id.clone(), id.clone()];
                view! {
                    <li data-id=id>
                        <span>{name}</span>
                        <button type="button" class="close" aria-label=up disabled={at == 0} on:click=move |_| change(&of_up, &|p| p.swap(at - 1, at))>"↑"</button>
                        <button type="button" class="close" aria-label=down disabled={at == last} on:click=move |_| change(&of_down, &|p| p.swap(at, at + 1))>"↓"</button>
                        <button type="button" class="close" aria-label=out on:click=move |_| change(&own, &|p| { p.remove(at); })>"✕"</button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="sheet-part">
            <h3>{Msg::Order.text(lang)}</h3>
            <ol class="order">{rows}</ol>
        </section>
    }
}

fn name_of(e: &crate::explore::Explorer, id: &str, lang: Lang) -> Option<String> {
    Some(match e.record(e.row(id)?)? {
        Record::Incident(i, _) => format!("{} {} — {}", i.id, i.org.get(lang), i.headline.get(lang)),
        Record::Article(a) => a.headline.get(lang).to_owned(),
    })
}

/// Masked names, pinned data, fixed language.
#[component]
fn Switches(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let version = desk.store.with(|e| e.dataset().casebook.version.clone()).unwrap_or_default();
    let pinned = Msg::Pinned.fill(lang, &[("version", &version)]);
    let fixed = Msg::FixLang.fill(lang, &[("name", Msg::LanguageName.text(lang))]);
    view! {
        <section class="sheet-part switches">
            <label class="choice">
                <input type="checkbox" name="names" disabled=desk.store.names_off() prop:checked=move || desk.draft.with(|d| d.names_off)
                    on:change:target=move |e| desk.change(|d| d.names_off = e.target().checked()) />
                {Msg::NamesOff.text(lang)}
            </label>
            <label class="choice">
                <input type="checkbox" name="pin" prop:checked=move || desk.draft.with(|d| d.pinned)
                    on:change:target=move |e| desk.change(|d| d.pinned = e.target().checked()) />
                {pinned}
            </label>
            <label class="choice">
                <input type="checkbox" name="lang" prop:checked=move || desk.draft.with(|d| d.lang.is_some())
                    on:change:target=move |e| desk.change(|d| d.lang = e.target().checked().then_some(lang)) />
                {fixed}
            </label>
            {lock(desk, "lock")}
        </section>
    }
}

/// Locked filters, where there is something to lock.
pub fn lock(desk: Desk, name: &'static str) -> AnyView {
    let lang = desk.lang;
    let can = Memo::new(move |_| desk.shared.with(|state| !share::lockable(state).is_empty()));
    let shown = move || {
        let on = move || desk.draft.with(|d| d.locked);
        can.get().then(|| {
            view! {
                <label class="choice">
                    <input type="checkbox" name=name prop:checked=on
                        on:change:target=move |e| desk.change(|d| d.locked = e.target().checked()) />
                    {Msg::Lock.text(lang)}
                </label>
            }
        })
    };
    shown.into_any()
}

/// The system's own share sheet, where there is one.
#[component]
fn SystemShare(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let share = move |_| {
        let title = desk.draft.with_untracked(|d| d.title.clone());
        let title = if title.is_empty() { i18n::common::Msg::Name.text(lang).to_owned() } else { title };
        let link = untrack(|| desk.link());
        spawn_local(async move {
            // A reader who closes the sheet again has not failed.
            let _ = browser::share(&title, &link).await;
        });
    };
    browser::may_share().then(|| {
        view! { <button type="button" class="button" data-act="system" on:click=share>{Msg::SystemShare.text(lang)}</button> }
    })
}

/// The code of a link, drawn.
pub fn code(link: &str, lang: Lang) -> AnyView {
    match qr(link) {
        Some(code) => {
            let side = code.side;
            view! {
                <svg class="qr" role="img" aria-label=Msg::QrOf.text(lang) viewBox=format!("0 0 {side} {side}") shape-rendering="crispEdges">
                    <rect width=side.to_string() height=side.to_string() fill="#fff" />
                    <path d=code.path fill="#000" />
                </svg>
            }
            .into_any()
        }
        None => view! { <p class="soft small">{Msg::QrTooLong.text(lang)}</p> }.into_any(),
    }
}

#[component]
fn QrPart(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let save = move |_| {
        let link = untrack(|| desk.link());
        if let Some(code) = qr(&link) {
            let side = code.side;
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{}\"/></svg>\n",
                code.path
            );
            // A frame that denies downloads does so in silence; the code stands on screen.
            let _ = browser::save_text(&format!("{}.svg", untrack(|| desk.file_name())), "image/svg+xml", &svg);
        }
    };
    view! {
        {move || code(&desk.link(), lang)}
        <button type="button" class="button" data-act="qr" on:click=save>{Msg::QrSave.text(lang)}</button>
    }
}

/// Title, filters, count, cases, link: for a mail.
#[component]
fn TextPart(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let text = Memo::new(move |_| {
        desk.shared.track();
        let link = desk.link();
        desk.with_view(|view| {
            let mut view = view.clone();
            view.address = Some(link);
            let options = crate::formats::Options { lang, ..Default::default() };
            Format::Text.write(&view, &options).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        })
        .flatten()
        .unwrap_or_default()
    });
    view! { <CopyBox label=Msg::AsText.text(lang).to_owned() text rows=8 name="text" lang named_above=true /> }
}

/// A link that begins at the nearest static page.
#[component]
fn PagePart(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let page = Memo::new(move |_| {
        desk.shared.with(|state| {
            if state.names_off {
                return None;
            }
            let root = desk.site()?;
            desk.store.with(|e| {
                let (adopted, _) = e.adopt(state);
                let near = nearest(e.dataset(), &adopted, state.lang.unwrap_or(lang));
                // A record's page says by itself which one it is.
                let mut rest = state.clone();
                if near.path.contains("/i/") || near.path.contains("/article/") {
                    (rest.case, rest.pick) = (None, Vec::new());
                }
                // The page's folder says the language.
                rest.lang = None;
                let query = url::write(&rest);
                let address = if query.is_empty() {
                    format!("{root}{}", near.path)
                } else {
                    format!("{root}{}?{query}", near.path)
                };
                (address, near.exact)
            })
        })
    });
    let link = Signal::derive(move || page.get().map(|(link, _)| link).unwrap_or_default());
    let is_there = Memo::new(move |_| page.with(Option::is_some));
    move || {
        if !is_there.get() {
            let why = if desk.site().is_none() { Msg::PageOneFile } else { Msg::PageMasked };
            return view! { <p class="soft small">{why.text(lang)}</p> }.into_any();
        }
        let exact = move || page.with(|p| p.as_ref().is_some_and(|(_, exact)| *exact));
        view! {
            <p class="soft small">
                {Msg::PageHelp.text(lang)} " "
                {move || if exact() { Msg::PageExact } else { Msg::PageNear }.text(lang)}
            </p>
            <CopyBox label=Msg::Page.text(lang).to_owned() text=link rows=2 name="page" lang named_above=true />
        }
        .into_any()
    }
}
