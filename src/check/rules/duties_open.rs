//! `duties-open`: duties of the EU AI Act that nothing in the repository bears on.

use std::collections::BTreeMap;

use crate::base::{Date, Period, say, wording};
use crate::check::context::Context;
use crate::check::lists::listed;
use crate::check::rule::{Report, Rule};
use crate::check::systems::covered;
use crate::diag::Level;
use crate::model::ai_act::Class;
use crate::model::ai_act::case::Case;
use crate::model::ai_act::duties::{Backing, Evidence, Owed};
use crate::model::catalog::Role;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS650",
    name: "duties-open",
    level: Level::Note,
    clock: true,
    what: "The roles and the class that the entry of an AI system gives bring duties under the EU AI Act, and nothing in the repository bears on some of them: no document that names the provision and the system, no record of a kind or control that shows it. A note until the day from which they apply; from then on a warning, and an error where nobody answers for the system; a note too where a high-risk system was in use before that day, since a significant change brings them about (article 111(2)). Duties that are owed in some cases only are told where the entry says that the case is given, and are else left to the page of the system, which says what is to be answered; but where the class is `transparency` and nothing bears on any duty of Article 50, that is told: a note where the organisation only deploys the system. So is a provider who has something on the others and nothing on the marking of what the system makes (article 50(2)); and, as a note, where all records of the notice are of six weeks before `version-since` or older.",
    why: "Legal duties are determined and met (clauses 4.1 and 4.2). A finding of counsel reads: the duty applies from such a day and has no owner. Most of them take months to prepare.",
    fix: "The page of the system lists its duties. Write down how each is met, in a document that names the system under `systems` and the provision under `requirements: {eu-ai-act: [art-26-1]}`; or mend role and class of the entry.",
    run,
};

/// How many provisions one finding names.
const NAMED: usize = 6;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let aims = context.aims;
    let gathered = Evidence::of(aims);
    for (ix, system) in covered(context) {
        if !matches!(system.stage(), Some("development" | "validation" | "in-use" | "suspended")) {
            continue;
        }
        let all = gathered.owed(ix);
        untold(context, system, &all, report);
        let mut open: BTreeMap<(Date, bool), Vec<Owed<'_>>> = BTreeMap::new();
        for owed in all.into_iter().filter(is_open) {
            if let Some(from) = owed.from {
                open.entry((from, owed.before)).or_default().push(owed);
            }
        }
        for ((from, before), owed) in open {
            let names: Vec<&str> = owed.iter().map(|owed| owed.item.name()).collect();
            let (id, day, duties) = (&system.id, wording::day(from), listed(&names, NAMED));
            // Somebody who answers for them can take them up; of what nobody owns it is certain that nobody does.
            let unowned = from <= aims.today && !before && owed.iter().all(|owed| owed.owner.is_none());
            let message = match (from <= aims.today, before) {
                (false, false) => {
                    say!("nothing bears on duties of {id} that will apply from {day}: {duties}", id, day, duties)
                }
                (_, true) => say!(
                    "nothing bears on duties of {id} that apply once its design changes significantly, from {day}: {duties}",
                    id,
                    day,
                    duties
                ),
                (true, false) if unowned => say!(
                    "nothing bears on duties of {id} that apply from {day}, and nobody answers for them: {duties}",
                    id,
                    day,
                    duties
                ),
                (true, false) => {
                    say!("nothing bears on duties of {id} that apply from {day}: {duties}", id, day, duties)
                }
            };
            let help = say!(
                "Write down how each is met, in a document with `systems: [{id}]` and `requirements: {eu-ai-act: [{provision}]}`.",
                id,
                provision = owed[0].item.id
            );
            report.document(system, system.span_of("ai-act-class"), message, help);
            if from <= aims.today && !before {
                report.at(if unowned { Level::Error } else { Level::Warning });
            }
        }
    }
}

