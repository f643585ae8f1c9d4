//! Levels and waivers: from what rules found to what is told.

use std::collections::{BTreeMap, BTreeSet};

use super::bounded::bounded;
use super::guarded::is_guarded;
use super::heads;
use super::known;
use super::registry::{RULES, find};
use super::relaxed::is_off;
use super::rule::{Family, Rule, in_both, level_given};
use super::unsure::without_consequences;
use crate::approval::{Approvals, Guard, Held};
use crate::base::text::did_you_mean;
use crate::base::{DocPath, SETTINGS, say, wording};
use crate::diag::{Diagnostic, Ground, Level, Place};
use crate::history::History;
use crate::model::config::{Checks, Waiver};
use crate::model::origin::LetGo;
use crate::model::{Aims, DocIx};

/// What is told, in order of place.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Findings that stand.
    pub found: Vec<Diagnostic>,
    /// Findings that a waiver covers.
    pub waived: Vec<Waived>,
    /// How many rules the settings switch off: what those would find, nobody looked for.
    pub off: usize,
    /// Errors that only follow from others, which stand: what rests on such a document is no more in order by that.
    following: Vec<Diagnostic>,
}

/// A finding that a waiver covers.
#[derive(Debug, Clone)]
pub struct Waived {
    /// The finding.
    pub finding: Diagnostic,
    /// The reason the waiver gives.
    pub reason: String,
    /// The last day of the waiver.
    pub until: crate::base::Date,
}

impl Findings {
    /// How many findings of this level are told: those that no baseline lists.
    pub fn count(&self, level: Level) -> usize {
        self.told().filter(|finding| finding.level == level).count()
    }

    /// Findings that no baseline lists, in order of place.
    pub fn told(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|finding| !finding.known)
    }

    /// How many findings a baseline lists.
    pub fn known(&self) -> usize {
        self.found.len() - self.told().count()
    }

    /// Documents in which, or about which, there are errors of the families that are told of documents: all but those of the
    /// settings. What rests on one of them is not in order while the check says that something in it is wrong.
    pub fn wrong_documents(&self, aims: &Aims) -> BTreeSet<DocIx> {
        let counts = |finding: &&Diagnostic| {
            finding.level == Level::Error && matches!(Family::of(finding.code).digit, b'1'..=b'7')
        };
        let all = self.found.iter().chain(&self.following);
        all.filter(counts).filter_map(|finding| about(finding, aims)).collect()
    }

    /// Documents of which an error says that they left, or are called retired, without the act that lets them go.
    pub fn let_go(&self, approvals: &Approvals) -> Vec<LetGo> {
        let counts = |finding: &&Diagnostic| finding.level == Level::Error && LEAVING.contains(&finding.name);
        let all = self.found.iter().chain(&self.following);
        let of = all.filter(counts).filter_map(|finding| finding.document.as_deref());
        let ids: BTreeSet<String> = of.map(str::to_ascii_lowercase).collect();
        let is_told = |one: &&LetGo| ids.contains(&one.id.to_ascii_lowercase());
        approvals.let_go.iter().filter(is_told).cloned().collect()
    }

    /// Records that were committed long after the day they are of, or edited when they were closed.
    pub fn doubtful_records(&self, aims: &Aims) -> BTreeSet<DocIx> {
        let counts = |finding: &&Diagnostic| DOUBTFUL.contains(&finding.name);
        self.found.iter().filter(counts).filter_map(|finding| about(finding, aims)).collect()
    }

    /// Records by somebody who answers for what they look at: an audit, or whether an action worked.
    pub fn partial_records(&self, aims: &Aims) -> BTreeSet<DocIx> {
        let is_one = |finding: &Diagnostic, ix: DocIx| match finding.name {
            "corrective-action-shallow" => aims.document(ix).fields.span("effectiveness-by") == finding.place.span,
            name => name == PARTIAL,
        };
        let of = |finding| about(finding, aims).filter(|ix| is_one(finding, *ix));
        self.found.iter().filter_map(of).collect()
    }

    /// Takes out what names something that `is` told of.
    pub fn forget(&mut self, is: &dyn Fn(&str) -> bool) {
        let names = |finding: &Diagnostic| {
            let help = finding.help.as_deref().unwrap_or_default();
            let document = finding.document.as_deref().unwrap_or_default();
            // How many documents are withheld is told to nobody from whom they are.
            let counts = finding.document.is_none() && finding.name == "withheld-document";
            counts || [finding.message.as_str(), help, document, finding.place.path.as_str()].into_iter().any(is)
        };
        self.found.retain(|finding| !names(finding));
        self.following.retain(|finding| !names(finding));
        self.waived.retain(|waived| !names(&waived.finding) && !is(&waived.reason));
    }

    /// Takes out what rests on something that is missing: for readers of a part that need not be missing, and what they see
    /// that nothing is said of would tell them what they may not read.
    pub fn leave_missing(&mut self) {
        let stays = |of: &Diagnostic| of.ground == Ground::Present && !find(of.code).is_some_and(Rule::is_of_missing);
        self.found.retain(stays);
        self.following.retain(stays);
        self.waived.retain(|waived| stays(&waived.finding));
    }

    /// What stands at or above the failing level, in order of place: `at`, or for what only the passing of time brought
    /// about `clock_at`. `None` never fails.
    pub fn failing(&self, at: Option<Level>, clock_at: Option<Level>) -> impl Iterator<Item = &Diagnostic> {
        let at = move |finding: &Diagnostic| if finding.clock { clock_at } else { at };
        self.told().filter(move |finding| finding.insists || at(finding).is_some_and(|at| finding.level >= at))
    }
}

