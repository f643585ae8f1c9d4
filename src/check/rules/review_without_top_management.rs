//! `review-without-top-management`: a management review that top management took no part in.

use crate::base::say;
use crate::check::lacks::{is_draft, or};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS730",
    name: "review-without-top-management",
    level: Level::Error,
    clock: false,
    what: "Nobody among the `attendees` of a management review is top management: a role with `top = true` under `[roles]`, or somebody who holds it. A deputy is not. Where no role has that, nothing is asked.",
    why: "It is top management that reviews the management system (clause 9.3.1). Without it the meeting was another one.",
    fix: "Hold the review with top management, or name those who were there. Which roles are top management, `[roles]` in `aims.toml` says.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let config = &context.aims.config;
    // Who came to be top management by a change that nobody has vouched for was none before it.
    let said: Vec<Vec<&str>> = context.authorities().map(|authority| authority.top_roles()).collect();
    let Some(top) = said.first().filter(|top| !top.is_empty()) else { return };
    for (_, review) in context.living_of("management-review").filter(|(_, review)| !is_draft(review)) {
        let (fields, attendees) = (&review.fields, review.fields.texts("attendees"));
        // That nobody is named has its own finding.
        let unread = attendees.is_empty() || fields.is_misread("attendees");
        if unread || said.iter().all(|top| top.is_empty() || attendees.iter().any(|who| config.holds(&who.value, top)))
        {
            continue;
        }
        let roles = or(top.iter().map(|role| format!("`{role}`")));
        report.document(
            review,
            review.span_of("attendees"),
            say!("{id} names nobody of top management among those who took part", id = review.id),
            say!("Hold the review with {roles}, or name those who were there.", roles),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str = "[roles]\nCEO = { about = \"r\", top = true, deputy = \"CFO\" }\nClerk = \"c\"\n[[people]]\nname = \"Ada\"\nroles = [\"CEO\"]\n";

    fn found(settings: &str, attendees: &str) -> Vec<String> {
        let text = format!("---\nid: MR\nkind: management-review\nattendees: {attendees}\n---\n");
        only("review-without-top-management", &[("aims.toml", settings), ("a.md", &text)])
    }

    #[test]
    fn it_is_told_at_those_who_were_there() {
        let told = ["a.md:4:12 MR names nobody of top management among those who took part"];
        assert_eq!(found(SETTINGS, "[Clerk]"), told);
        assert_eq!(found(SETTINGS, "[CFO]"), told);
    }

    #[test]
    fn top_management_by_role_or_name_is_there() {
        for attendees in ["[Clerk, CEO]", "[Ada]", "", "[]"] {
            assert_eq!(found(SETTINGS, attendees), Vec::<String>::new(), "{attendees}");
        }
        assert_eq!(found("[roles]\nCEO = \"r\"\n", "[Clerk]"), Vec::<String>::new());
    }
}