/// Tells of a system with duties of transparency, on none of which anything bears. Which of them are owed hangs on what it
/// does; that none is, would be another class.
fn untold(context: &Context<'_>, system: &Document, all: &[Owed<'_>], report: &mut Report<'_>) {
    let is_told = |owed: &&Owed<'_>| {
        owed.duty.of.starts_with("art-50-") && owed.class == Class::Transparency && owed.case != Case::NotGiven
    };
    let told: Vec<&Owed<'_>> = all.iter().filter(is_told).collect();
    let Some(from) = told.iter().filter_map(|owed| owed.from).min() else { return };
    if told.iter().any(|owed| owed.backing != Backing::Open) {
        unmarked(context, system, &told, report);
        outdated(context, system, &told, report);
        return;
    }
    let applies = from <= context.aims.today;
    let (id, day, duties) = (&system.id, wording::day(from), by_day(&told));
    let message = match applies {
        true => say!(
            "{id} is of the class `transparency`, and nothing bears on any of its duties that apply from {day}: {duties}",
            id,
            day,
            duties
        ),
        false => say!(
            "{id} is of the class `transparency`, and nothing bears on any of its duties that will apply from {day}: {duties}",
            id,
            day,
            duties
        ),
    };
    let help = say!(
        "Record the notice, with `systems: [{id}]` and `requirements: {eu-ai-act: [{provision}]}`; or write down there which of them are not owed, and why.",
        id,
        provision = told[0].item.id
    );
    report.document(system, system.span_of("ai-act-class"), message, help);
    if applies && told.iter().any(|owed| owed.role == Role::Provider) {
        report.at(Level::Warning);
    }
}

/// The names of duties by the day from which they apply; those of the earliest need no day.
fn by_day(told: &[&Owed<'_>]) -> String {
    let mut by_day: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
    for (from, owed) in told.iter().filter_map(|owed| Some((owed.from?, owed))) {
        by_day.entry(from).or_default().push(owed.item.name());
    }
    let mut all = by_day.into_iter().map(|(from, names)| (from, names.join(", ")));
    let first = all.next().map(|(_, names)| names).unwrap_or_default();
    all.fold(first, |before, (from, names)| {
        say!("{before}; from {day}: {names}", before, day = wording::day(from), names)
    })
}

/// The provision on the marking of content that a system makes.
const MARKING: &str = "art-50-2";

/// Tells of a provider who has something to show for other duties of transparency, and nothing for the marking.
fn unmarked(context: &Context<'_>, system: &Document, told: &[&Owed<'_>], report: &mut Report<'_>) {
    let is_bare = |owed: &&&Owed<'_>| owed.duty.of == MARKING && owed.backing == Backing::Open;
    let Some((owed, from)) = told.iter().find(is_bare).and_then(|owed| Some((owed, owed.from?))) else { return };
    let (id, day, duty) = (&system.id, wording::day(from), owed.item.name());
    let applies = from <= context.aims.today;
    let message = match applies {
        true => say!(
            "{id} is of the class `transparency`, and nothing bears on the marking of what it makes, which applies from {day}: {duty}",
            id,
            day,
            duty
        ),
        false => say!(
            "{id} is of the class `transparency`, and nothing bears on the marking of what it makes, which will apply from {day}: {duty}",
            id,
            day,
            duty
        ),
    };
    let help = say!(
        "Record how it is marked and how that was tested, with `systems: [{id}]` and `requirements: {eu-ai-act: [{provision}]}`; or write down there why it makes nothing that has to be marked.",
        id,
        provision = MARKING
    );
    report.document(system, system.span_of("ai-act-class"), message, help);
    if applies {
        report.at(Level::Warning);
    }
}

/// How long before a version runs the notice may be of that was written for it.
const BEFORE: Period = Period::Days(42);

