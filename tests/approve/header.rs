//! Texts that say in their first lines where they stand: what they show of that is part of what is approved.

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, World, policy, settings};

/// The policy with its keys in its first lines.
const BOLD: &str = "# AI policy\n\n**Id**: POL-001  \n**Kind**: policy  \n**Version**: 1.0  \n**Status**: approved  \n\
                    **Owner**: AI Officer  \n**Effective**: 2026-01-10  \n**Reviewed**: 2026-01-10  \n\
                    **Next review**: 2027-01-10  \n\nEvery AI system must be listed.\n";

/// What AIMS504 advises where an approved text was changed so.
fn advised(text: &str, changes: &[(&str, &str)]) -> Option<String> {
    let (world, key) = World::empty();
    let forms = "[header]\nforms = [\"bold\"]\n";
    world.put("aims.toml", &format!("{}{forms}", settings(&[(ORLA, &public(&key))])));
    world.put(POLICY, text);
    world.commit(MIREL, "Write the AI policy");
    assert_eq!(world.approve_in_time(&key).code, Some(0));
    world.commit(ORLA, "Approve it");
    for (from, to) in changes {
        world.edit(POLICY, from, to);
    }
    world.commit(MIREL, "Change it");
    let found = world.check().findings.found;
    found.into_iter().find(|finding| finding.code == "AIMS504").map(|finding| finding.help.unwrap_or_default())
}

#[test]
fn a_review_date_that_a_text_shows_is_named_where_it_alone_has_changed() {
    let reviewed = ("2026-01-10  \n**Next", "2026-05-01  \n**Next");
    let next = ("2027-01-10", "2027-05-01");
    let words = ("must be", "is");
    let help = advised(BOLD, &[reviewed]).expect("it lapsed");
    assert!(help.contains("no word has changed but what the text itself says under `reviewed`"), "{help}");
    assert!(help.contains("`aims review POL-001`"), "{help}");
    let help = advised(BOLD, &[reviewed, next]).expect("it lapsed");
    assert!(help.contains("under `next-review`, `reviewed`"), "{help}");
    for changes in [&[reviewed, words][..], &[reviewed, ("must", "may")], &[words]] {
        let help = advised(BOLD, changes).expect("it lapsed");
        assert!(help.contains("shows what changed since"), "{changes:?}: {help}");
    }
    // In front matter it is no word of the text, so the one that has changed is another.
    let moved = ("reviewed: 2026-01-10", "reviewed: 2026-05-01");
    assert_eq!(advised(&policy(), &[moved]), None);
    let help = advised(&policy(), &[moved, ("must", "may")]).expect("it lapsed");
    assert!(help.contains("shows what changed since"), "{help}");
}
