//! Reads JSON as rows: an array of objects, one object per line, or a report. The names are those of a table's columns.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde_json::value::RawValue;

use super::super::diagnostics::refuse;
use super::cells::{Cells, Rows};
use super::column::{ALL, Column, GROUPS, Has, USERS};
use super::options::CheckedOptions;
use super::records::line_ends;
use crate::base::excerpt::{LONGEST_VALUE, begin, quoted_begin};
use crate::base::interner::Interner;
use crate::base::json::text_of;
use crate::base::nearest::{LIKE_ENOUGH, nearest};
use crate::model::error::Error;
use crate::model::problem::Problem;

/// How a JSON text holds its objects.
pub(crate) enum Form<'a> {
    Array(&'a str),
    Lines(&'a str),
}

impl<'a> Form<'a> {
    /// The form of a text that is JSON.
    pub(crate) fn of(text: &'a str) -> Option<Form<'a>> {
        match text.trim_start().as_bytes() {
            [b'[', ..] => Some(Form::Array(text)),
            [b'{', ..] => Some(report_items(text).map_or(Form::Lines(text), Form::Array)),
            _ => None,
        }
    }

    /// What messages call a row.
    pub(crate) const fn unit(&self) -> &'static str {
        match self {
            Form::Array(_) => "item",
            Form::Lines(_) => "line",
        }
    }
}

/// Passes each object's place, from 1, and its cells to `rows`, and returns the names that mean nothing.
pub(crate) fn read(form: &Form<'_>, reading: &CheckedOptions, rows: Rows<'_>) -> Result<Vec<String>, Error> {
    if reading.header_line.is_some() {
        return Err(refuse("is JSON, which has no header: leave header_line out"));
    }
    let mut items = Items { reading, rows, ignored: Ignored::default(), seen: Vec::new(), refused: None };
    match form {
        Form::Array(text) => items.read_array(text)?,
        Form::Lines(text) => items.read_lines(text)?,
    }
    items.finish()
}

/// The items of a report as [`Report::to_json`](crate::Report::to_json) gives it.
fn report_items(text: &str) -> Option<&str> {
    #[derive(Deserialize)]
    struct Report<'a> {
        #[serde(rename = "totals")]
        _totals: IgnoredAny,
        #[serde(borrow)]
        items: &'a RawValue,
    }
    let report: Report<'_> = serde_json::from_str(text).ok()?;
    Some(report.items.get())
}

/// What was read so far.
struct Items<'a> {
    reading: &'a CheckedOptions,
    rows: Rows<'a>,
    ignored: Ignored,
    /// For each filter whether an object has its name.
    seen: Vec<bool>,
    /// The parser's own errors cannot carry ours.
    refused: Option<Error>,
}

/// The names that mean nothing, each with the column whose name is close to it.
#[derive(Default)]
struct Ignored {
    names: Interner,
    near: Vec<Option<Column>>,
}

/// More names than this are not reported.
const MOST_IGNORED: usize = 1_000;
/// More misspelt names of one object than this are not reported.
const MOST_MISSPELT: usize = 8;

/// The members of one object that mean something, and new names that do not.
#[derive(Default)]
struct Item<'a> {
    cells: [Option<&'a RawValue>; 8],
    filters: Vec<Option<&'a RawValue>>,
    twice: Option<Column>,
    misspelt: Vec<(Column, String)>,
    /// Names in the order of the object, with the column that they mean, if any.
    names: Vec<(String, Option<Column>)>,
}

