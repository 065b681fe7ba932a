//! Shelves: the cases of one type, one kind of organisation, one year or one curated view, each a page of its own.

use leptos::prelude::*;

use crate::{
    dataset::{CuratedView, Dataset},
    dimensions::Record,
    explore::Explorer,
    i18n::{self, pages::Msg},
    model::{Incident, Lang},
    page::{
        Links, Scene,
        list::{by_year, in_order},
        parts::{a, list, section},
        relative::RelativeLinks,
    },
};

/// One shelf.
pub(super) struct Shelf<'a> {
    /// `label`, `org_kind` or `year`; `v` for a curated view.
    dimension: &'static str,
    /// Its value: a key of the vocabulary, or the year.
    key: String,
    /// The view it is.
    view: Option<&'a CuratedView>,
    /// Its cases in the casebook's order.
    pub cases: Vec<&'a Incident>,
}

/// The curated views with their cases.
fn curated(dataset: &Dataset) -> Vec<Shelf<'_>> {
    if dataset.views.is_empty() {
        return Vec::new();
    }
    let mut explorer = Explorer::new(dataset.clone().without_withdrawn());
    let mut of_view = |view: &CuratedView| {
        let (state, _) = explorer.adopt(&crate::url::parse(&view.query).0);
        let answer = explorer.run(&state);
        let id = |row: &_| explorer.record(*row).map(|record: Record| record.id().to_owned());
        answer.order.iter().filter_map(id).collect::<Vec<String>>()
    };
    let shelf = |view| {
        let cases = of_view(view).iter().filter_map(|id| dataset.incident(id)).collect();
        Shelf { dimension: "v", key: view.slug.clone(), view: Some(view), cases }
    };
    dataset.views.iter().map(shelf).collect()
}

/// All shelves that hold a case: curated views, types in the vocabulary's order, kinds of organisation, years from the newest.
pub(super) fn all(dataset: &Dataset) -> Vec<Shelf<'_>> {
    let cases = in_order(&dataset.incidents);
    let labels = dataset.taxonomies.get("label");
    let of_key = |dimension, key: &str, has: &dyn Fn(&Incident) -> bool| {
        let cases = cases.iter().copied().filter(|i| has(i)).collect();
        Shelf { dimension, key: key.to_owned(), view: None, cases }
    };
    let types = labels
        .values
        .iter()
        .map(|t| of_key("label", &t.key, &|i| i.labels.iter().any(|l| labels.is_within(l, &t.key))));
    let kinds = dataset.taxonomies.get("org_kind").values.iter();
    let kinds = kinds.map(|t| of_key("org_kind", &t.key, &|i| i.org_kind == t.key));
    let mut years: Vec<i16> = cases.iter().filter_map(|i| Some(i.disclosed?.year())).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years.iter().map(|y| of_key("year", &y.to_string(), &|i| i.disclosed.is_some_and(|d| d.year() == *y)));
    curated(dataset)
        .into_iter()
        .chain(types)
        .chain(kinds)
        .chain(years)
        .filter(|shelf| !shelf.cases.is_empty())
        .collect()
}

impl Shelf<'_> {
    /// Below the language folder: `label/phishing/`.
    pub fn path(&self) -> String {
        format!("{}/{}/", self.dimension, self.key)
    }

    /// The same selection in the explorer.
    pub fn query(&self) -> String {
        if let Some(view) = self.view {
            return view.query.clone();
        }
        let dimension = if self.dimension == "year" { "disclosed" } else { self.dimension };
        format!("{dimension}={}", self.key)
    }

    /// Whether it is a curated view.
    pub fn is_view(&self) -> bool {
        self.view.is_some()
    }

    /// Whether one can subscribe to it: a year that is over brings nothing new.
    pub fn has_feeds(&self) -> bool {
        self.dimension != "year"
    }

    /// Name of its value.
    pub fn name(&self, dataset: &Dataset, lang: Lang) -> String {
        if let Some(view) = self.view {
            return view.title.get(lang).to_owned();
        }
        match self.dimension {
            "year" => Msg::Year.fill(lang, &[("year", &self.key)]),
            taxonomy => dataset.taxonomies.name(taxonomy, &self.key, lang).to_owned(),
        }
    }

    /// Title of its page.
    pub fn title(&self, dataset: &Dataset, lang: Lang) -> String {
        match self.dimension {
            "v" => self.name(dataset, lang),
            "year" => Msg::ShelfYear.fill(lang, &[("year", &self.key)]),
            _ => Msg::ShelfTitle.fill(lang, &[("name", &self.name(dataset, lang))]),
        }
    }

    /// What its value means, else how the casebook leans.
    pub fn about(&self, dataset: &Dataset, lang: Lang) -> String {
        if let Some(view) = self.view {
            return view.about.get(lang).to_owned();
        }
        let term = dataset.taxonomies.get(self.dimension).get(&self.key);
        let explain = term.map(|t| t.explain.get(lang)).filter(|e| !e.is_empty());
        explain.unwrap_or_else(|| dataset.casebook.coverage.get(lang)).to_owned()
    }
}

