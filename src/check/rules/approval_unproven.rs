//! `approval-unproven`: the signature of an approval record proves nothing.

use std::collections::BTreeSet;

use crate::approval::record::ActKind;
use crate::approval::{Act, Counts, Objection};
use crate::base::{SETTINGS, plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::signature::Verdict;

pub(super) static RULE: Rule = Rule {
    code: "AIMS505",
    name: "approval-unproven",
    level: Level::Error,
    clock: false,
    what: "The record of an approval is not signed, or its signature does not prove that the person it names made it: the key is not listed for that person in the settings before the change, has expired, or the signature does not fit. Or a record names another version than its text has.",
    why: "A record that anybody could have written is no evidence. A signature that does not fit may mean that the record was changed after it was made.",
    fix: "Let the person named make the record anew with `aims approve`. A key has to be listed in `aims.toml` on the main line before the record comes in.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let unproven = context.approvals.acts.iter().filter(|act| act.objection() == Some(Objection::Unproven));
    let (keyless, mut told): (Vec<&Act>, Vec<&Act>) = unproven.partition(|act| is_keyless(act));
    match keyless.as_slice() {
        // What lacks is one thing, however many records there are.
        [first, _, ..] => {
            let keys: BTreeSet<&str> =
                keyless.iter().filter_map(|act| act.verdict.as_ref().and_then(Verdict::fingerprint)).collect();
            let message = plural!(
                keyless.len(),
                "{n} record of an act, {path}, does not count: no settings on record before it list any key. It is signed by {keys}",
                "{n} records of acts, such as {path}, do not count: no settings on record before them list any key. They are signed by {keys}",
                path = first.path.shown(),
                keys = keys.into_iter().collect::<Vec<_>>().join(", ")
            );
            report.settings(None, message, keyless_help());
        }
        few => told.extend(few),
    }
    for act in told {
        tell(act, context, report);
    }
}

/// Whether its signature fits, and there were no keys by which it could be more.
fn is_keyless(act: &Act) -> bool {
    act.record.is_ok() && matches!(act.verdict, Some(Verdict::NoKeyListed { .. }))
}

fn keyless_help() -> &'static str {
    say!(
        "A key counts for what comes after the commit that lists it. Where the history was squashed or begins anew, name a commit whose settings you know to be right: `--trust HEAD` takes people and keys from the newest. A folder without git has no record: look at it in a clone. Else have the keys merged first, and let the acts be made anew."
    )
}

fn tell(act: &Act, context: &Context<'_>, report: &mut Report<'_>) {
    let (Ok(record), Counts::No(why)) = (&act.record, &act.standing) else { return };
    let (id, by, why) = (&record.document, &record.by, why.sentence());
    let message = match record.act {
        ActKind::Approval => say!("the record that {by} approved {id} does not count: {why}", by, id, why),
        ActKind::Review => say!("the record that {by} reviewed {id} does not count: {why}", by, id, why),
        ActKind::Acknowledgement => say!("the record that {by} acknowledged {id} does not count: {why}", by, id, why),
    };
    let help = match is_keyless(act) {
        true => keyless_help(),
        false => say!(
            "Let that person, or another with the role where they left, make it anew, with a key that is listed in `aims.toml` on the main line already."
        ),
    };
    report.file(&act.path, None, message, help);
    report.names(Some(by));
    if act.is_unread && !context.history.is_whole() {
        report.because("history-incomplete", SETTINGS);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    #[test]
    fn a_record_without_a_signature_is_told_at_its_file() {
        let record = format!(
            "format = 1\nact = \"approval\"\ndocument = \"P\"\npath = \"p.md\"\nby = \"Ada\"\nemail = \"a@x\"\ndate = \"2026-01-01\"\n\
             blob = \"{0}\"\nsha256 = \"{1}\"\nsubstance = \"{1}\"\n",
            "a".repeat(40),
            "b".repeat(64)
        );
        let policy = "---\nid: P\nkind: policy\nstatus: draft\n---\nx\n";
        let found = only("approval-unproven", &[("aims.toml", ""), ("p.md", policy), ("approvals/P/a.toml", &record)]);
        assert_eq!(found, ["approvals/P/a.toml:1:1 the record that Ada approved P does not count: it is not signed"]);
    }
}
