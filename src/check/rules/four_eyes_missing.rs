//! `four-eyes-missing`: somebody who judged their own work.

use super::acceptance_without_authority::unauthorised;
use crate::base::{Date, mark, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::scores::residual;
use crate::check::then::{Roles, Then};
use crate::diag::{Level, Spanned};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::people::People;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS627",
    name: "four-eyes-missing",
    level: Level::Warning,
    clock: false,
    what: "One person carried out an impact assessment and accepted what is left; owns a risk that is medium or high after treatment and accepted it; or is responsible for a change and approved it; carried out a corrective action and closed the nonconformity; owns a nonconformity and judged that it was none; is the deputy of themselves for an AI system; or owns a procedure, a plan or a statement of applicability, is not top management, and is all of its `approvers`; or, by the record of git, is the only author of a policy, procedure, plan, scope or statement of applicability that says it is approved, and all of its `approvers`, where no more than that is asked for. Names are followed through `[[people]]`, by who held which role on the day on which it was judged, as far as git has the settings of that day. Nothing is told where several people hold the role, or the settings list one person only; and where `acceptance-without-authority` tells that another has to accept it.",
    why: "Responsibilities are assigned so that nobody approves their own work (clause 5.3, control A.3.2). `Segregation of duties not ensured` is what an auditor notes.",
    fix: "Let somebody else accept or approve it, and write who. A small team can let its management do so.",
    run,
};

/// The kind, the key of who did the work, the key of who judged it, and how it is said that they are one.
const PAIRS: [(&str, &str, &str, &str); 6] = [
    (
        "impact-assessment",
        "assessor",
        "accepted-by",
        mark!("{who} carried out the assessment and accepted what is left"),
    ),
    ("risk", "owner", "accepted-by", mark!("{who} owns the risk and accepted what is left of it")),
    ("change", "responsible", "approved-by", mark!("{who} carries out the change and approved it")),
    ("nonconformity", "action-owner", "closed-by", mark!("{who} carried out the action and closed the nonconformity")),
    ("nonconformity", "owner", "closed-by", mark!("{who} owns the nonconformity and judged that it was none")),
    ("system", "owner", "deputy", mark!("{who} answers for the system and is the deputy of that")),
];

/// Kinds of texts whose owner does not approve them alone.
const OWNED: [&str; 3] = ["procedure", "soa", "plan"];

/// Kinds of texts that bind people, which somebody else has to have read. An entry of a register or a list of what is
/// measured has an owner who answers for it.
const BINDING: [&str; 5] = ["policy", "procedure", "scope", "soa", "plan"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let (people, roles) = (People::of(&context.aims.config), Roles::new(context));
    for (kind, work, judge, what) in PAIRS {
        for (_, document) in context.living_of(kind).filter(|(_, document)| !document.is_draft()) {
            let names = document.fields.text(work).zip(document.fields.text(judge));
            // Who owns it may close it, but not say that it was none.
            let is_apart = (kind, work) == ("nonconformity", "owner") && document.undone().is_none();
            let Some((worked, judged)) = names.filter(|_| !is_apart && is_asked(context, document)) else { continue };
            let then = Then::of(context, document, day_of(document));
            let Some(found) = then.same(&roles, worked, judged) else { continue };
            if unauthorised(context, document).is_none() {
                let who = both(judged, worked);
                report.document(
                    document,
                    document.span_of(judge),
                    found.told(wording::fill(wording::of(what), &[("who", &who)])),
                    say!("Let somebody else judge it, and write who: `{key}: …`.", key = judge),
                );
                report.names(Some(&who));
            }
        }
    }
    owned_texts(context, &people, report);
    own_texts(context, &people, report);
}

/// Somebody by the name under which they judged, with that under which they did the work, where it is another.
fn both(judged: &str, worked: &str) -> String {
    if worked == judged { judged.to_owned() } else { format!("{judged} ({worked})") }
}

