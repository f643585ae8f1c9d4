//! `acceptance-without-authority`: what is left of a risk or impact was accepted by somebody who may not.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lists::or;
use crate::check::rule::{Report, Rule};
use crate::check::then::{Found, Then};
use crate::diag::Level;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::people::bare;
use crate::model::risk::{self, RiskLevel, RiskScale, is_opportunity};

pub(super) static RULE: Rule = Rule {
    code: "AIMS630",
    name: "acceptance-without-authority",
    level: Level::Error,
    clock: false,
    what: "`accepted-by` of a risk or an impact assessment names a role or person that the settings do not let accept what is left at its level: under `[risk.acceptance]`, or by `may-accept` of a role. Roles and levels are taken from the settings of the day of the acceptance, as far as git has them, and whoever had left accepts nothing. Settings that give more authority count once somebody has vouched for them.",
    why: "Residual risks are accepted by those whom the organisation has given that authority (clauses 5.3 and 6.1.3). An acceptance by anybody else is none.",
    fix: "Let somebody decide who may, and write who and when; or treat it further, until its level is one that this role may accept. Where the settings are wrong, mend `[risk.acceptance]`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in ["risk", "impact-assessment"].into_iter().flat_map(|kind| context.living_of(kind)) {
        let Some(found) = unauthorised(context, document) else { continue };
        let (level, may) = &found.what;
        let who = document.fields.text("accepted-by").unwrap_or_default();
        report.document(
            document,
            document.span_of("accepted-by"),
            found.told(say!(
                "what is left of {id} is {level}, and `{who}` may not accept that",
                id = document.id,
                level = wording::of(level.as_str()),
                who
            )),
            say!(
                "Let {roles} decide, and write who accepted it and when; or treat it further.",
                roles = or(may.iter().cloned())
            ),
        );
    }
}

/// Whether whoever accepted what is left of a risk, be it a draft, was not known to the settings of that day as who could.
pub(in crate::check) fn is_unentitled(context: &Context<'_>, risk: &Document) -> bool {
    let is_stranger = |who| Then::of(context, risk, risk.fields.date("accepted")).is_stranger(who);
    risk.fields.text("accepted-by").is_some_and(is_stranger) || outside(context, risk, true).is_some()
}

/// The level of what is left of a risk or impact, and who might accept it, where somebody else did.
pub(super) fn unauthorised(context: &Context<'_>, document: &Document) -> Option<Found<(RiskLevel, Vec<String>)>> {
    if document.is_draft() || (document.is("risk") && (document.is_closed() || is_opportunity(&document.fields))) {
        return None;
    }
    // Whom nobody knows is told elsewhere.
    outside(context, document, false)
}

/// The same of any document; with `strangers` of those too whom the settings do not know.
fn outside(context: &Context<'_>, document: &Document, strangers: bool) -> Option<Found<(RiskLevel, Vec<String>)>> {
    let config = &context.aims.config;
    let who = bare(document.fields.text("accepted-by")?);
    let knows = |config: &Config| config.knows(who) || !config.people.is_empty() && config.is_known(who);
    let then = Then::of(context, document, document.fields.date("accepted"));
    then.find(knows, |own, authority| {
        let level = left(document, authority.risk).filter(|_| strangers || knows(own))?;
        let may = authority.who_may_accept(level);
        let is_told = !may.is_empty() && !own.acts_under(&own.names_on(who, then.day, config), &may);
        is_told.then(|| (level, may.iter().map(|role| format!("`{role}`")).collect()))
    })
}

/// The level of what is left.
fn left(document: &Document, scale: RiskScale) -> Option<RiskLevel> {
    let fields = &document.fields;
    if document.is("risk") {
        // That nobody scored it has its own finding.
        return risk::left(fields).map(|score| scale.level(score));
    }
    let word = fields.text("residual").filter(|_| document.is("impact-assessment"));
    RiskLevel::ALL.into_iter().find(|level| word == Some(level.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SETTINGS: &str = "[risk.acceptance]\nmedium = [\"CRO\"]\nhigh = [\"CEO\"]\n[roles]\nCRO = \"r\"\nCEO = \"r\"\nClerk = \"c\"\n\
                            [[people]]\nname = \"Ada\"\nroles = [\"CRO\"]\n";

    fn found(settings: &str, lines: &str) -> Vec<String> {
        let text = format!("---\nid: R\nkind: risk\nlikelihood: 5\nseverity: 5\n{lines}---\n");
        only("acceptance-without-authority", &[("aims.toml", settings), ("a.md", &text)])
    }

    #[test]
    fn it_is_told_at_who_accepted() {
        let told = |level: &str, who: &str| {
            vec![format!("a.md:7:14 what is left of R is {level}, and `{who}` may not accept that")]
        };
        assert_eq!(found(SETTINGS, "residual-likelihood: 2\naccepted-by: Clerk\n"), told("medium", "Clerk"));
        assert_eq!(found(SETTINGS, "residual-likelihood: 3\naccepted-by: CRO\n"), told("high", "CRO"));
        assert_eq!(found(SETTINGS, "residual-likelihood: 3\naccepted-by: Ada\n"), told("high", "Ada"));
        let unscored = vec!["a.md:6:14 what is left of R is high, and `CRO` may not accept that".to_owned()];
        assert_eq!(found(SETTINGS, "accepted-by: CRO\ntreatment: accept\n"), unscored);
    }

    #[test]
    fn whoever_had_left_accepts_nothing() {
        let settings = format!("{SETTINGS}left = 2026-04-30\n");
        let told =
            |day: &str| found(&settings, &format!("residual-likelihood: 2\naccepted-by: Ada\naccepted: {day}\n"));
        let message = "a.md:7:14 what is left of R is medium, and `Ada` may not accept that, by the roles of today";
        assert_eq!(told("2026-05-01"), [message]);
        assert!(told("2026-04-30").is_empty());
    }

    #[test]
    fn those_who_may_and_levels_of_which_nothing_is_said_are_no_findings() {
        for lines in [
            "residual-likelihood: 2\naccepted-by: Ada\n",
            "residual-likelihood: 2\naccepted-by: CEO\n",
            "residual-likelihood: 1\naccepted-by: Clerk\n",
            "residual-likelihood: 3\naccepted-by: Nobody\n",
            "residual-likelihood: 3\naccepted-by: Clerk\nstate: closed\n",
            "residual-likelihood: 3\naccepted-by: Clerk\nstatus: draft\n",
            "",
        ] {
            assert_eq!(found(SETTINGS, lines), Vec::<String>::new(), "{lines}");
        }
        assert_eq!(
            found("[roles]\nClerk = \"c\"\n", "residual-likelihood: 3\naccepted-by: Clerk\n"),
            Vec::<String>::new()
        );
    }
}
