//! The embedded data, counted and cross-checked: a slip in a file of `src/model/data/` shows here.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Date;
use crate::model::Tier;
use crate::model::catalog::{Call, Catalog, Confidence, Documented, Framework, Pdca, Role, Verdict, load, natural_key};
use crate::model::kinds::Kinds;

fn framework(id: &str) -> &'static Framework {
    Catalog::builtin().framework(id).unwrap()
}

/// How often each value occurs, in the order of first occurrence.
fn tally<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(seen, _)| *seen == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts
}

#[test]
fn the_embedded_files_parse() {
    load::builtin().unwrap();
}

#[test]
fn frameworks_stand_in_their_order() {
    let ids: Vec<_> = Catalog::builtin().frameworks().iter().map(|framework| &*framework.id).collect();
    assert_eq!(ids, ["iso-42001", "eu-ai-act", "nist-ai-rmf", "iso-27001", "iso-9001"]);
    for framework in Catalog::builtin().frameworks() {
        assert!(framework.retrieved.is_some() && !framework.own && !framework.sources.is_empty(), "{}", framework.id);
    }
}

#[test]
fn ids_are_unique_and_groups_exist() {
    for framework in Catalog::builtin().frameworks() {
        let ids: BTreeSet<_> = framework.items.iter().map(|item| item.id.to_lowercase()).collect();
        assert_eq!(ids.len(), framework.items.len(), "{}", framework.id);
        let groups: BTreeSet<_> = framework.groups.iter().map(|group| Some(&*group.id)).collect();
        assert_eq!(groups.len(), framework.groups.len(), "{}", framework.id);
        let used: BTreeSet<_> = framework.items.iter().map(|item| item.group.as_deref()).collect();
        assert_eq!(used, groups, "every item has a group and every group an item in {}", framework.id);
    }
}

#[test]
fn annex_a_has_38_controls_in_nine_areas() {
    let catalog = Catalog::builtin();
    assert_eq!(catalog.controls().len(), 38);
    assert_eq!(
        tally(catalog.controls().map(|control| &*control.area)),
        [("A.2", 3), ("A.3", 2), ("A.4", 5), ("A.5", 4), ("A.6", 9), ("A.7", 5), ("A.8", 4), ("A.9", 3), ("A.10", 3)]
    );
    let areas: Vec<_> = catalog.areas().iter().map(|area| &*area.id).collect();
    assert_eq!(areas, ["A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.9", "A.10"]);
    for area in catalog.areas() {
        let within: Vec<_> = area.objectives.iter().map(|objective| &*objective.id).collect();
        assert_eq!(within, if area.id == "A.6" { vec!["A.6.1", "A.6.2"] } else { vec![] }, "{}", area.id);
    }
}

#[test]
fn controls_are_numbered_without_a_hole_and_belong_to_their_objective() {
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    for control in Catalog::builtin().controls() {
        let (objective, number) = control.id.rsplit_once('.').unwrap();
        assert_eq!(objective, control.objective, "{}", control.id);
        let last = last.entry(objective).or_insert(1);
        *last += 1;
        assert_eq!(number.parse(), Ok(*last), "{}", control.id);
        assert_eq!(control.guidance, control.id.replace('A', "B"));
        assert_eq!(control.calls_for != Call::None, !control.documents.is_empty() && control.id != "A.5.2");
        assert_eq!(control.calls_for == Call::None, control.document_kinds.is_empty(), "{}", control.id);
        assert!(control.document_kinds.iter().all(|kind| Kinds::builtin().get(kind).is_some()), "{}", control.id);
    }
}

