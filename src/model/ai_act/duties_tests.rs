//! The duties, counted against the provisions, and followed for systems of each sort.

use std::collections::BTreeSet;

use super::case::Case;
use super::duties::{Backing, Evidence, Owed, all, applies_at_last};
use super::{Class, classes, deploys_annex_iii, points_in, roles};
use crate::base::Date;
use crate::model::Aims;
use crate::model::catalog::{Catalog, Role};
use crate::model::document::Document;
use crate::model::kinds::Kinds;
use crate::model::load::load;
use crate::model::standing::Standing;
use crate::source::Memory;

const TODAY: Date = Date::constant(2026, 11, 20);

fn read(files: &[(&str, &str)]) -> Aims {
    let files = files.iter().copied().chain([("aims.toml", "")]);
    let aims = load(&Memory::new(files.map(|(path, text)| (path, text.as_bytes()))), TODAY).unwrap();
    let standings = vec![Standing::default(); aims.documents.len()];
    aims.stand(standings)
}

fn system(lines: &str) -> String {
    format!("---\nid: SYS-1\ntitle: T\nkind: system\nowner: Head\n{lines}\n---\nText.\n")
}

/// What `look` finds in the duties towards the one system.
fn owed<T>(lines: &str, more: &[(&str, &str)], look: impl Fn(&[Owed<'_>]) -> T) -> T {
    let text = system(lines);
    let mut files = vec![("s.md", text.as_str())];
    files.extend(more);
    let aims = read(&files);
    let (ix, _) = aims.of_kind("system")[0];
    look(&Evidence::of(&aims).owed(ix))
}

fn ids(owed: &[Owed<'_>]) -> String {
    owed.iter().map(|one| one.duty.of.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_duty_is_of_a_provision_and_names_what_there_is() {
    let act = Catalog::builtin().framework("eu-ai-act").unwrap();
    let kinds = Kinds::builtin();
    let system: BTreeSet<&str> = kinds.fields(kinds.get("system")).map(|field| field.name.as_str()).collect();
    let to_come = ["dataset", "monitoring", "test", "training"];
    let words =
        ["any", "high", "high-annex-iii", "high-annex-i", "exempt-6-3", "transparency", "gpai", "gpai-systemic"];
    assert_eq!(all().len(), 81);
    for duty in all() {
        assert!(act.find(&duty.of).is_some_and(|item| !item.applies.is_empty()), "{}", duty.of);
        assert!(duty.also.iter().all(|id| act.find(id).is_some()), "{}", duty.of);
        assert!(!duty.roles.is_empty() && !duty.classes.is_empty(), "{}", duty.of);
        assert!(duty.classes.iter().all(|class| words.contains(&class.as_str())), "{}", duty.of);
        assert!(duty.fields.iter().all(|field| system.contains(field.as_str())), "{}", duty.of);
        let known = |kind: &String| kinds.get(kind).is_some() || to_come.contains(&kind.as_str());
        assert!(duty.kinds.iter().all(known), "{}", duty.of);
        let types = kinds.fields(kinds.get("impact-assessment")).find(|field| field.name == "types").unwrap();
        assert!(duty.types.iter().all(|of_type| types.choices.contains(of_type)), "{}", duty.of);
        for signs in duty.given.iter().chain(&duty.not_given) {
            assert!(duty.when.is_some() && !duty.event && !signs.keys().is_empty(), "{}", duty.of);
            assert!(signs.keys().iter().all(|key| system.contains(key)), "{}", duty.of);
            let mut points = signs.any_point.iter().chain(&signs.no_point);
            assert!(points.all(|point| points_in(point).is_some()), "{}", duty.of);
        }
        assert!(duty.when.is_some() || !duty.event, "{}", duty.of);
        let control = |id: &String| Catalog::builtin().control("iso-42001", id).is_some();
        assert!(duty.controls.iter().all(control), "{}", duty.of);
    }
    // What counsel tests by paragraph is there by paragraph.
    let has = |id: String| all().iter().any(|duty| duty.of == id);
    assert!(('a'..='l').all(|point| has(format!("art-16-{point}"))));
    assert!(('a'..='m').all(|point| has(format!("art-17-1-{point}"))));
    // Article 26(3) leaves other law alone and asks for nothing.
    assert!((1..=12).filter(|number| *number != 3).all(|number| has(format!("art-26-{number}"))));
    assert!((1..=5).all(|number| has(format!("art-50-{number}"))));
}

#[test]
fn one_word_and_a_list_are_read_alike() {
    let of = |lines: &str| {
        let text = system(lines);
        let aims = read(&[("s.md", &text)]);
        let (_, document) = aims.of_kind("system")[0];
        (classes(document), roles(document), deploys_annex_iii(document))
    };
    let high = BTreeSet::from([Class::HighAnnexIii]);
    assert_eq!(of("ai-act-class: high\nai-roles: [user]"), (high.clone(), [Role::Deployer].into(), true));
    assert_eq!(of("ai-act-class: high\nai-roles: [developer]"), (high, BTreeSet::new(), false));
    let annex_i = "ai-act-class: high\nrequirements: {eu-ai-act: [annex-i]}\nai-roles: [provider, deployer]";
    assert_eq!(of(annex_i).0, BTreeSet::from([Class::HighAnnexI]));
    assert_eq!(of(&format!("{annex_i}\nannex-iii: 5(b)")).0, BTreeSet::from([Class::HighAnnexIii]));
    assert!(of("ai-act-class: banana\nai-roles: [banana]").0.is_empty());
}

#[test]
fn role_and_class_choose_the_duties_and_the_day() {
    owed("ai-act-class: high\nai-roles: [deployer]", &[], |owed| {
        assert!(ids(owed).starts_with("art-4 art-5 art-26-1 art-26-2 "), "{}", ids(owed));
        assert!(ids(owed).contains("art-27-1") && !ids(owed).contains("art-16"), "{}", ids(owed));
        let of = |id: &str| owed.iter().find(|one| one.duty.of == id).unwrap();
        assert_eq!(of("art-26-6").from, Some(Date::constant(2027, 12, 2)));
        assert_eq!(of("art-4").from, Some(Date::constant(2025, 2, 2)));
        assert!(!of("art-26-6").applies(TODAY) && of("art-4").applies(TODAY));
        assert_eq!(of("art-26-6").owner, Some("Head"));
    });
    owed("ai-act-class: high\nai-roles: [provider]\nrequirements: {eu-ai-act: [annex-i]}", &[], |owed| {
        let of = |id: &str| owed.iter().find(|one| one.duty.of == id);
        assert_eq!(of("art-72-3").unwrap().from, Some(Date::constant(2028, 8, 2)));
        assert!(of("art-16-i").is_none(), "registration is about Annex III");
    });
    owed("ai-act-class: transparency\nai-roles: [provider]\ndeployed: 2026-01-05", &[], |owed| {
        assert_eq!(ids(owed), "art-4 art-5 art-50-1 art-50-2 art-50-5");
        assert_eq!(owed[3].from, Some(Date::constant(2026, 12, 2)), "it was in use before August 2026");
        assert_eq!(owed[2].from, Some(Date::constant(2026, 8, 2)));
    });
    assert_eq!(owed("ai-act-class: not-applicable\nai-roles: [provider]", &[], |owed| owed.len()), 0);
    assert_eq!(owed("ai-act-class: high", &[], |owed| owed.len()), 0);
}

#[test]
fn what_was_on_the_market_before_the_day_has_longer() {
    let from = |class: &str, role: &str, deployed: &str, id: &str| {
        owed(&format!("ai-act-class: {class}\nai-roles: [{role}]\n{deployed}"), &[], |owed| {
            owed.iter().find(|one| one.duty.of == id).unwrap().from.unwrap().to_string()
        })
    };
    for (class, id) in [
        ("gpai", "art-53-1-a"),
        ("gpai", "art-53-1-d"),
        ("gpai", "art-54"),
        ("gpai-systemic", "art-53-1-b"),
        ("gpai-systemic", "art-55-1-c"),
    ] {
        let of = |deployed: &str| from(class, "gpai-provider", deployed, id);
        assert_eq!(of("deployed: 2025-08-01"), "2027-08-02", "{id}");
        assert_eq!(of("deployed: 2025-08-02"), "2025-08-02", "{id}");
        assert_eq!(of(""), "2025-08-02", "{id}: of no day it is told the first");
    }
    let marked = |deployed: &str| from("transparency", "provider", deployed, "art-50-2");
    assert_eq!(marked("deployed: 2026-08-01"), "2026-12-02");
    assert_eq!([marked("deployed: 2026-08-02"), marked("")], ["2026-08-02", "2026-08-02"]);
}

#[test]
fn registration_is_about_annex_iii_alone() {
    let of = |class: &str, role: &str| owed(&format!("ai-act-class: {class}\nai-roles: [{role}]"), &[], ids);
    let has = |class: &str, role: &str, id: &str| of(class, role).split(' ').any(|of| of == id);
    assert!(has("high-annex-iii", "deployer", "art-26-8") && !has("high-annex-i", "deployer", "art-26-8"));
    assert!(has("high-annex-iii", "provider", "art-16-i") && !has("high-annex-i", "provider", "art-16-i"));
}

#[test]
fn an_exemption_is_registered_from_the_day_on_which_that_is_in_effect() {
    let lines = "ai-act-class: exempt-6-3\nart-6-3: It prepares a task, point (d)\nai-roles: [provider]";
    let look = |lines: &str, id: &str| {
        owed(lines, &[], |owed| {
            let of = owed.iter().find(|one| one.duty.of == id).unwrap();
            (of.from, of.backing)
        })
    };
    let day = Some(Date::constant(2027, 12, 2));
    let registered = |lines: &str| format!("{lines}\nregistered: no 123456, 2026-10-01");
    assert_eq!(look(lines, "art-49-2"), (day, Backing::Open));
    assert_eq!(look(&registered(lines), "art-49-2"), (day, Backing::Stated));
    assert_eq!(look(lines, "art-6-4"), (day, Backing::Stated), "its reason stands under `art-6-3`");
    let high = "ai-act-class: high\nai-roles: [provider]";
    assert_eq!(look(high, "art-16-i").1, Backing::Open);
    assert_eq!(look(&registered(high), "art-16-i").1, Backing::Stated);
}

#[test]
fn no_duty_is_of_a_day_on_which_its_provision_applies_on_paper() {
    let act = Catalog::builtin().framework("eu-ai-act").unwrap();
    let classes = [
        "prohibited",
        "high-annex-iii",
        "high-annex-i",
        "exempt-6-3",
        "transparency",
        "gpai",
        "gpai-systemic",
        "minimal",
    ];
    for class in classes {
        let lines = format!("ai-act-class: {class}\nai-roles: [provider, deployer, importer, gpai-provider]");
        owed(&lines, &[], |owed| {
            for one in owed {
                let applies = &act.find(&one.duty.of).unwrap().applies;
                let is_in_effect = |day: Date| applies.iter().any(|row| row.from == day && !row.is_on_paper());
                assert!(one.from.is_some_and(is_in_effect), "{class}: {}", one.duty.of);
            }
        });
    }
}

#[test]
fn the_last_day_of_a_provision_is_that_of_the_systems_it_is_for() {
    let last = |provision: &str, lines: &[&str]| {
        let texts: Vec<String> = lines.iter().map(|lines| system(lines)).collect();
        let paths: Vec<String> = (0..texts.len()).map(|at| format!("s{at}.md")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        let aims = read(&files);
        let systems: Vec<&Document> = aims.documents.iter().map(|system| &**system).collect();
        applies_at_last(provision, &systems).map(|day| day.to_string())
    };
    let (iii, i) = ("ai-act-class: high", "ai-act-class: high-annex-i");
    for (provision, systems, day) in [
        ("art-73", &[iii][..], "2027-12-02"),
        ("art-73", &[i], "2028-08-02"),
        ("art-73", &[iii, i], "2028-08-02"),
        ("art-73", &[], "2028-08-02"),
        ("art-73", &["ai-act-class: minimal"], "2028-08-02"),
        ("art-50", &["ai-act-class: transparency"], "2026-12-02"),
        ("art-4", &[], "2025-02-02"),
    ] {
        assert_eq!(last(provision, systems).as_deref(), Some(day), "{provision} {systems:?}");
    }
    assert_eq!(last("art-999", &[]), None);
}

#[test]
fn what_bears_on_a_duty_is_told_by_how_much_it_shows() {
    let record = |more: &str| format!("---\nid: REC-1\ntitle: T\nkind: record\nowner: Tester\n{more}\n---\nText.\n");
    let lines = "ai-act-class: high\nai-roles: [deployer]\noversight: the head";
    let look = |more: &str, id: &str| {
        owed(lines, &[("r.md", &record(more))], |owed| {
            let of = owed.iter().find(|one| one.duty.of == id).unwrap();
            (of.backing, of.evidence.len(), of.owner.map(str::to_owned))
        })
    };
    let head = Some("Head".to_owned());
    // Whoever keeps a record of it does not answer for the duty by that.
    let exact = "date: 2026-10-01\nsystems: [SYS-1]\nrequirements: {eu-ai-act: [art-26-6]}";
    assert_eq!(look(exact, "art-26-6"), (Backing::OnRecord, 1, head.clone()));
    assert_eq!(look(exact, "art-26-1"), (Backing::Open, 0, head.clone()));
    assert_eq!(look(exact, "art-26-2"), (Backing::Stated, 0, head.clone()), "the entry says who watches it");
    for unfinished in [exact.replace("2026-10-01", "2027-10-01"), format!("{exact}\nstatus: draft")] {
        assert_eq!(look(&unfinished, "art-26-6").0, Backing::Stated, "{unfinished}");
    }
    let torn = format!("{exact}\n---\n<<<<<<< a\nOne.\n=======\nTwo.\n>>>>>>> b\n");
    assert_eq!(look(&torn, "art-26-6").0, Backing::Stated, "nobody has decided what it says");
    assert_eq!(look(&exact.replace("art-26-6", "art-26"), "art-26-6").0, Backing::Stated);
    assert_eq!(look(&exact.replace("systems: [SYS-1]\n", ""), "art-26-6").0, Backing::Open);
    let old = exact.replace("2026-10-01", "2025-06-01");
    assert_eq!(look(&old, "art-26-6").0, Backing::Stated, "it is too long ago");
    let control = "date: 2026-10-01\nsystems: [SYS-1]\ncontrols: [A.6.2.8]";
    assert_eq!(look(control, "art-26-6").0, Backing::OnRecord);
}

#[test]
fn what_says_what_is_to_be_done_states_and_an_obligation_has_an_owner() {
    let look = |kind: &str, more: &str| {
        let text = format!("---\nid: X\ntitle: T\nkind: {kind}\nowner: Counsel\n{more}---\nText.\n");
        owed("ai-act-class: high\nai-roles: [deployer]", &[("x.md", &text)], |owed| {
            let of = owed.iter().find(|one| one.duty.of == "art-26-6").unwrap();
            (of.backing, of.owner.map(str::to_owned))
        })
    };
    let exact = "systems: [SYS-1]\nrequirements: {eu-ai-act: [art-26-6]}\n";
    let (head, counsel) = (Some("Head".to_owned()), Some("Counsel".to_owned()));
    for kind in ["policy", "procedure", "plan"] {
        assert_eq!(look(kind, exact), (Backing::Stated, head.clone()), "{kind}");
    }
    assert_eq!(look("obligation", exact), (Backing::Stated, counsel));
}

#[test]
fn an_assessment_bears_on_the_duties_that_it_says_it_is_for() {
    let look = |kind: &str, types: &str, id: &str| {
        let text = format!(
            "---\nid: IA-1\ntitle: T\nkind: {kind}\ndate: 2026-10-01\nsystems: [SYS-1]\ntypes: {types}\n---\nText.\n"
        );
        owed("ai-act-class: high\nai-roles: [deployer]", &[("i.md", &text)], |owed| {
            owed.iter().find(|one| one.duty.of == id).unwrap().backing
        })
    };
    for (types, of_dpia, of_fria) in [
        ("aiia", Backing::Open, Backing::Open),
        ("[aiia, dpia]", Backing::OnRecord, Backing::Open),
        ("DSFA", Backing::OnRecord, Backing::Open),
        ("[dpia, fria]", Backing::OnRecord, Backing::OnRecord),
        ("child rights", Backing::Open, Backing::Open),
    ] {
        let found = ["art-26-9", "art-27-1"].map(|id| look("impact-assessment", types, id));
        assert_eq!(found, [of_dpia, of_fria], "{types}");
    }
    assert_eq!(look("record", "fria", "art-27-1"), Backing::Open, "of other kinds the word says nothing");
}

#[test]
fn an_entry_answers_whether_a_case_is_given_and_what_it_leaves_open_stays_open() {
    let case = |id: &str, lines: &str| {
        let roles = "ai-act-class: [high-annex-iii, transparency]\nai-roles: [provider, deployer]";
        owed(&format!("{roles}\n{lines}"), &[], |owed| {
            let of = owed.iter().find(|one| one.duty.of == id).unwrap();
            (of.case, of.answered_by.join(" "))
        })
    };
    for (id, lines, wanted, by) in [
        ("art-26-1", "", Case::Always, ""),
        ("art-26-4", "personal-data: false", Case::Asked, ""),
        ("art-26-7", "annex-iii: 4(b)", Case::Given, "annex-iii"),
        ("art-26-7", "annex-iii: \"4\"", Case::Asked, ""),
        ("art-26-7", "", Case::Asked, ""),
        ("art-26-8", "personal-data: false", Case::Asked, ""),
        ("art-26-9", "personal-data: false", Case::NotGiven, "personal-data"),
        ("art-26-9", "personal-data: true", Case::Asked, ""),
        ("art-26-9", "", Case::Asked, ""),
        ("art-26-10", "annex-iii: 5(b)", Case::NotGiven, "annex-iii"),
        ("art-26-10", "annex-iii: [5(b), \"1\"]", Case::Asked, ""),
        ("art-26-10", "annex-iii: [5(b), biometrics]", Case::Asked, ""),
        ("art-26-10", "annex-iii: 1(c)", Case::NotGiven, "annex-iii"),
        ("art-26-11", "affected: [applicants]\nautonomy: recommends", Case::Given, "affected autonomy"),
        ("art-26-11", "affected: [applicants]\nautonomy: assists", Case::Asked, ""),
        ("art-26-12", "", Case::Event, ""),
        ("art-16-e", "log-retention: 6 months", Case::Given, "log-retention"),
        ("art-27-1", "annex-iii: 5(b)", Case::Given, "annex-iii"),
        ("art-27-1", "annex-iii: 5(a)", Case::Asked, ""),
        ("art-50-1", "", Case::Asked, ""),
        ("art-50-3", "annex-iii: 1(c)\npersonal-data: true", Case::Given, "annex-iii"),
        ("art-50-3", "personal-data: false", Case::NotGiven, "personal-data"),
        ("art-50-3", "annex-iii: 1(c)\npersonal-data: false", Case::Asked, ""),
        ("art-73-1", "", Case::Event, ""),
    ] {
        assert_eq!(case(id, lines), (wanted, by.to_owned()), "{id}: {lines}");
    }
}

#[test]
fn evidence_of_another_system_is_about_that() {
    let lines = "ai-act-class: high\nai-roles: [provider]";
    let look = |systems: &str| {
        let text = format!(
            "---\nid: DAT\ntitle: T\nkind: record\nowner: X\ndate: 2026-10-01\n{systems}controls: [A.7.2]\n---\nText.\n"
        );
        let other = "---\nid: SYS-2\ntitle: T\nkind: system\n---\nText.\n";
        owed(lines, &[("d.md", &text), ("z.md", other)], |owed| {
            owed.iter().find(|one| one.duty.of == "art-17-1-f").unwrap().backing
        })
    };
    assert_eq!(look("systems: [SYS-2]\n"), Backing::Open);
    assert_eq!(look("systems: [SYS-1, SYS-2]\n"), Backing::OnRecord);
    assert_eq!(look(""), Backing::OnRecord);
}

#[test]
fn a_point_of_annex_iii_spares_and_a_product_of_annex_i_makes_a_provider() {
    let of = |lines: &str| owed(lines, &[], ids);
    let deployer = "ai-act-class: high-annex-iii\nai-roles: [deployer]\nannex-iii: ";
    for (point, is_owed) in [("\"2\"", false), ("5(b)", true), ("[\"2\", \"4\"]", true), ("nonsense", true)] {
        let ids = of(&format!("{deployer}{point}"));
        assert_eq!(["art-27-1", "art-86", "art-26-8"].map(|id| ids.contains(id)), [is_owed; 3], "{point}");
    }
    let maker = of("ai-act-class: high-annex-i\nai-roles: [product-manufacturer]");
    assert!(maker.contains("art-25-3") && maker.contains("art-17-1-a") && maker.contains("art-73-1"), "{maker}");
    assert!(!of("ai-act-class: high-annex-iii\nai-roles: [product-manufacturer]").contains("art-17"));
}

#[test]
fn a_point_is_read_in_the_ways_it_is_written() {
    for word in ["5(b)", "5 (b)", "5b", "point 5(b)", "Annex III, point 5 (b)", "Annex III 5.b"] {
        assert_eq!(points_in(word), Some(vec![(5, Some('b'))]), "{word}");
    }
    assert_eq!(points_in("2"), Some(vec![(2, None)]));
    assert_eq!(points_in("5(b) and 5(c); 4"), Some(vec![(5, Some('b')), (5, Some('c')), (4, None)]));
    for word in ["9(z)", "9", "5(z)", "5(b)(c)", "credit", "", "article 5(b)"] {
        assert_eq!(points_in(word), None, "{word}");
    }
}

#[test]
fn a_substantial_modification_brings_the_duties_about() {
    let before = |day: &str, substantial: &str| {
        let change = format!(
            "---\nid: CHG\ntitle: T\nkind: change\nsystems: [SYS-1]\ndate: {day}\nsubstantial: {substantial}\nstate: done\n---\nText.\n"
        );
        owed("ai-act-class: high\nai-roles: [deployer]\ndeployed: 2025-03-01", &[("c.md", &change)], |owed| {
            owed.iter().find(|one| one.duty.of == "art-26-6").unwrap().before
        })
    };
    assert!(!before("2028-02-01", "yes"));
    assert!(before("2028-02-01", "no") && before("2027-02-01", "yes"));
}

#[test]
fn what_was_in_use_before_the_day_is_told_apart() {
    let before = |deployed: &str| {
        owed(&format!("ai-act-class: high\nai-roles: [deployer]\ndeployed: {deployed}"), &[], |owed| {
            owed.iter().map(|one| one.before).collect::<Vec<_>>()
        })
    };
    assert!(before("2025-03-01").iter().skip(2).all(|before| *before));
    assert!(before("2027-12-02").iter().all(|before| !*before));
}

#[test]
fn an_aims_without_the_act_owes_nothing_by_it() {
    let text = system("ai-act-class: high\nai-roles: [deployer]");
    let files = [("aims.toml", "[frameworks]\nuse = [\"nist-ai-rmf\"]\n"), ("s.md", text.as_str())];
    let aims = load(&Memory::new(files.map(|(path, text)| (path, text.as_bytes()))), TODAY).unwrap();
    let (ix, _) = aims.of_kind("system")[0];
    assert!(Evidence::of(&aims).owed(ix).is_empty());
}
