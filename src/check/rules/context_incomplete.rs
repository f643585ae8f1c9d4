//! `context-incomplete`: a scope that leaves out what it was drawn from.

use crate::base::text::count;
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS342",
    name: "context-incomplete",
    level: Level::Warning,
    clock: false,
    what: "A scope lists no `issues` or no `interested-parties`; or interested parties whose needs nothing meets (`met-by`). Nothing is asked of a draft, and not where another document serves the clause.",
    why: "The boundary is drawn with regard to internal and external issues, climate change among them, and to the requirements of interested parties (clauses 4.1 to 4.3). Auditors ask of each party which of its needs the management system meets, and by what.",
    fix: "Add what is missing; in `met-by` name the documents that meet the need: `met-by: PRO-006, A.8.2`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, scope) in context.living_of("scope").filter(|(_, scope)| !is_draft(scope)) {
        look_at(context, ix, scope, report);
    }
}

fn look_at(context: &Context<'_>, ix: DocIx, scope: &Document, report: &mut Report<'_>) {
    let fields = &scope.fields;
    for (key, clause, what) in
        [("issues", "4.1", "internal and external issues"), ("interested-parties", "4.2", "interested parties")]
    {
        // A team may keep the list elsewhere; entries of systems name the clause for the roles that they give.
        let served = context.aims.trace.get(clause).is_some_and(|clause| {
            clause.documents().any(|other| other != ix && !context.aims.document(other).is("system"))
        });
        if fields.lacks(key) && !served {
            report.document(
                scope,
                scope.head,
                format!("{} lists no {what} (`{key}`)", scope.id),
                format!("Add them under `{key}`, or let the document that lists them name clause {clause}."),
            );
        }
    }
    let parties = fields.rows("interested-parties");
    let unmet: Vec<_> = parties.iter().filter(|row| row.cells.lacks("met-by")).collect();
    if let Some(first) = unmet.first() {
        let some = count(unmet.len(), "interested party");
        let party = first.cells.text("party").unwrap_or("unnamed");
        report.document(
            scope,
            first.cells.span("party").unwrap_or(first.span),
            format!("nothing is said to meet what {some} of {} need, the first is `{party}`", parties.len()),
            "Name in each row what meets the need: `met-by: PRO-…`. Where it is not met, say so and why.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    const WHOLE: &str =
        "---\nid: SCO\nkind: scope\nissues: [i]\ninterested-parties:\n  - {party: p, needs: n, met-by: PRO-1}\n---\n";

    #[test]
    fn what_is_left_out_is_told() {
        assert_one("context-incomplete", WHOLE, &[]);
        let told = ["1:1 SCO lists no internal and external issues (`issues`)"];
        assert_one("context-incomplete", &WHOLE.replace("issues: [i]\n", ""), &told);
        let told = ["6:13 nothing is said to meet what 1 interested party of 1 need, the first is `p`"];
        assert_one("context-incomplete", &WHOLE.replace(", met-by: PRO-1", ""), &told);
        assert_one("context-incomplete", &WHOLE.replace("issues: [i]", "status: draft"), &[]);
    }

    #[test]
    fn the_list_may_stand_elsewhere() {
        let bare = WHOLE.replace("issues: [i]\n", "");
        let other = ("o.md", "---\nid: REC\nkind: record\nclauses: [\"4.1\"]\n---\nIssues.\n");
        assert!(only("context-incomplete", &[("aims.toml", ""), ("a.md", &bare), other]).is_empty());
    }
}
