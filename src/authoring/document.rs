//! One TOML file: its values, and the line of each field.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The text is no TOML, so nothing of it was read.
    broken: bool,
    /// Entries of lists that were left out: path of the list, place in the file.
    removed: BTreeSet<(String, usize)>,
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
        let mut lines = BTreeMap::new();
        collect_table(parsed.get_ref(), "", &line_of, &mut lines);
        // What was recovered is read only where the text is sound: half a value is worse than none. A number that is
        // too large is found only when the values are read.
        let (table, errors) = match toml::from_str(text) {
            Ok(table) if errors.is_empty() => (table, errors),
            Err(error) if errors.is_empty() => (toml::Table::new(), vec![error]),
            _ => (toml::Table::new(), errors),
        };
        let broken = !errors.is_empty();
        for error in errors {
            findings.push(Finding {
                file: file.path.clone(),
                line: error.span().map_or(1, |s| line_of(s.start)),
                field: "toml".into(),
                message: format!("this is no TOML: {}; correct the line", error.message().replace('\n', ", ")),
                level: Level::Error,
            });
        }
        Self { path: file.path.clone(), table, lines, broken, removed: BTreeSet::new() }
    }

    /// Whether the text could not be read at all. What it lacks is then not worth a finding.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Sets a field that the file itself does not hold.
    pub fn set(&mut self, key: &str, value: &str) {
        self.table.insert(key.into(), Value::String(value.into()));
    }

    /// Reads the whole file as `T`. Whatever does not fit is reported, left out, and the rest read again, so that
    /// one run names everything.
    pub fn read<T: DeserializeOwned + Default>(&mut self, findings: &mut Vec<Finding>) -> T {
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
                    let Some(taken) = remove(&mut value, &field) else { break };
                    let mut taken = steps(&self.in_file(&path_of(&taken)));
                    if let Some(Step::Index(at)) = taken.pop() {
                        self.removed.insert((path_of(&taken), at));
                    }
                }
            }
        }
        T::default()
    }

    /// A finding at a field. Where the file lacks the field, the line of what it would stand in.
    pub fn finding(&self, field: &str, message: impl Into<String>) -> Finding {
        let field = self.in_file(field);
        Finding {
            file: self.path.clone(),
            line: self.line(&field),
            field: if field.is_empty() { "file".into() } else { field },
            message: message.into(),
            level: Level::Error,
        }
    }

    /// The file's path below the data folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Calls for every text of the file with its field, keys in alphabetical order.
    pub fn each_text(&self, call: &mut dyn FnMut(&str, &str)) {
        fn walk(value: &Value, path: &str, call: &mut dyn FnMut(&str, &str)) {
            match value {
                Value::String(text) => call(path, text),
                Value::Array(values) => {
                    values.iter().enumerate().for_each(|(i, value)| walk(value, &format!("{path}[{i}]"), call));
                }
                Value::Table(table) => table.iter().for_each(|(key, value)| {
                    walk(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, call);
                }),
                _ => {}
            }
        }
        walk(&Value::Table(self.table.clone()), "", call);
    }

    /// The path of a field as it stands in the file: entries that were left out count there.
    fn in_file(&self, field: &str) -> String {
        let mut out: Vec<Step> = Vec::new();
        for step in steps(field) {
            let step = match step {
                Step::Index(mut at) => {
                    let list = path_of(&out);
                    for (_, gone) in self.removed.iter().filter(|(path, _)| *path == list) {
                        at += usize::from(*gone <= at);
                    }
                    Step::Index(at)
                }
                key => key,
            };
            out.push(step);
        }
        path_of(&out)
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

/// Takes the entry of a path out, or the nearest one around it that is there, and says which; `None` where there is none.
fn remove(root: &mut Value, path: &str) -> Option<Vec<Step>> {
    let steps = steps(path);
    let depth = (1..=steps.len()).rev().find(|depth| remove_at(root, &steps[..*depth]))?;
    Some(steps[..depth].to_vec())
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

fn path_of(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Step::Index(at) => out.push_str(&format!("[{at}]")),
        }
    }
    out
}
