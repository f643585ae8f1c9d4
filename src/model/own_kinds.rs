//! Kinds of documents that a team defines for itself, from `[kinds.NAME]` in `aims.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::file_id::is_sound_id;
use super::keys::meaning;
use super::kinds::{FieldSpec, FieldType, Kind, Kinds, Nature, Need, read_tier};
use super::setting_target::SettingTarget;
use super::settings::{Table, normal};
use crate::base::lookalike::seen;
use crate::base::tell;
use crate::base::text::did_you_mean;
use crate::base::wording::{Language, Words, is_ours};
use crate::diag::{Span, Spanned};
use crate::parse::{Entry, Problem, ProblemKind};

/// The built-in kinds, read once.
pub(super) fn builtin() -> &'static Kinds {
    static BUILTIN: LazyLock<Kinds> = LazyLock::new(Kinds::builtin);
    &BUILTIN
}

/// The built-in kinds and the team's own.
pub(super) fn all_kinds(own: &[Kind]) -> Kinds {
    let mut kinds = builtin().clone();
    kinds.add_all(own.iter().cloned());
    kinds
}

/// How the built-in kinds look that came first, in a language: of each name the first that has it.
pub(super) fn looks(language: Option<&'static Language>) -> BTreeMap<String, (usize, &'static str)> {
    let first = builtin().iter().filter(|ours| !ours.later).enumerate();
    let of = |(place, ours): (usize, &'static Kind)| {
        ours.looks(language).into_iter().map(move |name| (name, (place, &*ours.name)))
    };
    let mut looks = BTreeMap::new();
    for (name, ours) in first.flat_map(of) {
        looks.entry(name).or_insert(ours);
    }
    looks
}

/// Reads one kind from its table under `[kinds.NAME]`, and puts the kinds, keys and clauses of it among those `named`.
pub(super) fn read(name: &str, entries: &[Entry], named: &mut Vec<SettingTarget>, problems: &mut Vec<Problem>) -> Kind {
    let (name, builtin) = (normal(name), builtin());
    let mut table = Table::new(format!("kinds.{name}"), entries, problems);
    let is_ours = builtin.get(&name).is_some();
    let label = table.text("label").map_or_else(|| super::kinds::label(&name), |text| text.value);
    let nature = one_of(&mut table, "nature", &Nature::WORDS);
    let counts_as = stands_for(&mut table, &name, nature, builtin);
    let ours = builtin.get(&name).or(counts_as);
    // What counts as one of ours does for requirements what that does, where nothing else is said.
    let words = ["says", "does", "shows", "none"].map(|word| (word, read_tier(word).flatten()));
    let said = one_of(&mut table, "tier", &words).flatten();
    let tier = if table.has("tier") { said } else { counts_as.and_then(|ours| ours.tier) };
    let stands_for = counts_as.map_or(if is_ours { &*name } else { "" }, |ours| &ours.name).to_owned();
    let judged = ours.into_iter().filter(|ours| counts_as.is_some() || !ours.later).flat_map(|ours| &ours.fields);
    let known: Vec<&FieldSpec> = builtin.common().iter().chain(judged).filter(|key| !key.later).collect();
    let mut fields = read_fields(&mut table, "field", &name, &known, named);
    // Keys of what it counts as are read too, and none of them is asked for.
    for key in counts_as.into_iter().flat_map(|ours| &ours.fields) {
        if fields.iter().all(|own| own.name != key.name) {
            fields.push(FieldSpec { need: None, later: true, ..key.clone() });
        }
    }
    let prefix = table.text("prefix");
    let unfit = |said: &&Spanned<String>| !is_sound_id(&format!("{}-001", said.value.trim_end_matches('-')));
    if let Some(said) = prefix.as_ref().filter(unfit) {
        let message = tell!("no id can begin with `{prefix}`", prefix = &said.value);
        table.wrong(said.span, message, tell!("Write letters and digits."));
    }
    let said = table.words("clauses");
    let clauses = said.iter().map(|clause| clause.value.clone()).collect();
    let kind = Kind {
        stands_for,
        plural: table.text("plural").map_or_else(|| format!("{label}s"), |text| text.value),
        prefix: prefix.map_or_else(|| name.to_uppercase(), |text| text.value),
        clauses: counts_as.filter(|_| said.is_empty()).map_or(clauses, |ours| ours.clauses.clone()),
        about: table.text("about").map(|text| text.value).unwrap_or_default(),
        called: table.texts("called").into_iter().map(|word| word.value.to_lowercase()).collect(),
        asks: table.texts("asks").into_iter().map(|ask| ask.value).collect(),
        brought: Vec::new(),
        shown: counts_as.map(|ours| ours.shown.clone()).unwrap_or_default(),
        folder: String::new(),
        turn: 0,
        body: Vec::new(),
        later: false,
        fields,
        label,
        name,
        nature: nature.or(ours.map(|ours| ours.nature)).unwrap_or(Nature::Document),
        tier,
    };
    table.finish();
    named.extend(said.iter().map(|clause| SettingTarget::new("kinds.*.clauses", clause, false)));
    kind
}

