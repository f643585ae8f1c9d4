//! How to read this site, and how to verify it.

use super::overview::{claimed, meaning};
use super::proves;
use super::sections::{Legend, Section, Sections};
use super::verify_approval;
use crate::base::text::shell_word;
use crate::base::{SETTINGS, below, say, wording};
use crate::history::Standing;
use crate::model::audience::Audience;
use crate::model::trace::Rung;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::quietly;
use crate::site::routes;
use crate::site::view::{Pair, Part, Sign, coded, sentence};
use crate::site::worded::phrase;
use crate::state::{ATTESTATION, EditionKind, GENERATOR, Recipe, Trusted, asking};

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let legend = Rung::ALL
        .into_iter()
        .map(|rung| Legend { sign: Sign::rung(rung), count: None, text: meaning(rung).into() })
        .chain([claimed(None)])
        .chain([Legend {
            sign: Sign::new("excluded", say!("Excluded")),
            count: None,
            text: say!("Left out by the statement of applicability, with its reason where it gives one.").into(),
        }]);
    let view = Sections {
        title: say!("About this site").into(),
        lede: vec![Part::text(say!(
            "This site shows the AI management system of {name} as it stands in its git repository. It was made by a program from the documents alone; nobody edited these pages.",
            name = shared.named()
        ))],
        legend: if shared.is_partial() { Vec::new() } else { legend.collect() },
        sections: vec![
            built(shared),
            look(shared),
            reading(shared),
            proves::section(shared),
            approval(),
            altered(),
            verify(shared),
            verify_approval::section(shared, link),
            keys(shared),
            data(shared, link),
            public(shared, link),
            limits(),
            texts(link),
        ],
        ..Sections::default()
    };
    Page::new(say!("About this site"), "sections.html", &view)
}

fn built(shared: &Shared<'_>) -> Section {
    let state = shared.state;
    let mut pairs =
        vec![Pair::new(say!("Built on"), Part::date(shared.today())), Pair::new(say!("Built by"), GENERATOR)];
    match (&shared.history.head, shared.history.standing) {
        (Some((commit, date)), _) => {
            pairs.push(Pair::new(
                say!("Commit"),
                quietly(phrase!("{commit} of {day}", commit = Part::code(commit.as_str()), day = Part::date(*date))),
            ));
            let from = match state.from_commit {
                true => {
                    say!("The files of that commit, read from git. What is built again from it has the same bytes.")
                }
                false => {
                    say!(
                        "The work tree, which may hold changes that no commit has yet. For publication, build from a commit."
                    )
                }
            };
            pairs.push(Pair::new(say!("Made from"), from));
        }
        (None, Standing::Unborn) => {
            pairs.push(Pair::new(
                say!("Made from"),
                say!("A git repository without a commit: there is no change record."),
            ));
        }
        (None, Standing::Aside) => {
            pairs.push(Pair::new(
                say!("Made from"),
                say!("A branch without a commit of a git repository: there is no change record."),
            ));
        }
        (None, _) => pairs.push(Pair::new(say!("Made from"), say!("A folder outside git: there is no change record."))),
    }
    pairs.push(Pair::new(
        say!("Edition"),
        match state.edition {
            EditionKind::Latest => say!("Latest: the texts as they are, drafts among them."),
            EditionKind::Approved => say!("Approved: of each document that is kept current the last text that was approved. Of documents of which no version has been approved it tells the ids and nothing else. Files and pages that approved texts lead to are as they were when these were approved; other pages that nobody approves are left out."),
        },
    ));
    pairs.push(Pair::new(
        say!("Audience"),
        match state.audience {
            Audience::Public => say!("Everybody: texts that were always public, and what follows from them."),
            Audience::Internal => {
                say!(
                    "The people of the organisation: no text that was ever confidential, and nothing that tells of one."
                )
            }
            Audience::Confidential => say!("Those who may read everything."),
        },
    ));
    pairs.extend(state.trusted.as_ref().map(chosen));
    if !state.prefix.is_empty() {
        pairs.push(Pair::new(say!("Folder"), Part::code(state.prefix.as_str())));
    }
    let section = Section { pairs, ..Section::new("built", say!("This build")) };
    match shared.ahead() {
        Some(ahead) => section.intro(ahead),
        None => section,
    }
}

/// Whose keys and roles count, where somebody chose them.
fn chosen(trusted: &Trusted) -> Pair {
    let told = phrase!(
        "Those of the settings in commit {commit}, which whoever built this site chose; not those before each change. No page tells whether anybody agreed to them.",
        commit = Part::code(trusted.commit.as_str())
    );
    Pair::new(say!("Keys and roles"), told)
}

/// The files by which a team changed how its site looks.
fn look(shared: &Shared<'_>) -> Section {
    let theme = &shared.aims.theme;
    if theme.is_empty() {
        let ours =
            say!("The pages look as the program makes them: the organisation has no templates and styles of its own.");
        return Section::new("look", say!("How it looks")).intro(ours);
    }
    let own = say!(
        "The organisation changed how this site looks with the files below, which stand in its repository. Styles decide what is seen; a template decides what of the record a page shows, and in which words. The data files, this page and the records of approval do not go through them: where it matters, look there."
    );
    let mut section = Section::new("look", say!("How it looks")).intro(own);
    for (path, digest) in &theme.digests {
        section.pairs.push(Pair::new(path.as_str(), vec![Part::quiet("SHA-256 "), Part::code(digest.as_str())]));
    }
    section
}

