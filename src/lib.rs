//! Jikenbo (事件簿): a casebook of security incidents disclosed in Japan, in Japanese and English, that people search,
//! filter, count and read in the browser. There is no server: a folder of static files holds the packed casebook, this
//! crate compiled to WebAssembly, and one plain page for each case.
//!
//! # The way of the data
//! ```text
//! data/**/*.toml ── authoring ──▶ Dataset ── dataset::bytes ──▶ list + texts ──▶ (browser) ── ui/load ──▶ Dataset
//!                (read, check)      │         (jikenbo pack)                                               │
//!                                   └── page::site ──▶ ja/i/<id>/ … (jikenbo pages)                        ▼
//!                                                                                                       Explorer
//! address ── url::parse ──▶ ViewState ── Explorer::adopt ──▶ ViewState ── Explorer::run ──▶ Answer ──┬─▶ ui, page
//!    ▲                          │                                         (engine, text)             ├─▶ chart
//!    └────── url::write ────────┴──◀── a click, a key (ui::state alone writes the address)           └─▶ jikenbo query
//! ```
//! The app is two programs. The first (`src/main.rs`) is what a visitor needs at once: search, facets, cards. It loads the
//! second (`src/rooms.rs`) when a screen of it is opened, and hands it the casebook and every new state: record pages,
//! table, charts, reading room, method page. What costs many bytes belongs into the second.
//!
//! A query in a link and `jikenbo query` take the same road, `Explorer::run`, so they cannot differ.
//!
//! # What always holds
//! - **Everything on screen is in the [`url::ViewState`]**, and that is in the address: a link opens the same screen.
//!   Reading a link cannot fail: what is not understood is named, the rest applied.
//! - **Missing is a value.** Unknown is counted apart and never becomes 0. Counts of different units are never mixed.
//! - **The core is pure**: everything but `ui`, `page` and the programs knows no browser, clock, file or chance, and
//!   no data makes it panic. `tests/casebook/purity.rs` holds it to that.
//! - **One table says what can be filtered**, [`dimensions::DIMENSIONS`]: panel, link keys, CSV and help follow from it.
//! - **Two languages**: a text of the app without Japanese or English does not compile, one of the data fails `check`.
//! - Only `ui/browser.rs` and `ui/browser/` declare foreign functions; no inline script or style anywhere: the page's policy is strict.
//!
//! # Where do I go for …
//! | I want … | I go to |
//! |---|---|
//! | a new facet | one entry in `src/dimensions.rs` |
//! | a new chart | one file in `src/chart/`, one entry of [`chart::ChartId`], one line in [`chart::model`] |
//! | a new export | one file in `src/formats/`, its name in [`formats::Format`] |
//! | what the share, cite, export, print sheets show | `src/ui/sheets/`, one file each; what they make: `src/share/`, `src/formats/` |
//! | a new taxonomy value | one entry in `data/taxonomy/` |
//! | a wording fix | of the app: `src/i18n/`; of a value's name: `data/taxonomy/`; of a facet's: `src/dimensions.rs` |
//! | a new or corrected case | `data/cases/`; what may stand there: `data/README.md` |
//! | a new field of a case | `src/model/incident.rs`; long texts also `src/dataset/mod.rs` (what travels later) |
//! | a new check of the data | `src/authoring/check/`, one file a theme |
//! | something that follows from the facts | `src/model/derive.rs` |
//! | a new key of the address | `src/url.rs` |
//! | how a word finds a case | `src/text/`; which fields are searched: `src/explore/documents.rs` |
//! | a name for a field of the search box | `src/explore/fields.rs` |
//! | a search that must find certain cases | `tests/search/golden.txt`; what comes first: `first.txt` |
//! | a screen, or part of one | `src/ui/`, one file each; what static pages show too: `src/page/` |
//! | a screen that a first visit does not need | the same, and one line in `src/ui/rooms.rs` |
//! | the static pages, feeds, previews | `src/page/site.rs` and beside it |
//! | what stands there before the app, and how the app comes | `src/page/site/first.rs`, `public/boot.js`, `public/boot/hold.js`; `docs/publishing.md` |
//! | what `names=off` hides from a class | `src/explore/mask.rs` |
//! | the public data, its editions | `src/bin/jikenbo/commands/data.rs`, `src/page/changes.rs` |
//! | what JavaScript must do | `src/ui/browser.rs`; of ECharts `src/ui/browser/echarts.rs` |
//! | what changes at every click | described as `page::Part`s (`src/page/part.rs`), changed in place by `src/ui/patch.rs` |
//! | a command | `src/bin/jikenbo/commands/`, one file each |
//! | a selection with a page of its own | one file in `data/views/` |
//! | the protocol with a host's page | `public/frame.js`, `public/embed.js`, `src/ui/rooms.rs`; `docs/embed.md` |
//! | which edition of the data is loaded | `public/pin.js` |
//! | what of a large casebook a worker does | `public/fold.js`, `src/text/folded.rs`, `fold` in `src/ui/browser.rs`; `docs/publishing.md` |
//! | speed of counting | `crates/engine` |
//! | build, serve, tests, budgets | `xtask/src/` |
//! | looks | `style/`, colours and sizes in `style/tokens.css` |
//! | to look at every chart | `node tests/browser/support/charts-shots.mjs OUT` takes a picture of each, in every way |
//! | how long the charts take | `cargo xtask bench --only charts` |
//!
//! # Modules
//! | module | what it is |
//! |---|---|
//! | [`model`] | what an incident is: plain data, partial dates, counts, vocabularies, derived facts |
//! | `authoring` | TOML files → dataset, with every finding in one run (host only) |
//! | [`dataset`] | the whole casebook, and its packed bytes |
//! | [`dimensions`] | the table of what one can filter, count, sort and chart by |
//! | [`url`] | `ViewState` ↔ query string |
//! | [`text`] | Japanese as it is searched: folding, numbers, synonyms, index, highlights |
//! | [`explore`] | dataset + `ViewState` → answer, on `crates/engine` |
//! | [`chart`] | answers → options of ECharts, sentences, tables |
//! | [`formats`] | a result out: tables, documents, VERIS, STIX, MISP, citations |
//! | [`share`] | what a link, a frame, a QR code, a saved view is made of |
//! | [`i18n`] | the app's words |
//! | [`page`] | views without state, for the app and the static pages |
//! | `ui` | the app: state, loading, screens (browser only) |
//!
//! Tests: beside the code where they are small; over the invented casebook of `tests/golden/` in `tests/`; in a browser
//! in `tests/browser/`.

#[cfg(not(target_arch = "wasm32"))]
pub mod authoring;
pub mod chart;
pub mod dataset;
pub mod dimensions;
pub mod explore;
pub mod formats;
pub mod i18n;
pub mod model;
pub mod page;
pub mod share;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod url;

/// Cases a property test runs: `JIKENBO_CASES`, 256 unless said; the full test run sets 10,000.
#[cfg(test)]
pub(crate) fn test_cases() -> u32 {
    std::env::var("JIKENBO_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256)
}