/// Gives every finding its level, takes away what is switched off or waived, and reports waivers that do not hold. What is
/// found about approvals keeps the level, and stands unwaived, that it has by any of the settings of the guard too.
pub(super) fn settle(found: Vec<Diagnostic>, of: (&Aims, &History), guard: &Guard) -> Findings {
    wording::within(of.0.config.interface(), || settled_and_bounded(found, of, guard))
}

fn settled_and_bounded(found: Vec<Diagnostic>, (aims, history): (&Aims, &History), guard: &Guard) -> Findings {
    let mut findings = settled(found, aims, guard);
    if let Some(baseline) = &aims.baseline {
        let is_lost = |path: &str| {
            let document = DocPath::new(path).and_then(|path| aims.by_path(&path)).map(|ix| aims.document(ix));
            document.is_some_and(|document| heads::loses_rows(aims, document))
        };
        // Where another file lies now, what is listed is of that one.
        let moved = |path: &DocPath| {
            let earlier = history.of(path).map(|(_, change)| &change.path).filter(|path| aims.by_path(path).is_none());
            earlier.map(ToString::to_string).collect()
        };
        let gone = known::know(&mut findings.found, baseline, is_lost, moved);
        if let Some(mut finding) = known::outdated(baseline, &gone)
            && let Some(level) =
                level_given(&aims.config.checks, finding.code, finding.name).unwrap_or(Some(finding.level))
        {
            finding.level = level;
            findings.found.push(finding);
            findings.found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        }
    }
    findings.found = bounded(findings.found);
    findings.off = RULES.iter().filter(|rule| is_off(&aims.config.checks, rule)).count();
    findings
}

/// The same, whatever is known of it and however many they are.
pub(super) fn settled(found: Vec<Diagnostic>, aims: &Aims, guard: &Guard) -> Findings {
    let checks = &aims.config.checks;
    let said = said(checks);
    let mut findings = Findings::default();
    let mut used = vec![None; checks.waivers.len()];
    for mut finding in found {
        let strict = strict(&finding, aims, guard);
        let said = said.get(finding.code).filter(|_| !UNYIELDING.contains(&finding.code));
        let today = said.and_then(|said| said.level).unwrap_or(Some(finding.level));
        let levels = strict.iter().filter_map(|held| level_held(held, &finding));
        let Some(level) = levels.fold(today, |level, held| level.max(Some(held))) else { continue };
        finding.level = level;
        finding.insists = strict
            .iter()
            .any(|held| fails(held.before, &finding) && held.with.is_none_or(|with| !fails(with, &finding)));
        let mut holding = None;
        for &i in said.map_or(&[][..], |said| &said.waivers) {
            let waiver = &checks.waivers[i];
            if covers(waiver, &finding) {
                used[i].get_or_insert(true);
                holding = holding.or_else(|| Some((i, holds(waiver, aims)?)));
            }
        }
        let stood = |held: &Held<'_>| {
            waives(held.before, &finding, aims) || held.with.is_some_and(|with| !waives(with, &finding, aims))
        };
        match holding.filter(|_| strict.iter().all(stood)) {
            Some((_, (reason, until))) => findings.waived.push(Waived { finding, reason: reason.to_owned(), until }),
            None => {
                // Where nobody vouched for it who could have, `check-lowered` tells.
                let mut last = guard.vouched().map(|last| &last.authority().checks).into_iter();
                if let Some((i, _)) = holding.filter(|_| last.all(|checks| waives(checks, &finding, aims))) {
                    used[i] = Some(false);
                }
                findings.found.push(finding);
            }
        }
    }
    for (waiver, used) in checks.waivers.iter().zip(&used).filter(|(_, used)| **used != Some(true)) {
        findings.found.extend(unused(waiver, used.is_some(), &said, aims));
    }
    findings.found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.found.dedup();
    (findings.found, findings.following) = without_consequences(findings.found);
    findings
}

