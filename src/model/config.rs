//! `aims.toml`: what is not a document. Every key has a default; an empty file is a sound one.

use std::collections::BTreeMap;

use super::approval_rule::ApprovalRules;
pub use super::checks::{Checks, Waiver};
use super::folders::{Excluded, Folders};
use super::impact::ImpactSettings;
use super::kinds::{Kind, Nature};
use super::languages::Languages;
use super::once::Once;
use super::one_key;
use super::own_kinds::{self, all_kinds, builtin};
pub use super::person::Person;
use super::publish::Publish;
use super::reading;
use super::risk::RiskScale;
use super::roles::{self, Acceptance, Role};
use super::roots::Roots;
pub use super::setting_target::SettingTarget;
use super::settings::Table;
pub use super::settings::normal;
use super::site::SiteConfig;
use crate::base::text::address_key;
use crate::base::wording::{self, Language};
use crate::base::{DocPath, Period, tell};
use crate::diag::Spanned;
use crate::parse::{self, Problem, ProblemKind, Value};
use crate::reading::Reading;
use crate::signature::AllowedKey;

/// The settings of an AIMS.
#[derive(Debug, Clone)]
pub struct Config {
    /// The organisation's name.
    pub organisation: Option<String>,
    /// Its people.
    pub people: Vec<Person>,
    /// Its roles, and what each is.
    pub roles: BTreeMap<String, Role>,
    /// Who may accept what is left of a risk, by its level.
    pub acceptance: Acceptance,
    /// Categories of impacts.
    pub impact: ImpactSettings,
    /// The frameworks that are followed: their requirements stand on the ladder. The first is the one that ids without a
    /// framework, and the addresses of pages, are of. Empty where ISO/IEC 42001 alone is followed.
    pub follow: Vec<Spanned<String>>,
    /// The built-in frameworks in use beside those that are followed; all where none is named.
    pub frameworks: Vec<Spanned<String>>,
    /// Files of the team's own frameworks.
    pub framework_files: Vec<Spanned<String>>,
    /// How long before its date a review is due soon.
    pub due_soon: Period,
    /// Review intervals by kind, where a document does not say.
    pub review_every: BTreeMap<String, Period>,
    /// The review interval of all other kinds, where the settings give one.
    pub review_default: Option<Period>,
    /// How long evidence stands, of kinds that [`Config::evidence_periods`] does not name.
    pub evidence_period: Period,
    /// How long evidence of a kind stands. Kinds whose records come about by events, not by schedule, are here from the
    /// start: see [`EVENTS`].
    pub evidence_periods: BTreeMap<String, Period>,
    /// How long after its day a record that nobody closes, accepts or approves may still be put right.
    pub records_settle: Period,
    /// How long after a version came into force those who have to read it have time for that.
    pub acknowledge_within: Period,
    /// What counts as an approval.
    pub approval: ApprovalRules,
    /// Folders whose documents are of a kind.
    pub folders: Folders,
    /// Files that do not belong to the AIMS.
    pub excluded: Excluded,
    /// What links count from.
    pub roots: Roots,
    /// Languages of texts.
    pub languages: Languages,
    /// By which rules texts are read.
    pub reading: Reading,
    /// The patterns of files beside documents, as written.
    pub sidecars: Vec<Spanned<String>>,
    /// Risk scores, likelihood by severity, from which a risk is medium or high.
    pub risk: RiskScale,
    /// Levels and waivers.
    pub checks: Checks,
    /// Settings of the site.
    pub site: SiteConfig,
    /// What a site tells of commits and people.
    pub publish: Publish,
    /// Kinds of the team's own.
    pub kinds: Vec<Kind>,
    /// Where settings name a kind or a key, which may or may not be there.
    pub targets: Vec<SettingTarget>,
}

/// Kinds whose records come about by events: nobody can make one because the last has grown old. Where the settings do
/// not name them, such records stand for a certification cycle of 36 months, whatever the period of other evidence.
pub const EVENTS: [&str; 3] = ["nonconformity", "incident", "change"];

