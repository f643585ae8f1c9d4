//! What may be written where the cursor stands: keys, words, ids, controls, clauses, people, files, headings.

use std::collections::BTreeSet;
use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, TextEdit};

use super::cursor::{self, Cursor};
use super::hover::need;
use super::lines::{Lines, with_ends_of};
use crate::base::DocPath;
use crate::base::text::terminal_safe;
use crate::diag::{Fix, Span};
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::kinds::{FieldSpec, FieldType, Kind, Need};
use crate::model::links::{as_link, percent_decode};
use crate::reading::normal;
use crate::state::State;

/// A text that is open, and what it is part of.
pub(super) struct Page<'a> {
    /// The AIMS.
    pub(super) state: &'a State,
    /// The file.
    pub(super) path: &'a DocPath,
    /// Its text in the editor.
    pub(super) text: &'a str,
}

/// One thing that may be written.
struct Offer {
    label: String,
    detail: String,
    about: String,
    kind: CompletionItemKind,
    insert: String,
    /// Whether it is a value, which is written as its place asks for; and one that is no text.
    is_value: bool,
    is_bare: bool,
}

impl Offer {
    fn new(label: &str, detail: impl Into<String>, kind: CompletionItemKind) -> Self {
        let (detail, about, insert) = (detail.into(), String::new(), label.to_owned());
        Self { label: label.to_owned(), detail, about, kind, insert, is_value: true, is_bare: false }
    }

    /// What is put in the place of `span` of a page, which may take the quotes around it along.
    fn at(&self, page: &Page<'_>, span: Span) -> Fix {
        let puts: fn(Span, String) -> Fix = if self.is_bare { Fix::meant } else { Fix::name };
        let mut fix = puts(span, self.insert.clone());
        if self.is_value {
            fix.fit(page.path, page.text);
        }
        fix
    }
}

/// What may be written at the byte `at` of a page.
pub(super) fn at(page: &Page<'_>, at: usize, lines: &Lines<'_>) -> Vec<CompletionItem> {
    let cursor = cursor::read(page.text, at);
    let is_front = !matches!(cursor, Cursor::Key { .. } | Cursor::Link { .. });
    let (offers, word) = match cursor {
        Cursor::Key { word } => (page.keys(), word),
        Cursor::Value { key, word } => (page.values(page.field(&key).as_ref()), word),
        Cursor::Below { above, word } => (page.below(&above), word),
        Cursor::Cell { above, key, word } => (page.cells(&above, &key), word),
        Cursor::Link { wiki, word } => page.links(wiki, word),
        Cursor::Text => return Vec::new(),
    };
    let span = Span::new(word.start, word.end);
    // Behind the colon of a key and the dash of an item stands a blank.
    let blank = if is_front && page.text[..word.start].ends_with([':', '-', '=']) { " " } else { "" };
    let shown = |text: &str| Some(terminal_safe(text)).filter(|text| !text.is_empty());
    let item = |(place, offer): (usize, Offer)| {
        let fix = offer.at(page, span);
        CompletionItem {
            // Editors match what is typed against id and title alike, from where the change begins.
            filter_text: Some(format!("{}{} {}", &page.text[fix.span.start..span.start], offer.label, offer.detail)),
            sort_text: Some(format!("{place:06}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range: lines.range(fix.span),
                new_text: with_ends_of(page.text, format!("{blank}{}", fix.replacement)),
            })),
            label: terminal_safe(&offer.label),
            kind: Some(offer.kind),
            detail: shown(&offer.detail),
            documentation: shown(&offer.about).map(lsp_types::Documentation::String),
            ..CompletionItem::default()
        }
    };
    offers.into_iter().enumerate().map(item).collect()
}

