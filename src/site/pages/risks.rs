//! The risk register and its heat maps.

use serde::Serialize;

use super::sections::Legend;
use crate::base::{mark, plural, say, wording};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::risk::{AFTER, BEFORE, RiskLevel, parts};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::words;
use crate::site::view::{Cell, Part, Sign, Table};

/// Before or after treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Before,
    After,
}

#[derive(Debug, Serialize)]
struct View {
    lede: String,
    legend: Vec<Legend>,
    maps: Vec<HeatMap>,
    register: Option<Table>,
}

/// Likelihood by severity.
#[derive(Debug, Serialize)]
struct HeatMap {
    id: &'static str,
    title: &'static str,
    severities: Vec<&'static str>,
    rows: Vec<HeatRow>,
}

#[derive(Debug, Serialize)]
struct HeatRow {
    title: &'static str,
    cells: Vec<HeatCell>,
}

#[derive(Debug, Serialize)]
struct HeatCell {
    sign: Sign,
    count: usize,
    href: String,
    about: String,
}

const LIKELIHOODS: [&str; 5] =
    [mark!("1 Rare"), mark!("2 Unlikely"), mark!("3 Possible"), mark!("4 Likely"), mark!("5 Frequent")];
const SEVERITIES: [&str; 5] =
    [mark!("1 Slight"), mark!("2 Minor"), mark!("3 Serious"), mark!("4 Major"), mark!("5 Grave")];

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let risks: Vec<(DocIx, &Document)> = living(shared);
    let open = shared.aims.figures().open_risks;
    let scale = shared.aims.config.risk;
    let high =
        |moment| risks.iter().filter(|(_, risk)| score(risk, moment).is_some_and(|(l, s)| l * s >= scale.high)).count();
    let all = plural!(
        risks.len(),
        "{n} risk on the register, {open} of them not closed.",
        "{n} risks on the register, {open} of them not closed.",
        open
    );
    let before = match high(Moment::Before) {
        0 => say!("None is high before treatment").to_owned(),
        1 => say!("One is high before treatment").to_owned(),
        n => say!("{n} are high before treatment", n),
    };
    let after = match high(Moment::After) {
        0 => say!("none is high after it.").to_owned(),
        1 => say!("one is high after it.").to_owned(),
        n => say!("{n} are high after it.", n),
    };
    let lede = format!("{all} {before}; {after}");
    let view = View {
        lede,
        legend: legend(shared),
        maps: vec![
            heat_map(shared, &risks, Moment::Before, "before", say!("Before treatment")),
            heat_map(shared, &risks, Moment::After, "after", say!("After treatment")),
        ],
        register: register(shared, link, &risks),
    };
    Page::new(say!("Risks"), "risks.html", &view).main("wide broad")
}

fn legend(shared: &Shared<'_>) -> Vec<Legend> {
    let scale = shared.aims.config.risk;
    let level = |name, word, text| Legend { sign: Sign::new(name, word), count: None, text };
    vec![
        level("risk-low", say!("Low"), say!("likelihood times severity below {score}", score = scale.medium)),
        level("risk-medium", say!("Medium"), say!("from {from} to {to}", from = scale.medium, to = scale.high - 1)),
        level("risk-high", say!("High"), say!("{score} and more", score = scale.high)),
    ]
}

/// Risks that are not retired.
pub(super) fn living<'a>(shared: &Shared<'a>) -> Vec<(DocIx, &'a Document)> {
    shared.aims.of_kind("risk").into_iter().filter(|(_, risk)| !risk.is_retired()).collect()
}

/// Likelihood and severity, both from 1 to 5.
fn score(risk: &Document, moment: Moment) -> Option<(i64, i64)> {
    let keys = match moment {
        Moment::Before => BEFORE,
        Moment::After => AFTER,
    };
    parts(&risk.fields, keys)
}

/// The level of a score.
pub(super) fn sign(shared: &Shared<'_>, score: i64) -> Sign {
    match shared.aims.config.risk.level(score) {
        RiskLevel::High => Sign::new("risk-high", say!("High")),
        RiskLevel::Medium => Sign::new("risk-medium", say!("Medium")),
        RiskLevel::Low => Sign::new("risk-low", say!("Low")),
    }
}

/// The level of a risk as a cell that sorts by its score.
pub(super) fn level(shared: &Shared<'_>, risk: &Document, moment: Moment) -> Cell {
    match score(risk, moment) {
        None => Cell::default(),
        Some((likelihood, severity)) => {
            let score = likelihood * severity;
            let cell: Cell =
                vec![Part::sign(sign(shared, score)), Part::sub(format!("{likelihood} × {severity}"))].into();
            cell.sorted_by(format!("{score:02}"))
        }
    }
}

fn heat_map(
    shared: &Shared<'_>,
    risks: &[(DocIx, &Document)],
    moment: Moment,
    id: &'static str,
    title: &'static str,
) -> HeatMap {
    let rows = (1..=5).rev().map(|likelihood| {
        let cells = (1..=5).map(|severity| {
            let here: Vec<&str> = risks
                .iter()
                .filter(|(_, risk)| score(risk, moment) == Some((likelihood, severity)))
                .map(|(_, risk)| risk.id.as_str())
                .collect();
            HeatCell {
                sign: sign(shared, likelihood * severity),
                count: here.len(),
                href: here.first().map_or_else(String::new, |first| format!("#{first}")),
                about: here.join(", "),
            }
        });
        HeatRow {
            title: wording::of(LIKELIHOODS[usize::try_from(likelihood - 1).unwrap_or(0)]),
            cells: cells.collect(),
        }
    });
    HeatMap { id, title, severities: SEVERITIES.map(wording::of).to_vec(), rows: rows.collect() }
}

fn register(shared: &Shared<'_>, link: Linker<'_>, risks: &[(DocIx, &Document)]) -> Option<Table> {
    let mut table = Table::new(
        say!("Risk register"),
        &[
            "Id",
            "What could happen:main",
            "Systems",
            "Borne by",
            "Before",
            "Treatment:facet",
            "Controls",
            "After",
            "State:facet",
            "Accepted",
            "Owner:facet",
            "Next review",
        ],
    );
    for (ix, risk) in risks {
        let fields = &risk.fields;
        let texts = |key: &str| fields.texts(key).iter().map(|text| text.value.as_str()).collect::<Vec<_>>();
        let borne = texts("affects").into_iter().map(words).collect::<Vec<_>>().join(", ");
        let mut accepted: Vec<Part> = crate::site::parts::day(fields.date("accepted")).into_iter().collect();
        accepted.extend(fields.text("accepted-by").map(|who| Part::sub(who.to_owned())));
        table.row(
            Some(risk.id.clone()),
            vec![
                link.document(*ix).into(),
                vec![
                    Part::text(risk.title.clone()),
                    Part::sub(fields.text("consequence").unwrap_or_default().to_owned()),
                ]
                .into(),
                link.ids(texts("systems")),
                borne.into(),
                level(shared, risk, Moment::Before),
                words(fields.text("treatment").unwrap_or_default()).into(),
                link.ids(texts("controls")),
                level(shared, risk, Moment::After),
                words(fields.text("state").unwrap_or_default()).into(),
                accepted.into(),
                link.people(fields.text("owner")),
                link.due_with_sign(shared.aims.review(*ix)).into(),
            ],
        );
    }
    table.some().map(|table| table.register(say!("Filter risks")).files(super::register::files(shared, link, "risks")))
}
