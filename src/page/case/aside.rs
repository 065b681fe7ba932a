//! Beside a case: what is related to it, what resembles it, how its type fares, how the record came about.

use leptos::prelude::*;

use crate::{
    i18n::case::Msg,
    model::{
        Article, Incident, Text,
        date::days_between,
        similar::{self, Field},
    },
    page::{
        Scene,
        parts::{a, late, span},
    },
};

/// Similar cases shown.
const SIMILAR_AT_MOST: usize = 4;
/// Shared fields that a reason names.
const REASONS_AT_MOST: usize = 4;
/// From how many cases on a median is worth a word, and from how many on it needs no warning.
const FEW: (usize, usize) = (3, 10);

fn part(title: &str, class: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <section class=class><h2>{title.to_owned()}</h2>{content}</section> }.into_any()
}

/// A case in one line with the reason it is named for.
pub fn case_link(scene: &Scene, incident: &Incident, reason: String) -> AnyView {
    let title = format!("{} — {}", incident.org.get(scene.lang), scene.text(&incident.headline));
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    link(scene.links.case(&incident.id), title, number, reason)
}

/// An article in one line with the reason it is named for.
pub fn article_link(scene: &Scene, article: &Article, reason: String) -> AnyView {
    let kind = scene.dataset.taxonomies.name("article_kind", &article.article_kind, scene.lang).to_owned();
    link(scene.links.article(&article.id), scene.text(&article.headline), kind, reason)
}

fn link(href: String, title: String, number: String, reason: String) -> AnyView {
    view! {
        <a class="neighbour" href=href>
            <b>{title}</b>
            <span class="neighbour-why">
                <span class="num">{number}</span>
                {(!reason.is_empty()).then(|| view! { <em>{reason}</em> })}
            </span>
        </a>
    }
    .into_any()
}

/// Records tied to this one by hand, in either direction, and articles that bear on it.
pub fn related(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    let dataset = scene.dataset;
    let reason = |why: &str, words: &Option<Text>| {
        let name = dataset.taxonomies.name("relation", why, scene.lang).to_owned();
        match words {
            Some(words) => format!("{name} · {}", scene.text(words)),
            None => name,
        }
    };
    let mut cases = Vec::new();
    let mut articles = Vec::new();
    for related in &incident.related {
        if let Some(other) = dataset.incident(&related.id) {
            cases.push((other, reason(&related.why, &related.reason)));
        } else if let Some(article) = dataset.article(&related.id) {
            articles.push((article, reason(&related.why, &related.reason)));
        }
    }
    for other in &dataset.incidents {
        let named = cases.iter().any(|(known, _)| known.id == other.id);
        if let Some(back) = other.related.iter().find(|r| r.id == incident.id)
            && !named
            && other.id != incident.id
        {
            cases.push((other, reason(&back.why, &back.reason)));
        }
    }
    for article in &dataset.articles {
        let named = articles.iter().any(|(known, _)| known.id == article.id);
        if let Some(back) = article.related.iter().find(|r| r.id == incident.id)
            && !named
        {
            articles.push((article, back.reason.as_ref().map(|r| scene.text(r)).unwrap_or_default()));
        }
    }
    cases.retain(|(other, _)| other.withdrawn.is_none());
    let mut content = Vec::new();
    if !cases.is_empty() {
        let links = cases.into_iter().map(|(other, why)| case_link(scene, other, why)).collect();
        content.push(part(Msg::Related.text(scene.lang), "aside-part", links));
    }
    if !articles.is_empty() {
        let links = articles.into_iter().map(|(article, why)| article_link(scene, article, why)).collect();
        content.push(part(Msg::Articles.text(scene.lang), "aside-part", links));
    }
    (!content.is_empty()).then(|| content.into_any())
}

/// Cases that resemble this one, each with what they share.
pub fn similar(scene: &Scene, incident: &Incident) -> AnyView {
    let dataset = scene.dataset;
    let found = similar::similar(&dataset.incidents, incident, &dataset.taxonomies, SIMILAR_AT_MOST);
    let separator = Msg::Separator.text(scene.lang);
    let mut links: Vec<AnyView> = found
        .into_iter()
        .map(|similar| {
            let shared: Vec<String> =
                similar.shared.iter().take(REASONS_AT_MOST).map(|t| trait_name(scene, incident, *t)).collect();
            let reason = Msg::Same.fill(scene.lang, &[("what", &shared.join(separator))]);
            case_link(scene, similar.incident, reason)
        })
        .collect();
    if links.is_empty() {
        links.push(view! { <p class="note">{Msg::NoSimilar.text(scene.lang)}</p> }.into_any());
    }
    part(Msg::Similar.text(scene.lang), "aside-part similar", links)
}

