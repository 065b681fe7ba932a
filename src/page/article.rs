//! The reading room: the list of articles, and one article.

use leptos::prelude::*;

use super::{
    Scene,
    case::{article_link, case_link},
    parts::{self, joined, late, outside, section, span, text},
};
use crate::{
    i18n::{self, case, reading::Msg},
    model::{Article, Lang, article::Tool},
};

/// The list, newest first, undated last.
pub fn articles_view(scene: &Scene) -> AnyView {
    let lang = scene.lang;
    let mut articles: Vec<&Article> = scene.dataset.articles.iter().collect();
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    let count = Msg::ArticlesCount.fill(lang, &[("n", &i18n::number(articles.len() as u64))]);
    let items: Vec<AnyView> =
        articles.into_iter().map(|a| super::card::article_card(scene, a, &super::Marks::default()).view()).collect();
    let empty = items.is_empty().then(|| view! { <p>{Msg::NoArticles.text(lang)}</p> });
    view! {
        <div class="reading articles">
            <h1>{Msg::ArticlesTitle.text(lang)}</h1>
            <p class="reading-lead">{Msg::ArticlesLead.text(lang)}</p>
            <h2 class="note num">{count}</h2>
            {items}
            {empty}
        </div>
    }
    .into_any()
}

/// One article.
pub fn article_view(scene: &Scene, article: &Article) -> AnyView {
    let lang = scene.lang;
    let kind = scene.dataset.taxonomies.name("article_kind", &article.article_kind, lang).to_owned();
    let summary = match late(scene) {
        Some(waiting) => waiting,
        None => view! { <p class="lead">{scene.text(&article.summary)}</p> }.into_any(),
    };
    view! {
        <article class="reading article">
            <header>
                <p class="case-number">{kind}</p>
                <h1>{scene.text(&article.headline)}</h1>
                <p class="case-line">{joined(line(scene, article), " · ")}</p>
            </header>
            {source(scene, article)}
            {parts::text_status(scene, &article.text_status)}
            {summary}
            {notes(scene, article)}
            {tools(scene, &article.tools)}
            {related(scene, article)}
        </article>
    }
    .into_any()
}

fn line(scene: &Scene, article: &Article) -> Vec<AnyView> {
    let mut out: Vec<AnyView> = article.publisher.iter().map(|p| text(scene.text(p))).collect();
    out.push(match article.published {
        Some(date) => {
            let words = Msg::PublishedOn.fill(scene.lang, &[("date", &date.display(scene.lang))]);
            view! { <time datetime=date.to_string()>{words}</time> }.into_any()
        }
        None => text(Msg::PublishedUnknown.text(scene.lang)),
    });
    out
}

fn source(scene: &Scene, article: &Article) -> AnyView {
    let lang = scene.lang;
    let mut pieces = Vec::new();
    match (&article.title, &article.url) {
        (Some(title), Some(url)) => pieces.push(outside(url, format!("「{title}」"), Some(Lang::Ja))),
        (Some(title), None) => pieces.push(view! { <cite lang="ja">{format!("「{title}」")}</cite> }.into_any()),
        (None, Some(url)) => pieces.push(outside(url, Msg::OpenOriginal.text(lang), None)),
        (None, None) => {}
    }
    pieces.push(text(if article.archived { case::Msg::Archived } else { case::Msg::NotArchived }.text(lang)));
    if let Some(date) = article.reviewed {
        pieces.push(text(case::Msg::Reviewed.fill(lang, &[("date", &date.display(lang))])));
    }
    let casebook = &scene.dataset.casebook;
    if let Some(url) = &casebook.source_url {
        let name = scene.text(&casebook.source_name);
        pieces.push(outside(url, case::Msg::ReadAt.fill(lang, &[("name", &name)]), None));
    }
    view! {
        <div class="source">
            <b class="source-name">{Msg::OriginalTitle.text(lang)}</b>
            <p class="source-check">{joined(pieces, " · ")}</p>
        </div>
    }
    .into_any()
}

fn notes(scene: &Scene, article: &Article) -> Option<AnyView> {
    if article.notes.is_empty() {
        return None;
    }
    let notes: Vec<AnyView> = article
        .notes
        .iter()
        .map(|note| {
            view! { <section class="article-note"><h3>{scene.text(&note.heading)}</h3><p>{scene.text(&note.text)}</p></section> }
                .into_any()
        })
        .collect();
    Some(section("part notes", "notes", Msg::Notes.text(scene.lang), notes))
}

/// The tools in the order of their groups' first appearance, one table body a group.
fn tools(scene: &Scene, tools: &[Tool]) -> Option<AnyView> {
    if tools.is_empty() {
        return None;
    }
    let lang = scene.lang;
    let mut groups: Vec<(String, Vec<&Tool>)> = Vec::new();
    for tool in tools {
        let name = tool.group.as_ref().map(|g| scene.text(g)).unwrap_or_default();
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(tool),
            None => groups.push((name, vec![tool])),
        }
    }
    let bodies: Vec<AnyView> = groups
        .into_iter()
        .map(|(name, members)| {
            let head = (!name.is_empty()).then(|| {
                view! { <tr class="tool-group"><th scope="rowgroup" colspan="2">{name}</th></tr> }
            });
            let rows: Vec<AnyView> = members.into_iter().map(|tool| tool_row(scene, tool)).collect();
            view! { <tbody>{head}{rows}</tbody> }.into_any()
        })
        .collect();
    let table = view! {
        <p class="note">{Msg::ToolsNote.text(lang)}</p>
        <table class="tool-table">
            <thead><tr><th scope="col">{Msg::ToolName.text(lang)}</th><th scope="col">{Msg::ToolWhat.text(lang)}</th></tr></thead>
            {bodies}
        </table>
    };
    Some(section("part", "tools", Msg::Tools.text(lang), vec![table.into_any()]))
}

fn tool_row(scene: &Scene, tool: &Tool) -> AnyView {
    let name = match &tool.url {
        Some(url) => outside(url, tool.name.clone(), None),
        None => span("", tool.name.clone()),
    };
    view! { <tr><th scope="row">{name}</th><td>{scene.text(&tool.what)}</td></tr> }.into_any()
}

fn related(scene: &Scene, article: &Article) -> Option<AnyView> {
    let (mut cases, mut articles) = (Vec::new(), Vec::new());
    for related in &article.related {
        let reason = related.reason.as_ref().map(|t| scene.text(t)).unwrap_or_default();
        if let Some(incident) = scene.dataset.incident(&related.id).filter(|i| i.withdrawn.is_none()) {
            cases.push(case_link(scene, incident, reason));
        } else if let Some(other) = scene.dataset.article(&related.id) {
            articles.push(article_link(scene, other, reason));
        }
    }
    let part = |id: &'static str, title: &str, links: Vec<AnyView>| {
        (!links.is_empty()).then(|| section("part", id, title, links))
    };
    let cases = part("related", Msg::RelatedCases.text(scene.lang), cases);
    let articles = part("related-articles", case::Msg::Articles.text(scene.lang), articles);
    (cases.is_some() || articles.is_some()).then(|| view! { {cases}{articles} }.into_any())
}
