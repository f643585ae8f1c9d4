//! `corrective-action-shallow`: a nonconformity closed without what keeps it from coming back.

use crate::base::say;
use crate::check::blame::blames_people;
use crate::check::context::Context;
use crate::check::lacks::{closed, is_unsaid, unsaid};
use crate::check::rule::{Report, Rule};
use crate::check::then::{Roles, Then};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS717",
    name: "corrective-action-shallow",
    level: Level::Warning,
    clock: false,
    what: "A nonconformity is closed and does not say what was put right at once (`correction`), whether the same stands elsewhere (`similar`), or, where it is major or came of another, by what method the cause was found (`cause-method`); its cause is nothing but somebody's fault (`human error`, `the clerk forgot`); its effect was checked by the owner of the action, by who held which role that day, or on the day on which the action was done.",
    why: "The cause is determined, similar nonconformities are looked for, and the effect of the action is reviewed (clause 10.2). `Root cause not determined` and `effect confirmed by whoever carried it out` foretell that it comes back.",
    fix: "Ask why until the answer is something that can be changed; look for the same elsewhere, and write what was found; let somebody else check the effect, after some time.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let roles = Roles::new(context);
    for (ix, found) in context.living_of("nonconformity").filter(|(_, found)| !found.is_draft()) {
        if let Some(span) = closed(&found.fields) {
            // That the cause itself is missing is told by `closed-without-cause`.
            let by_method = !is_unsaid(&found.fields, "cause") && is_grave(context, ix, found);
            let keys: &[&str] =
                if by_method { &["correction", "similar", "cause-method"] } else { &["correction", "similar"] };
            if let Some(missing) = unsaid(&found.fields, keys) {
                report.document(
                    found,
                    span,
                    say!("{id} is closed without {missing}", id = found.id, missing),
                    say!(
                        "Write what was put right at once, where else it was looked for, and how the cause was found."
                    ),
                );
            }
            look_at((context, &roles), found, report);
        }
    }
}

/// Whether a nonconformity is major, or came of another and so came back: then it matters how its cause was found.
fn is_grave(context: &Context<'_>, ix: DocIx, found: &Document) -> bool {
    let is_one = |to: DocIx| to != ix && context.aims.document(to).is("nonconformity");
    found.fields.text("grade") == Some("major") || context.aims.named_by(ix, "from").any(is_one)
}

fn look_at<'a>((context, roles): (&Context<'a>, &Roles<'a>), found: &Document, report: &mut Report<'_>) {
    let fields = &found.fields;
    if fields.text("cause").is_some_and(blames_people) {
        report.document(
            found,
            found.span_of("cause"),
            say!("the cause of {id} blames people, and can come again", id = found.id),
            say!("Ask why that could happen, until the answer is something that can be changed."),
        );
    }
    let checked = fields.text("action-owner").zip(fields.text("effectiveness-by"));
    let then = Then::of(context, found, fields.date("effectiveness-checked"));
    if let Some(same) = checked.and_then(|(owner, by)| then.same(roles, owner, by)) {
        report.document(
            found,
            found.span_of("effectiveness-by"),
            same.told(say!("the effect of {id} was checked by the owner of the action", id = found.id)),
            say!("Let somebody else look whether it worked, and write who."),
        );
    }
    let done = fields.date("done");
    if done.is_some() && done == fields.date("effectiveness-checked") {
        report.document(
            found,
            found.span_of("effectiveness-checked"),
            say!("the effect of {id} was checked on the day on which the action was done", id = found.id),
            say!("Look again once there was time for it to come back."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    const WHOLE: &str = "---\nid: NC\nkind: nonconformity\ncorrection: c\nsimilar: s\ncause: The form did not ask\ncause-method: m\naction-owner: Head\ndone: 2026-01-01\neffectiveness-by: Auditor\neffectiveness-checked: 2026-03-01\nstate: closed\n---\n";

    #[test]
    fn what_is_left_out_is_told_where_it_says_closed() {
        assert_one("corrective-action-shallow", WHOLE, &[]);
        assert_one(
            "corrective-action-shallow",
            &WHOLE.replace("similar: s\n", ""),
            &["11:8 NC is closed without `similar`"],
        );
        assert_one("corrective-action-shallow", &WHOLE.replace("similar: s", "status: draft"), &[]);
        let bare = WHOLE.replace("cause-method: m", "grade: GRADE");
        assert_one("corrective-action-shallow", &bare.replace("GRADE", "minor"), &[]);
        let told = ["12:8 NC is closed without `cause-method`"];
        assert_one("corrective-action-shallow", &bare.replace("GRADE", "major"), &told);
        let back = bare.replace("grade: GRADE", "from: [NC-0]");
        let first = "---\nid: NC-0\nkind: nonconformity\nstate: open\n---\n";
        let told = ["a.md:12:8 NC is closed without `cause-method`"];
        assert_eq!(only("corrective-action-shallow", &[("aims.toml", ""), ("a.md", &back), ("b.md", first)]), told);
        assert_one("corrective-action-shallow", &WHOLE.replace("similar: s\n", "").replace("closed", "open"), &[]);
    }

    #[test]
    fn what_is_there_is_looked_at() {
        let told = ["6:8 the cause of NC blames people, and can come again"];
        assert_one("corrective-action-shallow", &WHOLE.replace("The form did not ask", "Human error."), &told);
        assert_one("corrective-action-shallow", &WHOLE.replace("The form did not ask", "The clerk forgot."), &told);
        let told = ["12:8 NC is closed without `correction` (`None`) and `similar` (`keine`)"];
        let empty = WHOLE.replace("correction: c", "correction: None").replace("similar: s", "similar: keine");
        assert_one("corrective-action-shallow", &empty, &told);
        let looked = WHOLE.replace("similar: s", "similar: None found; all nine forms were looked through");
        assert_one("corrective-action-shallow", &looked, &[]);
        let told = ["11:24 the effect of NC was checked on the day on which the action was done"];
        assert_one("corrective-action-shallow", &WHOLE.replace("2026-03-01", "2026-01-01"), &told);
        let people = "[[people]]\nname = \"Ada\"\nroles = [\"Head\"]\n[[people]]\nname = \"Bob\"\n";
        let own = WHOLE.replace("by: Auditor", "by: Ada");
        let told = ["a.md:10:19 the effect of NC was checked by the owner of the action, by the roles of today"];
        assert_eq!(only("corrective-action-shallow", &[("aims.toml", people), ("a.md", &own)]), told);
    }
}