/// Rules that tell that settings are not vouched for, or lowered: nothing but that somebody vouches for them settles it.
pub(super) const UNYIELDING: [&str; 2] = ["AIMS516", "AIMS518"];

/// Rules by which a record may be none of its day.
pub(super) const DOUBTFUL: [&str; 2] = ["record-edited", "record-post-dated"];

/// The rule by which whoever audited answers for what was audited.
pub(crate) const PARTIAL: &str = "auditor-not-independent";

/// Rules by which a document left, or is called retired, without the act that lets it go.
const LEAVING: [&str; 2] = ["left-control", "retired-without-approval"];

/// The document that a finding is in, or about.
fn about(finding: &Diagnostic, aims: &Aims) -> Option<DocIx> {
    let path = &finding.place.path;
    let record = || aims.by_id(path.in_approvals()?.split_once('/')?.0);
    finding.document.as_deref().and_then(|id| aims.by_id(id)).or_else(|| aims.by_path(path)).or_else(record)
}

/// The settings that hold beside those of today for a finding.
fn strict<'g>(finding: &Diagnostic, aims: &Aims, guard: &'g Guard) -> Vec<Held<'g>> {
    if !is_guarded(finding.code) {
        return Vec::new();
    }
    guard.checks(about(finding, aims)).collect()
}

/// The level that settings give a finding; `None` where they switch it off.
fn level_by(checks: &Checks, finding: &Diagnostic) -> Option<Level> {
    if UNYIELDING.contains(&finding.code) {
        return Some(finding.level);
    }
    level_given(checks, finding.code, finding.name).unwrap_or(Some(finding.level))
}

/// The level that a finding keeps by settings of before, where what came after them is lower.
fn level_held(held: &Held<'_>, finding: &Diagnostic) -> Option<Level> {
    let before = level_by(held.before, finding);
    before.filter(|_| held.with.is_none_or(|with| level_by(with, finding) < before))
}

/// Whether a finding fails a check by these settings.
fn fails(checks: &Checks, finding: &Diagnostic) -> bool {
    checks.failing_at(finding.clock).is_some_and(|at| finding.level >= at)
}

/// Whether these settings waive a finding.
fn waives(checks: &Checks, finding: &Diagnostic, aims: &Aims) -> bool {
    let names = |waiver: &&Waiver| find(&waiver.code.value).is_some_and(|rule| rule.code == finding.code);
    checks.waivers.iter().filter(names).any(|waiver| covers(waiver, finding) && holds(waiver, aims).is_some())
}

/// What the settings say of one rule.
#[derive(Default)]
struct Said {
    /// Its level, the last one given; `Some(None)` is off.
    level: Option<Option<Level>>,
    /// Places of the waivers that name it.
    waivers: Vec<usize>,
}

/// What the settings say of each rule, by its code.
fn said(checks: &Checks) -> BTreeMap<&'static str, Said> {
    let mut said: BTreeMap<&str, Said> = BTreeMap::new();
    for (named, level) in &checks.levels {
        if let Some(rule) = find(&named.value) {
            said.entry(rule.code).or_default().level = Some(*level);
        }
    }
    for (i, waiver) in checks.waivers.iter().enumerate() {
        if let Some(rule) = find(&waiver.code.value) {
            said.entry(rule.code).or_default().waivers.push(i);
        }
    }
    said
}

/// Whether a waiver of the finding's rule is for the place where it was found.
fn covers(waiver: &Waiver, finding: &Diagnostic) -> bool {
    waiver.place.as_deref().is_none_or(|place| {
        finding.document.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(place))
            || finding.place.path.as_str() == place
    })
}

/// The reason and the last day of a waiver that is complete and in date.
fn holds<'a>(waiver: &'a Waiver, aims: &Aims) -> Option<(&'a str, crate::base::Date)> {
    let until = waiver.until.filter(|until| *until >= aims.today)?;
    Some((waiver.reason.as_deref()?, until))
}