/// The day on which it was judged; none where it is so as long as the document says it.
fn day_of(document: &Document) -> Option<Date> {
    let fields = &document.fields;
    match document.counts_as() {
        "impact-assessment" => fields.date("accepted").or_else(|| fields.date("date")),
        "risk" => fields.date("accepted"),
        "change" => fields.date("approved").or_else(|| fields.date("date")),
        "nonconformity" => fields.date("closed"),
        _ => None,
    }
}

/// Tells of texts that bind others, and that nobody but their owner says to have approved. A policy and a scope are top
/// management's own.
fn owned_texts(context: &Context<'_>, people: &People<'_>, report: &mut Report<'_>) {
    let top = context.aims.config.top_roles();
    // Where a rule asks for more than a claim, what is missing is told by that.
    let is_claimed = |ix: DocIx| context.aims.standing(ix).approval.is_only_said();
    for (_, document) in context.living().filter(|(ix, _)| is_claimed(*ix)) {
        let (fields, approvers) = (&document.fields, document.fields.texts("approvers"));
        let Some(owner) = fields.text("owner").filter(|_| OWNED.contains(&document.counts_as())) else { continue };
        let at_top = |who: &str| context.aims.config.holds(who, &top);
        // Whoever is top management under one of two roles is so under both.
        let Some(first) = approvers.first().filter(|first| !at_top(owner) && !at_top(&first.value)) else { continue };
        if approvers.iter().all(|approver| people.same(owner, &approver.value)) {
            report.document(
                document,
                first.span,
                say!(
                    "{who} owns {id}, and is the only one whom it names as approver",
                    who = both(&first.value, owner),
                    id = document.id
                ),
                say!("Let somebody else read and approve it, and write who: `approvers: […]`."),
            );
            report.names(Some(&both(&first.value, owner)));
        }
    }
}

/// Whether nobody but its owner is said to have approved a text: then who wrote it is no second finding.
fn is_owned(people: &People<'_>, document: &Document) -> bool {
    let approvers = document.fields.texts("approvers");
    let owner = document.fields.text("owner").filter(|_| OWNED.contains(&document.counts_as()));
    owner.is_some_and(|owner| approvers.iter().all(|approver| people.same(owner, &approver.value)))
}

/// Tells of texts that name their only author, and nobody else, as approver.
fn own_texts(context: &Context<'_>, people: &People<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living().filter(|(_, document)| BINDING.contains(&document.counts_as())) {
        // Where a rule asks for more than a claim, what is missing is told by that.
        let is_claimed = context.aims.standing(ix).approval.is_only_said();
        let Some(approval) = context.approvals.of(ix).filter(|_| is_claimed) else { continue };
        let mut authors = approval.authors.difference(&approval.unknown_authors);
        let (Some(author), None) = (authors.next(), authors.next()) else { continue };
        let approvers = document.fields.texts("approvers");
        let by_author = |approver: &Spanned<String>| people.same(&approver.value, author);
        let Some(first) = approvers.first().filter(|_| people.is_held(author)) else { continue };
        if approvers.iter().all(by_author) && !is_owned(people, document) {
            report.document(
                document,
                first.span,
                say!(
                    "{author} is the only author of {id} by the record of git, and the only one whom it names as approver",
                    author,
                    id = document.id
                ),
                say!("Let somebody else read and approve it, and write who: `approvers: […]`."),
            );
            report.names(Some(author));
        }
    }
}

