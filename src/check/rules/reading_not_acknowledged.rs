//! `reading-not-acknowledged`: somebody who has to read a document has not said that they did.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::readers::{MUST_READ, ReadingLists, is_closed};

/// How many readers are named.
const NAMED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "AIMS523",
    name: "reading-not-acknowledged",
    level: Level::Warning,
    clock: true,
    what: "A document names under `must-read` who has to read it, and somebody of these has not acknowledged the version that is in force, though it has been in force for longer than `acknowledge.within` of `aims.toml` gives (30 days where nothing is said); where the document gives an earlier day than the record does, that of the record counts. Where nobody holds a role that it names, that is told too; and where a record names readers, of a kind that is neither approved nor acknowledged.",
    why: "People who do work under the control of the organisation have to be aware of the AI policy and of what they contribute (clause 7.3). A policy that nobody has read changes nothing.",
    fix: "Have each of them read it and run `aims acknowledge`, or take the role off the list if it need not read it. Give the role to somebody where nobody holds it.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let lists = ReadingLists::of(context.aims);
    for (ix, document) in context.living() {
        if is_closed(context.aims, document) && !document.fields.texts(MUST_READ).is_empty() {
            let message = say!(
                "{id} is a record: nobody can acknowledge it, and who has to read it is not asked",
                id = document.id
            );
            let help = say!(
                "Name them in the document that it is evidence for, and take `must-read` out here; of a record that is settled, waive this. A record is acknowledged only where `[approval.kinds]` in aims.toml has a rule for its kind."
            );
            report.document(document, document.span_of(MUST_READ), message, help);
            continue;
        }
        let Some(unread) = context.approvals.unread(&lists, context.aims, ix) else { continue };
        if unread.until >= context.aims.today {
            continue;
        }
        let mut names: Vec<String> = unread.readers.iter().take(NAMED).map(|reader| reader.name().to_owned()).collect();
        let all = unread.readers.len() + unread.others.iter().map(|others| others.people).sum::<usize>();
        if all > names.len() {
            names.push(plural!(all - names.len(), "{n} other", "{n} others"));
        }
        let message = say!(
            "{id} has been on record as in force since {day}, and is not acknowledged by {names}",
            id = document.id,
            day = wording::day(unread.since),
            names = join(&names)
        );
        // Who is lacking is not what it is known by: it is the same finding after each reading.
        let help = say!("Each of them reads it and says so: `aims acknowledge {id}`.", id = document.id);
        report.document(document, document.span_of(MUST_READ), message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const PEOPLE: &str = "[[people]]\nname = \"Ada\"\nroles = [\"Officer\"]\n";

    fn policy(front: &str) -> String {
        format!("---\nid: P\nkind: policy\nversion: \"1.0\"\nstatus: approved\neffective: 2026-01-10\n{front}---\nx\n")
    }

    #[test]
    fn who_has_to_read_a_text_in_force_is_told_after_a_while() {
        let told = |settings: &str, front: &str| {
            let settings = format!("{PEOPLE}{settings}");
            only("reading-not-acknowledged", &[("aims.toml", &settings), ("p.md", &policy(front))])
        };
        let found = told("", "must-read: [Officer, Clerk]\n");
        assert_eq!(
            found,
            ["p.md:7:12 P has been on record as in force since 2026-01-10, and is not acknowledged by Ada and Clerk"]
        );
        assert!(told("", "").is_empty(), "nobody is asked where there is no list");
        let record = "---\nid: R\nkind: record\nstatus: approved\ndate: 2026-01-10\nmust-read: [Officer]\n---\nx\n";
        let told_of = |settings: &str| {
            only("reading-not-acknowledged", &[("aims.toml", &format!("{PEOPLE}{settings}")), ("r.md", record)])
        };
        let never = ["r.md:6:12 R is a record: nobody can acknowledge it, and who has to read it is not asked"];
        assert_eq!(told_of(""), never);
        assert!(!told_of("[approval.kinds.record]\nneeds = \"record\"\n").iter().any(|told| told == never[0]));
        assert!(told("[acknowledge]\nwithin = \"10 years\"\n", "must-read: [Officer]\n").is_empty());
    }
}
