//! `approval-unproven`: the signature of an approval record proves nothing.

use crate::approval::record::ActKind;
use crate::approval::{Counts, Objection};
use crate::base::{SETTINGS, say};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS505",
    name: "approval-unproven",
    level: Level::Error,
    clock: false,
    what: "The record of an approval is not signed, or its signature does not prove that the person it names made it: the key is not listed for that person in the settings before the change, has expired, or the signature does not fit.",
    why: "A record that anybody could have written is no evidence. A signature that does not fit may mean that the record was changed after it was made.",
    fix: "Let the person named make the record anew with `aims approve`. A key has to be listed in `aims.toml` on the main line before the record comes in.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let unproven = context.approvals.acts.iter().filter(|act| act.objection() == Some(Objection::Unproven));
    for act in unproven {
        let (Ok(record), Counts::No(why)) = (&act.record, &act.standing) else { continue };
        let (id, by, why) = (&record.document, &record.by, why.sentence());
        let message = match record.act {
            ActKind::Approval => say!("the record that {by} approved {id} does not count: {why}", by, id, why),
            ActKind::Review => say!("the record that {by} reviewed {id} does not count: {why}", by, id, why),
            ActKind::Acknowledgement => {
                say!("the record that {by} acknowledged {id} does not count: {why}", by, id, why)
            }
        };
        let help =
            say!("Let that person make it anew, with a key that is listed in `aims.toml` on the main line already.");
        report.file(&act.path, None, message, help);
        if act.is_unread && !context.history.is_whole() {
            report.because("history-incomplete", SETTINGS);
        }
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