fn reading(shared: &Shared<'_>) -> Section {
    let text = [
        if shared.is_partial() {
            say!(
                "Documents name the requirements that they serve in their front matter. On which rung of the ladder a requirement stands is not told here: documents that count may be withheld from the readers of this site."
            )
        } else {
            say!(
                "Every requirement stands on a rung of a ladder. A document that says, does or shows something names the requirement in its front matter; the rung follows from those names, from the status of the documents and from their dates, and from nothing else. The page of each requirement names the documents behind its rung and what the next rung lacks."
            )
        },
        say!(
            "Every sign has a shape, a word and a colour. Dates that decide something are compared with the day of the build; where scripts are allowed, a page that is read later says so and marks what has fallen due since."
        ),
        say!(
            "A link in the statement of applicability, in a register or in a text leads to the document itself. Each document lists what it serves and what points at it, so that any thread can be followed both ways."
        ),
    ];
    Section {
        intro: text.iter().map(|text| vec![Part::text(*text)]).collect(),
        ..Section::new("reading", say!("How to read it"))
    }
}

fn approval() -> Section {
    let mut section = Section::new("approval", say!("What an approval is here")).intro(
        say!("Git history proves what changed and who committed it. Whether that counts as approval depends on the organisation’s own procedure, and on accounts that belong to persons. The status and approvers that a document names are claims until an act of approval stands behind them; the site marks them as such. Evidence comes in these levels, and a stronger one never hides a weaker one."),
    );
    for level in super::standing::worth() {
        section.pairs.push(Pair { name: level.sign.word.clone(), parts: vec![Part::text(level.text)], wide: false });
    }
    section
}

fn keys(shared: &Shared<'_>) -> Section {
    let mut intro = Vec::new();
    match &shared.state.trusted {
        Some(trusted) => intro.push(phrase!(
            "A signature is judged by the keys and roles in the settings of commit {commit}, which whoever built this site chose. The list of keys on this site is theirs. A person who has left counts for what they signed until the day they left.",
            commit = Part::code(trusted.commit.as_str())
        )),
        None => {
            intro.push(sentence(say!(
                "A signature is judged by the keys and roles that the settings listed before the change that brought it, never by those in the change itself. A person who has left counts for what they signed until the day they left."
            )));
            intro.push(sentence(say!(
            "People, keys and rules in the settings may be changed before they are used. Where nobody whom the settings listed before signed such a change, what is approved only by it is told as resting on settings not vouched for, and does not count where no second person, whom those settings list, merged the change. The first settings on record, and the first that list a key, are trusted as they are."
            )));
            intro.push(match shared.is_outside() {
                true => sentence(say!(
                    "The list of keys on this site is that of the present settings. A record that was signed with a key no longer listed is verified with the settings of the commit before the record, which the repository has."
                )),
                false => phrase!(
                    "The list of keys on this site is that of the present settings. A record that was signed with a key no longer listed is verified with the settings of the commit before the record: {command} has them.",
                    command = Part::code(format!(
                        "git show {}",
                        shell_word(&format!("COMMIT^:{}", below(&shared.state.prefix, SETTINGS)))
                    ))
                ),
            });
        }
    }
    intro.push(sentence(say!(
        "A good signature proves that the holder of the key signed these bytes. It does not prove who held the key, that the date in the record is right, or that the text was read."
    )));
    Section { intro, ..Section::new("keys", say!("How keys are judged")) }
}

fn altered() -> Section {
    let mut section = Section::new("altered", say!("How to see that nothing was altered")).intro(
        say!("The file SHA256SUMS lists the digest of every file of this site, and manifest.json says of which commit and with which options it was made. Run one of these in the folder of the site; each names the files that are not as they are listed, and nothing where all are. Files that are not listed they do not see."),
    );
    let on = |system: &str, command: &str| vec![Part::text(format!("{system}: ")), Part::code(command)];
    section.list = vec![
        on("Linux", "sha256sum --check --quiet SHA256SUMS"),
        on("macOS", "shasum -a 256 --check --quiet SHA256SUMS"),
        on("Windows PowerShell", POWERSHELL),
    ];
    section
}

/// What `sha256sum --check` does, in PowerShell 5.1 and later.
const POWERSHELL: &str = "Get-Content -Encoding UTF8 SHA256SUMS | ForEach-Object { $sum, $file = $_ -split '  ', 2; if (-not (Test-Path -LiteralPath $file) -or (Get-FileHash -LiteralPath $file).Hash -ne $sum) { $file } }";

