//! `[publish]`: what of the repository a site tells beside the documents.

use super::attachments::can_run;
use super::keys::meaning;
use super::settings::Table;
use crate::base::tell;

/// What a site tells of commits and people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publish {
    /// How much of the messages of commits.
    pub messages: Messages,
    /// Whether e-mail addresses: those of people in the settings and in commits, and records that hold one.
    pub addresses: bool,
    /// Types of attachments that are published beside those that are known, as file names end in them.
    pub attachments: Vec<String>,
}

/// How much of a message is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Messages {
    /// Nothing.
    None,
    /// The first line.
    #[default]
    Subject,
    /// All of it.
    Body,
}

impl Messages {
    /// All, each with its word in settings.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("subject", Self::Subject), ("body", Self::Body)];
}

impl Publish {
    /// Reads the table. What cannot be read tells the least.
    pub(super) fn read(top: &mut Table<'_>) -> Self {
        let entries = top.table("publish");
        let mut table = Table::new("publish", entries, top.problems());
        let messages = match table.word("messages") {
            None => Messages::default(),
            Some(word) => meaning(&Messages::WORDS, &word.value).unwrap_or_else(|| {
                let message =
                    tell!("`publish.messages` is `none`, `subject` or `body`, not `{word}`", word = &word.value);
                table.wrong(word.span, message, tell!("Until then no message is published."));
                Messages::None
            }),
        };
        let addresses = table.flag("addresses").unwrap_or_default();
        let mut attachments = Vec::new();
        for word in table.texts("attachments") {
            let extension = word.value.trim().trim_start_matches('.').to_lowercase();
            if extension.is_empty() || can_run(&extension) {
                let message = tell!("`publish.attachments` cannot name `{word}`", word = &word.value);
                let help = tell!("A browser might run such files in the place of a page of the site.");
                table.wrong(word.span, message, help);
            } else {
                attachments.push(extension);
            }
        }
        table.finish();
        Self { messages, addresses, attachments }
    }
}
