//! A chart that leaves the page: PNG, SVG, CSV, the clipboard, a link of its own.

use leptos::{prelude::*, task::spawn_local};

use super::{browser, host};
use crate::{
    chart::{
        ChartModel, Options,
        export::{self, Provenance},
    },
    i18n::chart::Msg,
    model::Lang,
    share::Shown,
};

/// What saving a chart needs to know of the world around it.
#[derive(Clone, Copy)]
pub struct Saved {
    /// Filters, source, version, date and link of the chart.
    pub provenance: Callback<(), Option<Provenance>>,
    /// How it is drawn at present.
    pub options: Callback<(), Options>,
    /// The address of the chart alone.
    pub link: Callback<(), String>,
    /// What the share dialog is told; without it the dialog begins with the whole view.
    pub shown: Option<Shown>,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    ImageCopied,
    ImageByHand,
    LinkCopied,
    LinkByHand,
    Failed,
}

/// The drawing as SVG, and its width and height where it is on screen.
type Drawn = Option<(String, Option<(u32, u32)>)>;

/// The menu below a chart.
#[component]
pub fn Save(
    /// The chart.
    model: Signal<ChartModel>,
    /// Language of the words.
    lang: Lang,
    /// What stands around it.
    saved: Saved,
    /// The drawing as it is at present.
    svg: Callback<(), Drawn>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<Outcome>);
    // Kept on screen where the clipboard is denied: the reader can copy it by hand.
    let picture = RwSignal::new_local(None::<browser::Picture>);
    let whole = move || {
        let (drawing, size) = svg.run(())?;
        let size = size.or_else(|| size_of(&drawing))?;
        let provenance = saved.provenance.run(())?;
        let model = model.get_untracked();
        let name = export::file_name(&model, &provenance);
        Some((export::svg(&drawing, size, &model, &provenance, &saved.options.run(())), name))
    };
    let said = move |done: Result<(), String>| outcome.set(done.err().map(|_| Outcome::Failed));
    let save_svg = move |_| {
        said(match whole() {
            Some((svg, name)) => browser::save_text(&format!("{name}.svg"), "image/svg+xml", &svg),
            None => Err(String::new()),
        });
    };
    let save_csv = move |_| {
        let text = saved.provenance.run(()).map(|provenance| {
            let model = model.get_untracked();
            (export::csv(&model, &provenance, lang), export::file_name(&model, &provenance))
        });
        said(match text {
            Some((csv, name)) => browser::save_text(&format!("{name}.csv"), "text/csv", &csv),
            None => Err(String::new()),
        });
    };
    let save_png = move |_| {
        let drawn = whole();
        spawn_local(async move {
            let done = match drawn {
                Some((svg, name)) => match browser::png(&svg).await {
                    Ok(picture) => browser::save(&picture, &format!("{name}.png")),
                    Err(why) => Err(why),
                },
                None => Err(String::new()),
            };
            outcome.try_set(done.err().map(|_| Outcome::Failed));
        });
    };
    let copy_png = move |_| {
        let drawn = whole();
        spawn_local(async move {
            let made = match drawn {
                Some((svg, _)) => browser::png(&svg).await.ok(),
                None => None,
            };
            let said = match made {
                None => Outcome::Failed,
                Some(made) => match browser::copy_png(&made).await {
                    Ok(()) => Outcome::ImageCopied,
                    Err(_) => {
                        picture.try_set(Some(made));
                        Outcome::ImageByHand
                    }
                },
            };
            outcome.try_set(Some(said));
        });
    };
    let copy_link = move |_| {
        let link = saved.link.run(());
        spawn_local(async move {
            let copied = host::copy(&link).await;
            outcome.try_set(Some(if copied { Outcome::LinkCopied } else { Outcome::LinkByHand }));
        });
    };
    let words = move || {
        outcome.get().map(|o| {
            match o {
                Outcome::ImageCopied => Msg::ImageCopied,
                Outcome::ImageByHand => Msg::ImageByHand,
                Outcome::LinkCopied => Msg::LinkCopied,
                Outcome::LinkByHand => Msg::LinkByHand,
                Outcome::Failed => Msg::SaveFailed,
            }
            .text(lang)
        })
    };
    let by_hand = move || {
        let address = picture.with(|p| p.as_ref().map(|p| p.address().to_owned()));
        address.filter(|_| outcome.get() == Some(Outcome::ImageByHand)).map(|address| {
            view! { <img class="chart-picture" src=address alt=move || model.with(|m| m.summary.clone()) /> }
        })
    };
    let link_by_hand = move || {
        (outcome.get() == Some(Outcome::LinkByHand)).then(|| {
            let link = saved.link.run(());
            view! {
                <input class="link" readonly aria-label=Msg::LinkByHand.text(lang) prop:value=link
                    on:focus:target=|e| e.target().select() />
            }
        })
    };
    let alone = move || saved.link.run(());
    view! {
        <details class="chart-save">
            <summary>{Msg::SaveMenu.text(lang)}</summary>
            <div class="chart-save-acts">
                <button type="button" class="button" data-save="png" on:click=save_png>"PNG"</button>
                <button type="button" class="button" data-save="svg" on:click=save_svg>"SVG"</button>
                <button type="button" class="button" data-save="csv" on:click=save_csv>"CSV"</button>
                <button type="button" class="button" data-save="copy" on:click=copy_png>{Msg::CopyImage.text(lang)}</button>
                <button
                    type="button"
                    class="button"
                    data-opens="share"
                    aria-haspopup="dialog"
                    // Told before the click reaches the window, where the dialog is opened.
                    on:click=move |_| host::set_data("chart", &saved.shown.map(Shown::token).unwrap_or_default())
                >
                    {Msg::ShareChart.text(lang)}
                </button>
                <button type="button" class="button" data-save="link" on:click=copy_link>{Msg::CopyLink.text(lang)}</button>
                <a href=alone>{Msg::Alone.text(lang)}</a>
            </div>
            <div class="chart-save-said" role="status">{words}</div>
            {by_hand}
            {link_by_hand}
        </details>
    }
}

/// Width and height that an SVG says of itself.
fn size_of(svg: &str) -> Option<(u32, u32)> {
    let of = |key: &str| {
        let rest = &svg[svg.find(key)? + key.len()..];
        rest[..rest.find('"')?].parse::<f64>().ok().map(|n| n as u32)
    };
    Some((of("width=\"")?, of("height=\"")?))
}
