//! The fact grid. What is not stated is said to be not stated; what has not arrived yet is said to be on its way.

use leptos::prelude::*;

use crate::{
    i18n::{self, case::Msg, common},
    model::{Affected, Incident},
    page::{
        Part, Scene,
        parts::{joined, late, list, span, text, value_link},
    },
};

/// One cell: its term, its value and what is said below it in small print.
struct Fact {
    term: String,
    value: Option<Vec<AnyView>>,
    notes: Vec<AnyView>,
    class: String,
}

impl Fact {
    fn new(term: Msg, scene: &Scene, value: Vec<AnyView>) -> Self {
        let value = (!value.is_empty()).then_some(value);
        Self { term: term.text(scene.lang).to_owned(), value, notes: Vec::new(), class: "fact".into() }
    }

    fn note(mut self, note: Option<AnyView>) -> Self {
        self.notes.extend(note);
        self
    }

    fn view(self, scene: &Scene) -> AnyView {
        let value = match self.value {
            Some(value) => value.into_any(),
            None => span("not-stated", common::Msg::NotStated.text(scene.lang)),
        };
        view! {
            <div class=self.class>
                <dt>{self.term}</dt>
                <dd>{value}{self.notes}</dd>
            </div>
        }
        .into_any()
    }
}

/// The grid.
pub fn facts(scene: &Scene, incident: &Incident) -> AnyView {
    let keys = |dimension: &str, taxonomy: &str, keys: &[String]| {
        let links = keys.iter().map(|k| value_link(scene, dimension, taxonomy, k)).collect();
        joined(links, Msg::Separator.text(scene.lang))
    };
    let one = |taxonomy: &str, key: &Option<String>| keys(taxonomy, taxonomy, key.as_slice());
    let said_by = if incident.source_kind == "press" { Msg::LeakNotePress } else { Msg::LeakNote };
    let mut facts = vec![
        affected(scene, incident),
        data(scene, incident, keys("data", "data", &incident.data_items)),
        trigger(scene, incident),
        factors(scene, incident),
        Fact::new(Msg::Leak, scene, one("leak", &incident.leak_status))
            .note(incident.leak_status.is_some().then(|| span("note", said_by.text(scene.lang)))),
        Fact::new(Msg::Damage, scene, one("damage", &incident.secondary_damage)),
        Fact::new(Msg::Locus, scene, keys("locus", "locus", &incident.locus)),
        Fact::new(Msg::Discovery, scene, one("discovery", &incident.discovery)),
        Fact::new(Msg::ReportedTo, scene, reported(scene, incident)),
    ];
    close(&mut facts);
    let facts: Vec<AnyView> = facts.into_iter().map(|fact| fact.view(scene)).collect();
    view! { <dl class="facts" aria-label=Msg::Facts.text(scene.lang)>{facts}</dl> }.into_any()
}

/// Widens the last cell to the end of its row, in a grid of three columns and in one of two.
fn close(facts: &mut [Fact]) {
    let cells = |columns: usize| -> usize {
        let width = |fact: &Fact| match fact.class.as_str() {
            "fact fact-wide" => columns,
            "fact fact-many" => columns - 1,
            _ => 1,
        };
        facts.iter().map(width).sum()
    };
    let missing = |columns: usize| (columns - cells(columns) % columns) % columns;
    let (three, two) = (missing(3), missing(2));
    if let Some(last) = facts.last_mut() {
        last.class = format!("fact over3-{three} over2-{two}");
    }
}

/// A count with its number set apart, so that it can be set large.
pub fn count(scene: &Scene, affected: &Affected) -> Part {
    let words = i18n::count(&scene.dataset.taxonomies, affected, scene.lang);
    let digits = i18n::number(affected.count);
    let part = Part::new("span", "count");
    match words.split_once(&digits) {
        Some((before, after)) => {
            let small = |words: &str| Part::new("small", "").saying(words.to_owned());
            let (before, after) = (small(before), small(after));
            part.holding([before, Part::new("b", "num").saying(digits), after])
        }
        None => part.saying(words),
    }
}

