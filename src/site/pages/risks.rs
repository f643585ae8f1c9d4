//! The risk register and its heat maps.

use serde::Serialize;

use super::asked_of;
use super::sections::{Legend, Section};
use crate::base::text::count;
use crate::base::{mark, plural, say, wording};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::risk::{AFTER, BEFORE, RiskLevel, is_opportunity, parts};
use crate::site::context::Shared;
use crate::site::leaves::{cuts, path, rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::parts::words;
use crate::site::view::{Cell, Part, Sign, Table};

/// How many risks a cell of a map names.
const NAMED: usize = 40;

/// Before or after treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Before,
    After,
}

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    legend: Vec<Legend>,
    maps: Vec<HeatMap>,
    register: Option<Table>,
    /// What is said where there is no risk.
    none: &'static str,
    /// Documents that keep risks as rows.
    held: Option<Section>,
    /// What risks say, folded away.
    asked: Option<Section>,
}

/// Likelihood by severity.
#[derive(Debug, Serialize)]
struct HeatMap {
    id: &'static str,
    title: &'static str,
    /// How many risks it does not have, because nobody has rated them.
    unrated: String,
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

/// A page of the register, which counts from 1. The first has the maps.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Page {
    let risks: Vec<(DocIx, &Document)> = shared.lists.risks.iter().map(|ix| (*ix, shared.aims.document(*ix))).collect();
    let title = titled(say!("Risks"), number);
    let held = held(shared, link, number);
    let maps = match number {
        // An empty map would say that there is no risk.
        0 | 1 if held.is_none() || !risks.is_empty() => vec![
            heat_map(shared, link, &risks, Moment::Before, ("before", say!("Before treatment"))),
            heat_map(shared, link, &risks, Moment::After, ("after", say!("After treatment"))),
        ],
        _ => Vec::new(),
    };
    let view = View {
        title: title.clone(),
        lede: match risks.is_empty() && shared.withholds() {
            true => shared.counted(""),
            false => shared.counted(lede(shared, &risks)),
        },
        legend: legend(shared),
        maps,
        register: register(shared, link, &risks, number),
        none: shared.none(say!("No risk has a document of its own.")),
        held,
        asked: asked_of::named(shared, "risk", number),
    };
    Page::new(title, "risks.html", &view).main("wide broad")
}