/// Whether four eyes are asked for: a low risk may be accepted by its owner.
fn is_asked(context: &Context<'_>, document: &Document) -> bool {
    let medium = context.aims.config.risk.medium;
    let closed = matches!(document.fields.text("state"), Some("closed" | "rejected" | "proposed"));
    (!closed || document.is("nonconformity"))
        && (!document.is("risk")
            || !is_opportunity(&document.fields) && residual(&document.fields).is_some_and(|score| score >= medium))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const PEOPLE: &str =
        "[[people]]\nname = \"Ada\"\nroles = [\"Officer\"]\n[[people]]\nname = \"Bob\"\nroles = [\"Head\"]\n";

    fn found(settings: &str, lines: &str) -> Vec<String> {
        only("four-eyes-missing", &[("aims.toml", settings), ("a.md", &format!("---\nid: X\n{lines}---\n"))])
    }

    #[test]
    fn one_person_under_two_names_is_one() {
        let lines = "kind: impact-assessment\nassessor: Ada\naccepted-by: Officer\n";
        let told = ["a.md:5:14 Officer (Ada) carried out the assessment and accepted what is left"];
        assert_eq!(found(PEOPLE, lines), told);
        assert!(found(PEOPLE, &lines.replace("Officer", "Head")).is_empty());
        assert!(found(&PEOPLE[..43], lines).is_empty(), "there is nobody else");
        let change = "kind: change\nresponsible: Head\napproved-by: Head\n";
        assert_eq!(found(PEOPLE, change), ["a.md:5:14 Head carries out the change and approved it"]);
    }

    #[test]
    fn a_low_risk_may_be_accepted_by_its_owner() {
        let risk = |score| {
            format!(
                "kind: risk\nowner: Head\naccepted-by: Bob\nlikelihood: 4\nseverity: 4\nresidual-likelihood: {score}\n"
            )
        };
        assert_eq!(found(PEOPLE, &risk(2)), ["a.md:5:14 Bob (Head) owns the risk and accepted what is left of it"]);
        assert!(found(PEOPLE, &risk(1)).is_empty());
        let settings = format!("[risk.acceptance]\nmedium = [\"Officer\"]\n[roles]\nOfficer = \"o\"\n{PEOPLE}");
        assert!(found(&settings, &risk(2)).is_empty(), "that another has to accept it is told");
    }

    #[test]
    fn an_owner_does_not_approve_alone_unless_at_the_top() {
        let text = "kind: procedure\nstatus: approved\nowner: Officer\napprovers: [Ada]\n";
        assert_eq!(
            found(PEOPLE, text),
            ["a.md:6:13 Ada (Officer) owns X, and is the only one whom it names as approver"]
        );
        assert!(found(PEOPLE, &text.replace("[Ada]", "[Ada, Head]")).is_empty());
        assert!(found(PEOPLE, &text.replace("approved", "draft")).is_empty());
        assert!(found(PEOPLE, &text.replace("procedure", "policy")).is_empty());
        let top = format!("[roles.Officer]\ndescription = \"o\"\ntop = true\n{PEOPLE}");
        assert!(found(&top, text).is_empty());
        // One person may hold a role at the top beside another.
        let both = PEOPLE.replace("[\"Officer\"]", "[\"Officer\", \"Chief\"]");
        let top =
            format!("[roles.Chief]\ndescription = \"c\"\ntop = true\n[roles.Officer]\ndescription = \"o\"\n{both}");
        assert!(found(&top, &text.replace("[Ada]", "[Chief]")).is_empty());
        let told = ["a.md:6:13 Chief (Officer) owns X, and is the only one whom it names as approver"];
        assert_eq!(found(&top.replace("top = true\n", ""), &text.replace("[Ada]", "[Chief]")), told);
    }

    #[test]
    fn of_the_past_it_is_said_whose_roles_are_meant() {
        let lines = "kind: impact-assessment\nassessor: Ada\naccepted-by: Officer\naccepted: 2026-05-01\n";
        let told =
            "a.md:5:14 Officer (Ada) carried out the assessment and accepted what is left, by the roles of today";
        assert_eq!(found(PEOPLE, lines), [told]);
    }

    #[test]
    fn nobody_closes_their_own_action_or_stands_in_for_themselves() {
        let closed = "kind: nonconformity\nstate: closed\naction-owner: Officer\nclosed-by: Ada\n";
        let told = "a.md:6:12 Ada (Officer) carried out the action and closed the nonconformity";
        assert_eq!(found(PEOPLE, closed), [told]);
        let system = "kind: system\nowner: Head\ndeputy: Head\n";
        assert_eq!(found(PEOPLE, system), ["a.md:5:9 Head answers for the system and is the deputy of that"]);
    }
}
