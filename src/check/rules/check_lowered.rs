//! `check-lowered`: a check of approvals was lowered, switched off or waived, and nobody vouched for that.

use crate::base::say;
use crate::check::context::Context;
use crate::check::guarded::{is_guarded, not_vouched};
use crate::check::rule::{Report, Rule, level_of};
use crate::compare::Snapshot;
use crate::diag::{Level, Span};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::config::{Checks, Config, Waiver};
use crate::model::document::Document;
use crate::model::patience::is_longer;
use crate::model::strip::Strip;
use crate::reading::Reading;

pub(super) static RULE: Rule = Rule {
    code: "AIMS518",
    name: "check-lowered",
    level: Level::Error,
    clock: false,
    what: "The settings give a rule of the 5xx family a lower level than before, switch it off, waive what it finds, or fail at a higher level; or have pages leave out marks that stand in texts which somebody approved by a signed record, and were not left out before; or read texts so that more people may read them than they said before; or make an interval of reviews, a period of evidence, or the time in which records settle or versions are read longer than it was and than it is where nothing is said; and nobody whom the settings listed before has signed that. Until then nothing that came with that change is judged by it. A warning where a second person merged the change, or it is not committed.",
    why: "A check that a change can switch off for itself checks nothing.",
    fix: "Have somebody who was listed before, and holds a role that a rule asks for, run `aims approve aims.toml`; or take it back.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let Some(last) = context.approvals.guard.vouched().map(|last| last.authority()) else { return };
    let (before, today) = (&last.checks, &context.aims.config.checks);
    let rules = report.rules();
    for rule in rules.iter().filter(|rule| is_guarded(rule.code)) {
        let level = |checks: &Checks| level_of(checks, rule);
        if level(today) < level(before) {
            let (code, name) = (rule.code, rule.name);
            let what = match level(today) {
                Some(level) => say!("`{code}` ({name}) was lowered to `{level}`", code, name, level = level.as_str()),
                None => say!("`{code}` ({name}) was switched off", code, name),
            };
            not_vouched((context, report), named(today, rule), &what, |config| level(&config.checks));
        }
    }
    let stood = |waiver: &Waiver| {
        let same = |other: &&Waiver| {
            (&other.code.value, &other.place) == (&waiver.code.value, &waiver.place) && other.until >= waiver.until
        };
        before.waivers.iter().any(|other| same(&other))
    };
    let guarded =
        |waiver: &&Waiver| rules.iter().any(|rule| rule.is_named(&waiver.code.value) && is_guarded(rule.code));
    for waiver in today.waivers.iter().filter(guarded).filter(|waiver| !stood(waiver)) {
        let code = &waiver.code.value;
        let what = match &waiver.place {
            Some(place) => say!("`{code}` was waived for {place}", code, place),
            None => say!("`{code}` was waived", code),
        };
        let is_it = |other: &Waiver| {
            (&other.code.value, &other.place, other.until) == (&waiver.code.value, &waiver.place, waiver.until)
        };
        let waived = |config: &Config| config.checks.waivers.iter().any(is_it);
        not_vouched((context, report), Some(waiver.code.span), &what, waived);
    }
    let patience = |checks: &Checks, clock: bool| checks.failing_at(clock).map_or(u8::MAX, |level| level as u8);
    if [false, true].into_iter().any(|clock| patience(today, clock) > patience(before, clock)) {
        let what = say!("the level that fails a check was lowered or switched off");
        let both = |config: &Config| [false, true].map(|clock| patience(&config.checks, clock));
        not_vouched((context, report), None, what, both);
    }
    stretched(last, context, report);
    stripped(last, context, report);
    opened(last, context, report);
}

/// Tells of texts that say by how they are read now that more people may read them than they said before.
fn opened(before: &Config, context: &Context<'_>, report: &mut Report<'_>) {
    let (today, then) = (&context.aims.config.reading, &before.reading);
    if today.key() == then.key() {
        return;
    }
    let for_whom = |document: &Document, reading: &Reading| {
        let read = Snapshot::read(document.text.as_bytes(), reading);
        let own = Audience::of_text(Some(&read.list("classification").join(", ")));
        read.classes.iter().map(|words| Audience::of_text(Some(words))).fold(own, Audience::max)
    };
    // What stands in a file beside a text and is not read any more may have kept anybody out.
    let is_more = |(ix, document): &(DocIx, &Document)| {
        context.approvals.unread_beside.contains(ix) || for_whom(document, today) < for_whom(document, then)
    };
    let more: Vec<DocIx> = context.aims.iter().filter(is_more).map(|(ix, _)| ix).collect();
    if !more.is_empty() {
        let documents = context.ids(&more);
        let what =
            say!("the settings read texts so that more people may read them than before: {documents}", documents);
        not_vouched((context, report), None, &what, |config| config.reading.key());
    }
}

/// Tells of marks that pages leave out of texts which somebody signed with them.
fn stripped(before: &Config, context: &Context<'_>, report: &mut Report<'_>) {
    let (today, then) = (&context.aims.config.site.strip, &before.site.strip);
    if today == then {
        return;
    }
    let is_less = |(ix, document): &(DocIx, &Document)| {
        let of = |strip: &Strip| strip.left_out(&document.text, document.body.start);
        context.approvals.grade(*ix).is_some() && of(today).iter().any(|mark| !of(then).contains(mark))
    };
    let less: Vec<DocIx> = context.aims.iter().filter(is_less).map(|(ix, _)| ix).collect();
    if !less.is_empty() {
        let documents = context.ids(&less);
        let what =
            say!("`site.strip` has pages leave out what stands in texts that were signed: {documents}", documents);
        not_vouched((context, report), None, &what, |config| config.site.strip.clone());
    }
}

/// Tells of times that are longer than before, and longer than where nothing is said of them: what is asked after such a time
/// is not asked any more.
fn stretched(before: &Config, context: &Context<'_>, report: &mut Report<'_>) {
    let today = &context.aims.config;
    for (wait, _) in today.stretched() {
        let (then, now) = (wait.of(before), wait.of(today));
        if is_longer(now, then) {
            let (setting, then, now) = (wait.key(), then.said(), now.said());
            let what = say!("`{setting}` is {now}, and was {then}", setting, now, then);
            not_vouched((context, report), None, &what, |config| wait.of(config));
        }
    }
}

/// Where the settings name a rule.
fn named(checks: &Checks, rule: &Rule) -> Option<Span> {
    let levels = checks.levels.iter().rev();
    levels.map(|(named, _)| named).find(|named| rule.is_named(&named.value)).map(|named| named.span)
}
