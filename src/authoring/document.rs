//! One TOML file: its values, and the line of each field.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use toml::{
    Spanned, Value,
    de::{DeTable, DeValue},
};

use super::{Finding, Level, SourceFile};

/// A parsed authoring file.
#[derive(Clone, Debug)]
pub struct Document {
    path: String,
    table: toml::Table,
    /// Line of every field by its path (`affected[1].count`).
    lines: BTreeMap<String, usize>,
}

impl Document {
    /// Parses a file; syntax errors become findings and what can be read stays.
    pub fn parse(file: &SourceFile, findings: &mut Vec<Finding>) -> Self {
        let text = &file.text;
        let line_starts: Vec<usize> = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        let line_of = |offset: usize| line_starts.partition_point(|start| *start <= offset).max(1);
        let (parsed, errors) = DeTable::parse_recoverable(text);
        let broken = !errors.is_empty();
        for error in errors {
            findings.push(Finding {
                file: file.path.clone(),
                line: error.span().map_or(1, |s| line_of(s.start)),
                field: "toml".into(),
                message: format!("this is no TOML: {}; correct the line", error.message()),
                level: Level::Error,
            });
        }
        let mut lines = BTreeMap::new();
        collect_table(parsed.get_ref(), "", &line_of, &mut lines);
        // What was recovered is read only where the text is sound: half a value is worse than none.
        let table = if broken { toml::Table::new() } else { toml::from_str(text).unwrap_or_default() };
        Self { path: file.path.clone(), table, lines }
    }

    /// Sets a field that the file itself does not hold.
    pub fn set(&mut self, key: &str, value: &str) {
        self.table.insert(key.into(), Value::String(value.into()));
    }

    /// Reads the whole file as `T`. Whatever does not fit is reported, left out, and the rest read again, so that
    /// one run names everything.
    pub fn read<T: DeserializeOwned + Default>(&self, findings: &mut Vec<Finding>) -> T {
        let mut value = Value::Table(self.table.clone());
        // Each round removes one entry, so it ends.
        for _ in 0..10_000 {
            match serde_path_to_error::deserialize::<_, T>(value.clone()) {
                Ok(record) => return record,
                Err(error) => {
                    let path = error.path().to_string();
                    let message = error.inner().message().trim().to_owned();
                    let field = if path == "." { String::new() } else { path };
                    findings
                        .push(self.finding(&field, format!("{message}; see data/README.md for what may stand here")));
                    if !remove(&mut value, &field) {
                        break;
                    }
                }
            }
        }
        T::default()
    }

    /// A finding at a field. Where the file lacks the field, the line of what it would stand in.
    pub fn finding(&self, field: &str, message: impl Into<String>) -> Finding {
        Finding {
            file: self.path.clone(),
            line: self.line(field),
            field: if field.is_empty() { "file".into() } else { field.into() },
            message: message.into(),
            level: Level::Error,
        }
    }

    /// The file's path below the data folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line of a field or of the nearest thing around it.
    fn line(&self, field: &str) -> usize {
        let mut at = field;
        loop {
            if let Some(line) = self.lines.get(at) {
                return *line;
            }
            match at.rfind(['.', '[']) {
                Some(cut) => at = &at[..cut],
                None => return 1,
            }
        }
    }
}

fn collect_table(
    table: &DeTable<'_>,
    prefix: &str,
    line_of: &dyn Fn(usize) -> usize,
    lines: &mut BTreeMap<String, usize>,
) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        lines.insert(path.clone(), line_of(key.span().start));
        collect_value(value, &path, line_of, lines);
    }
}

fn collect_value(
    value: &Spanned<DeValue<'_>>,
    path: &str,
    line_of: &dyn Fn(usize) -> usize,
    lines: &mut BTreeMap<String, usize>,
) {
    match value.get_ref() {
        DeValue::Table(table) => collect_table(table, path, line_of, lines),
        DeValue::Array(array) => {
            for (i, entry) in array.iter().enumerate() {
                let path = format!("{path}[{i}]");
                lines.insert(path.clone(), line_of(entry.span().start));
                collect_value(entry, &path, line_of, lines);
            }
        }
        _ => {}
    }
}

/// Takes the entry of a path out, or the nearest one around it that is there; `false` where there is none.
fn remove(root: &mut Value, path: &str) -> bool {
    let steps = steps(path);
    (1..=steps.len()).rev().any(|depth| remove_at(root, &steps[..depth]))
}

fn remove_at(at: &mut Value, steps: &[Step]) -> bool {
    match (steps, at) {
        ([Step::Key(key)], Value::Table(table)) => table.remove(key).is_some(),
        ([Step::Index(i)], Value::Array(array)) if *i < array.len() => {
            array.remove(*i);
            true
        }
        ([Step::Key(key), rest @ ..], Value::Table(table)) => table.get_mut(key).is_some_and(|v| remove_at(v, rest)),
        ([Step::Index(i), rest @ ..], Value::Array(array)) => array.get_mut(*i).is_some_and(|v| remove_at(v, rest)),
        _ => false,
    }
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

fn steps(path: &str) -> Vec<Step> {
    let mut out = Vec::new();
    for part in path.split('.').filter(|p| !p.is_empty()) {
        let mut pieces = part.split('[');
        if let Some(key) = pieces.next().filter(|k| !k.is_empty()) {
            out.push(Step::Key(key.to_owned()));
        }
        out.extend(pieces.filter_map(|p| p.trim_end_matches(']').parse().ok()).map(Step::Index));
    }
    out
}
