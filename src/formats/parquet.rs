//! Parquet: one row an incident, the columns of [`super::columns`] with their types, for DuckDB, Spark, BigQuery.
//!
//! Several values are a list, never joined text; an empty list and a null mean "not stated". An interval of dates or days
//! is two columns, `_from` and `_to`. Source, licence, version and selection stand in the file's metadata. The same view
//! gives the same bytes.

use std::sync::Arc;

use std::collections::BTreeSet;

use parquet::{
    basic::Compression,
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        reader::{FileReader, SerializedFileReader},
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::parser::parse_message_type,
};

use super::{
    View,
    columns::{LEADING, TRAILING, dimension_columns},
};
use crate::{
    dimensions::{Record, Scale, Source},
    model::{Incident, derive::derive},
};

/// One column: its line of the schema and its values, a row each.
enum Column {
    Text(Vec<Option<String>>),
    Texts(Vec<Vec<String>>),
    Date(Vec<Option<i32>>),
    Number(Vec<Option<i64>>),
}

impl Column {
    fn schema(&self, name: &str) -> String {
        match self {
            Self::Text(_) => format!("optional binary {name} (STRING);"),
            Self::Texts(_) => {
                format!(
                    "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
                )
            }
            Self::Date(_) => format!("optional int32 {name} (DATE);"),
            Self::Number(_) => format!("optional int64 {name};"),
        }
    }

    fn write(self, writer: &mut SerializedColumnWriter) -> Result<(), ParquetError> {
        fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
            values.iter().map(|v| i16::from(v.is_some())).collect()
        }
        match self {
            Self::Text(values) => {
                let levels = levels(&values);
                let values: Vec<ByteArray> = values.into_iter().flatten().map(|v| v.as_str().into()).collect();
                writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            Self::Date(values) => {
                let levels = levels(&values);
                let values: Vec<i32> = values.into_iter().flatten().collect();
                writer.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
            }
            Self::Number(values) => {
                let levels = levels(&values);
                let values: Vec<i64> = values.into_iter().flatten().collect();
                writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            }
            Self::Texts(rows) => {
                // Level 0 of repetition begins a row; level 0 of definition is a row without any value.
                let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
                for row in rows {
                    if row.is_empty() {
                        defined.push(0);
                        repeated.push(0);
                    }
                    for (n, value) in row.into_iter().enumerate() {
                        values.push(ByteArray::from(value.as_str()));
                        defined.push(1);
                        repeated.push(i16::from(n > 0));
                    }
                }
                writer.typed::<ByteArrayType>().write_batch(&values, Some(&defined), Some(&repeated))?;
            }
        }
        Ok(())
    }
}

/// Writes the incidents of a view.
///
/// # Errors
/// The library's own; none is known on a buffer in memory.
pub fn write(view: &View) -> Result<Vec<u8>, ParquetError> {
    let columns = columns(view);
    let fields: Vec<String> = columns.iter().map(|(name, column)| column.schema(name)).collect();
    let schema = Arc::new(parse_message_type(&format!("message incident {{ {} }}", fields.join(" ")))?);
    let about = serde_json::to_string(&view.about()).unwrap_or_default();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("jikenbo".into())
        .set_key_value_metadata(Some(vec![KeyValue::new("jikenbo".into(), about)]))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (_, column) in columns {
        let Some(mut place) = group.next_column()? else { break };
        column.write(&mut place)?;
        place.close()?;
    }
    group.close()?;
    writer.into_inner()
}

/// A file of an earlier edition without the rows of these ids; everything else, columns and metadata, is as it was.
///
/// # Errors
/// The bytes are no Parquet file, or not one that this program has ever written.
pub fn without(file: &[u8], ids: &BTreeSet<String>) -> Result<Vec<u8>, ParquetError> {
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(file))?;
    let meta = reader.metadata().file_metadata();
    let names = meta.schema_descr().columns().iter().map(|c| c.name().to_owned()).collect::<Vec<_>>();
    let id = names.iter().position(|name| name == "id").ok_or_else(|| ParquetError::General("no column id".into()))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("jikenbo".into())
        .set_key_value_metadata(meta.key_value_metadata().cloned())
        .build();
    let schema = meta.schema_descr().root_schema_ptr();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for n in 0..reader.num_row_groups() {
        let group = reader.get_row_group(n)?;
        let ColumnReader::ByteArrayColumnReader(of_ids) = group.get_column_reader(id)? else {
            return Err(ParquetError::General("the column id holds no text".into()));
        };
        let kept: Vec<bool> = Values::read(of_ids)?
            .rows
            .iter()
            .map(|row| row.values.first().and_then(|v| v.as_utf8().ok()).is_none_or(|v| !ids.contains(v)))
            .collect();
        let mut out = writer.next_row_group()?;
        for (column, name) in names.iter().enumerate() {
            let Some(mut place) = out.next_column()? else { break };
            match group.get_column_reader(column)? {
                ColumnReader::ByteArrayColumnReader(r) => {
                    Values::read(r)?.write(&kept, place.typed::<ByteArrayType>())?
                }
                ColumnReader::Int32ColumnReader(r) => Values::read(r)?.write(&kept, place.typed::<Int32Type>())?,
                ColumnReader::Int64ColumnReader(r) => Values::read(r)?.write(&kept, place.typed::<Int64Type>())?,
                _ => return Err(ParquetError::General(format!("column {name}: a type never written"))),
            }
            place.close()?;
        }
        out.close()?;
    }
    writer.into_inner()
}

