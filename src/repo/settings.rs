//! Who the person at this machine is, by git's own settings.
//!
//! Nothing else in this crate asks the settings of a machine or a user: what is read of a repository is the same
//! everywhere. An act of a person is that person's, so here, and only when a person acts, the settings are asked for a
//! name, an address and a key. They start nothing: no program that they name is run.

use git2::{Config, ErrorCode};

use super::failure;
use super::repository::Repo;
use crate::base::Result;

/// What git knows of the person at this machine. Texts that are empty count as not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// `user.name`.
    pub name: Option<String>,
    /// `user.email`.
    pub email: Option<String>,
    /// `user.signingKey`: the path of a key, with `~` resolved, or a public key as it is.
    pub signing_key: Option<String>,
    /// `gpg.format`: `ssh`, `x509` or `openpgp`, which is the default.
    pub format: Option<String>,
}

impl Identity {
    /// Whether the signing key is one for SSH.
    pub fn signs_with_ssh(&self) -> bool {
        self.format.as_deref().is_some_and(|format| format.eq_ignore_ascii_case("ssh"))
    }
}

impl Repo {
    /// Git's settings for this repository, those of the user and the machine among them.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn identity(&self) -> Result<Identity> {
        self.store.with(|reader| {
            let failed = |error| failure::during("read git's settings", error);
            of(reader.git.config().map_err(failed)?)
        })
    }
}

impl Identity {
    /// Git's settings of the user and the machine, where no repository is yet.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn of_machine() -> Result<Self> {
        of(Config::open_default().map_err(|error| failure::during("read git's settings", error))?)
    }
}

fn of(mut config: Config) -> Result<Identity> {
    let config = config.snapshot().map_err(|error| failure::during("read git's settings", error))?;
    Ok(Identity {
        name: text(&config, "user.name")?,
        email: text(&config, "user.email")?,
        signing_key: key(&config)?,
        format: text(&config, "gpg.format")?,
    })
}

fn text(config: &Config, name: &str) -> Result<Option<String>> {
    match config.get_string(name) {
        Ok(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(failure::during(&format!("read git's setting {name}"), error)),
    }
}

/// The signing key. Of a path git resolves a `~` in front.
fn key(config: &Config) -> Result<Option<String>> {
    const NAME: &str = "user.signingkey";
    let Some(text) = text(config, NAME)? else { return Ok(None) };
    if !text.starts_with('~') {
        return Ok(Some(text));
    }
    let path = config.get_path(NAME).map_err(|error| failure::during("read git's setting user.signingKey", error))?;
    Ok(Some(path.to_string_lossy().into_owned()))
}