/// A waiver that covers nothing, or does so too early, is itself a finding; its rule has only text: it can be judged only here.
fn unused(waiver: &Waiver, is_early: bool, said: &BTreeMap<&str, Said>, aims: &Aims) -> Option<Diagnostic> {
    let rule = find("waiver-unused")?;
    let level = said.get(rule.code).and_then(|said| said.level).unwrap_or(Some(rule.level))?;
    let known = find(&waiver.code.value).is_some();
    let code = &waiver.code.value;
    let places = aims.documents.iter().flat_map(|document| [&*document.id, document.path.as_str()]);
    let word = if known { waiver.place.as_deref().unwrap_or_default() } else { code };
    let near = match known {
        true => did_you_mean(word, places),
        false => did_you_mean(word, RULES.iter().flat_map(|rule| [rule.code, rule.name])),
    };
    // What is no text of the AIMS may well be there.
    let is_text = !word.contains('.') || DocPath::new(word).is_some_and(|path| path.is_markdown());
    let near = near.filter(|near| !near.eq_ignore_ascii_case(word) && (is_text || !known));
    let span = waiver.place_span.filter(|_| known && near.is_some()).unwrap_or(waiver.code.span);
    in_both(|| {
        let message = match (known, near) {
            _ if is_early => {
                say!("the waiver of `{code}` does not hold yet: it came with the change that it is for", code)
            }
            (true, Some(_)) => say!("the waiver of `{code}` is for `{word}`, which is not there", code, word),
            (true, None) => say!("the waiver of `{code}` covers no finding", code),
            (false, _) => say!("the waiver names `{code}`, which is no rule", code),
        };
        let help = match near {
            _ if is_early => say!("No change settles what is found about itself. It holds once a later one has come to the main line, or once somebody whom the settings list with a key vouches for it: `aims approve aims.toml`.").to_owned(),
            Some(near) => say!("Did you mean `{near}`?", near),
            None => say!("Remove it, so that it cannot hide a finding of tomorrow.").to_owned(),
        };
        let finding = rule.finding(Place { path: DocPath::new(SETTINGS)?, span: Some(span) }, message, help);
        Some(Diagnostic { level, ..finding })
    })
}

#[cfg(test)]
mod tests {
    use super::Level;
    use crate::check::testing::{check, with};

    const EXPIRED: &str = "[[checks.waivers]]\ncode = \"AIMS203\"\nreason = \"old\"\nuntil = 2026-01-31\n";
    const WHOLE: &str =
        "[[checks.waivers]]\ncode = \"broken-link\"\npath = \"a.md\"\nreason = \"new\"\nuntil = 2026-12-31\n";
    const NAMELESS: &str = "[[checks.waivers]]\ncode = \"AIMS203\"\nuntil = 2026-12-31\n";

    /// The names of what is told of waivers and of the link they cover.
    fn told(settings: &str) -> Vec<&'static str> {
        let (found, _) = check(&[("aims.toml", settings), ("a.md", "[[NOPE-1]]\n")]);
        let names = found.into_iter().map(|finding| finding.name);
        names.filter(|name| name.starts_with("waiver") || *name == "broken-link").collect()
    }

    #[test]
    fn an_error_that_is_told_of_a_record_is_held_against_what_rests_on_it() {
        let review = "---\nid: MR-001\ntitle: Review\nkind: management-review\ndate: 2026-01-05\ndecisions: [none]\n---\nText.\n";
        let wrong = |level: Level| {
            with(&[("aims.toml", ""), ("m.md", review)], |context| {
                let mut findings = crate::check::check(context.aims, context.history, context.approvals);
                findings.found.retain(|finding| finding.name == "review-without-decisions");
                findings.found.iter_mut().for_each(|finding| finding.level = level);
                findings.wrong_documents(context.aims).len()
            })
        };
        assert_eq!((wrong(Level::Error), wrong(Level::Warning)), (1, 0));
    }

    #[test]
    fn of_several_waivers_the_one_that_holds_wins_and_all_are_used() {
        for order in [[EXPIRED, WHOLE], [WHOLE, EXPIRED]] {
            assert_eq!(told(&order.concat()), ["waiver-expired"]);
        }
        assert_eq!(told(&[NAMELESS, WHOLE].concat()), ["waiver-incomplete"]);
        assert_eq!(told(&[EXPIRED, NAMELESS].concat()), ["broken-link", "waiver-expired", "waiver-incomplete"]);
        assert_eq!(told(&WHOLE.replace("a.md", "b.md")), ["broken-link", "waiver-unused"]);
    }
}