/// Documents that keep risks as rows.
fn held(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Option<Section> {
    let registers = shared.aims.risk_registers().into_iter().filter(|_| number <= 1);
    let told = |(ix, rows)| vec![link.document(ix), Part::text(" "), link.title(ix), Part::sub(count(rows, "row"))];
    let list: Vec<_> = registers.map(told).collect();
    (!list.is_empty()).then(|| Section::new("rows", say!("Risk registers")).with_list(list, ""))
}

fn lede(shared: &Shared<'_>, risks: &[(DocIx, &Document)]) -> String {
    let rows = shared.aims.risks_in_registers();
    if let (true, Some(rows)) = (risks.is_empty(), &rows) {
        return say!("No risk has a document of its own; {rows}.", rows);
    }
    let open = shared.aims.figures().open_risks;
    let all = plural!(
        risks.len(),
        "{n} risk on the register, {open} not closed.",
        "{n} risks on the register, {open} of them not closed.",
        open
    );
    let all = [all, rows.map_or_else(String::new, |rows| say!(" Besides, {rows}.", rows))].concat();
    let opportunities = match risks.iter().filter(|(_, risk)| is_opportunity(&risk.fields)).count() {
        0 => String::new(),
        n => plural!(n, "{n} of them is an opportunity.", "{n} of them are opportunities."),
    };
    // Where there is nothing to rate, none is high and none is low.
    if risks.iter().all(|(_, risk)| is_opportunity(&risk.fields)) {
        return [all, opportunities].join(" ").trim_end().to_owned();
    }
    let before = match high(shared, risks, Moment::Before) {
        None => say!("None is rated before treatment").to_owned(),
        Some(0) => say!("None is high before treatment").to_owned(),
        Some(1) => say!("One is high before treatment").to_owned(),
        Some(n) => say!("{n} are high before treatment", n),
    };
    let after = match high(shared, risks, Moment::After) {
        None => say!("none is rated after it.").to_owned(),
        Some(0) => say!("none is high after it.").to_owned(),
        Some(1) => say!("one is high after it.").to_owned(),
        Some(n) => say!("{n} are high after it.", n),
    };
    let unrated = [Moment::Before, Moment::After].map(|moment| match high(shared, risks, moment) {
        None => String::new(),
        Some(_) => unrated(risks, moment),
    });
    let told = [vec![all, format!("{before}; {after}")], unrated.to_vec(), vec![opportunities]].concat();
    told.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How many risks are high; `None` where nobody has rated any.
fn high(shared: &Shared<'_>, risks: &[(DocIx, &Document)], moment: Moment) -> Option<usize> {
    let scores: Vec<_> = risks.iter().filter_map(|(_, risk)| score(risk, moment)).collect();
    let is_high = |(likelihood, severity): &&(i64, i64)| likelihood * severity >= shared.aims.config.risk.high;
    (!scores.is_empty()).then(|| scores.iter().filter(is_high).count())
}

/// How many risks nobody has rated: they are neither high nor low. Nothing where there is none.
fn unrated(risks: &[(DocIx, &Document)], moment: Moment) -> String {
    let is_unrated = |risk: &Document| !is_opportunity(&risk.fields) && score(risk, moment).is_none();
    match (risks.iter().filter(|(_, risk)| is_unrated(risk)).count(), moment) {
        (0, _) => String::new(),
        (n, Moment::Before) => {
            plural!(n, "{n} is not rated before treatment.", "{n} are not rated before treatment.")
        }
        (n, Moment::After) => plural!(n, "{n} is not rated after treatment.", "{n} are not rated after treatment."),
    }
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

/// Likelihood and severity, both from 1 to 5; none of an opportunity, which is neither high nor low.
fn score(risk: &Document, moment: Moment) -> Option<(i64, i64)> {
    given(risk, moment).filter(|_| !is_opportunity(&risk.fields))
}

/// The same, of an opportunity too.
fn given(risk: &Document, moment: Moment) -> Option<(i64, i64)> {
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
        None if is_opportunity(&risk.fields) => {
            let given = given(risk, moment).map(|(likelihood, severity)| format!("{likelihood} × {severity}"));
            let named = (moment == Moment::Before).then(|| Part::text(say!("Opportunity")));
            named.into_iter().chain(given.map(Part::sub)).collect::<Vec<_>>().into()
        }
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
    link: Linker<'_>,
    risks: &[(DocIx, &Document)],
    moment: Moment,
    (id, title): (&'static str, &'static str),
) -> HeatMap {
    let pages = cuts(shared, List::Risks);
    let rows = (1..=5).rev().map(|likelihood| {
        let cells = (1..=5).map(|severity| {
            let here: Vec<(usize, &str)> = risks
                .iter()
                .enumerate()
                .filter(|(_, (_, risk))| score(risk, moment) == Some((likelihood, severity)))
                .map(|(place, (_, risk))| (place, risk.id.as_str()))
                .collect();
            HeatCell {
                sign: sign(shared, likelihood * severity),
                count: here.len(),
                href: here.first().map_or_else(String::new, |(place, id)| {
                    match pages.iter().position(|rows| rows.contains(place)) {
                        None | Some(0) => format!("#{id}"),
                        Some(page) => link.to(&format!("{}#{id}", path(shared, List::Risks, page + 1))),
                    }
                }),
                about: about(&here),
            }
        });
        HeatRow {
            title: wording::of(LIKELIHOODS[usize::try_from(likelihood - 1).unwrap_or(0)]),
            cells: cells.collect(),
        }
    });
    let severities = SEVERITIES.map(wording::of).to_vec();
    HeatMap { id, title, unrated: unrated(risks, moment), severities, rows: rows.collect() }
}

/// Which risks stand in a cell of a map, as far as it has room for them.
fn about(here: &[(usize, &str)]) -> String {
    let named = here.iter().take(NAMED).map(|(_, id)| *id).collect::<Vec<_>>().join(", ");
    match here.len().saturating_sub(NAMED) {
        0 => named,
        more => say!("{some} and {n} more", some = named, n = more),
    }
}

fn register(shared: &Shared<'_>, link: Linker<'_>, risks: &[(DocIx, &Document)], number: usize) -> Option<Table> {
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
    for (ix, risk) in &risks[rows(shared, List::Risks, number)] {
        let fields = &risk.fields;
        let texts = |key: &str| fields.texts(key).iter().map(|text| text.value.as_str()).collect::<Vec<_>>();
        let borne = texts("affects").into_iter().map(words).collect::<Vec<_>>().join(", ");
        let mut accepted: Vec<Part> = crate::site::parts::day(fields.date("accepted")).into_iter().collect();
        accepted.extend(fields.text("accepted-by").map(|who| Part::sub(who.to_owned())));
        accepted.extend(link.stranger(risk, "accepted-by"));
        accepted.extend(super::settled::accepted_before(shared, *ix).map(Part::sign));
        table.row(
            Some(risk.id.clone()),
            vec![
                link.document(*ix).into(),
                vec![
                    Part::text(risk.title.clone()),
                    Part::sub(fields.text("consequence").unwrap_or_default().to_owned()),
                ]
                .into(),
                link.few_ids(texts("systems"), *ix),
                borne.into(),
                level(shared, risk, Moment::Before),
                words(fields.text("treatment").unwrap_or_default()).into(),
                link.few_ids(texts("controls"), *ix),
                level(shared, risk, Moment::After),
                words(fields.text("state").unwrap_or_default()).into(),
                accepted.into(),
                link.people(fields.text("owner")),
                link.due_with_sign(shared.aims.review(*ix)).into(),
            ],
        );
    }
    let pages = turn_documents(shared, link, List::Risks, number, &shared.lists.risks);
    let files = super::register::files(shared, link, "risks");
    let table = table.without_empty_columns().some();
    table.map(|table| table.register(say!("Filter risks")).files(files).pages(pages))
}
