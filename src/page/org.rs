//! The page of an organisation: the cases it appears in, by its role, newest first.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{
    Marks, Scene,
    card::card,
    list::in_order,
    parts::{a, section},
};
use crate::{
    dataset::Dataset,
    dimensions::name_slug,
    i18n::reading::Msg,
    model::{Incident, Lang, Text},
};

/// The slug of the organisation in a case's heading, as the `org` dimension has it.
pub fn slug(incident: &Incident) -> String {
    match name_slug(&incident.org.en) {
        slug if slug.is_empty() => incident.id.to_ascii_lowercase(),
        slug => slug,
    }
}

/// Every organisation that has a page: slug and names, in the order of the slugs.
pub fn all(dataset: &Dataset) -> BTreeMap<String, Text> {
    let mut out = BTreeMap::new();
    for incident in in_order(&dataset.incidents) {
        let name = Text { ja: incident.org.ja.clone(), en: incident.org.en.clone() };
        out.entry(slug(incident)).or_insert(name);
        for role in &incident.roles {
            let slug = name_slug(&role.name.en);
            if !slug.is_empty() {
                out.entry(slug).or_insert_with(|| role.name.clone());
            }
        }
    }
    out
}

/// The cases of one organisation by role; `None` is the heading. Roles stand in the vocabulary's order.
fn by_role<'a>(dataset: &'a Dataset, slug_of: &str) -> Vec<(Option<&'a str>, Vec<&'a Incident>)> {
    let cases = in_order(&dataset.incidents);
    let heading: Vec<&Incident> = cases.iter().copied().filter(|i| slug(i) == slug_of).collect();
    let mut out = vec![(None, heading)];
    for term in &dataset.taxonomies.get("role").values {
        let plays = |i: &&Incident| i.roles.iter().any(|r| r.role == term.key && name_slug(&r.name.en) == slug_of);
        out.push((Some(term.key.as_str()), cases.iter().copied().filter(plays).collect()));
    }
    out.retain(|(_, cases)| !cases.is_empty());
    out
}

/// The page; a name that no record has says so and leads on.
pub fn org_view(scene: &Scene, slug: &str) -> AnyView {
    let lang = scene.lang;
    let roles = by_role(scene.dataset, slug);
    let Some(name) = name(&roles, slug) else { return unknown(scene, slug) };
    let mut ids: Vec<&str> = roles.iter().flat_map(|(_, cases)| cases).map(|i| i.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let count = match ids.len() {
        1 => Msg::OrgCase.text(lang).to_owned(),
        n => Msg::OrgCases.fill(lang, &[("n", &n.to_string())]),
    };
    let filter = roles.iter().find_map(|(role, _)| match role {
        None => Some("org"),
        Some("contractor" | "vendor" | "third_party") => Some("contractor"),
        Some(_) => None,
    });
    let filter = filter.map(|key| a("quiet", scene.links.value(key, slug), Msg::OrgFilter.text(lang)));
    let other = match lang {
        Lang::Ja => &name.en,
        Lang::En => &name.ja,
    };
    let other = (!other.is_empty()).then(|| view! { <p class="case-line" lang=lang.other().tag()>{other.clone()}</p> });
    let parts: Vec<AnyView> = roles
        .iter()
        .map(|(role, cases)| {
            let title = match role {
                None => Msg::AsHeading.text(lang).to_owned(),
                Some(role) => Msg::AsRole.fill(lang, &[("role", scene.term("role", role))]),
            };
            let cards = cases.iter().map(|i| card(scene, i, &Marks::default()).view()).collect();
            section("part", "", &title, cards)
        })
        .collect();
    view! {
        <div class="reading org">
            <h1>{scene.text(&name)}</h1>
            {other}
            <p class="note num">{count}</p>
            <p class="note">{Msg::OrgNote.text(lang)}" "{filter}</p>
            {parts}
        </div>
    }
    .into_any()
}

/// The name as the newest case writes it.
fn name(roles: &[(Option<&str>, Vec<&Incident>)], slug: &str) -> Option<Text> {
    let (role, cases) = roles.first()?;
    let incident = cases.first()?;
    match role {
        None => Some(Text { ja: incident.org.ja.clone(), en: incident.org.en.clone() }),
        Some(_) => incident.roles.iter().find(|r| name_slug(&r.name.en) == slug).map(|r| r.name.clone()),
    }
}

fn unknown(scene: &Scene, slug: &str) -> AnyView {
    let words = Msg::OrgUnknownHelp.fill(scene.lang, &[("slug", slug)]);
    view! {
        <div class="reading org">
            <h1>{Msg::OrgUnknown.text(scene.lang)}</h1>
            <p>{words}</p>
        </div>
    }
    .into_any()
}
