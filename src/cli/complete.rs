//! `aims completions` and `aims man`: what shells and `man` want to know of the command line.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::terminal::Terminal;
use crate::base::text::did_you_mean;
use crate::base::{Error, Result};

/// Print the script by which a shell completes commands and options.
///
/// bash: `aims completions bash > ~/.local/share/bash-completion/completions/aims`; zsh: into a file `_aims` in a folder of
/// `$fpath`; fish: `aims completions fish > ~/.config/fish/completions/aims.fish`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, all: &mut Command, terminal: &Terminal) -> Result<bool> {
        let mut script = Vec::new();
        generate(self.shell, all, "aims", &mut script);
        terminal.out(&String::from_utf8_lossy(&script))?;
        Ok(true)
    }
}

/// Print a manual page, for `man`: `aims man > aims.1`, `aims man check > aims-check.1`.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// A command; else the page of all
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self, mut all: Command, terminal: &Terminal) -> Result<bool> {
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
                let near = did_you_mean(name, all.get_subcommands().map(Command::get_name));
                Error::new(format!("there is no command `{name}`")).hint(match near {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "`aims --help` lists them.".into(),
                })
            })?,
        };
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut page);
        rendered.map_err(|error| Error::new("cannot write the page").caused_by(error))?;
        terminal.out(&String::from_utf8_lossy(&page))?;
        Ok(true)
    }
}
