//! Plain lists of cases: one line of a table a case, grouped by year. They work without a script and weigh little.

use leptos::prelude::*;

use super::{
    Scene,
    parts::{label_tag, span},
};
use crate::{
    i18n::{self, pages::Msg},
    model::Incident,
};

/// Cases that are shown at all, in the casebook's own order: newest report first, undated last, then by id.
pub fn in_order(incidents: &[Incident]) -> Vec<&Incident> {
    let mut all: Vec<&Incident> = incidents.iter().filter(|i| i.withdrawn.is_none()).collect();
    all.sort_by(|a, b| b.newest().cmp(&a.newest()).then_with(|| a.id.cmp(&b.id)));
    all
}

/// One line: date, number, title, primary type, count.
pub fn row(scene: &Scene, incident: &Incident) -> AnyView {
    let lang = scene.lang;
    let number = incident.case_no.clone().unwrap_or_else(|| incident.id.clone());
    let title = format!("{} — {}", incident.org.get(lang), scene.text(&incident.headline));
    let count = incident.principal().map(|a| span("row-count num", i18n::count(&scene.dataset.taxonomies, a, lang)));
    view! {
        <tr class="row">
            <td class="row-when">{incident.newest().map(|d| scene.date(d).view())}" "<span class="num">{number}</span></td>
            <th class="row-title" scope="row"><a href=scene.links.case(&incident.id)>{title}</a></th>
            <td class="row-what">{incident.labels.first().map(|l| label_tag(scene, l, false).view())}" "{count}</td>
        </tr>
    }
    .into_any()
}

/// These cases under a heading a year, in the order they come in.
pub fn by_year(scene: &Scene, cases: &[&Incident]) -> Vec<AnyView> {
    let lang = scene.lang;
    let mut years: Vec<(Option<i16>, Vec<AnyView>)> = Vec::new();
    for incident in cases {
        let year = incident.newest().map(|d| d.year());
        if years.last().is_none_or(|(last, _)| *last != year) {
            years.push((year, Vec::new()));
        }
        if let Some((_, rows)) = years.last_mut() {
            rows.push(row(scene, incident));
        }
    }
    let heading = |year: Option<i16>| match year {
        Some(year) => Msg::Year.fill(lang, &[("year", &year.to_string())]),
        None => Msg::ListUndated.text(lang).to_owned(),
    };
    years
        .into_iter()
        .map(|(year, rows)| {
            let n = rows.len();
            view! {
                <section class="year">
                    <h2>{heading(year)}<small class="num">{n.to_string()}</small></h2>
                    <table class="rows">
                        <thead class="visually-hidden">
                            <tr>
                                <th scope="col">{Msg::RowWhen.text(lang)}</th>
                                <th scope="col">{Msg::RowTitle.text(lang)}</th>
                                <th scope="col">{Msg::RowWhat.text(lang)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </section>
            }
            .into_any()
        })
        .collect()
}

/// All cases by year, below them where else one can go (`ways`).
pub fn list_view(scene: &Scene, ways: Vec<AnyView>) -> AnyView {
    let lang = scene.lang;
    let cases = in_order(&scene.dataset.incidents);
    let lead = Msg::ListLead.fill(lang, &[("n", &i18n::number(cases.len() as u64))]);
    let coverage = scene.text(&scene.dataset.casebook.coverage);
    view! {
        <div class="reading list">
            <h1>{Msg::ListTitle.text(lang)}</h1>
            <p class="reading-lead">{lead}</p>
            <p class="note">{coverage}</p>
            {ways}
            {by_year(scene, &cases)}
        </div>
    }
    .into_any()
}