impl Default for Config {
    fn default() -> Self {
        Self {
            organisation: None,
            people: Vec::new(),
            roles: BTreeMap::new(),
            acceptance: Acceptance::new(),
            impact: ImpactSettings::default(),
            follow: Vec::new(),
            frameworks: Vec::new(),
            framework_files: Vec::new(),
            due_soon: Period::Days(30),
            review_every: BTreeMap::new(),
            review_default: None,
            evidence_period: Period::Months(12),
            evidence_periods: EVENTS.map(|kind| (kind.to_owned(), Period::Months(36))).into(),
            records_settle: Period::Days(14),
            acknowledge_within: Period::Days(30),
            approval: ApprovalRules::default(),
            folders: Folders::default(),
            excluded: Excluded::default(),
            roots: Roots::default(),
            languages: Languages::default(),
            reading: Reading::default(),
            sidecars: Vec::new(),
            risk: RiskScale { medium: 8, high: 15 },
            checks: Checks::default(),
            site: SiteConfig::default(),
            publish: Publish::default(),
            kinds: Vec::new(),
            targets: Vec::new(),
        }
    }
}

impl Config {
    /// The language of what stands around the texts of a site; `None` for English.
    pub fn interface(&self) -> Option<&'static Language> {
        self.site.language.as_deref().and_then(wording::language)
    }

    /// Reads the normalised text of `aims.toml`. A setting that cannot be read keeps its default and is a problem.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let (entries, mut problems) = parse::parse_toml(text);
        for problem in &mut problems {
            problem.kind = ProblemKind::InvalidSetting;
        }
        let mut config = Self::default();
        let mut table = Table::new("", &entries, &mut problems);
        config.read_organisation(&mut table);
        config.read_frameworks(&mut table);
        config.read_reviews(&mut table);
        config.read_approval(&mut table);
        config.site = SiteConfig::read(&mut table);
        config.read_documents(&mut table);
        config.checks = Checks::read(&mut table);
        config.publish = Publish::read(&mut table);
        config.stand_for();
        table.finish();
        problems.extend(one_key::doubled(&entries).into_iter().chain(one_key::roles_alike(&entries)));
        (config, problems)
    }

    /// Whether a name is that of a role or person the settings know.
    pub fn knows(&self, name: &str) -> bool {
        self.roles.contains_key(name)
            || self.people.iter().any(|person| person.name == name || person.roles.iter().any(|role| role == name))
    }

    /// The names of people, each with an address.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.people.iter().flat_map(|person| person.emails.iter().map(|email| (&*person.name, &**email)))
    }

    /// Whether a person of this name is listed.
    pub fn lists(&self, name: &str) -> bool {
        self.people.iter().any(|person| person.name == name)
    }

    /// The names of people by their addresses as [`address_key`] has them. An address of several is nobody's.
    pub fn names_by_address(&self) -> BTreeMap<String, &str> {
        let mut found: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for (name, email) in self.addresses() {
            let known = found.entry(address_key(email)).or_insert(Some(name));
            *known = known.filter(|known| *known == name);
        }
        found.into_iter().filter_map(|(email, name)| Some((email, name?))).collect()
    }

    /// The person behind an e-mail address, whatever its letter case; nobody where it is listed for several.
    pub fn person_by_email(&self, email: &str) -> Option<&Person> {
        let is_of = |person: &&Person| person.emails.iter().any(|known| known.eq_ignore_ascii_case(email));
        let mut found = self.people.iter().filter(is_of);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// How often documents of a kind are reviewed where they do not say: what the settings give, else every 12 months.
    pub fn review_period(&self, kind: &str) -> Period {
        self.review_bound(kind).unwrap_or(Period::Months(12))
    }

    /// How often documents of a kind are reviewed at the least, where the settings say so.
    pub fn review_bound(&self, kind: &str) -> Option<Period> {
        self.review_every.get(kind).copied().or(self.review_default)
    }

    /// How long evidence of a kind stands: what `evidence.kinds` says, else 36 months for the kinds of [`EVENTS`], else
    /// what `evidence.period` says, else 12 months. Of a kind that counts as another, that of the other.
    pub fn evidence_period(&self, kind: &str) -> Period {
        let counts_as = || self.kinds.iter().rev().find(|own| own.name == kind).map_or(kind, Kind::counts_as);
        let said = self.evidence_periods.get(kind).or_else(|| self.evidence_periods.get(counts_as()));
        said.copied().unwrap_or(self.evidence_period)
    }

    /// The kind of documents in the folder that `path` lies in, if one is set.
    pub fn folder_kind(&self, path: &DocPath) -> Option<&str> {
        self.folders.kind(path)
    }

    /// What documents of a kind are; `None` where nobody knows the kind.
    pub fn nature(&self, kind: &str) -> Option<Nature> {
        let own = self.kinds.iter().rev().find(|own| own.name == kind);
        own.or_else(|| builtin().get(kind)).map(|kind| kind.nature)
    }

    fn read_organisation(&mut self, top: &mut Table<'_>) {
        let entries = top.table("organisation");
        let mut table = Table::new("organisation", entries, top.problems());
        self.organisation = table.text("name").map(|name| name.value);
        table.finish();
        let mut once = Once::default();
        for (span, entries) in top.tables("people") {
            let mut table = Table::new("people", entries, top.problems());
            let values = |list: Vec<Spanned<String>>| list.into_iter().map(|item| item.value).collect();
            let keys = table.texts("keys");
            for key in &keys {
                if let Err(why) = AllowedKey::parse(&key.value) {
                    let help = tell!("Write the line of the file `….pub` that `ssh-keygen` made.");
                    table.wrong(key.span, tell!("`people.keys` {why}", why), help);
                }
            }
            let (name, emails) = (table.text("name"), table.texts("emails"));
            if name.is_none() && !table.has("name") {
                table.wrong(span, tell!("a person without a `name`"), "");
            }
            once.person(&mut table, (name.as_ref(), span), &emails, &keys);
            self.people.push(Person {
                name: name.map(|name| name.value).unwrap_or_default(),
                emails: values(emails),
                roles: values(table.texts("roles")),
                keys,
                left: table.date("left").map(|date| date.value),
                span,
            });
            table.finish();
        }
        self.roles = roles::roles(top, &self.people);
    }

    fn read_frameworks(&mut self, top: &mut Table<'_>) {
        let entries = top.table("frameworks");
        let mut table = Table::new("frameworks", entries, top.problems());
        self.follow = table.texts("follow");
        self.frameworks = table.texts("use");
        self.framework_files = table.texts("files");
        table.finish();
    }

    fn read_reviews(&mut self, top: &mut Table<'_>) {
        let entries = top.table("review");
        let mut table = Table::new("review", entries, top.problems());
        self.due_soon = table.period("due-soon").unwrap_or(self.due_soon);
        self.review_default = table.period("default");
        for (kind, text) in table.pairs("every") {
            self.target("review.every", &kind, true);
            if let Some(period) = table.read_period(&format!("every.{}", kind.value), &text) {
                self.review_every.insert(normal(&kind.value), period);
            }
        }
        table.finish();
        let entries = top.table("evidence");
        let mut table = Table::new("evidence", entries, top.problems());
        self.evidence_period = table.period("period").unwrap_or(self.evidence_period);
        for (kind, text) in table.pairs("kinds") {
            self.target("evidence.kinds", &kind, true);
            if let Some(period) = table.read_period(&format!("kinds.{}", kind.value), &text) {
                self.evidence_periods.insert(normal(&kind.value), period);
            }
        }
        table.finish();
        let entries = top.table("records");
        let mut table = Table::new("records", entries, top.problems());
        self.records_settle = table.period("settle").unwrap_or(self.records_settle);
        table.finish();
        let entries = top.table("acknowledge");
        let mut table = Table::new("acknowledge", entries, top.problems());
        self.acknowledge_within = table.period("within").unwrap_or(self.acknowledge_within);
        table.finish();
        let entries = top.table("risk");
        let mut table = Table::new("risk", entries, top.problems());
        self.risk = scale(&mut table, self.risk);
        self.acceptance = roles::acceptance(&mut table);
        table.finish();
    }

    fn read_approval(&mut self, top: &mut Table<'_>) {
        let (rules, kinds) = ApprovalRules::read(top);
        for kind in &kinds {
            self.target("approval.kinds", kind, true);
        }
        self.approval = rules;
    }

    fn read_documents(&mut self, top: &mut Table<'_>) {
        let folders = top.pairs("folders");
        for (_, kind) in &folders {
            self.target("folders", kind, true);
        }
        self.folders = Folders::new(folders);
        let entries = top.table("files");
        let mut table = Table::new("files", entries, top.problems());
        self.excluded = Excluded::new(table.texts("exclude"));
        table.finish();
        self.roots = Roots::read(top);
        self.languages = Languages::read(top);
        let looks = own_kinds::looks(self.interface());
        let known = (builtin(), &looks);
        for entry in top.table("kinds") {
            match &entry.node.value {
                Value::Table(fields) => {
                    let kind = own_kinds::read(&entry.key, fields, &mut self.targets, top.problems());
                    self.kinds.push(own_kinds::told_apart(kind, entry.key_span, known, top.problems()));
                }
                _ => top.no_table(&format!("kinds.{}", entry.key), &entry.node),
            }
        }
        self.impact = ImpactSettings::read(top, &all_kinds(&self.kinds));
        let mut names = Vec::new();
        (self.reading, self.sidecars) = reading::read(&all_kinds(&self.kinds), top, &mut names);
        for (setting, key) in &names {
            self.target(setting, key, false);
        }
    }

    fn target(&mut self, setting: &'static str, word: &Spanned<String>, is_kind: bool) {
        self.targets.push(SettingTarget::new(setting, word, is_kind));
    }
}

