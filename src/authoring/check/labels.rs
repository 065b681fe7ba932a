//! Types that nothing in the record supports.

use super::Checker;
use crate::model::{Incident, taxonomy::Term, veris};
use crate::text::fold;

/// What a type may rest on beside its words: keys of other vocabularies. It stands beside the type in
/// `taxonomy/label.toml` and does not travel into the casebook. A type without it is not checked.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Support {
    /// The type.
    key: String,
    support: Option<Keys>,
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Keys {
    action: Vec<String>,
    attribute: Vec<String>,
    threat_actor: Vec<String>,
    vector: Vec<String>,
}

impl Support {
    /// Its keys, by the vocabulary that they must stand in.
    pub fn by_taxonomy(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.support.iter().flat_map(|keys| {
            [
                ("action", keys.action.as_slice()),
                ("attribute", &keys.attribute),
                ("threat_actor", &keys.threat_actor),
                ("vector", &keys.vector),
            ]
        })
    }
}

/// Every type is named in a text of the record, or follows from its coding.
pub fn check(c: &mut Checker, i: &Incident, support: &[Support]) {
    let coded = coded(i);
    let texts: Vec<String> = texts(i).map(|text| fold(text).text).collect();
    let vocabulary = c.taxonomies.get("label");
    for (n, key) in i.labels.iter().enumerate() {
        let at = format!("labels[{n}]");
        if key == "other" && i.labels.len() > 1 {
            c.warn(&at, "\"other\" says that no type fits, and another one is given; take one of them out");
        }
        let own = support.iter().find(|s| s.key == *key && s.support.is_some());
        let (Some(term), Some(own)) = (vocabulary.get(key), own) else { continue };
        let named = vocabulary
            .values
            .iter()
            // A case filed under a leaf counts for its parent: the leaf's words are the parent's.
            .filter(|t| t.key == *key || t.parent.as_ref() == Some(key))
            .flat_map(words)
            .any(|word| texts.iter().any(|text| text.contains(&word)));
        let follows = own.by_taxonomy().any(|(of, keys)| keys.iter().any(|k| coded.contains(&(of, k.clone()))));
        if !named && !follows {
            let message = format!(
                "nothing in the record supports {:?}: no text names it and the coding has nothing of it; say what \
                 happened in a text or in [veris], or take the type out",
                term.ja
            );
            c.warn(&at, message);
        }
    }
}

/// The words of a type, folded.
fn words(term: &Term) -> impl Iterator<Item = String> + '_ {
    let words = [&term.ja, &term.en].into_iter().chain(&term.synonyms.ja).chain(&term.synonyms.en);
    words.map(|word| fold(word).plain().to_owned()).filter(|word| !word.is_empty())
}

/// VERIS actions, attributes, actors and the vector as (vocabulary, key); each counts for its root too.
fn coded(i: &Incident) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let sides =
        [("action", &i.veris.action), ("attribute", &i.veris.attribute), ("threat_actor", &i.veris.threat_actor)];
    for (of, groups) in sides {
        for (root, group) in groups {
            out.push((of, root.clone()));
            out.extend(group.variety.iter().map(|v| (of, format!("{root}-{}", veris::slug(v)))));
        }
    }
    out.extend(i.vector.iter().filter_map(|v| v.key.clone()).map(|key| ("vector", key)));
    out
}

/// Whatever the record says in words about what happened.
fn texts(i: &Incident) -> impl Iterator<Item = &str> {
    let bilingual = [&i.headline, &i.summary].into_iter().chain(&i.cause).chain(&i.lesson);
    let bilingual = bilingual.chain(&i.organisational_factors).chain(&i.response).chain(&i.prevention);
    let bilingual = bilingual.chain(i.timeline.iter().map(|e| &e.event));
    let titles = i.title.iter().chain(i.reports.iter().filter_map(|r| r.title.as_ref())).map(String::as_str);
    let vector = i.vector.iter().flat_map(|v| [v.ja.as_str(), v.en.as_str()]);
    bilingual.flat_map(|t| [t.ja.as_str(), t.en.as_str()]).chain(titles).chain(vector)
}