/// The built-in kind that one is said to count as. All that is asked of such documents is asked of records, or of what is kept
/// current, as those of ours are.
fn stands_for<'k>(table: &mut Table<'_>, name: &str, said: Option<Nature>, builtin: &'k Kinds) -> Option<&'k Kind> {
    let word = table.text("stands-for")?;
    let Some(ours) = builtin.get(&normal(&word.value)) else {
        let near = near_kind(&normal(&word.value), builtin);
        table.wrong(word.span, tell!("`{word}` is no built-in kind", word = &word.value), meant(near));
        return None;
    };
    let is_other = builtin.get(name).is_some_and(|own| own.name != ours.name && !own.later);
    if !is_other && said.is_none_or(|said| said == ours.nature) {
        return Some(ours);
    }
    let message = tell!("`kinds.{name}` cannot count as `{ours}`", name, ours = &ours.name);
    table.wrong(word.span, message, tell!("A built-in kind counts as itself, and a record does not count as what is kept current, or the other way about."));
    None
}

/// The built-in kind that a word may mean: one near it, or the only one whose name goes on behind it.
fn near_kind<'k>(word: &str, builtin: &'k Kinds) -> Option<&'k str> {
    let names = || builtin.iter().map(|kind| kind.name.as_str());
    let goes_on = |name: &&str| name.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'));
    let only = || {
        let mut longer = names().filter(goes_on);
        longer.next().filter(|_| longer.next().is_none())
    };
    did_you_mean(word, names()).or_else(only)
}

/// What may have been meant, as a remedy; nothing where that is not known.
fn meant(near: Option<&str>) -> Words {
    near.map_or_else(|| "".into(), |near| tell!("Did you mean `{near}`?", near))
}