/// One row of a column as it stands in the file: its values and its levels.
struct Row<T> {
    values: Vec<T>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

/// A column of a row group.
struct Values<T: DataType> {
    rows: Vec<Row<T::T>>,
}

impl<T: DataType> Values<T> {
    fn read(mut reader: ColumnReaderImpl<T>) -> Result<Self, ParquetError> {
        let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        while reader.read_records(usize::MAX, Some(&mut defined), Some(&mut repeated), &mut values)?.0 > 0 {}
        let most = defined.iter().copied().max().unwrap_or_default();
        let mut values = values.into_iter();
        let mut rows: Vec<Row<T::T>> = Vec::new();
        for (n, level) in defined.iter().enumerate() {
            // Without a list in the column there are no levels of repetition: each entry is a row.
            let again = repeated.get(n).copied().unwrap_or_default();
            if again == 0 {
                rows.push(Row { values: Vec::new(), defined: Vec::new(), repeated: Vec::new() });
            }
            let Some(row) = rows.last_mut() else { continue };
            row.defined.push(*level);
            row.repeated.push(again);
            if *level == most && most > 0 {
                row.values.extend(values.next());
            }
        }
        Ok(Self { rows })
    }

    fn write(
        self,
        kept: &[bool],
        writer: &mut parquet::column::writer::ColumnWriterImpl<'_, T>,
    ) -> Result<(), ParquetError> {
        let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        for (row, _) in self.rows.into_iter().zip(kept).filter(|(_, kept)| **kept) {
            values.extend(row.values);
            defined.extend(row.defined);
            repeated.extend(row.repeated);
        }
        writer.write_batch(&values, Some(&defined), Some(&repeated))?;
        Ok(())
    }
}

/// Every column with its name.
fn columns(view: &View) -> Vec<(String, Column)> {
    let mut out = Vec::new();
    let texts = |read: &dyn Fn(&Incident) -> String| {
        Column::Text(view.incidents.iter().map(|i| Some(read(i)).filter(|t| !t.is_empty())).collect())
    };
    for column in LEADING {
        out.push((column.key.to_owned(), texts(&|i| (column.read)(i))));
    }
    for dimension in dimension_columns() {
        let (key, taxonomies) = (dimension.key, &view.dataset.taxonomies);
        match dimension.source {
            Source::Keys { read, .. } => {
                out.push((key.to_owned(), lists(view, |record, keys| read(record, taxonomies, keys))))
            }
            Source::Names { read } => out.push((
                key.to_owned(),
                lists(view, |record, slugs| {
                    let mut names = Vec::new();
                    read(record, &mut names);
                    slugs.extend(names.into_iter().map(|n| n.slug));
                }),
            )),
            Source::Range { scale, read } => {
                let ends = view.incidents.iter().map(|i| {
                    let derived = derive(i, taxonomies);
                    read(Record::Incident(i, &derived))
                });
                let (from, to): (Vec<_>, Vec<_>) = ends.map(|e| (e.map(|e| e.0), e.map(|e| e.1))).unzip();
                for (end, values) in [("from", from), ("to", to)] {
                    out.push((
                        format!("{key}_{end}"),
                        match scale {
                            Scale::Date => Column::Date(
                                values.into_iter().map(|v| v.and_then(|v| i32::try_from(v).ok())).collect(),
                            ),
                            _ => Column::Number(values),
                        },
                    ));
                }
            }
            Source::Affected => {
                let count = |i: &&Incident| i.principal().and_then(|a| i64::try_from(a.count).ok());
                out.push((key.to_owned(), Column::Number(view.incidents.iter().map(count).collect())));
            }
        }
    }
    for column in TRAILING {
        out.push((column.key.to_owned(), texts(&|i| (column.read)(i))));
    }
    out
}

fn lists(view: &View, read: impl Fn(Record, &mut Vec<String>)) -> Column {
    let row = |incident: &&Incident| {
        let derived = derive(incident, &view.dataset.taxonomies);
        let mut values = Vec::new();
        read(Record::Incident(incident, &derived), &mut values);
        values
    };
    Column::Texts(view.incidents.iter().map(row).collect())
}