#[test]
fn the_clauses_are_those_of_the_standard() {
    let expected = "4 4.1 4.2 4.3 4.4 5 5.1 5.2 5.3 6 6.1 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7 7.1 7.2 7.3 7.4 7.5 7.5.1 \
                    7.5.2 7.5.3 8 8.1 8.2 8.3 8.4 9 9.1 9.2 9.2.1 9.2.2 9.3 9.3.1 9.3.2 9.3.3 10 10.1 10.2";
    let clauses = Catalog::builtin().clauses();
    let ids: Vec<_> = clauses.iter().map(|clause| &*clause.id).collect();
    assert_eq!(ids.join(" "), expected);
    assert!(ids.is_sorted_by_key(|id| natural_key(id)));
    for clause in clauses {
        assert_eq!(clause.parent.as_deref(), clause.id.rsplit_once('.').map(|(parent, _)| parent), "{}", clause.id);
        let holds_others = clauses.iter().any(|other| other.parent.as_ref() == Some(&clause.id));
        assert_eq!(clause.requirement, !holds_others, "{}", clause.id);
        let step = match clause.id.split('.').next().unwrap() {
            "4" | "5" | "6" => Pdca::Plan,
            "7" | "8" => Pdca::Do,
            "9" => Pdca::Check,
            _ => Pdca::Act,
        };
        assert_eq!(clause.pdca, Some(step), "{}", clause.id);
        assert_eq!(clause.calls_for == Call::None, clause.documents.is_empty(), "{}", clause.id);
        assert!(clause.documented != Documented::Required || !clause.documents.is_empty(), "{}", clause.id);
    }
}

#[test]
fn clauses_call_for_documents_where_the_standard_does() {
    let required: Vec<_> = Catalog::builtin()
        .clauses()
        .iter()
        .filter(|clause| clause.documented == Documented::Required)
        .map(|clause| &*clause.id)
        .collect();
    assert_eq!(required.join(" "), "4.3 4.4 5.2 6.1.1 6.1.2 6.1.3 6.1.4 6.2 7.2 8.2 8.3 8.4 9.1 9.2.2 9.3.3 10.2");
}

/// Kinds that the data names before they are built in.
const TO_COME: [&str; 8] =
    ["communication", "concern", "dataset", "model", "monitoring", "obligation", "release", "test"];

#[test]
fn what_is_called_for_names_kinds_and_their_fields() {
    let kinds = Kinds::builtin();
    let known = |name: &str| kinds.get(name).is_some() || TO_COME.contains(&name) || name == "training";
    let catalog = Catalog::builtin();
    let mut items = 0;
    for clause in catalog.clauses() {
        for called in &clause.called_for {
            items += 1;
            assert!(!called.kinds.is_empty() && called.call != Call::None, "{} {called:?}", clause.id);
            assert!(
                called.kinds.iter().chain(&clause.evidence_kinds).all(|kind| known(kind)),
                "{} {called:?}",
                clause.id
            );
            // A document of each kind can fill in one of them, and each is one of some kind.
            let has = |kind: &str, field: &str| kinds.fields(kinds.get(kind)).any(|known| known.name == field);
            let can = |kind: &String| called.with.is_empty() || called.with.iter().any(|field| has(kind, field));
            let is_some = |field: &String| called.kinds.iter().any(|kind| has(kind, field));
            assert!(
                called.kinds.iter().all(can) && called.with.iter().all(is_some),
                "{}: {:?}",
                clause.id,
                called.with
            );
        }
        let shows = clause.needs.contains(&Tier::Shows);
        assert_eq!(shows, !clause.evidence_kinds.is_empty(), "{}", clause.id);
    }
    assert_eq!(items, 24);
    for control in catalog.controls() {
        let shows = |kind: &String| kinds.get(kind).is_none_or(|kind| kind.tier == Some(Tier::Shows)) && known(kind);
        assert!(!control.evidence_kinds.is_empty() && control.evidence_kinds.iter().all(shows), "{}", control.id);
    }
    let bound = catalog.controls().filter(|control| control.per_system).map(|control| &*control.id);
    assert_eq!(
        bound.collect::<Vec<_>>().join(" "),
        "A.4.3 A.4.4 A.4.5 A.4.6 A.5.3 A.5.4 A.5.5 A.6.2.2 A.6.2.3 A.6.2.4 A.6.2.5 A.6.2.6 A.6.2.7 A.6.2.8 A.7.2 A.7.3 A.7.4 \
         A.7.5 A.7.6 A.8.2 A.9.4"
    );
}

