//! The story of `aims approve aims.toml`: somebody whom the settings listed before vouches for what they say now.

use std::sync::Arc;

use super::act::{Act, Ready, Stands};
use super::project::Project;
use crate::approval::record::{ActKind, Form, Record};
use crate::approval::{self, Roster, Targets};
use crate::base::{DocPath, Error, Result, SETTINGS, hex, sha256_hex};
use crate::model::config::Person;
use crate::parse::MAX_TEXT;
use crate::repo::ObjectId;
use crate::source::{Content, Source, Worktree};
use crate::state::State;

impl Project {
    /// Puts the record together by which somebody vouches for the settings as they are in the folder.
    ///
    /// # Errors
    /// Where it would not count: the person is not listed by the settings that were vouched for last, or may not vouch.
    pub(super) fn prepare_settings(
        &self,
        act: &Act,
        checked: &State,
        (person, email): (&Person, &str),
    ) -> Result<Stands> {
        let config = &checked.aims.config;
        if act.kind != ActKind::Approval {
            return Err(Error::new(format!("settings are not {}", act.kind.done()))
                .hint("Approve them: `aims approve aims.toml`."));
        }
        let here = Roster::of(config);
        let roster = checked.approvals.guard.vouched().cloned().unwrap_or_else(|| Arc::new(here.clone()));
        let known = roster.named(&person.name);
        let may = roster.who_may_vouch(&here);
        let Some(known) = known.filter(|known| may.contains(&known.name.as_str())) else {
            let names = may.join(", ");
            let hint = match names.is_empty() {
                true => {
                    "Nobody may: where the settings cannot be vouched for, name a commit that you trust: `--trust`."
                        .into()
                }
                false => format!("{names} may: it takes a role that a rule asks for, and not a new one of one's own."),
            };
            return Err(Error::new(format!("{} may not vouch for this change of {SETTINGS}", person.name)).hint(hint));
        };
        let bytes = self.settings()?;
        let Some(blob) = ObjectId::of_blob(&bytes, self.format()) else {
            return Err(Error::new(format!("{SETTINGS} cannot be read")));
        };
        let record = Record {
            form: Form::default(),
            act: act.kind,
            document: SETTINGS.into(),
            path: SETTINGS.into(),
            version: None,
            by: person.name.clone(),
            email: email.to_owned(),
            role: known.roles.first().cloned(),
            date: act.today,
            blob: blob.to_string(),
            sha256: sha256_hex(&bytes),
            substance: hex(&approval::guarded(config)),
            outcome: None,
            comment: act.comment.clone(),
            builds_on: std::collections::BTreeMap::new(),
            targets: Targets::default(),
        };
        let notes = vec![
            "This vouches for the people, roles, keys, rules, kinds, folders, levels and waivers of the settings, as they \
             are in the folder: `git diff` and `git log -p aims.toml` show them."
                .into(),
        ];
        Ok(Stands::Ready(Box::new(Ready::new(record, notes, roster, here))))
    }

    /// The bytes of the settings in the folder.
    fn settings(&self) -> Result<Vec<u8>> {
        let Some(path) = DocPath::new(SETTINGS) else { return Ok(Vec::new()) };
        match Worktree::open(&self.root, None, &[])?.read(&path, MAX_TEXT)? {
            Content::Bytes(bytes) => Ok(bytes),
            Content::TooLarge(_) | Content::Unreadable(_) => Err(Error::new(format!("{SETTINGS} cannot be read"))),
        }
    }
}