/// Links to shelves with their counts.
fn links_to<'s>(shelves: impl Iterator<Item = &'s Shelf<'s>>, scene: &Scene, links: &RelativeLinks) -> AnyView {
    let items = shelves.map(|shelf| {
        let name = shelf.name(scene.dataset, scene.lang);
        let n = i18n::number(shelf.cases.len() as u64);
        view! { {a("", links.page(&shelf.path()), name)}" "<small class="num">{n}</small> }.into_any()
    });
    list("ways", items.collect())
}

/// Where to subscribe, relative to the page.
fn feeds_of_page(lang: Lang) -> AnyView {
    view! {
        <p class="note">
            {Msg::Feeds.text(lang)}" "{a("", "./atom.xml".into(), Msg::FeedAtom.text(lang))}" · "
            {a("", "./feed.json".into(), Msg::FeedJson.text(lang))}
        </p>
    }
    .into_any()
}

/// The ways into the casebook from its list: by type, kind of organisation, year.
pub(super) fn ways(shelves: &[Shelf], scene: &Scene, links: &RelativeLinks) -> Vec<AnyView> {
    let lang = scene.lang;
    let way = |name: Msg, dimension: &'static str| {
        let of_way = shelves.iter().filter(|s| s.dimension == dimension);
        section("part", dimension, name.text(lang), vec![links_to(of_way, scene, links)])
    };
    let ways = [(Msg::ByView, "v"), (Msg::ByType, "label"), (Msg::ByOrgKind, "org_kind"), (Msg::ByYear, "year")];
    let there = ways.into_iter().filter(|(_, dimension)| shelves.iter().any(|s| s.dimension == *dimension));
    [feeds_of_page(lang)].into_iter().chain(there.map(|(name, dimension)| way(name, dimension))).collect()
}

/// The page of a shelf.
pub(super) fn shelf_view(shelf: &Shelf, all: &[Shelf], scene: &Scene, links: &RelativeLinks) -> AnyView {
    let lang = scene.lang;
    let count = Msg::ShelfCount.fill(lang, &[("n", &i18n::number(shelf.cases.len() as u64))]);
    let (state, _) = crate::url::parse(&shelf.query());
    let labels = scene.dataset.taxonomies.get("label");
    let is_below = |other: &&Shelf| {
        other.dimension == shelf.dimension
            && labels.get(&other.key).is_some_and(|t| t.parent.as_deref() == Some(shelf.key.as_str()))
    };
    let below: Vec<&Shelf> = all.iter().filter(|_| shelf.dimension == "label").filter(is_below).collect();
    let below = (!below.is_empty())
        .then(|| section("part", "below", Msg::ShelfBelow.text(lang), vec![links_to(below.into_iter(), scene, links)]));
    view! {
        <div class="reading list">
            <h1>{shelf.title(scene.dataset, lang)}</h1>
            <p class="reading-lead">{shelf.about(scene.dataset, lang)}</p>
            <p class="note">{count}" "{a("quiet", links.explore(&state), Msg::ShelfOpen.text(lang))}</p>
            {shelf.has_feeds().then(|| feeds_of_page(lang))}
            {below}
            {by_year(scene, &shelf.cases)}
        </div>
    }
    .into_any()
}
