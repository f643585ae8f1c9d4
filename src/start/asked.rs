//! What a new AIMS is made of: names, roles, AI systems.

use serde::Deserialize;

use crate::base::Date;

/// Who does what in a management system of any size. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    Executive,
    Officer,
    Auditor,
    System,
}

impl Role {
    pub(super) const ALL: [Self; 4] = [Self::Executive, Self::Officer, Self::Auditor, Self::System];

    /// What the role is called in documents.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Executive => "Chief Executive",
            Self::Officer => "AI Officer",
            Self::Auditor => "Internal Auditor",
            Self::System => "System Owner",
        }
    }

    /// What it answers for.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Executive => "Top management: the AI policy, resources, management review, acceptance of high risks.",
            Self::Officer => "Runs the AI management system and reports on it to top management.",
            Self::Auditor => "Internal audit of the AI management system; owns none of what is audited.",
            Self::System => "Answers for an AI system: its purpose, use, oversight and risks.",
        }
    }
}

/// A person of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The name.
    pub name: String,
    /// The address that git knows the person by.
    pub email: Option<String>,
    /// The public key that approvals are signed with, as OpenSSH writes it.
    pub key: Option<String>,
}

/// What a new AIMS is made of. Names have passed [`super::name`].
#[derive(Debug, Clone)]
pub struct Asked {
    /// The organisation; to be filled in where nobody said.
    pub organisation: Option<String>,
    /// Top management.
    pub executive: Option<Who>,
    /// Who runs the management system.
    pub officer: Option<Who>,
    /// Who audits it.
    pub auditor: Option<Who>,
    /// AI systems that are known already.
    pub systems: Vec<String>,
    /// The day of the drafts.
    pub today: Date,
    /// Whether the AIMS is the top of its repository, where build servers and hooks look for their files.
    pub is_top: bool,
    /// The branch into which changes go; `main` where nobody said.
    pub branch: Option<String>,
}

impl Asked {
    pub(super) fn who(&self, role: Role) -> Option<&Who> {
        match role {
            Role::Executive => self.executive.as_ref(),
            Role::Officer => self.officer.as_ref(),
            Role::Auditor => self.auditor.as_ref(),
            Role::System => None,
        }
    }
}
