use super::*;

#[test]
fn what_asks_for_less_is_pointed_out() {
    for (old, new, told) in [
        ("Staff must report it.", "Staff should report it.", "“must” became “should”"),
        ("Staff shall report it.", "Staff may report it.", "“shall” became “may”"),
        ("Staff must not share it.", "Staff should not share it.", "“must not” became “should not”"),
        ("Staff must not share it.", "Staff may share it.", "“must not” became “may”"),
        ("Staff cannot share it.", "Staff can share it.", "“cannot” became “can”"),
        ("Staff must ask first.", "Staff need not ask first.", "“must” became “need not”"),
        ("Reports are made monthly.", "Reports are made yearly.", "“monthly” became “yearly”"),
        ("It is tested each quarter.", "It is tested every year.", "“each quarter” became “every year”"),
        ("It is tested once a month.", "It is tested once a year.", "“once a month” became “once a year”"),
        ("It is tested each quarter.", "It is tested twice a year.", "“each quarter” became “twice a year”"),
        ("It is tested each year.", "It is tested every two years.", "“each year” became “every two years”"),
        ("It is tested every 3 months.", "It is tested every 6 months.", "“every 3 months” became “every 6 months”"),
        ("We do not let it refuse.", "We should normally not let it refuse.", "“do” became “should normally”"),
        ("Suppliers are assessed.", "Suppliers should be assessed.", "“are” became “should be”"),
        ("Answer within 24 hours.", "Answer within 72 hours.", "“within 24 hours” became “within 72 hours”"),
        ("Answer within 24 hours.", "Answer within three days.", "“within 24 hours” became “within three days”"),
        (
            "Answer within five working days.",
            "Answer within ten working days.",
            "“within five working days” became “within ten working days”",
        ),
        ("At least 95 % are checked.", "At least 90 % are checked.", "“At least 95 %” became “At least 90 %”"),
        (
            "Reviewed every 12 months at most.",
            "Reviewed every 24 months at most.",
            "“every 12 months” became “every 24 months”",
        ),
        (
            "Told no later than 3 days after.",
            "Told no later than 2 weeks after.",
            "“no later than 3 days” became “no later than 2 weeks”",
        ),
        ("Logs stay for 6 years here.", "Logs stay for 5 years here.", "a number changed: 6 → 5 years"),
        (
            "We do not let it refuse a loan.",
            "We do let it refuse a loan.",
            "“not” was removed: “We do let it refuse a”",
        ),
        (
            "All is well. The owner must sign each release.",
            "All is well.",
            "a sentence with “must” was removed: “The owner must sign each release.”",
        ),
        (
            "All is well.\n\n- The owner must sign each release.\n",
            "All is well.\n",
            "a sentence with “must” was removed: “The owner must sign each release.”",
        ),
    ] {
        assert_eq!(weakenings(&compared(old, new)), [told], "{old} / {new}");
    }
}

#[test]
fn what_became_stricter_or_only_moved_is_not() {
    for (old, new) in [
        ("Staff should report it.", "Staff must report it."),
        ("Staff must share it.", "Staff must not share it."),
        ("Staff must share it.", "Staff may not share it."),
        ("Staff need not ask first.", "Staff must ask first."),
        ("Staff do not need to ask.", "Staff do need to ask."),
        ("Reports are made yearly.", "Reports are made monthly."),
        ("Answer within 72 hours.", "Answer within 24 hours."),
        ("It is tested twice a year.", "It is tested six times a year."),
        ("Answer within 24 hours.", "Answer within 1 day."),
        ("Answer within 3 days.", "Answer within 48 hours."),
        ("At least 90 % are checked.", "At least 95 % are checked."),
        ("Issued in May 2026 by us.", "Issued in June 2026 by us."),
        ("Issued in June 2026 by us.", "Issued in May 2026 by us."),
        ("See version 1.2 of it.", "See version 1.3 of it."),
        ("Since 2026-01-02 it runs.", "Since 2026-02-02 it runs."),
        ("One. The owner must sign it.\n\nTwo.", "One.\n\nTwo. The owner must sign it."),
        ("The owner must sign each release.\n\nTwo.", "Two.\n\nThe owner must sign each release."),
        ("The owner must sign each release of it.", "Every release of it must be signed by its owner."),
        ("It is not used. We never ask.", "It is never used. We do not ask."),
    ] {
        assert_eq!(weakenings(&compared(old, new)), [""; 0], "{old} / {new}");
    }
}

#[test]
fn front_matter_can_be_weaker_too() {
    for (old, new, told) in [
        ("controls: [A.5.2, A.5.3]", "controls: [A.5.3]", "control A.5.2 no longer claimed"),
        ("approvers: [Chief Executive]", "", "approver Chief Executive dropped"),
        ("requirements: {eu-ai-act: [art-9]}", "", "eu-ai-act art-9 no longer claimed"),
        ("review-every: 12 months", "review-every: 2 years", "review interval longer: 12 → 24 months"),
        ("review-every: 12 months", "", "review interval removed"),
        ("classification: confidential", "classification: internal", "classification lowered: confidential → internal"),
        ("in-scope: true", "in-scope: false", "declared out of scope"),
        ("commitments: [We must act., We ask.]", "commitments: [We may act., We ask.]", "“must” became “may”"),
        ("target: at least 95 %", "target: at least 80 %", "“at least 95 %” became “at least 80 %”"),
        (
            "statement: [{control: A.5.2, implementation: done}]",
            "statement: [{control: A.5.2, implementation: planned}]",
            "implementation of A.5.2 lowered: done → planned",
        ),
        ("likelihood: 4", "likelihood: 2", "likelihood lowered 4 → 2, and nothing else changed that would say why"),
    ] {
        assert_eq!(weakenings(&compared(&front(old), &front(new))), [told], "{old} / {new}");
        let back = compared(&front(new), &front(old));
        assert_eq!(weakenings(&back), [""; 0], "{new} / {old}");
    }
    let with_reason = compared(&front("likelihood: 4"), &front("likelihood: 2\nexisting-controls: Two pairs of eyes"));
    assert_eq!(weakenings(&with_reason), [""; 0]);
}