#[test]
fn what_iso_27001_calls_for_is_told_item_by_item() {
    let catalog = Catalog::builtin().following(["iso-27001"]);
    let kinds = Kinds::builtin();
    let mut items = Vec::new();
    for clause in &catalog.standard("iso-27001").expect("the standard").clauses {
        let asked = matches!(clause.documented, Documented::Required | Documented::AsNeeded);
        assert_eq!(asked, !clause.called_for.is_empty(), "{}", clause.id);
        assert_eq!(clause.documents.len(), clause.called_for.len(), "{}", clause.id);
        for called in &clause.called_for {
            assert!(
                called.call != Call::None && called.kinds.iter().all(|kind| kinds.get(kind).is_some()),
                "{called:?}"
            );
            items.push(called.call);
        }
    }
    assert_eq!((items.len(), items.iter().filter(|call| **call == Call::Document).count()), (17, 8));
}

#[test]
fn headings_name_another_standard_as_people_do() {
    let catalog = Catalog::builtin().following(["iso-42001", "iso-27001"]);
    assert_eq!(catalog.heading(&"iso-42001".into(), "9.2.2"), "9.2.2");
    assert_eq!(catalog.heading(&"iso-27001".into(), "9.2.2"), "ISO/IEC 27001 9.2.2");
}

#[test]
fn annex_c_has_eleven_objectives_and_seven_sources_of_risk() {
    let all = &Catalog::builtin().first().considerations;
    let ids: Vec<_> = all.iter().map(|one| &*one.id).collect();
    let expected = (1..=11).map(|n| format!("C.2.{n}")).chain((1..=7).map(|n| format!("C.3.{n}")));
    assert_eq!(ids, expected.collect::<Vec<_>>());
    assert!(all.iter().all(|one| one.risk_source == one.id.starts_with("C.3") && !one.summary.is_empty()));
}

#[test]
fn the_four_items_of_risk_treatment_are_told_apart() {
    let clause = Catalog::builtin().clause("iso-42001", "6.1.3").unwrap();
    let none = |_: &str| false;
    let [process, statement, plan, approval] = clause.called_for.as_slice() else { panic!("four items") };
    assert!(process.is_a("procedure", true, none) && !process.is_a("procedure", false, none));
    assert!(statement.is_a("soa", false, none) && !statement.is_a("plan", true, none));
    assert!(plan.is_a("plan", false, |field| field == "treatments") && !plan.is_a("plan", true, none));
    assert!(approval.approved && !plan.approved);
}

