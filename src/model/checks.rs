//! `[checks]`: at which level each rule tells, what fails, and which findings somebody lives with.

use super::absent::is_absent;
use super::settings::Table;
use crate::base::{Date, tell};
use crate::diag::{Level, Span, Spanned};

/// Levels and waivers of checks.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// The lowest level that fails `aims check`; errors where not set, nothing where it is off.
    pub fail: Option<Option<Level>>,
    /// The same for findings that came with the passing of time.
    pub fail_clock: Option<Option<Level>>,
    /// Level by code or name of a rule; `None` is off.
    pub levels: Vec<(Spanned<String>, Option<Level>)>,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// The file of the baseline.
    pub baseline: Option<Spanned<String>>,
}

impl Checks {
    /// The lowest level that fails `aims check`, of findings that came with the passing of time or of others. `None` is
    /// none.
    pub fn failing_at(&self, clock: bool) -> Option<Level> {
        let at = self.fail.unwrap_or(Some(Level::Error));
        if clock { self.fail_clock.unwrap_or(at) } else { at }
    }

    /// Reads `[checks]`.
    pub(super) fn read(top: &mut Table<'_>) -> Self {
        let mut checks = Self::default();
        let entries = top.table("checks");
        let mut table = Table::new("checks", entries, top.problems());
        checks.fail = table.word("fail").and_then(|word| read_level(&mut table, &word));
        checks.fail_clock = table.word("fail-clock").and_then(|word| read_level(&mut table, &word));
        checks.baseline = table.text("baseline");
        for (rule, word) in table.words_of("levels") {
            if let Some(level) = read_level(&mut table, &word) {
                checks.levels.push((rule, level));
            }
        }
        for (span, entries) in table.tables("waivers") {
            let before = table.problems().len();
            let mut row = Table::new("checks.waivers", entries, table.problems());
            let code = row.text("code");
            let (document, path) = (row.text("document"), row.text("path"));
            let place = document.or(path);
            let waiver = Waiver {
                place_span: place.as_ref().map(|place| place.span),
                place: place.map(|place| place.value),
                reason: row.text("reason").map(|reason| reason.value).filter(|reason| !is_absent(reason)),
                until: row.date("until").map(|date| date.value),
                misread: row.problems().len() > before,
                code: code.clone().unwrap_or(Spanned { value: String::new(), span }),
                span,
            };
            match code {
                Some(_) => checks.waivers.push(waiver),
                None => {
                    let help = tell!("Name the rule: `code = \"AIMS401\"`.");
                    row.wrong(span, tell!("a waiver without a `code`"), help);
                }
            }
            row.finish();
        }
        table.finish();
        checks
    }
}

/// A finding that somebody has decided to live with for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's code or name.
    pub code: Spanned<String>,
    /// The document's id, or a path; all places where not set.
    pub place: Option<String>,
    /// Where that stands.
    pub place_span: Option<Span>,
    /// Why.
    pub reason: Option<String>,
    /// Until and including this day.
    pub until: Option<Date>,
    /// Whether something in it could not be read.
    pub misread: bool,
    /// Where the waiver stands in `aims.toml`.
    pub span: Span,
}

impl Waiver {
    /// What it names and says in words of the settings.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        self.place.as_deref().into_iter().chain(self.reason.as_deref())
    }
}

/// A level, or `off`.
fn read_level(table: &mut Table<'_>, word: &Spanned<String>) -> Option<Option<Level>> {
    if word.value == "off" {
        return Some(None);
    }
    let level = Level::parse(&word.value);
    if level.is_none() {
        table.wrong(
            word.span,
            tell!("`{word}` is no level", word = &word.value),
            tell!("A level is `error`, `warning`, `note` or `off`."),
        );
    }
    level.map(Some)
}

#[cfg(test)]
mod tests {
    use crate::model::config::Config;

    #[test]
    fn what_is_no_level_is_told_as_that_in_quotes_or_not() {
        for (settings, word) in [
            ("[checks]\nfail = true\n", "true"),
            ("[checks]\nfail-clock = \"never\"\n", "never"),
            ("[checks.levels]\nAIMS101 = 2\n", "2"),
        ] {
            let (_, problems) = Config::read(settings);
            let [problem] = problems.as_slice() else { panic!("{settings}: {problems:?}") };
            assert_eq!(problem.message.english(), format!("`{word}` is no level"), "{settings}");
            assert!(problem.fixes.is_empty(), "quotes around it would make no level of it");
        }
    }
}