/// The principal count, its parts, and every other count, none added to another.
fn affected(scene: &Scene, incident: &Incident) -> Fact {
    let principal = incident.principal();
    let unit = principal.map(|a| scene.dataset.taxonomies.name("unit", &a.what, scene.lang).to_owned());
    let mut fact = Fact::new(Msg::Affected, scene, principal.map(|a| count(scene, a).view()).into_iter().collect());
    if let Some(unit) = unit {
        fact.term = unit;
    }
    fact = fact.note(principal.and_then(|a| a.label.as_ref()).map(|label| span("note", scene.text(label))));
    let rest: Vec<&Affected> = incident.affected.iter().filter(|a| !a.principal).collect();
    if rest.is_empty() {
        return fact;
    }
    fact.class = "fact fact-wide".into();
    type Belongs = fn(&Affected) -> bool;
    let groups: [(Msg, Belongs); 3] = [
        (Msg::PartsOf, |a| a.of.is_some() && !a.subset),
        (Msg::SubsetOf, |a| a.subset),
        (Msg::AlsoCounted, |a| a.of.is_none() && !a.subset),
    ];
    for (name, belongs) in groups {
        let items: Vec<AnyView> = rest.iter().filter(|a| belongs(a)).map(|a| part(scene, a)).collect();
        if !items.is_empty() {
            let name = name.text(scene.lang);
            fact.notes.push(
                view! { <div class="counts"><span class="counts-name">{name}</span>{list("counts-list", items)}</div> }
                    .into_any(),
            );
        }
    }
    fact
}

fn part(scene: &Scene, affected: &Affected) -> AnyView {
    let label = affected.label.as_ref().map(|l| span("note", scene.text(l)));
    view! { <b class="num">{i18n::count(&scene.dataset.taxonomies, affected, scene.lang)}</b>{label} }.into_any()
}

fn data(scene: &Scene, incident: &Incident, items: Vec<AnyView>) -> Fact {
    let separator = Msg::Separator.text(scene.lang);
    let excluded: Vec<&str> =
        incident.excluded_data.iter().map(|k| scene.dataset.taxonomies.name("data", k, scene.lang)).collect();
    let excluded = (!excluded.is_empty())
        .then(|| span("note", format!("{}{}", Msg::Excluded.text(scene.lang), excluded.join(separator))));
    let mut fact = Fact::new(Msg::DataItems, scene, items).note(excluded);
    if incident.data_items.len() > 6 {
        fact.class = "fact fact-many".into();
    }
    fact
}

/// The way in: its key, which the editors chose, and our words.
fn trigger(scene: &Scene, incident: &Incident) -> Fact {
    let Some(vector) = &incident.vector else { return Fact::new(Msg::Trigger, scene, Vec::new()) };
    let words = vector.get(scene.lang).to_owned();
    let waiting = || late(scene).unwrap_or_else(|| text(""));
    match &vector.key {
        Some(key) => {
            let mark = span("note inferred", common::Msg::EditorsLabel.text(scene.lang));
            let fact = Fact::new(Msg::Trigger, scene, vec![value_link(scene, "vector", "vector", key)]);
            let words = if words.is_empty() { waiting() } else { span("note", words) };
            fact.note(Some(words)).note(Some(mark))
        }
        None if words.is_empty() => Fact::new(Msg::Trigger, scene, late(scene).into_iter().collect()),
        None => {
            let mut fact = Fact::new(Msg::Trigger, scene, vec![text(words)]);
            fact.class = "fact fact-words".into();
            fact
        }
    }
}

/// What in the organisation made it possible, in our words.
fn factors(scene: &Scene, incident: &Incident) -> Fact {
    let items: Vec<AnyView> = incident.organisational_factors.iter().map(|f| text(scene.text(f))).collect();
    let value = match (items.is_empty(), late(scene)) {
        (true, waiting) => waiting.into_iter().collect(),
        (false, _) => vec![list("plain", items)],
    };
    let mut fact = Fact::new(Msg::Factors, scene, value);
    if !incident.organisational_factors.is_empty() {
        fact.class = "fact fact-words".into();
    }
    fact
}

fn reported(scene: &Scene, incident: &Incident) -> Vec<AnyView> {
    let items: Vec<AnyView> = incident
        .reported
        .iter()
        .map(|r| {
            let date = match r.date {
                Some(date) => {
                    view! { <time class="note" datetime=date.to_string()>{date.display(scene.lang)}</time> }.into_any()
                }
                None => span("note", Msg::DateNotStated.text(scene.lang)),
            };
            view! { <span>{scene.dataset.taxonomies.name("reported_to", &r.to, scene.lang).to_owned()}</span>{date} }
                .into_any()
        })
        .collect();
    if items.is_empty() { Vec::new() } else { vec![list("plain reported", items)] }
}