#[test]
fn every_clause_that_requires_something_stands_on_tiers() {
    let catalog = Catalog::builtin();
    for clause in catalog.clauses() {
        assert_eq!(clause.requirement, !clause.needs.is_empty(), "{}", clause.id);
        assert!(clause.needs.is_sorted_by(|a, b| a < b), "{}", clause.id);
    }
    let needs = |tiers: &[Tier]| {
        let ids = catalog.clauses().iter().filter(|clause| clause.needs == tiers).map(|clause| &*clause.id);
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(needs(&[Tier::Says]), "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.2 7.1 7.4");
    assert_eq!(needs(&[Tier::Does]), "6.1.2 6.1.4 7.3 7.5.1 7.5.2 7.5.3 10.1");
    assert_eq!(needs(&[Tier::Shows]), "8.2 8.3 8.4 9.3.2 9.3.3");
    assert_eq!(needs(&[Tier::Says, Tier::Does]), "6.1.3");
    assert_eq!(needs(&[Tier::Does, Tier::Shows]), "6.1.1 6.3 7.2 8.1 9.1 9.2.1 9.3.1 10.2");
    assert_eq!(needs(&[Tier::Says, Tier::Shows]), "9.2.2");
}

#[test]
fn clauses_and_controls_are_items_too() {
    let iso = framework("iso-42001");
    assert_eq!(iso.items.len(), 43 + 38);
    assert_eq!(iso.groups.len(), 7 + 9);
    assert_eq!(iso.find("6.1.4").unwrap().name(), "Clause 6.1.4");
    assert_eq!(iso.find("A.10.2").unwrap().group.as_deref(), Some("A.10"));
    assert!(iso.items.iter().all(|item| Catalog::builtin().title(&item.id) == Some(&item.title)));
}

#[test]
fn iso_27001_has_93_controls_in_four_themes_and_the_clauses_that_are_referred_to() {
    let counts = tally(framework("iso-27001").items.iter().filter_map(|item| item.group.as_deref()));
    assert_eq!(counts, [("clauses", 30), ("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)]);
    for item in &framework("iso-27001").items {
        assert_eq!(item.id.starts_with("clause-"), item.group.as_deref() == Some("clauses"), "{}", item.id);
    }
}

#[test]
fn iso_9001_has_clauses_alone_and_shares_with_iso_42001_those_that_annex_sl_has() {
    let catalog = Catalog::builtin().following(["iso-42001", "iso-9001"]);
    let (ai, quality) = (catalog.first(), catalog.standard("iso-9001").unwrap());
    let asking = quality.clauses.iter().filter(|clause| clause.requirement).count();
    assert_eq!((asking, quality.clauses.len(), quality.controls.len()), (57, 75, 0));
    let ids: Vec<_> = quality.clauses.iter().map(|clause| &*clause.id).collect();
    assert!(ids.is_sorted_by_key(|id| natural_key(id)));
    for clause in quality.clauses.iter().filter(|clause| clause.id.contains('.')) {
        assert!(clause.parent.is_some(), "{} stands below nothing", clause.id);
    }
    // What is shared is a clause of ISO/IEC 42001 that requires something, and each such clause once.
    let shared: Vec<(&str, &str)> =
        quality.clauses.iter().filter_map(|clause| Some((clause.shared()?, &*clause.id))).collect();
    let numbers: BTreeSet<&str> = shared.iter().map(|(number, _)| *number).collect();
    assert_eq!((shared.len(), numbers.len()), (26, 26));
    assert!(shared.iter().all(|(number, id)| quality.number_of(number) == *id));
    let own: Vec<&str> =
        ai.clauses.iter().filter_map(|clause| clause.shared()).filter(|id| !numbers.contains(id)).collect();
    assert_eq!(own, ["6.1.2", "6.1.3", "6.1.4", "8.2", "8.3", "8.4"], "these are of risk and impact");
    let of = |number: &str| shared.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
    assert_eq!(
        (of("5.2"), of("6.1.1"), of("10.1"), of("10.2")),
        (Some("5.2.1"), Some("6.1"), Some("10.3"), Some("10.2"))
    );
    assert!(ai.clause("6.1").unwrap().shared().is_none(), "a heading is no clause that is shared");
}

#[test]
fn iso_27001_has_the_clauses_of_the_shared_structure_where_it_is_followed() {
    let catalog = Catalog::builtin().following(["iso-27001", "none", "iso-42001", "iso-27001"]);
    assert_eq!(catalog.standards().map(|standard| &*standard.id).collect::<Vec<_>>(), ["iso-27001", "iso-42001"]);
    let (security, ai) = (catalog.first(), catalog.standard("iso-42001").unwrap());
    assert_eq!((security.edition.as_str(), ai.edition.as_str()), ("ISO/IEC 27001:2022", "ISO/IEC 42001:2023"));
    assert_eq!((security.clauses.len(), security.controls.len(), security.areas.len()), (41, 93, 4));
    for clause in &security.clauses {
        // What ISO/IEC 42001 has beyond it is 6.1.4 and 8.4; all else has the same place and stands on the same tiers.
        let same = ai.clause(&clause.id).unwrap();
        assert_eq!((&clause.parent, clause.requirement), (&same.parent, same.requirement), "{}", clause.id);
        assert_eq!((&clause.needs, clause.pdca), (&same.needs, same.pdca), "{}", clause.id);
        // ISO/IEC 42001 asks for more in writing: on planning as a whole and on the processes of the system.
        let more = !clause.requirement || ["4.4", "6.1.1"].contains(&&*clause.id);
        assert!(clause.documented == same.documented || more, "{}", clause.id);
    }
    let ids: Vec<_> = security.clauses.iter().map(|clause| &*clause.id).collect();
    assert!(ids.is_sorted_by_key(|id| natural_key(id)));
    assert_eq!(catalog.resolve("A.5.2").unwrap().to_string(), "iso-27001:A.5.2");
    assert_eq!(catalog.resolve("A.10.2").unwrap().to_string(), "iso-42001:A.10.2");
    assert_eq!(catalog.resolve("eu-ai-act:art-27"), None);
    assert!(Catalog::builtin().following([]).first().id == *"iso-42001");
}

#[test]
fn nist_has_72_subcategories_in_19_categories() {
    let nist = framework("nist-ai-rmf");
    assert_eq!((nist.groups.len(), nist.items.len()), (19, 72));
    let functions = tally(nist.items.iter().filter_map(|item| item.id.split(' ').next()));
    assert_eq!(functions, [("GOVERN", 19), ("MAP", 18), ("MEASURE", 22), ("MANAGE", 13)]);
    let categories = tally(nist.groups.iter().filter_map(|group| group.id.split(' ').next()));
    assert_eq!(categories, [("GOVERN", 6), ("MAP", 5), ("MEASURE", 4), ("MANAGE", 4)]);
    for item in &nist.items {
        assert_eq!(item.id.rsplit_once('.').map(|(category, _)| category), item.group.as_deref(), "{}", item.id);
    }
}

#[test]
fn the_ai_act_is_complete_as_far_as_it_was_gathered() {
    let act = framework("eu-ai-act");
    let (annexes, articles): (Vec<_>, Vec<_>) = act.items.iter().partition(|item| item.id.starts_with("annex-"));
    assert_eq!((articles.len(), annexes.len()), (55, 12));
    for article in &articles {
        assert_eq!(article.name().replace("Article ", "art-"), article.id);
        assert!(!article.applies.is_empty() && article.date_confidence.is_some(), "{}", article.id);
        assert!(
            article.risk_class.is_some() && (!article.roles.is_empty() || article.id == "art-113"),
            "{}",
            article.id
        );
    }
    for annex in &annexes {
        assert_eq!(annex.name().to_lowercase().replace(' ', "-"), annex.id);
        assert!(annex.referred_from.iter().all(|id| act.find(id).is_some()), "{}", annex.id);
    }
    assert!(articles.iter().map(|article| &article.id).is_sorted_by_key(|id| natural_key(id)));
    assert_eq!(
        act.find("annex-iii").expect("Annex III").points.iter().map(|point| point.number).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7, 8]
    );
    assert_eq!(act.timeline.len(), 13);
    assert!(act.timeline.is_sorted_by_key(|milestone| milestone.date));
    assert_eq!(act.find("art-26").unwrap().roles, [Role::Deployer]);
}

#[test]
fn articles_that_are_tested_by_paragraph_have_their_parts() {
    let act = framework("eu-ai-act");
    let parts: Vec<_> = act.items.iter().filter(|item| !item.parts.is_empty()).collect();
    let counts: Vec<_> = parts.iter().map(|item| (&*item.id, item.parts.len())).collect();
    assert_eq!(
        counts,
        [
            ("art-6", 2),
            ("art-16", 12),
            ("art-17", 13),
            ("art-20", 2),
            ("art-25", 4),
            ("art-26", 12),
            ("art-27", 4),
            ("art-49", 3),
            ("art-50", 5),
            ("art-53", 4),
            ("art-55", 4),
            ("art-72", 3),
            ("art-73", 6)
        ]
    );
    assert_eq!(act.all().count(), 67 + 74);
    for (item, part) in parts.iter().flat_map(|item| item.parts.iter().map(move |part| (item, part))) {
        assert!(part.id.starts_with(&format!("{}-", item.id)) && part.summary.is_some(), "{}", part.id);
        assert!(!part.applies.is_empty() && !part.roles.is_empty() && part.risk_class.is_some(), "{}", part.id);
        assert!(part.parts.is_empty(), "{}", part.id);
    }
    assert_eq!(act.find("art-17-1-a").unwrap().name(), "Article 17(1)(a)");
    assert_eq!(act.find("art-26-12").unwrap().name(), "Article 26(12)");
}

#[test]
fn high_risk_dates_are_those_of_the_amended_act() {
    let act = framework("eu-ai-act");
    let (annex_iii, annex_i) = (Date::constant(2027, 12, 2), Date::constant(2028, 8, 2));
    let mut seen = 0;
    for applies in act.items.iter().flat_map(|item| &item.applies) {
        match applies.scope.trim_start_matches("in effect, ") {
            "annex-iii" => assert_eq!(applies.from, annex_iii),
            "annex-i" => assert_eq!(applies.from, annex_i),
            scope => {
                assert!(!scope.contains("annex-"), "{scope}");
                continue;
            }
        }
        seen += 1;
    }
    // Articles 6 and 8 to 27; 43, 47, 48, 72 and 73. Annex III alone: 27, 49, 71 and 86.
    assert_eq!(seen, 2 * (20 + 5) + 4);
    for alone in ["art-27", "art-27-3", "art-49", "art-49-1", "art-71", "art-86", "art-26-8", "art-26-11"] {
        let scopes: Vec<_> = act.find(alone).unwrap().applies.iter().map(|applies| &*applies.scope).collect();
        assert!(scopes.iter().all(|scope| !scope.contains("annex-i") || scope.ends_with("annex-iii")), "{alone}");
        assert!(scopes.iter().any(|scope| scope.ends_with("annex-iii")), "{alone}");
    }
    // Everything that binds high-risk systems under Chapter III, Sections 1 to 3, waits for those dates.
    for number in (6..=6).chain(8..=26) {
        let article = act.find(&format!("art-{number}")).unwrap();
        let days: Vec<_> = article.applies.iter().take(2).map(|applies| applies.from).collect();
        assert_eq!(days, [annex_iii, annex_i], "{}", article.id);
    }
    let what = |date| act.timeline.iter().find(|milestone| milestone.date == date).map(|milestone| &*milestone.what);
    assert!(what(annex_iii).is_some_and(|what| what.contains("Annex III")));
    assert!(what(annex_i).is_some_and(|what| what.contains("Annex I ")));
}

#[test]
fn both_ends_of_every_relation_exist() {
    let catalog = Catalog::builtin();
    let sources: BTreeSet<_> = catalog.crosswalk_meta().sources.iter().map(|source| &source.id).collect();
    assert_eq!(sources.len(), 12);
    let mut seen = BTreeSet::new();
    for row in catalog.relations() {
        assert!(catalog.title(&row.from).is_some(), "{row:?}");
        assert!(framework(&row.framework).find(&row.to).is_some(), "{row:?}");
        assert!(!row.sources.is_empty() && row.sources.iter().all(|source| sources.contains(source)), "{row:?}");
        assert!(seen.insert((&row.from, &row.framework, &row.to)), "{row:?}");
    }
    for gap in &catalog.crosswalk_meta().gaps {
        assert!(gap.from.as_ref().is_none_or(|id| catalog.title(id).is_some()), "{gap:?}");
        assert!(gap.to.as_ref().is_none_or(|id| framework(&gap.framework).find(id).is_some()), "{gap:?}");
        assert!(gap.from.is_some() != gap.to.is_some() && gap.sources.iter().all(|id| sources.contains(id)), "{gap:?}");
    }
}

#[test]
fn the_crosswalk_has_585_rows_each_with_a_verdict() {
    let rows = Catalog::builtin().relations();
    let count = |framework: &str| rows.iter().filter(|row| row.framework == framework).count();
    assert_eq!([count("eu-ai-act"), count("nist-ai-rmf"), count("iso-27001")], [205, 280, 100]);
    assert_eq!(rows.len(), 585);
    let judged = |framework: &str| {
        [Verdict::Fits, Verdict::Partial, Verdict::Doubtful]
            .map(|verdict| rows.iter().filter(|row| row.framework == framework && row.verdict == verdict).count())
    };
    assert_eq!(judged("eu-ai-act"), [33, 116, 56]);
    assert_eq!(judged("nist-ai-rmf"), [27, 248, 5]);
    assert_eq!(judged("iso-27001"), [50, 41, 9]);
    let verdict =
        |from: &str, to: &str| rows.iter().find(|row| row.from == from && row.to == to).map(|row| row.verdict);
    for (from, to) in [("A.8.5", "art-73"), ("A.3.3", "art-87"), ("A.6.2.8", "art-12"), ("A.5.4", "art-27")] {
        assert_eq!(verdict(from, to), Some(Verdict::Fits), "{from} {to}");
    }
    for (from, to) in [("9.1", "art-12"), ("A.8.4", "art-73"), ("6.1.2", "A.7.5"), ("9.3.2", "MANAGE 4.3")] {
        assert_eq!(verdict(from, to), Some(Verdict::Doubtful), "{from} {to}");
    }
    assert!(verdict("A.3.3", "A.6.8").is_some() && verdict("A.9.2", "A.5.10").is_some());
}

#[test]
fn confidence_follows_the_number_of_sources_outside_nist() {
    for row in Catalog::builtin().relations().iter().filter(|row| row.framework != "nist-ai-rmf") {
        let by_count = match row.sources.len() {
            1 => Confidence::Low,
            2 => Confidence::Medium,
            _ => Confidence::High,
        };
        assert!(row.confidence <= by_count || row.sources == ["X11"], "{row:?}");
    }
}

#[test]
fn relations_are_found_from_both_ends() {
    let catalog = Catalog::builtin();
    let from_starts: usize = catalog
        .clauses()
        .iter()
        .map(|clause| &clause.id)
        .chain(catalog.areas().iter().map(|area| &area.id))
        .chain(catalog.controls().map(|control| &control.id))
        .map(|id| catalog.relations_from(id).len())
        .sum();
    let from_ends: usize = catalog
        .frameworks()
        .iter()
        .flat_map(|framework| framework.all().map(|item| catalog.relations_to(&framework.id, &item.id).count()))
        .sum();
    assert_eq!((from_starts, from_ends), (585, 585));
    assert!(catalog.relations_from("A.5.2").iter().all(|row| row.from == "A.5.2"));
    assert!(catalog.relations_to("eu-ai-act", "art-27").any(|row| row.from == "6.1.4"));
    let order: Vec<_> = catalog.relations_from("6.1.2").iter().map(|row| &*row.framework).collect();
    assert_eq!(tally(order.iter().copied()).len(), 3);
    assert_eq!(order.first(), Some(&"eu-ai-act"));
    assert!(catalog.relations_from("A.99").is_empty());
    assert_eq!(catalog.relations_to("none", "art-27").count(), 0);
}

#[test]
fn the_data_is_fit_to_publish() {
    for text in [
        include_str!("../data/iso-42001.toml"),
        include_str!("../data/eu-ai-act.toml"),
        include_str!("../data/nist-ai-rmf.toml"),
        include_str!("../data/iso-27001.toml"),
        include_str!("../data/crosswalk.toml"),
    ] {
        assert!(text.starts_with("# "), "each file says at its head what it is");
        assert!(!text.contains("/work/") && !text.contains("/tmp/") && !text.contains('\r'));
    }
}