impl Items<'_> {
    fn read_array(&mut self, text: &str) -> Result<(), Error> {
        let mut parser = serde_json::Deserializer::from_str(text);
        let outcome = parser.deserialize_any(&mut *self).and_then(|()| parser.end());
        match (self.refused.take(), outcome) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(refuse(format!("must be a JSON array of objects: {error}"))),
            (None, Ok(())) => Ok(()),
        }
    }

    fn read_lines(&mut self, text: &str) -> Result<(), Error> {
        let mut objects = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let (mut line, mut counted) = (1, 0);
        loop {
            let rest = text.get(objects.byte_offset()..).unwrap_or_default();
            let place = text.len() - rest.trim_start().len();
            line += line_ends(text.get(counted..place).unwrap_or_default());
            counted = place;
            let Some(object) = objects.next() else { return Ok(()) };
            let wrong = |error| refuse(format!("line {line}: must be a JSON object: {error}"));
            let object = object.map_err(wrong)?;
            let mut parser = serde_json::Deserializer::from_str(object.get());
            let item = ItemSeed { reading: self.reading, ignored: &self.ignored };
            let item = item.deserialize(&mut parser).map_err(wrong)?;
            self.hand_over(line, &item)?;
        }
    }

    fn finish(self) -> Result<Vec<String>, Error> {
        let unseen = self.reading.filters().zip(&self.seen).find(|(_, seen)| !**seen);
        if let Some((filter, _)) = unseen {
            let near = nearest(filter, self.ignored.iter(), LIKE_ENOUGH);
            let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
            return Err(refuse(format!(
                "has no object with {}, which only names{near}",
                quoted_begin(filter)
            )));
        }
        Ok(self.ignored.iter().map(str::to_owned).collect())
    }

    fn hand_over(&mut self, number: u64, item: &Item<'_>) -> Result<(), Error> {
        self.seen.resize(item.filters.len(), false);
        for (seen, filter) in self.seen.iter_mut().zip(&item.filters) {
            *seen |= filter.is_some();
        }
        let mut filters = item.filters.iter().copied().enumerate();
        let counts = |(place, filter): (usize, Option<&RawValue>)| {
            let json = filter.map_or("\"\"", RawValue::get);
            self.reading.lets_count(place, &text_of(json).unwrap_or(Cow::Borrowed(json)))
        };
        if !filters.all(counts) {
            self.note_names(item, &ALL.map(Some));
            return Ok(());
        }
        let texts = match item.texts() {
            Ok(texts) => texts,
            Err(problem) => return (self.rows)(number, Err(problem)),
        };
        let text = |column: Column| texts.get(column as usize)?.as_deref();
        let first = |columns: &[Column]| columns.iter().find_map(|column| Some((*column, text(*column)?)));
        let Some(user) = first(&USERS) else { return (self.rows)(number, Err(item.without_user())) };
        let group = first(&GROUPS);
        let (action, system) = (text(Column::Action), text(Column::System));
        let has = Has {
            user: Some(user.0),
            group: group.map(|group| group.0),
            action: action.is_some(),
            system: system.is_some(),
        };
        if let Some((column, own)) = item.misspelt.iter().find(|(column, _)| column.would_matter(has)) {
            return (self.rows)(number, Err(column.misspelt(own)));
        }
        let taken = [Some(user.0), has.group, Some(Column::Action), Some(Column::System)];
        self.note_names(item, &taken);
        (self.rows)(number, Ok(Cells { user, group, action, system }))
    }
}

impl Items<'_> {
    /// Notes the names of an object that mean nothing, or are not used.
    fn note_names(&mut self, item: &Item<'_>, used: &[Option<Column>]) {
        let unused = item.names.iter().filter(|(_, column)| column.is_none() || !used.contains(column));
        for (name, _) in unused {
            self.ignored.note(name, self.reading);
        }
    }
}

impl<'de> Visitor<'de> for &mut Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(no_text(&self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        loop {
            let seed = ItemSeed { reading: self.reading, ignored: &self.ignored };
            let Some(item) = items.next_element_seed(seed)? else { return Ok(()) };
            number += 1;
            if let Err(error) = self.hand_over(number, &item) {
                self.refused = Some(error);
                return Err(A::Error::custom("refused"));
            }
        }
    }
}