impl Page<'_> {
    fn aims(&self) -> &Aims {
        &self.state.aims
    }

    /// The sign behind keys of its front matter.
    fn sign(&self) -> char {
        cursor::front(self.text).map_or(':', |(_, sign)| sign)
    }

    fn document(&self) -> Option<&Document> {
        self.aims().by_path(self.path).map(|ix| self.aims().document(ix))
    }

    /// The kind of the page: as it is written, else as it was last read.
    fn kind(&self) -> Option<&Kind> {
        let (front, sign) = cursor::front(self.text)?;
        let mut lines = self.text[front].lines();
        let written = lines.find_map(|line| line.strip_prefix("kind")?.trim_start().strip_prefix(sign));
        let written = written.map(|word| word.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']));
        let by_word = written.and_then(|word| self.aims().kinds.get(word));
        by_word.or_else(|| self.document()?.kind.as_deref())
    }

    /// The key that `written` means in this page.
    fn field(&self, written: &str) -> Option<FieldSpec> {
        let key = normal(written);
        let known = |name: &str| self.aims().kinds.field(self.kind(), name).cloned();
        known(&key).or_else(|| known(self.aims().config.reading.ours(&key)?))
    }

    /// The keys that are not written yet, those that the kind needs first.
    fn keys(&self) -> Vec<Offer> {
        let (front, sign) = cursor::front(self.text).unwrap_or((0..0, ':'));
        let written: BTreeSet<String> = self.text[front]
            .lines()
            .filter_map(|line| line.split_once(sign))
            .filter_map(|(key, _)| self.field(key).map(|spec| spec.name))
            .collect();
        let mut fields: Vec<&FieldSpec> =
            self.aims().kinds.fields(self.kind()).filter(|spec| !written.contains(&spec.name)).collect();
        fields.sort_by_key(|spec| importance(spec));
        fields.into_iter().map(|spec| of_key(spec, sign)).collect()
    }

    /// What may stand below a key: columns of its rows, items of its list, frameworks.
    fn below(&self, above: &str) -> Vec<Offer> {
        let Some(spec) = self.field(above) else { return Vec::new() };
        match spec.field_type {
            FieldType::Rows => spec.columns.iter().map(|spec| of_key(spec, self.sign())).collect(),
            FieldType::Requirements => {
                let frameworks = self.aims().catalog.frameworks().iter();
                let offer = |framework: &crate::model::catalog::Framework| Offer {
                    insert: assigned(&framework.id, self.sign()),
                    is_value: false,
                    ..Offer::new(&framework.id, framework.edition_name(), CompletionItemKind::MODULE)
                };
                frameworks.map(offer).collect()
            }
            _ => self.values(Some(&spec)),
        }
    }

    fn cells(&self, above: &str, key: &str) -> Vec<Offer> {
        let Some(spec) = self.field(above) else { return Vec::new() };
        if spec.field_type == FieldType::Requirements {
            let Some(framework) = self.aims().catalog.framework(key) else { return Vec::new() };
            return framework
                .all()
                .map(|item| Offer::new(&item.id, &*item.title, CompletionItemKind::REFERENCE))
                .collect();
        }
        let key = normal(key);
        if spec.name == "statement" && key == "control" {
            return self.controls();
        }
        self.values(spec.columns.iter().find(|column| column.name == key))
    }

    /// What a key takes.
    fn values(&self, spec: Option<&FieldSpec>) -> Vec<Offer> {
        let Some(spec) = spec else { return Vec::new() };
        let words = |words: &[String]| -> Vec<Offer> {
            words.iter().map(|word| Offer::new(word, &*spec.about, CompletionItemKind::ENUM_MEMBER)).collect()
        };
        let aims = self.aims();
        match spec.field_type {
            FieldType::Text if spec.name == "kind" => {
                let offer = |kind: &Kind| Offer::new(&kind.name, &*kind.about, CompletionItemKind::ENUM_MEMBER);
                aims.kinds.iter().map(offer).collect()
            }
            FieldType::Choice | FieldType::Choices => words(&spec.choices),
            FieldType::Flag => {
                let flags = words(&["true".into(), "false".into()]).into_iter();
                flags.map(|flag| Offer { is_bare: true, ..flag }).collect()
            }
            FieldType::Period => words(&["12 months", "6 months", "3 months", "24 months"].map(String::from)),
            FieldType::Date => {
                let today = Offer::new(&aims.today.to_string(), "today", CompletionItemKind::VALUE);
                vec![Offer { is_bare: true, ..today }]
            }
            FieldType::Person | FieldType::Persons => self.people(),
            FieldType::Ref | FieldType::Refs => self.ids(&spec.kinds),
            FieldType::Controls => self.controls(),
            FieldType::Clauses => self.clauses(),
            FieldType::Text | FieldType::Texts | FieldType::Number | FieldType::Requirements | FieldType::Rows => {
                Vec::new()
            }
        }
    }

    fn people(&self) -> Vec<Offer> {
        let config = &self.aims().config;
        let roles: BTreeSet<&str> = config
            .roles
            .keys()
            .map(String::as_str)
            .chain(config.people.iter().flat_map(|person| person.roles.iter().map(String::as_str)))
            .collect();
        let roles = roles.into_iter().map(|role| Offer::new(role, "role", CompletionItemKind::CONSTANT));
        let people = config.people.iter().filter(|person| person.left.is_none());
        let people = people.map(|person| Offer::new(&person.name, person.roles.join(", "), CompletionItemKind::VALUE));
        roles.chain(people).collect()
    }

    /// Documents by their ids, of some kinds or of any, itself left out.
    fn ids(&self, kinds: &[String]) -> Vec<Offer> {
        let aims = self.aims();
        let fits = |document: &&Document| {
            document.id_span.is_some()
                && document.path != *self.path
                && (kinds.is_empty() || kinds.iter().any(|kind| document.is(kind)))
        };
        let mut found: Vec<&Document> = aims.iter().map(|(_, document)| document).filter(fits).collect();
        found.sort_by_cached_key(|document| crate::model::catalog::natural_key(&document.id));
        found
            .into_iter()
            .map(|document| Offer::new(&document.id, &*document.title, CompletionItemKind::REFERENCE))
            .collect()
    }

    fn controls(&self) -> Vec<Offer> {
        let controls = self.aims().trace.controls();
        controls.map(|control| Offer::new(&control.name, &*control.title, CompletionItemKind::REFERENCE)).collect()
    }

    fn clauses(&self) -> Vec<Offer> {
        let clauses = self.aims().trace.clauses();
        clauses.map(|clause| Offer::new(&clause.name, &*clause.title, CompletionItemKind::REFERENCE)).collect()
    }

    /// Where a link may lead.
    fn links(&self, wiki: bool, word: Range<usize>) -> (Vec<Offer>, Range<usize>) {
        let typed = &self.text[word.clone()];
        if let Some((target, _)) = typed.split_once('#') {
            let start = word.start + target.len() + 1;
            return (self.headings(target), start..word.end);
        }
        let mut offers = self.ids(&[]);
        if wiki {
            offers.extend(self.controls());
            offers.extend(self.clauses());
        } else {
            let others = self.aims().documents.iter().filter(|document| document.path != *self.path);
            offers.extend(others.map(|document| {
                let link = as_link(&document.path.link_from(self.path));
                Offer::new(&link, &*document.title, CompletionItemKind::FILE)
            }));
        }
        (offers, word)
    }

    /// The headings of what a link leads to; of this page where it names nothing.
    fn headings(&self, target: &str) -> Vec<Offer> {
        let aims = self.aims();
        let meant = || aims.config.roots.meant(self.path, &percent_decode(target), false);
        let by_path = || meant().iter().find_map(|path| aims.by_path(path));
        let ix = if target.is_empty() { aims.by_path(self.path) } else { aims.by_id(target).or_else(by_path) };
        let Some(ix) = ix else { return Vec::new() };
        let headings = aims.document(ix).body.headings.iter();
        headings.map(|heading| Offer::new(&heading.anchor, &*heading.text, CompletionItemKind::TEXT)).collect()
    }
}

/// Where a key stands among others: what is needed first.
fn importance(spec: &FieldSpec) -> u8 {
    match spec.need {
        Some(Need::Must) => 0,
        Some(Need::Should) => 1,
        None => 2,
    }
}

fn of_key(spec: &FieldSpec, sign: char) -> Offer {
    let insert = match (&spec.field_type, sign) {
        (FieldType::Rows, '=') => format!("[[{}]]\n", spec.name),
        (FieldType::Rows, _) => format!("{}:\n  - ", spec.name),
        _ => assigned(&spec.name, sign),
    };
    let about = spec.about.clone();
    Offer { about, insert, is_value: false, ..Offer::new(&spec.name, need(spec), CompletionItemKind::FIELD) }
}

/// A key before its value.
fn assigned(key: &str, sign: char) -> String {
    if sign == '=' { format!("{key} = ") } else { format!("{key}: ") }
}