fn trait_name(scene: &Scene, incident: &Incident, (field, key): similar::Trait) -> String {
    let taxonomies = &scene.dataset.taxonomies;
    match (field, field.taxonomy()) {
        // Sector keys are small letters in the vocabulary.
        (Field::Sector, Some(taxonomy)) => {
            let small = key.to_ascii_lowercase();
            taxonomies.name(taxonomy, &small, scene.lang).to_owned()
        }
        (_, Some(taxonomy)) => taxonomies.name(taxonomy, key, scene.lang).to_owned(),
        (_, None) => {
            let role = incident.roles.iter().find(|r| r.name.ja == key);
            role.map_or_else(|| key.to_owned(), |r| r.name.get(scene.lang).to_owned())
        }
    }
}

/// How the cases of the primary type fare, with how many that is said of.
pub fn peers(scene: &Scene, incident: &Incident) -> Option<AnyView> {
    let lang = scene.lang;
    let label = incident.labels.first()?;
    let peers: Vec<&Incident> =
        scene.dataset.incidents.iter().filter(|i| i.withdrawn.is_none() && i.labels.contains(label)).collect();
    let confirmed = peers.iter().filter(|i| i.leak_status.as_deref() == Some("confirmed")).count();
    let exact = |i: &&Incident| days_between(i.discovered?, i.disclosed?).filter(|(a, b)| a == b).map(|(a, _)| a);
    let mut delays: Vec<i64> = peers.iter().filter_map(exact).collect();
    delays.sort_unstable();
    let name = scene.dataset.taxonomies.name("label", label, lang);
    let words = Msg::PeersLeak
        .fill(lang, &[("label", name), ("n", &peers.len().to_string()), ("confirmed", &confirmed.to_string())]);
    let median = median(&delays).map(|days| {
        let words = Msg::PeersMedian.fill(lang, &[("days", &days), ("n", &delays.len().to_string())]);
        view! { <p>{words}</p> }
    });
    let few = (peers.len() < FEW.1).then(|| view! { <p>{Msg::PeersFew.text(lang)}</p> });
    let content = view! {
        <div class="peers">
            <p>{words}</p>
            {median}
            {few}
            {a("quiet", scene.links.value("label", label), Msg::PeersLink.text(lang))}
        </div>
    };
    Some(part(Msg::Peers.text(lang), "aside-part", vec![content.into_any()]))
}

/// Middle of sorted numbers, with a half where it lies between two; `None` of fewer than three.
fn median(sorted: &[i64]) -> Option<String> {
    if sorted.len() < FEW.0 {
        return None;
    }
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    let sum = low + high;
    Some(if sum % 2 == 0 { (sum / 2).to_string() } else { format!("{}.5", sum / 2) })
}

/// Id, checks and changes of the record.
pub fn history(scene: &Scene, incident: &Incident) -> AnyView {
    let lang = scene.lang;
    let mut lines = vec![span("num", Msg::RecordId.fill(lang, &[("id", &incident.id)]))];
    if incident.changes.is_empty() {
        lines.push(late(scene).unwrap_or_else(|| span("", Msg::NoChanges.text(lang))));
    }
    for change in &incident.changes {
        let date = change.date.map(|d| scene.date(d).view());
        lines.push(view! { <span>{date}{format!(" {}", scene.text(&change.text))}</span> }.into_any());
    }
    let lines = crate::page::parts::list("history", lines);
    part(Msg::History.text(lang), "aside-part", vec![lines])
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians_of_odd_and_even_and_few() {
        assert_eq!(median(&[1, 2, 9]).as_deref(), Some("2"));
        assert_eq!(median(&[1, 2, 3, 9]).as_deref(), Some("2.5"));
        assert_eq!(median(&[1, 2]), None);
    }
}
