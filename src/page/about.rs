//! The method page: what is in the casebook and how it leans, how it counts, its licences and editions, how to cite it,
//! and every dimension, vocabulary and key of the address.

use leptos::prelude::*;

use super::{
    Scene,
    parts::{contact_address, late, list, outside, section, span, text},
};
use crate::{
    dimensions::{DIMENSIONS, Dimension, Place},
    i18n::{
        self, case,
        reading::{AddressKey, Method},
    },
    model::Lang,
    url::OTHER_KEYS,
};

/// The page.
pub fn about_view(scene: &Scene) -> AnyView {
    let lang = scene.lang;
    let casebook = &scene.dataset.casebook;
    let prose = |name: Method, id: &'static str, words: String| {
        section("part", id, name.text(lang), vec![view! { <p class="prose">{words}</p> }.into_any()])
    };
    view! {
        <div class="reading about">
            <h1>{Method::Title.text(lang)}</h1>
            <p class="reading-lead">{scene.text(&casebook.about)}</p>
            {prose(Method::Inclusion, "inclusion", scene.text(&casebook.inclusion))}
            {prose(Method::Coverage, "coverage", scene.text(&casebook.coverage))}
            {prose(Method::Counting, "counting", scene.text(&casebook.counting))}
            {prose(Method::Deadlines, "deadlines", Method::DeadlinesText.text(lang).to_owned())}
            {prose(Method::Privacy, "privacy", Method::PrivacyText.text(lang).to_owned())}
            {section("part", "contact", Method::Contact.text(lang), vec![contact(scene)])}
            {section("part", "licence", Method::Licence.text(lang), licence(scene))}
            {section("part", "version", Method::Version.text(lang), version(scene))}
            {section("part", "cite", Method::Cite.text(lang), cite(scene))}
            {section("part", "changes", Method::Changes.text(lang), changes(scene))}
            {section("part", "dimensions", Method::Dimensions.text(lang), dimensions(scene))}
            {section("part", "vocabularies", Method::Vocabularies.text(lang), vocabularies(scene))}
            {section("part", "address", Method::Address.text(lang), address(scene))}
        </div>
    }
    .into_any()
}

fn line(words: impl Into<String>) -> AnyView {
    view! { <p>{words.into()}</p> }.into_any()
}

fn contact(scene: &Scene) -> AnyView {
    match scene.dataset.casebook.contact_url.as_deref().and_then(|url| contact_address(url, "")) {
        Some(href) => {
            let words = href.strip_prefix("mailto:").unwrap_or(&href).to_owned();
            view! { <p><a href=href rel="noopener noreferrer external">{words}</a></p> }.into_any()
        }
        None => line(case::Msg::NoContact.text(scene.lang)),
    }
}

fn licence(scene: &Scene) -> Vec<AnyView> {
    let (lang, casebook) = (scene.lang, &scene.dataset.casebook);
    let licence = outside(&casebook.licence_url, casebook.licence.clone(), None);
    let mut out = vec![
        view! { <p>{Method::LicenceData.text(lang)}{licence}</p> }.into_any(),
        line(Method::LicenceCode.text(lang)),
        line(scene.text(&casebook.licence_note)),
    ];
    let name = scene.text(&casebook.source_name);
    if !name.is_empty() {
        let name = match &casebook.source_url {
            Some(url) => outside(url, name, None),
            None => text(name),
        };
        out.push(view! { <p>{Method::FactsFrom.text(lang)}{name}</p> }.into_any());
    }
    out
}

/// The day of this edition in words.
fn edition_date(scene: &Scene) -> String {
    let undated = || Method::VersionUndated.text(scene.lang).to_owned();
    scene.dataset.casebook.published.map_or_else(undated, |d| d.display(scene.lang))
}

