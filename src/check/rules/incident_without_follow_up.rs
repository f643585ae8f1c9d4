//! `incident-without-follow-up`: an incident that was closed without a corrective action, or of which users were not told.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::closed;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::links::Target;

pub(super) static RULE: Rule = Rule {
    code: "AIMS716",
    name: "incident-without-follow-up",
    level: Level::Warning,
    clock: false,
    what: "An incident of severity medium or more is closed, no nonconformity came of it (`nonconformity`, or `from` of one), and its text does not name the procedure or clause 10.2 by which none was raised; or an incident of severity high or serious is contained or closed and does not say when users were told (`users-told`).",
    why: "The organisation decides of each failure whether a corrective action is needed (clause 10.2), and tells users of incidents (control A.8.4). `No corrective action considered` is what an auditor notes.",
    fix: "Raise a nonconformity and name it; or say in the text why none is raised, with a link to the procedure or to `[[10.2]]`. Write when users were told.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, incident) in context.living_of("incident").filter(|(_, incident)| !incident.is_draft()) {
        let fields = &incident.fields;
        let severity = fields.text("severity").unwrap_or_default();
        let over = fields.text("state") == Some("contained") || closed(fields).is_some();
        if matches!(severity, "high" | "serious") && over && fields.lacks("users-told") {
            report.document(
                incident,
                incident.span_of("severity"),
                say!("{id} is of severity `{severity}`, and nothing says when users were told", id = incident.id, severity),
                say!("Write the day: `users-told: …`. Where nobody has to be told, say so in the text and name the day of that decision."),
            );
        }
        let Some(span) = closed(fields).filter(|_| matches!(severity, "medium" | "high" | "serious")) else { continue };
        if !is_followed(context, ix, incident) {
            report.document(
                incident,
                span,
                say!("{id} is closed, and neither a nonconformity nor a reason for none is named", id = incident.id),
                say!("Raise one and name it under `nonconformity`; or say in the text why none is raised, with a link to the procedure."),
            );
            report.missing();
        }
    }
}

/// Whether a nonconformity came of an incident, or its text says by which rule none was raised.
fn is_followed(context: &Context<'_>, ix: DocIx, incident: &Document) -> bool {
    let aims = context.aims;
    let by_rule = |target: &Target| match target {
        Target::Requirement(id) => id.id.starts_with("10.2"),
        Target::Document(document, _) => serves(context, *document),
        _ => false,
    };
    !incident.fields.lacks("nonconformity")
        || !aims.naming("nonconformity", "from", ix).is_empty()
        || aims.links[ix.index()].iter().flatten().any(by_rule)
}

/// Whether a document is a nonconformity, or what says how they are raised.
fn serves(context: &Context<'_>, ix: DocIx) -> bool {
    let document = context.aims.document(ix);
    document.is("nonconformity") || context.aims.trace.served_by(ix).any(|served| served.id.starts_with("10.2"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(lines: &str, body: &str) -> Vec<String> {
        let incident = format!("---\nid: INC\nkind: incident\nusers-told: 2026-01-02\n{lines}---\n{body}\n");
        let procedure = "---\nid: PRO\nkind: procedure\nclauses: [\"10.2\"]\n---\nText.\n";
        only("incident-without-follow-up", &[("aims.toml", ""), ("a.md", &incident), ("p.md", procedure)])
    }

    #[test]
    fn a_closed_incident_has_a_nonconformity_or_a_reason() {
        let told = ["a.md:6:8 INC is closed, and neither a nonconformity nor a reason for none is named"];
        assert_eq!(found("severity: medium\nstate: closed\n", ""), told);
        for (lines, body) in [
            ("severity: low\nstate: closed\n", ""),
            ("severity: high\nstate: contained\n", ""),
            ("severity: high\nstate: closed\nnonconformity: NC-1\n", ""),
            ("severity: high\nstate: closed\n", "By [[PRO]] none is raised."),
            ("severity: high\nstate: closed\n", "By [[10.2]] none is raised."),
        ] {
            assert!(found(lines, body).is_empty(), "{lines}{body}");
        }
    }

    #[test]
    fn users_are_told_of_what_is_grave() {
        let untold = |severity: &str| {
            let text = format!("---\nid: INC\nkind: incident\nseverity: {severity}\nstate: contained\n---\n");
            only("incident-without-follow-up", &[("aims.toml", ""), ("a.md", &text)]).len()
        };
        assert_eq!([untold("medium"), untold("high"), untold("serious")], [0, 1, 1]);
    }
}