/// Tells of notices all of which are older than the version that runs. What is of no day, such as a procedure, is not asked.
fn outdated(context: &Context<'_>, system: &Document, told: &[&Owed<'_>], report: &mut Report<'_>) {
    let aims = context.aims;
    let Some(since) = system.fields.date("version-since").filter(|since| *since <= aims.today) else { return };
    let notices = told.iter().filter(|owed| owed.duty.of != MARKING).flat_map(|owed| &owed.evidence);
    let records = notices.map(|ix| aims.document(*ix)).filter(|document| document.is_record());
    let dated =
        records.filter_map(|record| Some((record.fields.date("date").filter(|day| *day <= aims.today)?, record)));
    let Some((day, record)) = dated.max_by_key(|(day, record)| (*day, record.id.as_str())) else { return };
    if day >= BEFORE.before(since) {
        return;
    }
    report.document(
        system,
        system.span_of("version-since"),
        say!(
            "what tells people of {id} was last recorded on {day} ({record}), and its version runs since {since}",
            id = system.id,
            day = wording::day(day),
            record = record.id,
            since = wording::day(since)
        ),
        say!("Look whether the notice still says what this version does, and record that with its day."),
    );
}

/// Whether nothing bears on a duty that a class by itself brings, or a case that the entry says is given. What holds for every system, literacy and screening, is
/// about the organisation; what is prohibited has its own finding.
fn is_open(owed: &Owed<'_>) -> bool {
    let by_class = owed.class != Class::Prohibited && owed.duty.classes.iter().all(|class| class != "any");
    // Of Article 27 a rule of its own tells.
    by_class && owed.case.is_owed() && owed.backing == Backing::Open && !owed.duty.of.starts_with("art-27-")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, check};

    fn system(lines: &str) -> String {
        format!("---\nid: SYS-1\nkind: system\nlifecycle: in-use\n{lines}\n---\n")
    }

    fn told(lines: &str) -> Vec<(String, String)> {
        let text = system(lines);
        let (found, _) = check(&[("aims.toml", ""), ("s.md", &text)]);
        let found = found.into_iter().filter(|finding| finding.name == "duties-open");
        found.map(|finding| (finding.level.as_str().to_owned(), finding.message)).collect()
    }

    #[test]
    fn what_is_to_come_is_a_note_with_its_day() {
        let found = told("ai-act-class: high\nai-roles: [deployer]");
        let message = "nothing bears on duties of SYS-1 that will apply from 2027-12-02: Article 26(1), Article 26(2), \
                       Article 26(5), Article 26(6)";
        assert_eq!(found, [("note".to_owned(), message.to_owned())]);
    }

    #[test]
    fn what_was_in_use_before_the_day_is_bound_by_a_change_of_its_design() {
        let found = told("ai-act-class: high\nai-roles: [deployer]\ndeployed: 2025-03-01");
        let message = "nothing bears on duties of SYS-1 that apply once its design changes significantly, from 2027-12-02: \
                       Article 26(1), Article 26(2), Article 26(5), Article 26(6)";
        assert_eq!(found, [("note".to_owned(), message.to_owned())]);
    }

    #[test]
    fn what_applies_is_a_warning_and_without_an_owner_an_error() {
        let found = told("ai-act-class: gpai\nai-roles: [gpai-provider]");
        let message = "nothing bears on duties of SYS-1 that apply from 2025-08-02, and nobody answers for them: Article 53(1)(a), Article 53(1)(b), \
                       Article 53(1)(c), Article 53(1)(d)";
        assert_eq!(found, [("error".to_owned(), message.to_owned())]);
        let owned = told("ai-act-class: gpai\nai-roles: [gpai-provider]\nowner: Head");
        assert_eq!((owned[0].0.as_str(), owned[0].1.contains("nobody answers")), ("warning", false));
    }

    #[test]
    fn a_case_that_the_entry_says_is_given_is_told_and_one_that_is_open_is_not() {
        let case =
            |more: &str| told(&format!("ai-act-class: high\nai-roles: [deployer]\naffected: [applicants]{more}"));
        let has = |found: &[(String, String)]| found[0].1.contains("Article 26(11)");
        assert!(has(&case("\nautonomy: decides-with-review")));
        assert!(!has(&case("\nautonomy: assists")) && !has(&case("")));
    }

    #[test]
    fn a_system_that_tells_nobody_anything_is_told() {
        let message = "SYS-1 is of the class `transparency`, and nothing bears on any of its duties that apply from 2026-08-02: \
                       Article 50(1), Article 50(2), Article 50(5)";
        let found = told("ai-act-class: transparency\nai-roles: [provider]");
        assert_eq!(found, [("warning".to_owned(), message.to_owned())]);
        assert_eq!(told("ai-act-class: transparency\nai-roles: [deployer]")[0].0, "note");
        // What runs since before that day has until another for the marking.
        let found = told("ai-act-class: transparency\nai-roles: [provider]\ndeployed: 2026-01-10");
        let parted =
            message.replace(", Article 50(2), Article 50(5)", ", Article 50(5); from 2026-12-02: Article 50(2)");
        assert_eq!(found, [("warning".to_owned(), parted)]);
        let notice =
            "---\nid: R\nkind: record\ndate: 2026-10-01\nsystems: [SYS-1]\nrequirements: {eu-ai-act: [art-50]}\n---\n";
        let text = system("ai-act-class: transparency\nai-roles: [provider]");
        let (found, _) = check(&[("aims.toml", ""), ("s.md", &text), ("r.md", notice)]);
        assert!(found.iter().all(|finding| finding.name != "duties-open"));
    }

    /// What is told of a system of the class `transparency` beside a record of it.
    fn beside(lines: &str, record: &str) -> Vec<(String, String)> {
        let record = format!("---\nid: R\nkind: record\nsystems: [SYS-1]\n{record}---\nThe notice was looked at.\n");
        let text = system(&format!("ai-act-class: transparency\n{lines}"));
        let (found, _) = check(&[("aims.toml", ""), ("s.md", &text), ("r.md", &record)]);
        let found = found.into_iter().filter(|finding| finding.name == "duties-open");
        found.map(|finding| (finding.level.as_str().to_owned(), finding.message)).collect()
    }

    #[test]
    fn marking_is_judged_by_itself_where_we_provide() {
        let notice = "date: 2026-10-01\nrequirements: {eu-ai-act: [art-50-1, art-50-5]}\n";
        let message = |when: &str| {
            format!(
                "SYS-1 is of the class `transparency`, and nothing bears on the marking of what it makes, which {when}: Article 50(2)"
            )
        };
        assert_eq!(
            beside("ai-roles: [provider]", notice),
            [("warning".to_owned(), message("applies from 2026-08-02"))]
        );
        assert_eq!(
            beside("ai-roles: [provider]\ndeployed: 2026-03-01", notice),
            [("note".to_owned(), message("will apply from 2026-12-02"))]
        );
        assert!(beside("ai-roles: [deployer]", notice).is_empty());
        let marked = notice.replace("art-50-5", "art-50-2");
        assert!(beside("ai-roles: [provider]", &marked).is_empty());
    }

    #[test]
    fn a_notice_is_of_the_version_that_runs() {
        let notice = "date: 2026-05-01\nrequirements: {eu-ai-act: [art-50]}\n";
        let told = |since: &str| beside(&format!("ai-roles: [deployer]\nversion-since: {since}"), notice);
        let message =
            "what tells people of SYS-1 was last recorded on 2026-05-01 (R), and its version runs since 2026-06-13";
        assert_eq!(told("2026-06-13"), [("note".to_owned(), message.to_owned())]);
        assert!(told("2026-06-12").is_empty(), "written for it");
        assert!(told("2026-12-13").is_empty(), "it does not run yet");
        assert!(beside("ai-roles: [deployer]", notice).is_empty());
    }

    #[test]
    fn no_class_no_role_and_what_is_not_at_work_bring_none() {
        for lines in ["ai-act-class: high", "ai-roles: [deployer]", "ai-act-class: minimal\nai-roles: [provider]"] {
            assert!(told(lines).is_empty(), "{lines}");
        }
        let high = system("ai-act-class: high\nai-roles: [deployer]");
        assert_one("duties-open", &high.replace("in-use", "planned"), &[]);
        assert_one("duties-open", &high.replace("id: SYS-1", "id: SYS-1\nstatus: draft"), &[]);
    }
}