/// The same, where readers can tell it from the built-in kinds: one of another name does not take the label of one of ours,
/// and one of the same name does not make a record of what is approved, or the other way about.
pub(super) fn told_apart(
    kind: Kind,
    span: Span,
    (builtin, looks): (&Kinds, &BTreeMap<String, (usize, &'static str)>),
    problems: &mut Vec<Problem>,
) -> Kind {
    let mut wrong = |message: Words, help: Words| {
        problems.push(Problem::new(ProblemKind::InvalidSetting, span, message).help(help));
    };
    // One that came later gives way.
    if builtin.get(&kind.name).is_some_and(|ours| ours.later) {
        return kind;
    }
    if let Some(ours) = builtin.get(&kind.name) {
        if ours.nature != kind.nature {
            let name = &kind.name;
            let message = match ours.nature {
                Nature::Record => {
                    tell!("`kinds.{name}` has another `nature` than the built-in kind: these are records", name)
                }
                Nature::Document => tell!(
                    "`kinds.{name}` has another `nature` than the built-in kind: these are documents that are kept current",
                    name
                ),
            };
            wrong(message, tell!("Give the kind a name of its own."));
        }
        return Kind { nature: ours.nature, ..kind };
    }
    let bare = Kind { label: stateless(&kind.label), plural: stateless(&kind.plural), ..kind.clone() };
    let own = kind.looks(None).into_iter().chain(bare.looks(None));
    let message = match own.filter_map(|name| looks.get(&name)).min() {
        Some((_, ours)) => tell!(
            "`kinds.{name}` is called as the built-in kind `{ours}` is: nobody could tell them apart",
            name = &kind.name,
            ours
        ),
        None if [&kind.label, &kind.plural].into_iter().any(|name| ends_in_state(name)) => tell!(
            "`kinds.{name}` is called with a word of state, which would vouch for each of its documents",
            name = &kind.name
        ),
        None => return kind,
    };
    wrong(message, tell!("Give it a `label` and a `plural` of its own."));
    let label = super::kinds::label(&kind.name);
    Kind { plural: format!("{label}s"), label, ..kind }
}

/// Words of state, which would vouch for every document of a kind that has them in its name.
const STATES: &str = "in force,in review,approved,authorised,authorized,certified,draft,effective,final,retired,signed,valid,\
    in kraft,entwurf,freigegeben,genehmigt,gültig";

/// The words of a name as it looks, with a blank around each.
fn spaced(name: &str) -> String {
    let seen = seen(name);
    let words = seen.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + word + " ")
}

/// These as [`spaced`] has them.
static SPACED: LazyLock<Vec<String>> =
    LazyLock::new(|| STATES.split(',').map(|state| format!(" {} ", seen(state))).collect());

/// A name without words of state: `Approved policy`.
fn stateless(name: &str) -> String {
    SPACED.iter().fold(spaced(name), |name, state| name.replace(state, " ")).trim().to_owned()
}

/// Words by which pages tell what the record shows, beside those of state.
const RECORDED: [&str; 8] =
    [" acknowledged ", " approval ", " overdue ", " reviewed ", " sealed ", " signature ", " freigabe ", " geprüft "];

/// Whether the name of a key of a team's own could be taken for one of ours: it has such a word in it, or is a text of ours
/// and no key.
fn could_be_ours(name: &str) -> bool {
    let (label, kinds) = (super::kinds::label(name), builtin());
    let words = spaced(&label);
    let all = kinds.common().iter().chain(kinds.iter().flat_map(|kind| &kind.fields));
    let is_key = all.flat_map(|key| std::iter::once(key).chain(&key.columns)).any(|key| key.name == name);
    let vouches = SPACED.iter().map(String::as_str).chain(RECORDED).any(|word| words.contains(word));
    vouches || !is_key && is_ours(&label)
}

/// Whether a word of state is what a name ends with: `Charter (approved)`.
fn ends_in_state(name: &str) -> bool {
    let name = spaced(name);
    SPACED.iter().any(|state| name.ends_with(state))
}

/// What is said of the days of a date that a team gave a name of ours: that of the kind which theirs takes the place of,
/// else what holds of that name wherever it stands.
fn days_of_ours(kind: &str, name: &str, is_column: bool) -> (bool, Vec<String>) {
    let kinds = builtin();
    let replaced = kinds.get(kind).into_iter().flat_map(|kind| &kind.fields).filter(|_| !is_column);
    let is_it = |field: &&FieldSpec| field.name == name && field.field_type == FieldType::Date;
    let mut ours: Vec<&FieldSpec> = replaced.filter(is_it).collect();
    if ours.is_empty() {
        ours = kinds.common().iter().chain(kinds.iter().flat_map(|kind| &kind.fields)).filter(is_it).collect();
    }
    let columns = kinds.iter().flat_map(|kind| &kind.fields).flat_map(|field| &field.columns).filter(is_it);
    let done: Vec<bool> = ours.iter().copied().chain(columns).map(|field| field.done).collect();
    let order = ours.first().filter(|_| !is_column).map_or(&[][..], |first| &first.not_before);
    let common = |key: &&String| ours.iter().all(|field| field.not_before.contains(key));
    (!done.is_empty() && done.iter().all(|done| *done), order.iter().filter(common).cloned().collect())
}

/// Why a key cannot be as it is said to be: it stands twice, or readers of ours look for another sort of value under it.
fn clash(own: &FieldSpec, before: &[FieldSpec], ours: Option<&FieldSpec>) -> Option<Words> {
    let name = &*own.name;
    let sort = |of| match of {
        FieldType::Choice | FieldType::Person => FieldType::Text,
        FieldType::Choices | FieldType::Persons => FieldType::Texts,
        of => of,
    };
    if !name.is_empty() && before.iter().any(|field| field.name == name) {
        return Some(tell!("the key `{name}` stands twice", name));
    }
    // Whether it is one of a few words is what readers of ours go by as well.
    let is_closed = ours.is_some_and(|ours| !ours.choices.is_empty() && !ours.open);
    let sort = |of| if is_closed { of } else { sort(of) };
    let is_other = ours.is_some_and(|ours| {
        let others = own.choices.iter().any(|word| !ours.choices.contains(word));
        sort(ours.field_type) != sort(own.field_type) || is_closed && others
    });
    is_other.then(|| tell!("`{name}` is a key of ours, and of another type or with other words", name))
}

/// What one of a few words means; what is none of them is told.
fn one_of<T: Copy>(row: &mut Table<'_>, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
    let word = row.text(key)?;
    let read = meaning(words, &word.value);
    if read.is_none() {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let help = match did_you_mean(&normal(&word.value), all.iter().copied()) {
            Some(near) => tell!("Did you mean `{near}`?", near),
            None => tell!("Words are {words}.", words = all.join(", ")),
        };
        row.wrong(word.span, tell!("`{word}` is none of the words that go here", word = &word.value), help);
    }
    read
}

/// The type of a key, held against what else is said of it: what has no use beside it is told, and what it lacks.
fn held(row: &mut Table<'_>, span: Span, of: FieldType, choices: &[String], columns: &[FieldSpec]) -> FieldType {
    let (is_choice, is_day) = (matches!(of, FieldType::Choice | FieldType::Choices), of == FieldType::Date);
    let (is_rows, is_ref) = (of == FieldType::Rows, matches!(of, FieldType::Ref | FieldType::Refs));
    let uses = [is_choice, is_rows, is_ref, is_day, is_day].into_iter();
    for (said, used) in ["choices", "columns", "kinds", "done", "not-before"].into_iter().zip(uses) {
        if row.has(said) && !used {
            let help = tell!("A key without a `type` is a `text`.");
            row.wrong(span, tell!("`{said}` is of no use with this `type`", said), help);
        }
    }
    let (lack, instead) = match of {
        FieldType::Rows if columns.is_empty() => ("columns", FieldType::Texts),
        FieldType::Choices if choices.is_empty() => ("choices", FieldType::Texts),
        FieldType::Choice if choices.is_empty() => ("choices", FieldType::Text),
        _ => return of,
    };
    row.wrong(span, tell!("a key of this `type` needs `{lack}`", lack), "");
    instead
}

fn read_fields(
    table: &mut Table<'_>,
    key: &'static str,
    kind: &str,
    known: &[&FieldSpec],
    targets: &mut Vec<SettingTarget>,
) -> Vec<FieldSpec> {
    let mut fields = Vec::new();
    let name = table.path(key);
    for (span, entries) in table.tables(key) {
        let mut row = Table::new(&*name, entries, table.problems());
        let name = row.text("name").map(|name| normal(&name.value)).unwrap_or_default();
        if name.is_empty() {
            row.wrong(span, tell!("a key without a `name`"), "");
        }
        let field_type = one_of(&mut row, "type", &FieldType::WORDS).unwrap_or(FieldType::Text);
        let need = one_of(&mut row, "need", &Need::WORDS);
        let values = |list: Vec<Spanned<String>>| list.into_iter().map(|item| item.value).collect::<Vec<_>>();
        let ours = known.iter().copied().find(|ours| ours.name == name);
        let said = values(row.words("choices"));
        let words = ours.filter(|_| said.is_empty()).map_or(&said, |ours| &ours.choices);
        let choices: Vec<String> = words.iter().map(|word| normal(word)).collect();
        let (said_done, order, points_at) = (row.flag("done"), row.texts("not-before"), row.texts("kinds"));
        targets.extend(points_at.iter().map(|kind| SettingTarget::new("field.kinds", kind, true)));
        targets.extend(order.iter().map(|key| SettingTarget::new("not-before", key, false)));
        let said_order = row.has("not-before").then(|| values(order));
        let columns = if key == "columns" { Vec::new() } else { read_fields(&mut row, "columns", kind, &[], targets) };
        let field_type = held(&mut row, span, field_type, &choices, &columns);
        let is_day = field_type == FieldType::Date;
        let (done, not_before) = if is_day { days_of_ours(kind, &name, key == "columns") } else { (false, Vec::new()) };
        let apart = ours.is_none() && could_be_ours(&name);
        let synonyms = ours.into_iter().flat_map(|ours| ours.synonyms.clone());
        let spec = FieldSpec {
            done: said_done.unwrap_or(done),
            not_before: said_order.unwrap_or(not_before),
            only_in: Vec::new(),
            asked_in: Vec::new(),
            spared_by: BTreeMap::new(),
            undone: Vec::new(),
            field_type,
            need,
            titles: said.iter().filter(|_| apart).map(|word| (normal(word), format!("“{word}”"))).collect(),
            synonyms: synonyms.filter(|(_, meant)| choices.contains(meant)).collect(),
            open: ours.is_some_and(|ours| ours.open && ours.choices == choices),
            choices,
            kinds: values(points_at),
            columns,
            alone: None,
            about: row.text("about").map(|text| text.value).unwrap_or_default(),
            judged: false,
            later: false,
            apart,
            name,
        };
        match clash(&spec, &fields, ours) {
            Some(message) => row.wrong(span, message, tell!("Give the key another name.")),
            None => fields.push(spec),
        }
        row.finish();
    }
    fields
}

#[cfg(test)]
mod tests {
    use crate::model::config::Config;
    use crate::model::kinds::Kinds;
    use std::collections::BTreeSet;

    #[test]
    fn keys_common_to_all_kinds_are_ours_where_texts_are_read() {
        let kinds = Kinds::builtin();
        let common: BTreeSet<&str> = kinds.common().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(common, crate::reading::OURS.into_iter().collect());
    }

    fn told(settings: &str) -> Vec<String> {
        let (_, problems) = Config::read(settings);
        problems.iter().map(|found| found.message.english()).collect()
    }

    #[test]
    fn no_kind_is_called_what_looks_as_one_of_ours() {
        let stated = ["Policy (approved)", "Draft policies"];
        let alike = ["policy", "P\u{43e}licy", "P\u{200b}olicy", "Pol\u{ad}icy", "\u{ff30}olicy", "Policies "];
        for label in stated.into_iter().chain(alike) {
            let found = told(&format!("[kinds.wish]\nlabel = \"{label}\"\nplural = \"Wishes\"\n"));
            let ours = ["`kinds.wish` is called as the built-in kind `policy` is: nobody could tell them apart"];
            assert_eq!(found, ours, "{label}");
        }
        let told_of = |label: &str| told(&format!("[kinds.wish]\nlabel = \"{label}\"\nplural = \"Wishes\"\n"));
        for label in ["Wish (approved)", "Wish – in force", "Approved", "Wunsch, gültig"] {
            let state = "`kinds.wish` is called with a word of state, which would vouch for each of its documents";
            assert_eq!(told_of(label), [state], "{label}");
        }
        assert_eq!(told_of("Approved vendor"), [""; 0]);
        assert_eq!(told("[kinds.wish]\nlabel = \"Wish\"\n"), [""; 0]);
    }

    #[test]
    fn nor_what_one_of_ours_is_called_in_the_language_of_the_site() {
        let own = "[kinds.wish]\nlabel = \"Richtlinie\"\nplural = \"Wishes\"\n";
        assert_eq!(told(own), [""; 0]);
        assert_eq!(told(&format!("{own}[site]\nlanguage = \"de\"\n")).len(), 1);
    }
}
