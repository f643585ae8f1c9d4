//! A rule, the family it belongs to, and where it puts what it finds.

use super::context::Context;
use super::unsure::Unsure;
use crate::base::wording::Words;
use crate::base::{DocPath, SETTINGS, mark, wording};
use crate::diag::{Also, Cause, Diagnostic, Fix, Ground, Level, Place, Said, Setting, Span};
use crate::model::Aims;
use crate::model::config::Checks;
use crate::model::document::Document;
use crate::parse::{Problem, ProblemKind};

/// A rule: its name in settings, what it is for, and how it is run.
pub struct Rule {
    /// The stable code. Codes are never used for another rule.
    pub code: &'static str,
    /// The name, in lower case with hyphens.
    pub name: &'static str,
    /// The level where settings say nothing.
    pub level: Level,
    /// Whether its findings come about by the passing of time alone.
    pub clock: bool,
    /// What it looks for: a sentence or two.
    pub what: &'static str,
    /// Why that matters, with the clause or control behind it.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// Finds it.
    pub run: fn(&Context<'_>, &mut Report<'_>),
}

/// Rules about pictures, which note only on a page that counts for nothing.
pub(super) const NOTED_ASIDE: [&str; 2] = ["remote-image", "image-without-text"];

/// Rules whose findings rest on something that is not there: another document more could end them, whatever the one says in
/// which they are told. By their codes, as they are many. Where only some of a rule's do, each says so: [`Report::missing`].
pub(super) const OF_MISSING: [&str; 37] = [
    "AIMS301", "AIMS306", "AIMS308", "AIMS309", "AIMS310", "AIMS311", "AIMS312", "AIMS319", "AIMS321", "AIMS322",
    "AIMS323", "AIMS324", "AIMS325", "AIMS326", "AIMS340", "AIMS344", "AIMS408", "AIMS409", "AIMS601", "AIMS602",
    "AIMS618", "AIMS619", "AIMS628", "AIMS650", "AIMS651", "AIMS661", "AIMS663", "AIMS673", "AIMS704", "AIMS706",
    "AIMS707", "AIMS714", "AIMS715", "AIMS719", "AIMS724", "AIMS734", "AIMS814",
];

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

impl Rule {
    /// The family it belongs to, by its code.
    pub fn family(&self) -> &'static Family {
        Family::of(self.code)
    }

    /// Whether what it finds rests on something that is not there.
    pub fn is_of_missing(&self) -> bool {
        OF_MISSING.contains(&self.code)
    }

    /// Whether a word names it: its code, whatever its letter case, or its name.
    pub fn is_named(&self, word: &str) -> bool {
        is_named(self.code, self.name, word)
    }

    /// The level of what it finds on an uncontrolled page. Such a page counts for nothing: what is wrong with its links warns
    /// at most, and what could be better about its pictures is a note.
    pub fn level_aside(&self) -> Level {
        match self.level {
            level if self.family().digit != b'2' => level,
            Level::Error => Level::Warning,
            _ if NOTED_ASIDE.contains(&self.name) => Level::Note,
            level => level,
        }
    }

    /// What the rule finds at a place, at its own level. An empty help is none.
    pub(crate) fn finding(&self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        let help: String = help.into();
        Diagnostic {
            clock: self.clock,
            help: Some(help).filter(|help| !help.is_empty()),
            ..Diagnostic::new((self.code, self.name), self.level, place, message)
        }
    }
}

/// A finding that no rule makes by itself, in English, with its words in what is spoken beside them.
pub(super) fn in_both(make: impl Fn() -> Option<Diagnostic>) -> Option<Diagnostic> {
    let said = || make().map(|again| Said { message: again.message, help: again.help });
    let said = wording::spoken().and_then(|_| said());
    wording::within(None, &make).map(|finding| Diagnostic { said, ..finding })
}

/// A family of rules: those whose codes share their first digit.
#[derive(Debug)]
pub struct Family {
    /// The first digit of the codes.
    pub digit: u8,
    /// What the rules are about.
    pub title: &'static str,
}

impl Family {
    /// That of a code.
    pub fn of(code: &str) -> &'static Self {
        let digit = code.as_bytes().get(4).copied().unwrap_or(b'8');
        FAMILIES.iter().find(|family| family.digit == digit).unwrap_or(&FAMILIES[FAMILIES.len() - 1])
    }
}

/// The families, in order of their codes.
pub static FAMILIES: &[Family] = &[
    Family { digit: b'1', title: mark!("Reading a document") },
    Family { digit: b'2', title: mark!("Ids and links") },
    Family { digit: b'3', title: mark!("Traceability and the statement of applicability") },
    Family { digit: b'4', title: mark!("Review dates") },
    Family { digit: b'5', title: mark!("History and approval") },
    Family { digit: b'6', title: mark!("Systems, risks and impact assessments") },
    Family { digit: b'7', title: mark!("Audits, reviews, nonconformities and incidents") },
    Family { digit: b'8', title: mark!("The repository and its settings") },
];