/// Reads one object.
struct ItemSeed<'a> {
    reading: &'a CheckedOptions,
    ignored: &'a Ignored,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Item<'de>, E> {
        Err(no_text(&self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item<'de>, A::Error> {
        let mut item = Item { filters: self.reading.filters().map(|_| None).collect(), ..Item::default() };
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            // A value that is not used is not even copied.
            let value: &RawValue = map.next_value()?;
            // A null counts as missing.
            if value.get() != "null" {
                item.take(&name, value, &self);
            }
        }
        Ok(item)
    }
}

/// The parser's own error would contain all of the text.
fn no_text<E: serde::de::Error>(expected: &dyn Expected) -> E {
    E::invalid_type(Unexpected::Other("a text"), expected)
}

impl<'a> Item<'a> {
    fn take(&mut self, name: &str, value: &'a RawValue, seed: &ItemSeed<'_>) {
        let mut is_filter = false;
        for (filter, place) in seed.reading.filters().zip(&mut self.filters) {
            if filter.eq_ignore_ascii_case(name.trim()) {
                *place = Some(value);
                is_filter = true;
            }
        }
        let column = seed.reading.column(name);
        if let Some(column) = column {
            if let Some(cell) = self.cells.get_mut(column as usize)
                && cell.replace(value).is_some()
            {
                self.twice = Some(column);
            }
        } else if is_filter {
            return;
        } else if let Some(near) = seed.ignored.near(name, seed.reading)
            && self.misspelt.len() < MOST_MISSPELT
        {
            self.misspelt.push((near, begin(name, LONGEST_VALUE).to_owned()));
        }
        if self.names.len() < MOST_IGNORED && seed.ignored.names.find(begin(name, LONGEST_VALUE)).is_none() {
            self.names.push((begin(name, LONGEST_VALUE).to_owned(), column));
        }
    }

    /// The text of each column that the object has.
    fn texts(&self) -> Result<[Option<Cow<'a, str>>; 8], Box<Problem>> {
        if let Some(column) = self.twice {
            return Err(Problem::new(column.name(), "", format!("has {} twice", column.name())));
        }
        let mut texts: [Option<Cow<'a, str>>; 8] = Default::default();
        for column in ALL {
            let Some(raw) = self.cells.get(column as usize).copied().flatten() else { continue };
            let Some(text) = text_of(raw.get()) else {
                let (name, value) = (column.name(), begin(raw.get(), 100));
                return Err(Problem::new(name, value, format!("{name} must be a string, not {value}")));
            };
            if let Some(place) = texts.get_mut(column as usize) {
                *place = Some(text);
            }
        }
        Ok(texts)
    }

    /// The problem of an object that names nobody.
    fn without_user(&self) -> Box<Problem> {
        let reason = "has none of acs_user_id, user_identity_id, email, name";
        let names: Vec<&str> = self.names.iter().take(8).map(|(name, _)| begin(name, 40)).collect();
        let misspelt = self.misspelt.iter().find(|(column, _)| USERS.contains(column));
        match misspelt {
            _ if names.contains(&"plan") && names.contains(&"made_at") => Problem::new(
                "",
                "",
                "is a plan that was saved, and no roster: give it where a plan is asked for",
            ),
            Some((column, own)) => {
                let reason = format!("{reason}; it has {}", quoted_begin(own));
                Problem::new(own, own, reason).or_rather(Some(column.name().to_owned()))
            }
            None if names.is_empty() => Problem::new("", "", reason),
            None => Problem::new("", "", format!("{reason}; it has {names:?}")),
        }
    }
}

impl Ignored {
    fn near(&self, name: &str, reading: &CheckedOptions) -> Option<Column> {
        let known = self.names.find(name).and_then(|number| self.near.get(number as usize));
        known.copied().unwrap_or_else(|| reading.near(name))
    }

    fn note(&mut self, name: &str, reading: &CheckedOptions) {
        if self.near.len() < MOST_IGNORED && self.names.find(name).is_none() {
            self.names.intern(name);
            self.near.push(reading.near(name));
        }
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..).map_while(|number| Some(self.names.get(number)).filter(|_| (number as usize) < self.near.len()))
    }
}
