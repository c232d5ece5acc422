//! `completion` and `man`: what shells and manuals need.

use clap::Args;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments;
use crate::exit_code;
use crate::failure::Failure;
use crate::output::Output;

/// What `completion` takes.
#[derive(Debug, Args)]
pub(crate) struct Completing {
    /// The shell
    shell: Shell,
}

/// What `man` takes.
#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// The command that the page is about; of seam-acs itself by default
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

impl Completing {
    /// Prints what a shell needs to complete the command.
    pub(crate) fn run(&self, output: &mut Output) -> u8 {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut arguments::whole(), "seam-acs", &mut script);
        let script = String::from_utf8_lossy(&script);
        // clap_complete 4.6.12 writes the hyphen of our name in two ways for bash, and then finds no option.
        output.plain(&script.replace("seam__subcmd__acs", "seam__acs"));
        exit_code::DONE
    }
}

impl Manual {
    /// Prints a page of the manual, for `man -l -`.
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let mut subject = arguments::whole();
        subject.build();
        for name in &self.command {
            let found = subject.find_subcommand(name).cloned();
            subject = found.ok_or_else(|| Failure::Usage(format!("there is no command {name}")))?;
        }
        let mut page = Vec::new();
        Man::new(subject)
            .render(&mut page)
            .map_err(|error| Failure::Usage(format!("the page cannot be written: {error}")))?;
        output.plain(&String::from_utf8_lossy(&page));
        Ok(exit_code::DONE)
    }
}
