//! One chart on screen: figure, drawing, keyboard walk, table twin.
//!
//! The component knows no store. What is shown comes in as a [`ChartModel`], what a mark leads to goes out through a
//! callback, and links are made by another one.

use leptos::{html, prelude::*, task::spawn_local};
use web_sys::KeyboardEvent;

use super::browser;
use crate::{
    chart::{
        Cell, ChartModel, Mark,
        walk::{self, Step},
    },
    i18n::chart::Msg,
    model::Lang,
    url::ViewState,
};

/// How far the drawing has come.
#[derive(Clone, PartialEq, Eq)]
enum Drawing {
    Waiting,
    Ready,
    Failed(String),
}

thread_local! {
    /// Counts up when the reader asks to load ECharts again: one "try again" serves all figures.
    static ATTEMPTS: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// A figure with a chart and its table. `model` should be memoised: every change of it is drawn.
#[component]
pub fn ChartFigure(
    /// What is shown.
    #[prop(into)]
    model: Signal<ChartModel>,
    /// Language of the words around it.
    lang: Lang,
    /// Called with the state of a mark that was clicked, or chosen with Enter.
    #[prop(into)]
    on_activate: Callback<ViewState>,
    /// Makes the address of a state, for links.
    #[prop(into)]
    href: Callback<ViewState, String>,
) -> impl IntoView {
    let drawing = RwSignal::new(Drawing::Waiting);
    let attempts = RwSignal::from(ATTEMPTS.with(ArcRwSignal::clone));
    let as_table = RwSignal::new(false);
    // Where the walk stands: column and row of a mark, because marks come and go with the filters.
    let here = RwSignal::new(None::<(usize, usize)>);
    let canvas = NodeRef::<html::Div>::new();
    let chart = StoredValue::new_local(None::<browser::Chart>);

    // Nothing is loaded or drawn for a figure that nobody sees: on a phone the strip is hidden.
    let seen = RwSignal::new(false);
    let sight = StoredValue::new_local(None::<browser::Sight>);
    Effect::new(move |_| {
        let Some(element) = canvas.get() else { return };
        let watch = browser::Sight::of(&element, move || {
            seen.try_set(true);
        });
        if watch.is_none() {
            seen.set(true);
        }
        sight.set_value(watch);
    });
    Effect::new(move |_| {
        if seen.get() {
            sight.set_value(None);
        }
    });
    Effect::new(move |_| {
        attempts.track();
        if !seen.get() || drawing.get_untracked() == Drawing::Ready {
            return;
        }
        drawing.set(Drawing::Waiting);
        spawn_local(async move {
            let loaded = browser::load_echarts().await;
            // The figure may have left the page meanwhile.
            drawing.try_set(loaded.map_or_else(Drawing::Failed, |()| Drawing::Ready));
        });
    });
    Effect::new(move |_| {
        let Some(element) = canvas.get().filter(|_| drawing.get() == Drawing::Ready) else { return };
        let drawn = chart.try_update_value(|slot| {
            if slot.is_none() {
                *slot = Some(browser::Chart::new(&element, move |hit| {
                    let target = model.try_with_untracked(|m| m.target(hit).cloned()).flatten();
                    if let Some(state) = target {
                        on_activate.run(state);
                    }
                })?);
            }
            slot.as_ref().map_or(Ok(()), |chart| model.with(|m| chart.draw(&m.option)))
        });
        if let Some(Err(why)) = drawn {
            drawing.set(Drawing::Failed(why));
        }
    });
    on_cleanup(move || {
        chart.try_update_value(Option::take);
    });

    // The mark under the walk.
    let walked = Memo::new(move |_| {
        let here = here.get()?;
        model.with(|m| walk::nearest(&m.marks, here).map(|i| m.marks[i].clone()))
    });
    Effect::new(move |_| {
        let mark = walked.with(|w| w.as_ref().map(|m: &Mark| (m.series, m.index)));
        // Drawing again takes the emphasis away.
        drawing.track();
        chart.with_value(|chart| {
            if let Some(chart) = chart {
                chart.point_at(mark);
            }
        });
    });
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        if let Some(step) = Step::of_key(&key) {
            let next = model.with_untracked(|m| {
                let from = here.get_untracked().and_then(|at| walk::nearest(&m.marks, at));
                walk::step(&m.marks, from, step).map(|i| m.marks[i].at)
            });
            here.set(next);
        } else if matches!(key.as_str(), "Enter" | " ") {
            let Some(mark) = walked.get_untracked() else { return };
            on_activate.run(mark.state);
        } else if key == "Escape" && here.get_untracked().is_some() {
            here.set(None);
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };

    let id = model.with_untracked(|m| m.id);
    let heading = format!("chart-{id}");
    let (figure, region) = (heading.clone(), heading.clone());
    let height = Memo::new(move |_| model.with(|m| m.height_px));
    let summary = Memo::new(move |_| model.with(|m| m.summary.clone()));
    view! {
        <figure class=format!("chart chart-{id}") aria-labelledby=figure>
            <div class="chart-head">
                <h3 id=heading>{move || model.with(|m| m.title.clone())}</h3>
                <button
                    type="button"
                    class="quiet chart-twin"
                    aria-pressed=move || as_table.get().to_string()
                    on:click=move |_| as_table.update(|t| *t = !*t)
                >
                    {move || if as_table.get() { Msg::AsChart } else { Msg::AsTable }.text(lang)}
                </button>
            </div>
            <p class="chart-sub">{move || model.with(|m| m.subline.clone())}</p>
            <div
                class="chart-stage"
                hidden=move || as_table.get()
                tabindex="0"
                role="application"
                aria-label=Msg::Keys.text(lang)
                on:keydown=press
                on:blur=move |_| here.set(None)
            >
                <div
                    class="chart-canvas"
                    node_ref=canvas
                    role="img"
                    aria-label=move || summary.get()
                    style:height=move || format!("{}px", height.get())
                ></div>
                {move || match drawing.get() {
                    Drawing::Ready => ().into_any(),
                    Drawing::Waiting => view! { <p class="chart-wait">{Msg::Loading.text(lang)}</p> }.into_any(),
                    Drawing::Failed(why) => view! {
                        <div class="chart-wait" role="status">
                            <p>{Msg::Failed.text(lang)}</p>
                            <p class="soft"><code>{why}</code></p>
                            <button type="button" class="button" on:click=move |_| attempts.update(|n| *n += 1)>
                                {Msg::Retry.text(lang)}
                            </button>
                        </div>
                    }
                    .into_any(),
                }}
            </div>
            {move || as_table.get().then(|| view! {
                <div
                    class="chart-table"
                    role="region"
                    tabindex="0"
                    aria-labelledby=region.clone()
                    style:height=move || format!("{}px", height.get())
                >
                    {move || model.with(|m| table(m, href))}
                </div>
            })}
            <p class="visually-hidden" aria-live="polite">{move || walked.get().map(|m| m.spoken)}</p>
            {move || model.with(|m| foot(m, lang, href))}
        </figure>
    }
}

/// The same numbers, each with the link that its mark is.
fn table(model: &ChartModel, href: Callback<ViewState, String>) -> AnyView {
    let link = move |cell: &Cell| {
        let text = cell.text.clone();
        match &cell.state {
            Some(state) => {
                view! { <a href=href.run(state.clone()) aria-label=cell.spoken.clone()>{text}</a> }.into_any()
            }
            None => text.into_any(),
        }
    };
    let row = move |cells: &Vec<Cell>| {
        let mut cells = cells.iter();
        let head = cells.next().map(|head| view! { <th scope="row">{link(head)}</th> });
        let rest = cells.map(|cell| view! { <td>{link(cell)}</td> }).collect_view();
        view! { <tr>{head}{rest}</tr> }
    };
    let headers = model.table.headers.iter().map(|h| view! { <th scope="col">{h.clone()}</th> }).collect_view();
    let rows = model.table.rows.iter().map(row).collect_view();
    view! {
        <p class="chart-note">{model.summary.clone()}</p>
        <table aria-label=model.title.clone()>
            <thead><tr>{headers}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Legend, other ways to draw it, and what must be said beside it.
fn foot(model: &ChartModel, lang: Lang, href: Callback<ViewState, String>) -> AnyView {
    let legend = (!model.legend.is_empty()).then(|| {
        let entry = |e: &crate::chart::LegendEntry| {
            let (class, address) = (format!("swatch g{} d{}", e.colour, e.colour), href.run(e.state.clone()));
            let current = e.current.then_some("true");
            view! { <li><a href=address aria-current=current><i class=class aria-hidden="true"></i>{e.text.clone()}</a></li> }
        };
        let entries = model.legend.iter().map(entry).collect_view();
        view! { <ul class="chart-legend" aria-label=Msg::Legend.text(lang)>{entries}</ul> }
    });
    let choices = (!model.choices.is_empty()).then(|| {
        let choice = |c: &crate::chart::Choice| {
            let (address, current) = (href.run(c.state.clone()), c.current.then_some("true"));
            view! { <li><a href=address aria-current=current>{c.text.clone()}</a></li> }
        };
        let choices = model.choices.iter().map(choice).collect_view();
        view! { <ul class="chart-choices" aria-label=Msg::Choices.text(lang)>{choices}</ul> }
    });
    let notes = model.notes.iter().map(|note| view! { <p class="chart-note">{note.clone()}</p> }).collect_view();
    view! { <div class="chart-foot">{legend}{choices}{notes}</div> }.into_any()
}
