//! Where the charts stand: the strip above the list, and their own page.

use leptos::{ev::Event, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::{
    chart::ChartFigure,
    host,
    state::{Step, Store},
};
use crate::{
    chart::{self, ChartModel, Options, Shade},
    explore::{Answer, Explorer},
    i18n::common,
    model::Lang,
    url::{Theme, ViewState},
};

/// Below this width charts stand one below the other (`style/charts.css`).
const NARROW: &str = "(max-width: 760px)";

/// Three charts above the list; folded on a phone, where the list comes first.
#[component]
pub fn Strip(lang: Lang) -> impl IntoView {
    let narrow = media(NARROW);
    // ECharts is loaded and charts are drawn when they are first seen, and kept from then on.
    let seen = RwSignal::new(!narrow.get_untracked());
    let toggle = move |event: Event| {
        let open = event.target().and_then(|t| t.dyn_into::<HtmlDetailsElement>().ok()).is_some_and(|d| d.open());
        if open {
            seen.set(true);
        }
    };
    Effect::new(move |_| {
        if !narrow.get() {
            seen.set(true);
        }
    });
    view! {
        <details class="chart-fold" open=move || !narrow.get() on:toggle=toggle>
            <summary>{common::Msg::Charts.text(lang)}</summary>
            <div class="chart-strip">{move || seen.get().then(|| figures(lang, narrow))}</div>
        </details>
    }
}

/// All charts, large.
#[component]
pub fn Page(lang: Lang) -> impl IntoView {
    let narrow = media(NARROW);
    view! { <div class="chart-page">{figures(lang, narrow)}</div> }
}

/// Makes one chart.
type Build = fn(&mut Explorer, &ViewState, &Answer, &Options) -> ChartModel;

fn figures(lang: Lang, narrow: ReadSignal<bool>) -> impl IntoView {
    let store = expect_context::<Store>();
    let (dark, still) = (media("(prefers-color-scheme: dark)"), media("(prefers-reduced-motion: reduce)"));
    let options = Memo::new(move |_| {
        let is_dark = match store.theme() {
            Some(Theme::Light) => false,
            Some(Theme::Dark) => true,
            _ => dark.get(),
        };
        Options {
            lang,
            shade: if is_dark { Shade::Dark } else { Shade::Light },
            motion: !still.get(),
            narrow: narrow.get(),
        }
    });
    let all: [Build; 3] =
        [chart::time_model, |e, state, answer, o| chart::ranking_model(e, state, answer, o), chart::heat_model];
    let figure = move |build: Build| {
        let model = Memo::new(move |_| {
            let (answer, options) = (store.answer.get(), options.get());
            let state = store.state.get();
            store.ask(|explorer| build(explorer, &state, &answer.0, &options)).unwrap_or_default()
        });
        view! {
            <ChartFigure
                model
                lang
                on_activate=move |state: ViewState| store.go(state, Step::Push)
                href=move |state: ViewState| store.href(&state)
            />
        }
    };
    all.map(figure).into_iter().collect_view()
}

/// Whether a media query holds, now and later.
fn media(query: &str) -> ReadSignal<bool> {
    let (holds, set) = signal(host::media(query));
    if let Ok(Some(list)) = host::window().match_media(query) {
        let listener = gloo::events::EventListener::new(&list.clone(), "change", move |_| {
            set.try_set(list.matches());
        });
        let listener = StoredValue::new_local(Some(listener));
        on_cleanup(move || {
            listener.try_update_value(Option::take);
        });
    }
    holds
}
