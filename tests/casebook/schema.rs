//! `data/schema.json` is what the types say, and the export is what the schema says.

use std::fs;

use jikenbo::formats::{View, json};
use serde_json::{Map, Value};

use crate::{common::root, dataset};

#[test]
fn the_checked_in_schema_is_up_to_date() {
    let path = root().join("data/schema.json");
    let schema = json::schema().expect("a schema");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &schema).expect("written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == schema,
        "data/schema.json is not what the types say; refresh it with\n  \
         UPDATE_SCHEMA=1 cargo test --test casebook\nor\n  \
         cargo run --bin jikenbo -- export --format json --schema > data/schema.json"
    );
}

#[test]
fn the_export_is_valid_and_states_every_field() {
    let dataset = dataset();
    let export = json::write(&View::records(&dataset, &dataset.incidents, &dataset.articles)).expect("JSON");
    let export: Value = serde_json::from_str(&export).expect("JSON");
    let schema: Value = serde_json::from_str(&json::schema().expect("a schema")).expect("JSON");
    let mut problems = Vec::new();
    validate(&schema, &schema, &export, "$", &mut problems);
    assert_eq!(problems, Vec::<String>::new());
    // Every field that the schema names is there, null or empty where nothing is stated.
    let incident = properties(&schema, "ExportIncident");
    let empty = export["incidents"].as_array().expect("a list").iter().find(|i| i["id"] == "2025-002").expect("there");
    for field in incident.keys() {
        assert!(empty.get(field).is_some(), "{field} is missing in the export");
    }
    for field in ["affected", "timeline", "reports"] {
        assert_eq!(empty[field], Value::Array(Vec::new()), "{field}");
    }
    for field in ["case_no", "leak_status", "cause", "jnsa_cause", "days_told", "size_class"] {
        assert!(incident.contains_key(field), "{field} is missing in the schema");
    }
    assert_eq!(empty["leak_status"], Value::Null);
}

#[test]
fn the_validator_of_this_test_finds_what_is_wrong() {
    let dataset = dataset();
    let export = json::write(&View::records(&dataset, &dataset.incidents, &dataset.articles)).expect("JSON");
    let schema: Value = serde_json::from_str(&json::schema().expect("a schema")).expect("JSON");
    let spoil = |change: fn(&mut Value)| {
        let mut export: Value = serde_json::from_str(&export).expect("JSON");
        change(&mut export);
        let mut problems = Vec::new();
        validate(&schema, &schema, &export, "$", &mut problems);
        problems
    };
    for change in [
        (|e| e["incidents"][0]["affected"][0]["count"] = Value::from("many")) as fn(&mut Value),
        |e| e["incidents"][0]["headline"] = Value::Null,
        |e| e["incidents"][0]["kind"] = Value::from("rumour"),
        |e| drop(e.as_object_mut().and_then(|e| e.remove("version"))),
        |e| e["articles"] = Value::from(1),
    ] {
        assert!(!spoil(change).is_empty());
    }
}

fn properties(schema: &Value, definition: &str) -> Map<String, Value> {
    schema["$defs"][definition]["properties"].as_object().expect("properties").clone()
}

/// Checks a value against the keywords that the generated schema uses; one it does not know is a problem too, so that
/// nothing goes unchecked in silence.
fn validate(root: &Value, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
    let keywords = match schema {
        Value::Bool(true) => return,
        Value::Object(keywords) => keywords,
        _ => return problems.push(format!("{at}: nothing may stand here")),
    };
    for (keyword, rule) in keywords {
        let rules = || rule.as_array().map(Vec::as_slice).unwrap_or_default();
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" | "examples" | "pattern" => {}
            "$ref" => {
                let pointer = rule.as_str().and_then(|r| r.strip_prefix('#')).unwrap_or_default();
                match root.pointer(pointer) {
                    Some(schema) => validate(root, schema, value, at, problems),
                    None => problems.push(format!("{at}: {rule} leads nowhere")),
                }
            }
            "type" => {
                let types = if rule.is_array() { rules() } else { std::slice::from_ref(rule) };
                let fits = |kind: &Value| match kind.as_str().unwrap_or_default() {
                    "null" => value.is_null(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "string" => value.is_string(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    _ => false,
                };
                if !types.iter().any(fits) {
                    problems.push(format!("{at}: {value} is not of type {rule}"));
                }
            }
            "enum" if !rules().contains(value) => problems.push(format!("{at}: {value} is not one of {rule}")),
            "enum" => {}
            "const" if rule != value => problems.push(format!("{at}: {value} is not {rule}")),
            "const" => {}
            "anyOf" | "oneOf" => {
                let fits = |schema: &&Value| {
                    let mut own = Vec::new();
                    validate(root, schema, value, at, &mut own);
                    own.is_empty()
                };
                let n = rules().iter().filter(fits).count();
                if n == 0 || keyword == "oneOf" && n != 1 {
                    problems.push(format!("{at}: {value} fits {n} of {keyword}"));
                }
            }
            "allOf" => rules().iter().for_each(|schema| validate(root, schema, value, at, problems)),
            "required" => {
                for field in rules().iter().filter_map(Value::as_str) {
                    if value.is_object() && value.get(field).is_none() {
                        problems.push(format!("{at}: {field} is missing"));
                    }
                }
            }
            "properties" => {
                for (field, schema) in rule.as_object().into_iter().flatten() {
                    if let Some(value) = value.get(field) {
                        validate(root, schema, value, &format!("{at}.{field}"), problems);
                    }
                }
            }
            "additionalProperties" | "unevaluatedProperties" => {
                let named = schema["properties"].as_object();
                for (field, value) in value.as_object().into_iter().flatten() {
                    if named.is_none_or(|n| !n.contains_key(field)) {
                        validate(root, rule, value, &format!("{at}.{field}"), problems);
                    }
                }
            }
            "items" => {
                let from = schema["prefixItems"].as_array().map_or(0, Vec::len);
                for (i, value) in value.as_array().into_iter().flatten().enumerate().skip(from) {
                    validate(root, rule, value, &format!("{at}[{i}]"), problems);
                }
            }
            "prefixItems" => {
                for ((i, schema), value) in rules().iter().enumerate().zip(value.as_array().into_iter().flatten()) {
                    validate(root, schema, value, &format!("{at}[{i}]"), problems);
                }
            }
            "minimum" | "maximum" => {
                let (value, limit) = (value.as_f64(), rule.as_f64());
                let beyond = value.zip(limit).is_some_and(|(v, l)| if keyword == "minimum" { v < l } else { v > l });
                if beyond {
                    problems.push(format!("{at}: {value:?} is beyond the {keyword} {rule}"));
                }
            }
            "minItems" | "maxItems" => {
                let n = value.as_array().map(|a| a.len() as u64);
                let wrong =
                    n.zip(rule.as_u64()).is_some_and(|(n, l)| if keyword == "minItems" { n < l } else { n > l });
                if wrong {
                    problems.push(format!("{at}: {n:?} entries, {keyword} is {rule}"));
                }
            }
            other => problems.push(format!("{at}: this test does not know the keyword {other}")),
        }
    }
}