fn verify(shared: &Shared<'_>) -> Section {
    let mut section = Section::new("verify", say!("How to verify it"));
    if shared.is_outside() {
        return section.intro(say!(
            "Whoever alters a file can alter the list as well. Who has the repository makes the site again of the commit named above, with the same version of aims, and compares: it has the same bytes, on any machine. Without the repository nobody can. Where a text or a record of approval is published whole, its bytes can be checked below; of the others this site shows what the organisation says."
        ));
    }
    let Some(recipe) = &shared.state.recipe else {
        section.intro.push(sentence(
            say!("This build was made from a work tree that no commit holds exactly, so nobody can make it again. For publication, build from a commit: `aims build --rev`."),
        ));
        return section;
    };
    section.intro.push(phrase!(
        "Whoever alters a file can alter the list as well. So take the repository with the commit named above, make the site again with the same version of aims, and compare. It has the same bytes, on any machine. Run this in the top folder of the repository, with the site in it as {folder}, or name the folder or the zip file that it is in. The first command does all of it; the other two do the same by hand, as long as no tag was set or removed since. Where the site has {attestation}, somebody signed for it, and the first command says who.",
        folder = Part::code(&*recipe.called),
        attestation = Part::code(ATTESTATION),
    ));
    section.list = [recipe.verification(), recipe.command("rebuilt"), recipe.comparison()]
        .into_iter()
        .map(|command| vec![Part::code(command)])
        .collect();
    section
}

fn data(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let file = |(path, about): &(String, String)| {
        let name = path.strip_prefix("data/").unwrap_or(path);
        let about = wording::known(about);
        let file = Part::Link { href: link.to(path), v: name.to_owned() };
        match shared.registers.iter().find(|named| routes::register_data(&named.id, "json") == *path) {
            Some(named) => {
                let page = Part::Link { href: link.to(&routes::register(&named.id)), v: about.to_owned() };
                vec![file, Part::text(" "), page]
            }
            None => vec![file, Part::text(" "), Part::Aside { parts: coded(about) }],
        }
    };
    let section = Section::new("data", say!("Data")).intro(
        say!("The registers of this site as files. Spreadsheets (XLSX) have real days and numbers, a head that stays in view, and a sheet that says what each column holds; in them and in the files of comma-separated values (CSV) lists are joined by semicolons. In CSV text that a program could take for a formula has an apostrophe before it. The JSON files hold every value as it is."),
    );
    section.with_list(shared.data.iter().map(file).collect(), say!("This site was built without data files."))
}

/// How a site for everybody is made, or that this is one.
fn public(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let mut section = Section::new("public", say!("A site for everybody"));
    if shared.state.audience == Audience::Public {
        section.intro.push(phrase!(
            "This is one. It has a page for customers: {page}.",
            page = Part::Link { href: link.to(routes::TRUST), v: say!("what is published, in short").into() }
        ));
        return section;
    }
    let (recipe, page) = (shared.state.recipe.as_ref(), Part::code(routes::TRUST));
    section.intro.push(match recipe {
        Some(_) => phrase!(
            "This site is for readers of the organisation. One that customers may see holds only what is classified as public, and has a page for them in {page}. It is made of the same commit, as of the same day, by this command in the top folder of the repository:",
            page
        ),
        None => phrase!(
            "This site is for readers of the organisation. One that customers may see holds only what is classified as public, and has a page for them in {page}. It is made of what is committed by this command in the top folder of the repository:",
            page
        ),
    });
    let of = [("--rev", "HEAD"), ("--edition", "approved"), ("--audience", "public"), ("--out", "public-site")];
    let now = || asking("build", &shared.state.prefix, of.map(|(option, value)| (option, Some(value))));
    let of_recipe = |recipe: &Recipe| {
        let (edition, audience) = (EditionKind::Approved, Audience::Public);
        Recipe { edition, audience, called: "public-site".into(), ..recipe.clone() }.command("public-site")
    };
    section.intro.push(vec![Part::code(recipe.map_or_else(now, of_recipe))]);
    section.intro.push(phrase!(
        "What is withheld is in no page, file, feed or search index of it. Whom customers ask, {key} under {table} of {file} says.",
        key = Part::code("contact"),
        table = Part::code("[site]"),
        file = Part::code("aims.toml"),
    ));
    section
}

fn limits() -> Section {
    Section::new("limits", say!("What it does not say")).intro(
        say!("It does not say that a requirement is met, that a control works, or that the organisation conforms to a standard or a law. It shows evidence; people judge. Relations to other frameworks come from published or openly shared mappings and carry their confidence."),
    )
}

fn texts(link: Linker<'_>) -> Section {
    let mut section = Section::new("texts", say!("Texts of standards and laws")).intro(
        say!("The text of ISO/IEC 42001 is protected by copyright and not reproduced here: ids and short titles are facts, summaries are our own. They do not replace the standard. Statements about the EU AI Act are a reading of the law as amended in 2026 and no legal advice."),
    );
    section.intro.push(phrase!(
        "The serif of these pages is a subset of Source Serif 4, © Adobe, under the {licence}.",
        licence = Part::Link { href: link.to("fonts/OFL.txt"), v: String::from("SIL Open Font License") }
    ));
    section
}