#[test]
fn an_id_that_is_written_in_full_is_claimed_as_before() {
    let told = |old: &str, new: &str| weakenings(&compared(&front(old), &front(new)));
    assert!(told("controls: [A.2.2]", "controls: ['iso-42001:A.2.2']").is_empty());
    assert!(told("clauses: ['iso-42001:5.2']", "clauses: ['5.2']").is_empty());
    assert_eq!(told("controls: [A.5.2]", "controls: ['iso-27001:A.5.2']"), ["control A.5.2 no longer claimed"]);
    assert_eq!(told("controls: [A.5.2, A.5.3]", "controls: ['iso-42001:A.5.2']"), ["control A.5.3 no longer claimed"]);
}

#[test]
fn a_limit_whose_unit_grows_is_weaker_and_the_same_time_in_other_words_is_not() {
    for (old, new) in [
        ("within 4 hours", "within 4 months"),
        ("within 2 days", "within 2 weeks"),
        ("within 1 day", "within 1 week"),
        ("within one day", "within one week"),
        ("within a day", "within a month"),
        ("within an hour", "within a day"),
        ("within 24 hours", "within a week"),
        ("within twenty-four hours", "within forty-eight hours"),
        ("at least 6 months", "at least 6 days"),
        ("at least 99,5 %", "at least 99 %"),
        ("no later than a day", "no later than a week"),
        ("no later than 5 days", "no later than 3 days"),
        ("twice a year", "once a year"),
        ("twice yearly", "once yearly"),
        ("once per quarter", "once per year"),
        ("every 3 months", "every 3 years"),
        ("innerhalb von 4 Stunden", "innerhalb von 4 Monaten"),
        ("innerhalb von 24 Stunden", "innerhalb einer Woche"),
        ("innerhalb eines Tages", "innerhalb eines Monats"),
        ("binnen zwei Tagen", "binnen zwei Wochen"),
        ("mindestens 6 Monate", "mindestens 6 Tage"),
        ("mindestens 99,5 %", "mindestens 95 Prozent"),
        ("alle drei Monate", "alle drei Jahre"),
        ("jeden Monat", "jedes Jahr"),
        ("zweimal im Jahr", "einmal im Jahr"),
        ("vierteljährlich", "jährlich"),
    ] {
        let said = |limit: &str| match limit {
            "no later than 5 days" | "no later than 3 days" => format!("We report {limit} before it."),
            _ => format!("We report {limit} here."),
        };
        let told = weakenings(&compared(&said(old), &said(new)));
        let told: Vec<String> = told.iter().map(|told| told.to_lowercase()).collect();
        assert_eq!(told, [format!("“{old}” became “{new}”").to_lowercase()], "{old} / {new}");
        assert_eq!(weakenings(&compared(&said(new), &said(old))), [""; 0], "{new} / {old}");
    }
    for (one, other) in [
        ("within 12 months", "within one year"),
        ("within 24 hours", "within a day"),
        ("within 4 weeks", "within a month"),
        ("within 90 days", "within a quarter"),
        ("within 5 working days", "within a week"),
        ("within 5 working days", "within 5 calendar days"),
        ("every 12 months", "every year"),
        ("every six months", "twice a year"),
        ("twice a year", "twice yearly"),
        ("six times a year", "every two months"),
        ("at least 95 %", "at least 95 percent"),
        ("at least 99,5 %", "at least 99.5 %"),
        ("at least 30 days", "at least a month"),
        ("innerhalb eines Tages", "innerhalb von 24 Stunden"),
        ("binnen fünf Werktagen", "binnen einer Woche"),
        ("alle zwölf Monate", "jährlich"),
        ("mindestens 1.000 Stunden", "mindestens 900 Stunden"),
    ] {
        let said = |limit: &str| format!("We report {limit} here.");
        assert_eq!(weakenings(&compared(&said(one), &said(other))), [""; 0], "{one} / {other}");
        assert_eq!(weakenings(&compared(&said(other), &said(one))), [""; 0], "{other} / {one}");
    }
    for (old, new) in [
        ("At most twice a year we may close.", "At most once a year we may close."),
        ("It runs at least three times a year.", "It runs at least two times a month."),
        ("Alle 4 Systeme laufen.", "Alle 5 Systeme laufen."),
        ("Answer within 4 hours.", "Delete it within 30 days of that."),
    ] {
        assert_eq!(weakenings(&compared(old, new)), [""; 0], "{old} / {new}");
    }
}

#[test]
fn a_little_more_of_another_unit_is_more() {
    let told = |old: &str, new: &str| weakenings(&compared(old, new));
    for (old, new) in [
        ("It is reviewed yearly here.", "It is reviewed every 13 months here."),
        ("It is checked quarterly here.", "It is checked every 14 weeks here."),
        ("We answer within 1 year here.", "We answer within 13 months here."),
    ] {
        assert_eq!((told(old, new).len(), told(new, old).len()), (1, 0), "{old}");
    }
    assert_eq!(told("Up to twice a year we may close.", "Up to once a year we may close."), [""; 0]);
}