/// What the settings say of the level of a rule of that code and name, in the last row that names it; `Some(None)` is off.
pub(super) fn level_given(checks: &Checks, code: &str, name: &str) -> Option<Option<Level>> {
    let mut named = checks.levels.iter().rev();
    named.find(|(word, _)| is_named(code, name, &word.value)).map(|(_, level)| *level)
}

/// Whether a word names the rule of that code and name.
fn is_named(code: &str, name: &str, word: &str) -> bool {
    code.eq_ignore_ascii_case(word) || name == word
}

/// The level that settings give a rule; `None` where they switch it off.
pub fn level_of(checks: &Checks, rule: &Rule) -> Option<Level> {
    level_given(checks, rule.code, rule.name).unwrap_or(Some(rule.level))
}

/// Where a rule puts what it finds.
pub struct Report<'a> {
    pub(super) rule: &'static Rule,
    pub(super) rules: &'static [&'static Rule],
    pub(super) aims: &'a Aims,
    pub(super) unsure: &'a Unsure,
    pub(super) found: &'a mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// Every rule there is, in order of its code.
    pub(crate) fn rules(&self) -> &'static [&'static Rule] {
        self.rules
    }

    /// A finding in a file; `span` is `None` where the file as a whole is meant.
    pub fn file(&mut self, path: &DocPath, span: Option<Span>, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(self.rule.finding(Place { path: path.clone(), span }, message, help));
    }

    /// A finding in a document.
    pub fn document(&mut self, document: &Document, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.file(&document.path, Some(span), message, help);
        if let Some(last) = self.found.last_mut() {
            last.document = Some(document.id.clone());
            if !document.controlled {
                last.level = self.rule.level_aside();
            }
        }
    }

    /// A finding about the AIMS as a whole, told at its settings.
    pub fn settings(&mut self, span: Option<Span>, message: impl Into<String>, help: impl Into<String>) {
        if let Some(path) = DocPath::new(SETTINGS) {
            self.file(&path, span, message, help);
        }
    }

    /// Gives the last finding another level than its rule has.
    pub fn at(&mut self, level: Level) {
        if let Some(last) = self.found.last_mut() {
            last.level = level;
        }
    }

    /// Says that the last finding rests on something that is not there, as all do of other rules.
    pub(crate) fn missing(&mut self) {
        if let Some(last) = self.found.last_mut() {
            last.ground = Ground::Missing;
        }
    }

    /// Says whom the message of the last finding names without a sign by which that is seen: by them too it is known again.
    pub(crate) fn names(&mut self, who: Option<&str>) {
        if let Some(last) = self.found.last_mut() {
            last.names.extend(who.map(str::to_owned));
        }
    }

    /// Says which document the last finding is about, where that has no file here.
    pub fn about(&mut self, id: &str) {
        if let Some(last) = self.found.last_mut() {
            last.document = Some(id.to_owned());
        }
    }

    /// Says that the last finding only follows from one of `rule` about the document of that id: it is told where that one
    /// does not stand as an error.
    pub(crate) fn because(&mut self, rule: &'static str, document: &str) {
        if let Some(last) = self.found.last_mut() {
            last.because = Some(Cause { rule, document: document.to_owned() });
        }
    }

    /// Whether an id may be named in a part of a document that could not be read, or by a slip that is told: that nothing names
    /// it, or that it is not there, would only follow from that.
    pub(crate) fn may_name(&self, id: &str) -> bool {
        self.unsure.may_name(id)
    }

    /// Every problem of one sort that was met while reading.
    pub(crate) fn problems(&mut self, kind: ProblemKind) {
        let aims = self.aims;
        let said = |help: Option<&Words>| help.map(Words::to_string).unwrap_or_default();
        for document in &aims.documents {
            for problem in document.problems.iter().filter(|problem| problem.kind == kind) {
                self.document(document, problem.span, problem.message.to_string(), said(problem.help.as_ref()));
                self.fixes(&problem.fixes);
            }
        }
        let of_kind = |(_, problem): &&(DocPath, Problem)| problem.kind == kind;
        for (path, problem) in aims.problems.iter().filter(of_kind) {
            self.file(path, Some(problem.span), problem.message.to_string(), said(problem.help.as_ref()));
            self.fixes(&problem.fixes);
        }
    }

    /// Says by which line of the settings the last finding would be settled.
    pub(crate) fn settled_by(&mut self, setting: Setting) {
        if let Some(last) = self.found.last_mut() {
            last.settled_by = Some(setting);
        }
    }

    /// Names a second place for the last finding, and what is there.
    pub(crate) fn also(&mut self, path: &DocPath, span: Option<Span>, label: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.also.push(Also { place: Place { path: path.clone(), span }, label: label.into() });
        }
    }

    /// Gives the last finding changes that mend it.
    pub(crate) fn fixes(&mut self, fixes: &[Fix]) {
        if let Some(last) = self.found.last_mut() {
            last.fixes.extend_from_slice(fixes);
        }
    }
}
