//! The page of one case: what happened, to whom, when, what was done, and who says so.
//!
//! One file a part of the page: [`head`] (title and source), [`facts`], [`lane`] over [`delays`], [`body`] (texts,
//! reports, codes) and [`aside`] (neighbours); [`paper`] is what is so in print alone.

mod aside;
mod body;
mod codes;
pub(super) mod delays;
mod facts;
mod head;
mod lane;
mod paper;

pub use self::{
    aside::{article_link, case_link},
    facts::count,
};

use leptos::prelude::*;

use super::{
    Scene,
    parts::{self, section},
};
use crate::{
    i18n::case::Msg,
    model::{Incident, derive::Derived},
};

/// The page of a case. `actions` (share, cite, export) stand at the top of the side column, where there are any.
///
/// A withdrawn record shows its notice and nothing else. Texts that have not arrived are said to be on their way, never
/// "not stated".
pub fn case_view(scene: &Scene, incident: &Incident, derived: &Derived, actions: Option<AnyView>) -> AnyView {
    if let Some(notice) = &incident.withdrawn {
        return withdrawn(scene, incident, notice);
    }
    let lang = scene.lang;
    let mut when = Vec::new();
    when.extend(lane::lane(scene, incident, derived));
    when.extend(body::steps(scene, incident));
    let when = (!when.is_empty()).then(|| section("part when", "when", Msg::When.text(lang), when));
    view! {
        <article class=paper::class(incident, lang)>
            <div class="case-main">
                {head::head(scene, incident)}
                {head::source(scene, incident)}
                {parts::text_status(scene, &incident.text_status)}
                <p class="lead">{scene.text(&incident.summary)}</p>
                {body::statement(scene, incident)}
                {facts::facts(scene, incident)}
                {when}
                <div class="case-parts">
                    {body::texts(scene, incident)}
                    {body::reports(scene, incident)}
                    {codes::codes(scene, incident, derived)}
                </div>
                {paper::foot(scene, incident)}
            </div>
            <aside class="case-aside">
                {actions.map(|actions| view! { <div class="case-actions">{actions}</div> })}
                {aside::related(scene, incident)}
                {aside::similar(scene, incident)}
                {aside::peers(scene, incident)}
                {aside::history(scene, incident)}
            </aside>
        </article>
    }
    .into_any()
}

/// What remains of a withdrawn record: that it is gone, since when and why.
fn withdrawn(scene: &Scene, incident: &Incident, notice: &crate::model::incident::Notice) -> AnyView {
    let words = match scene.text(&notice.text) {
        words if words.is_empty() => Msg::WithdrawnNoReason.text(scene.lang).to_owned(),
        words => words,
    };
    view! {
        <article class="case withdrawn">
            <div class="case-main">
                <p class="case-number">{incident.id.clone()}</p>
                <h1>{Msg::Withdrawn.text(scene.lang)}</h1>
                <p class="lead">{words}</p>
                {notice.date.map(|date| scene.date(date).view())}
            </div>
        </article>
    }
    .into_any()
}