fn version(scene: &Scene) -> Vec<AnyView> {
    let (lang, dataset) = (scene.lang, scene.dataset);
    let number = |n: usize| i18n::number(n as u64);
    let partial = dataset.incidents.iter().filter(|i| i.confidence == "partial").count();
    let counts = [
        ("incidents", number(dataset.incidents.len())),
        ("articles", number(dataset.articles.len())),
        ("complete", number(dataset.incidents.len() - partial)),
        ("partial", number(partial)),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let date = edition_date(scene);
    vec![
        line(Method::VersionLine.fill(lang, &[("version", &dataset.casebook.version), ("date", &date)])),
        line(Method::VersionCounts.fill(lang, &counts)),
        line(Method::Partial.fill(lang, &counts)),
    ]
}

/// The casebook as a citation.
pub fn citation(scene: &Scene) -> String {
    let casebook = &scene.dataset.casebook;
    let mut words = Method::CiteText.fill(
        scene.lang,
        &[
            ("publisher", casebook.publisher.get(scene.lang)),
            ("name", casebook.name.get(scene.lang)),
            ("version", &casebook.version),
            ("date", &edition_date(scene)),
            ("licence", &casebook.licence),
        ],
    );
    if let Some(site) = &casebook.site_url {
        words = format!("{words} {site}");
    }
    words
}

fn cite(scene: &Scene) -> Vec<AnyView> {
    vec![
        view! { <blockquote class="cite"><p>{citation(scene)}</p></blockquote> }.into_any(),
        line(Method::CiteNote.text(scene.lang)),
    ]
}

fn changes(scene: &Scene) -> Vec<AnyView> {
    let items: Vec<AnyView> = scene
        .dataset
        .casebook
        .changes
        .iter()
        .map(|change| {
            let date = change.date.map(|d| scene.date(d).view());
            view! { <span>{date}{format!(" {}", scene.text(&change.text))}</span> }.into_any()
        })
        .collect();
    if items.is_empty() { vec![line(Method::NoChanges.text(scene.lang))] } else { vec![list("points", items)] }
}

fn table(scene: &Scene, rows: Vec<(String, String, String)>) -> AnyView {
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(key, name, help)| {
            let name = (!name.is_empty()).then(|| view! { <b>{name}</b> });
            view! { <tr><th scope="row"><code>{key}</code></th><td>{name}{help}</td></tr> }.into_any()
        })
        .collect();
    view! {
        <table class="keys">
            <thead>
                <tr>
                    <th scope="col">{Method::Key.text(scene.lang)}</th>
                    <th scope="col">{Method::Meaning.text(scene.lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn dimensions(scene: &Scene) -> Vec<AnyView> {
    let lang = scene.lang;
    let row = |d: &Dimension| (d.key.to_owned(), format!("{} ", d.name(lang)), d.help(lang).to_owned());
    vec![line(Method::DimensionsLead.text(lang)), table(scene, DIMENSIONS.iter().map(row).collect())]
}

/// Each vocabulary behind a fold: name as a link to its cases, explanation.
fn vocabularies(scene: &Scene) -> Vec<AnyView> {
    let lang = scene.lang;
    let mut out: Vec<AnyView> = late(scene).into_iter().collect();
    for dimension in DIMENSIONS.iter().filter(|d| d.place != Place::Hidden) {
        let Some(taxonomy) = dimension.taxonomy().map(|key| scene.dataset.taxonomies.get(key)) else { continue };
        if taxonomy.values.is_empty() {
            continue;
        }
        let title = Method::VocabularyCount
            .fill(lang, &[("name", dimension.name(lang)), ("n", &taxonomy.values.len().to_string())]);
        let terms: Vec<AnyView> = taxonomy
            .values
            .iter()
            .map(|term| {
                let class = if term.parent.is_some() { "term below" } else { "term" };
                let name = super::parts::value_link(scene, dimension.key, &taxonomy.key, &term.key);
                let explain = span("note", scene.text(&term.explain));
                view! { <div class=class><dt>{name}" "<code>{term.key.clone()}</code></dt><dd>{explain}</dd></div> }
                    .into_any()
            })
            .collect();
        out.push(
            view! {
                <details class="vocabulary">
                    <summary>{title}</summary>
                    <p class="note">{scene.text(&taxonomy.explain)}</p>
                    <dl>{terms}</dl>
                </details>
            }
            .into_any(),
        );
    }
    out
}

fn address(scene: &Scene) -> Vec<AnyView> {
    let lang = scene.lang;
    let grammar =
        [Method::AddressRepeat, Method::AddressComma, Method::AddressNot, Method::AddressUnknown, Method::AddressRange];
    let grammar = grammar.iter().map(|m| example(m.text(lang), lang)).collect();
    let keys = OTHER_KEYS.iter().zip(AddressKey::ALL);
    let rows = keys.map(|(key, words)| ((*key).to_owned(), String::new(), words.text(lang).to_owned())).collect();
    vec![line(Method::AddressLead.text(lang)), list("points", grammar), table(scene, rows)]
}

/// A rule and its example behind the colon.
fn example(words: &str, lang: Lang) -> AnyView {
    let separator = if lang == Lang::Ja { ":" } else { ": " };
    match words.split_once(separator) {
        Some((rule, code)) => view! { {format!("{rule}{separator}")}<code>{code.to_owned()}</code> }.into_any(),
        None => text(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_address_is_explained() {
        assert_eq!(OTHER_KEYS.len(), AddressKey::ALL.len());
        for (key, words) in OTHER_KEYS.iter().zip(AddressKey::ALL) {
            assert_eq!(format!("{words:?}").to_lowercase(), *key);
        }
    }
}
