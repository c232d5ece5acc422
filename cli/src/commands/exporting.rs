//! `export`: every system, group, member and entrance.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use seam_acs_core::{Call, Client, Error, List, MembershipRow, MembershipTable, Operation, Read, Record};
use serde_json::{Map, Value, json};

use crate::exit_code;
use crate::failure::Failure;
use crate::following::watch;
use crate::input::connection::Connection;
use crate::output::Output;
use crate::output::output_file::OutputFile;
use crate::output::progress_line::{ProgressLine, Work};
use crate::signals::Signals;

/// What `export` takes.
#[derive(Debug, Args)]
pub(crate) struct Exporting {
    /// Where it is written; standard output by default
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// CSV has who is in which group, as a table for plan and sync [default: by the end of the file's name, else json]
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// How many groups are read at once.
const AT_ONCE: usize = 16;

impl Exporting {
    /// Reads all of it. What cannot be read in full is not written.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let audit_log = ("--audit-log", self.connection.audit_log.as_deref());
        let file =
            self.file.as_deref().map(|path| OutputFile::open("FILE", path, &[audit_log])).transpose()?;
        let client = self.connection.client(output, signals)?;
        let workspace = Workspace::read(&client, output, signals)?;
        match (self.format(), file) {
            (Format::Csv, Some(file)) => file.write(&workspace.table()?).map_err(Failure::Usage)?,
            (Format::Json, Some(file)) => {
                file.write(&format!("{:#}\n", workspace.json())).map_err(Failure::Usage)?;
            }
            (Format::Csv, None) => output.plain(&workspace.table()?),
            (Format::Json, None) => output.json(&workspace.json()),
        }
        Ok(exit_code::DONE)
    }

    fn format(&self) -> Format {
        let is_table = self.file.as_deref().and_then(|path| path.extension()).is_some_and(|end| end == "csv");
        self.format.unwrap_or(if is_table { Format::Csv } else { Format::Json })
    }
}

/// What a workspace has.
struct Workspace {
    systems: List,
    entrances: List,
    /// Each with its members.
    groups: Vec<(Record, List)>,
}

impl Workspace {
    fn read(client: &Client, output: &Output, signals: &Signals) -> Result<Workspace, Failure> {
        let all = |read: Read| list(&client.begin(Call::read(read, Map::new())?)?, output, signals);
        let (systems, entrances) = (all(Read::ListSystems)?, all(Read::ListEntrances)?);
        let listed = all(Read::ListGroups)?;
        let listed: Vec<&Record> = listed.iter().collect();
        let mut groups = Vec::with_capacity(listed.len());
        for some in listed.chunks(AT_ONCE) {
            let reads: Vec<Operation> =
                some.iter().map(|group| begin_members(client, group)).collect::<Result<_, Failure>>()?;
            for (group, read) in some.iter().zip(&reads) {
                groups.push(((*group).clone(), list(read, output, signals)?));
            }
        }
        Ok(Workspace { systems, entrances, groups })
    }

    /// The objects as Seam sent them; a group has its members besides.
    fn json(&self) -> Value {
        let objects = |list: &List| list.iter().map(Record::value).collect::<Value>();
        let groups = self.groups.iter().map(|(group, members)| {
            let mut value = group.value();
            if let Some(fields) = value.as_object_mut() {
                fields.insert("acs_users".to_owned(), objects(members));
            }
            value
        });
        json!({
            "acs_systems": objects(&self.systems),
            "acs_access_groups": groups.collect::<Value>(),
            "acs_entrances": objects(&self.entrances),
        })
    }

    /// Who is in which group, as a roster says it.
    fn table(&self) -> Result<String, Error> {
        let mut table = MembershipTable::new();
        for (group, members) in &self.groups {
            let of_group = |field: &str| group.get(field).unwrap_or_default();
            let [group_name, group_id, system] =
                ["name", "acs_access_group_id", "acs_system_id"].map(of_group);
            for member in members {
                let of_member = |field: &str| member.get(field).unwrap_or_default();
                let [name, email] = ["full_name", "email_address"].map(of_member);
                table.push(MembershipRow {
                    name: &name,
                    email: &email,
                    acs_user_id: &id(member, "acs_user_id")?,
                    group: &group_name,
                    acs_access_group_id: &group_id,
                    system: &system,
                });
            }
        }
        Ok(table.into_csv())
    }
}

fn begin_members(client: &Client, group: &Record) -> Result<Operation, Failure> {
    let id = id(group, "acs_access_group_id")?;
    let parameters = Map::from_iter([("acs_access_group_id".to_owned(), Value::from(id))]);
    Ok(client.begin(Call::read(Read::ListGroupUsers, parameters)?)?)
}

fn id(record: &Record, field: &str) -> Result<String, Error> {
    record.get(field).ok_or_else(|| Error::internal(format!("Seam listed an object without {field}")))
}

fn list(operation: &Operation, output: &Output, signals: &Signals) -> Result<List, Failure> {
    let mut line = ProgressLine::new("export", Work::Reads, output);
    let answer = watch(operation, signals, |look| line.tell(look))?;
    Ok(answer.list().cloned().ok_or_else(|| Error::internal("an answer has no list"))?)
}