/// The scale that the settings give. Where a level would have no score, be it that one begins above another or above what
/// likelihood times severity comes to, the scale that holds without settings holds instead.
fn scale(table: &mut Table<'_>, instead: RiskScale) -> RiskScale {
    let scale = RiskScale {
        medium: table.number("medium").unwrap_or(instead.medium),
        high: table.number("high").unwrap_or(instead.high),
    };
    if 1 <= scale.medium && scale.medium <= scale.high && scale.high <= 25 {
        return scale;
    }
    let message = tell!(
        "`risk.medium` begins at {medium} and `risk.high` at {high}, so that a level would have no score",
        medium = scale.medium,
        high = scale.high
    );
    let key = if table.has("high") { "high" } else { "medium" };
    if let Some(span) = table.node(key).map(|node| node.span) {
        let (medium, high) = (instead.medium, instead.high);
        let help =
            tell!("Give scores up to 25, the lower as `medium`; until then {medium} and {high} hold.", medium, high);
        table.wrong(span, message, help);
    }
    instead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds::{Kinds, Need};

    #[test]
    fn an_empty_file_is_sound() {
        let (config, problems) = Config::read("");
        assert!(problems.is_empty() && config.review_period("policy") == Period::Months(12));
    }

    #[test]
    fn settings_are_read() {
        let (config, problems) = Config::read(
            "[organisation]\nname = \"X\"\n[[people]]\nname = \"P\"\nemails = [\"p@x.example\"]\nroles = [\"AI Officer\"]\n\
             [review]\ndue_soon = \"14 days\"\n[review.every]\npolicy = \"6 months\"\n[folders]\n\"a\" = \"policy\"\n\"a/b\" = \"plan\"\n\
             [aliases]\nlast_reviewed = \"reviewed\"\n[checks.levels]\nAIMS401 = \"error\"\nsymlink = \"off\"\n\
             [[checks.waivers]]\ncode = \"AIMS401\"\ndocument = \"POL-001\"\nreason = \"r\"\nuntil = 2026-12-31\n\
             [kinds.datasheet]\nnature = \"record\"\ntier = \"shows\"\nfield = [{ name = \"rights\", type = \"text\", need = \"must\" }]\n",
        );
        assert_eq!(problems, []);
        assert_eq!(config.review_period("policy"), Period::Months(6));
        assert_eq!(config.folder_kind(&DocPath::new("a/b/c.md").expect("path")), Some("plan"));
        assert_eq!(config.folder_kind(&DocPath::new("ab/c.md").expect("path")), None);
        assert_eq!(config.reading.aliases["last-reviewed"], "reviewed");
        assert_eq!(config.checks.levels.len(), 2);
        assert_eq!(config.kinds[0].fields[0].need, Some(Need::Must));
        assert!(config.knows("AI Officer") && config.person_by_email("P@X.example").is_some());
    }

    #[test]
    fn no_alias_gives_a_key_of_ours_another_meaning() {
        let (config, problems) = Config::read(
            "[aliases]\ncontrols = \"tags\"\nrights = \"tags\"\nLabels = \"tags\"\n[kinds.charter]\nnature = \"document\"\n\
             field = [{ name = \"rights\", type = \"text\" }]\n",
        );
        let told: Vec<String> = problems.iter().map(|problem| problem.message.english()).collect();
        let expected = ["controls", "rights"].map(|key| format!("`{key}` is a key of ours: it cannot mean `tags`"));
        assert_eq!(told, expected);
        assert_eq!(config.reading.aliases.into_iter().collect::<Vec<_>>(), [("labels".to_owned(), "tags".to_owned())]);
    }

    #[test]
    fn evidence_of_events_stands_for_a_certification_cycle() {
        let period = |settings: &str, kind: &str| Config::read(settings).0.evidence_period(kind);
        for kind in EVENTS {
            assert!(Kinds::builtin().get(kind).is_some(), "{kind}");
            assert_eq!(period("", kind), Period::Months(36));
            assert_eq!(period("[evidence]\nperiod = \"6 months\"\n", kind), Period::Months(36));
            let named = format!("[evidence.kinds]\n{kind} = \"90 days\"\n");
            assert_eq!(period(&named, kind), Period::Days(90));
            assert_eq!(period(&named, "record"), Period::Months(12));
        }
        assert_eq!(period("[evidence]\nperiod = \"6 months\"\n", "record"), Period::Months(6));
    }

    #[test]
    fn what_takes_a_text_takes_no_number_and_no_answer() {
        let (config, problems) = Config::read(
            "[organisation]\nname = 5\n[site]\npack = [1, \"x\"]\n[folders]\na = true\n[risk]\nhigh = 20\n[kinds.k]\nclauses = [6.1]\n",
        );
        let mut told: Vec<String> = problems.iter().map(|problem| problem.message.english()).collect();
        told.sort();
        let none = |key: &str, value: &str| format!("`{key}` takes a text, and `{value}` is none without quotes");
        assert_eq!(told, [none("folders.a", "true"), none("organisation.name", "5"), none("site.pack", "1")]);
        assert_eq!((config.organisation, config.site.pack.len(), config.risk.high), (None, 1, 20));
        assert_eq!(config.kinds[0].clauses, ["6.1"]);
    }

    #[test]
    fn a_scale_whose_levels_are_out_of_order_is_told_and_does_not_hold() {
        let read = |text: &str| {
            let (config, problems) = Config::read(text);
            let told: Vec<String> = problems
                .iter()
                .map(|problem| {
                    format!("{}: {}", &text[problem.span.start..problem.span.end], problem.message.english())
                })
                .collect();
            ((config.risk.medium, config.risk.high), told)
        };
        let (scale, told) = read("[risk]\nhigh = 5\nmedium = 8\n");
        assert_eq!(scale, (8, 15));
        assert_eq!(told, ["5: `risk.medium` begins at 8 and `risk.high` at 5, so that a level would have no score"]);
        let (scale, told) = read("[risk]\nmedium = 20\n");
        assert_eq!(scale, (8, 15));
        assert_eq!(told, ["20: `risk.medium` begins at 20 and `risk.high` at 15, so that a level would have no score"]);
        assert_eq!(read("[risk]\nhigh = 5\nmedium = 3\n"), ((3, 5), Vec::new()));
        assert_eq!(read("[risk]\nhigh = 8\n"), ((8, 8), Vec::new()), "two levels are enough for some");
    }

    #[test]
    fn every_problem_is_told_at_its_place() {
        let text = "[organisatoin]\nname = 1\n[review]\ndue-soon = \"soon\"\n[checks.levels]\nx = \"fatal\"\n[site]\nforge = \"javascript:x\"\n";
        let (_, problems) = Config::read(text);
        let told: Vec<(&str, String)> = problems
            .iter()
            .map(|problem| (&text[problem.span.start..problem.span.end], problem.message.english()))
            .collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.contains(&("organisatoin", "unknown setting `organisatoin`".to_owned())));
        assert!(told.iter().any(|(place, _)| *place == "\"soon\""));
        assert!(told.iter().any(|(place, _)| *place == "\"fatal\""));
        let (_, problems) = Config::read("a = [");
        assert_eq!(problems[0].kind, ProblemKind::InvalidSetting);
    }
}
