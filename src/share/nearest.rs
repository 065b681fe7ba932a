//! The static page that comes nearest to a view. Previews in chats and search engines read pages, not queries: a link that
//! begins at such a page has a picture and a description, and the app opens the whole view on it.

use crate::{
    dataset::Dataset,
    dimensions::DIMENSIONS,
    model::{Lang, PartialDate},
    url::{End, Range, Value, View, ViewState},
};

/// A page of the static edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Below the site's root: `ja/label/phishing/`.
    pub path: String,
    /// Whether it shows just the same records.
    pub exact: bool,
}

/// The page nearest to a state that the explorer has adopted.
pub fn nearest(dataset: &Dataset, state: &ViewState, lang: Lang) -> Nearest {
    let page = |path: String, exact| Nearest { path: format!("{}/{path}", lang.tag()), exact };
    if let Some(id) = &state.case {
        return match dataset.articles.iter().any(|a| a.id == *id) {
            true => page(format!("article/{id}/"), true),
            false => page(format!("i/{id}/"), true),
        };
    }
    if !state.is_off("pick")
        && let [only] = state.pick.as_slice()
    {
        return page(format!("i/{only}/"), true);
    }
    match state.view {
        View::About => return page("about/".into(), true),
        View::Articles => return page("article/".into(), state.q.is_empty()),
        View::Org => {
            let of = |key: &str| single(state, key);
            if let Some(slug) = of("org").or_else(|| of("contractor")) {
                return page(format!("org/{slug}/"), true);
            }
        }
        _ => {}
    }
    // The shelf with the fewest cases says most about the view.
    let mut best: Option<(usize, String)> = None;
    for (n, path) in shelves(dataset, state) {
        if n > 0 && best.as_ref().is_none_or(|(least, _)| n < *least) {
            best = Some((n, path));
        }
    }
    let plain = state.q.is_empty() && state.pick.is_empty() && state.hide.is_empty() && state.off.is_empty();
    match best {
        Some((_, path)) => page(path, plain && state.filters.len() == 1),
        None => page(String::new(), plain && state.filters.is_empty()),
    }
}

/// The one value that a dimension's only filter asks for.
fn single(state: &ViewState, key: &str) -> Option<String> {
    let mut filters = state.filters.iter().filter(|f| DIMENSIONS[f.dimension].key == key);
    let (Some(filter), None, false) = (filters.next(), filters.next(), state.is_off(key)) else { return None };
    match (filter.exclude, filter.values.as_slice()) {
        (false, [Value::Key(value)]) => Some(value.clone()),
        (false, [Value::Range(range)]) => whole_year(range).map(|year| year.to_string()),
        _ => None,
    }
}

fn whole_year(range: &Range) -> Option<i16> {
    let Some(End::Date(from)) = range.from else { return None };
    (range.interval() == PartialDate::year_only(from.year()).days()).then(|| from.year())
}

/// The shelves that a state's filters name, with their number of cases.
fn shelves(dataset: &Dataset, state: &ViewState) -> Vec<(usize, String)> {
    let labels = dataset.taxonomies.get("label");
    let mut out = Vec::new();
    let cases = &dataset.incidents;
    if let Some(key) = single(state, "label") {
        let n = cases.iter().filter(|i| i.labels.iter().any(|l| labels.is_within(l, &key))).count();
        out.push((n, format!("label/{key}/")));
    }
    if let Some(key) = single(state, "org_kind") {
        out.push((cases.iter().filter(|i| i.org_kind == key).count(), format!("org_kind/{key}/")));
    }
    if let Some(year) = single(state, "disclosed") {
        let n = cases.iter().filter(|i| i.disclosed.is_some_and(|d| d.year().to_string() == year)).count();
        out.push((n, format!("year/{year}/")));
    }
    out
}
