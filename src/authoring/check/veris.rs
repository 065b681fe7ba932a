//! VERIS values, spelled exactly as VERIS spells them.

use super::Checker;
use crate::model::veris::{self, Veris};

/// The actor, actions, assets and attributes of a record.
pub fn check(c: &mut Checker, v: &Veris) {
    // Without the file the spelling cannot be checked.
    if c.taxonomies.get("action").values.is_empty() {
        return;
    }
    let sides = [("threat_actor", &v.threat_actor), ("action", &v.action), ("attribute", &v.attribute)];
    for (side, groups) in sides {
        for (root, group) in groups {
            let at = format!("veris.{side}.{root}");
            c.key(&at, side, root);
            for (n, variety) in group.variety.iter().enumerate() {
                spelled(c, &format!("{at}.variety[{n}]"), side, &format!("{root}-{}", veris::slug(variety)), variety);
            }
            for (n, vector) in group.vector.iter().enumerate() {
                let key = format!("{root}-{}", veris::slug(vector));
                spelled(c, &format!("{at}.vector[{n}]"), "action_vector", &key, vector);
            }
            for (n, motive) in group.motive.iter().enumerate() {
                spelled(c, &format!("{at}.motive[{n}]"), "motive", &veris::slug(motive), motive);
            }
            if let Some(disclosure) = &group.data_disclosure
                && !["Yes", "Potentially", "No", "Unknown"].contains(&disclosure.as_str())
            {
                c.error(&format!("{at}.data_disclosure"), "use Yes, Potentially, No or Unknown");
            }
        }
    }
    for (n, variety) in v.asset.iter().enumerate() {
        let key = format!("{}-{}", veris::asset_root(variety), veris::slug(variety));
        spelled(c, &format!("veris.asset[{n}]"), "asset", &key, variety);
    }
}

/// A VERIS value is known and spelled exactly as VERIS spells it.
fn spelled(c: &mut Checker, field: &str, taxonomy: &str, key: &str, value: &str) {
    match c.taxonomies.get(taxonomy).get(key) {
        None => c.error(field, format!("{value:?} is no VERIS value here; see taxonomy/veris.toml")),
        Some(term) => {
            if let Some(exact) = term.veris.as_deref().filter(|exact| *exact != value) {
                let message = format!("VERIS spells this {exact:?}; use its spelling");
                c.error(field, message);
            }
        }
    }
}
