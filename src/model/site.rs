//! `[site]`: what a site is called, where it is, and for whom.

use super::audience::Audience;
use super::settings::Table;
use super::strip::Strip;
use crate::base::tell;
use crate::base::wording::{self, Words};
use crate::diag::Spanned;

/// Settings of the site.
#[derive(Debug, Clone, Default)]
pub struct SiteConfig {
    /// The title.
    pub title: Option<String>,
    /// In which language it is, as a tag.
    pub language: Option<String>,
    /// Where the site is published.
    pub base_url: Option<String>,
    /// The page of a commit at the forge, with `{commit}` for its id.
    pub forge: Option<String>,
    /// The page of a file at the forge, with `{commit}` and `{path}`.
    pub source: Option<String>,
    /// Where the forge tells who wrote which line of a file, with `{commit}` and `{path}`.
    pub blame: Option<String>,
    /// Where a file is edited at the forge, with `{path}`.
    pub edit: Option<String>,
    /// Who the site is for.
    pub audience: Option<Audience>,
    /// The kinds of documents, or ids of documents, that are printed as the controlled pack; empty for the usual ones.
    pub pack: Vec<Spanned<String>>,
    /// Where people from outside turn with questions and concerns: an address, or how to find one.
    pub contact: Option<String>,
    /// What pages leave out of texts.
    pub strip: Strip,
}

impl SiteConfig {
    /// Reads the table.
    pub(super) fn read(top: &mut Table<'_>) -> Self {
        let entries = top.table("site");
        let mut table = Table::new("site", entries, top.problems());
        let site = Self {
            title: table.text("title").map(|text| text.value),
            language: table.word("language").and_then(|word| read_language(&mut table, &word)),
            base_url: on_the_web(&mut table, "base-url", "…"),
            forge: on_the_web(&mut table, "forge", "…/{commit}"),
            source: on_the_web(&mut table, "source", "…/{commit}/{path}"),
            blame: on_the_web(&mut table, "blame", "…/{commit}/{path}"),
            edit: on_the_web(&mut table, "edit", "…/{path}"),
            audience: table.word("audience").map(|word| read_audience(&mut table, &word)),
            pack: table.texts("pack"),
            contact: table.text("contact").map(|text| text.value),
            strip: Strip::read(&mut table),
        };
        table.finish();
        site
    }
}

/// Whether a text is the address of something on the web.
pub fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// An address on the web: pages lead there.
fn on_the_web(table: &mut Table<'_>, key: &'static str, form: &str) -> Option<String> {
    let text = table.text(key)?;
    let hole = form.rsplit('/').next().filter(|hole| hole.starts_with('{') && !text.value.contains(hole));
    let sound = is_web_address(&text.value) && hole.is_none();
    if !sound {
        let message = tell!("`site.{key}` is no web address of the form that it takes", key);
        table.wrong(text.span, message, tell!("Write it as `https://{form}`.", form));
    }
    sound.then_some(text.value)
}

/// In which language the site is. One that it does not speak is told of, and then it is in English.
fn read_language(table: &mut Table<'_>, word: &Spanned<String>) -> Option<String> {
    if word.value == wording::SOURCE || wording::language(&word.value).is_some() {
        return Some(word.value.clone());
    }
    let code = |code: &str| Words::from(format!("`{code}`"));
    let known = wording::codes().map(code).reduce(|some, code| tell!("{some} or {code}", some, code));
    let known = known.unwrap_or_else(|| code(wording::SOURCE));
    let message = tell!("`site.language` is {known}, not `{word}`", known, word = &word.value);
    let help = tell!("What stands around the texts is in one of these; the texts are in any language.");
    table.wrong(word.span, message, help);
    None
}

/// For whom the site is. A word that cannot be read lets the fewest texts out.
fn read_audience(table: &mut Table<'_>, word: &Spanned<String>) -> Audience {
    Audience::parse(&word.value).unwrap_or_else(|| {
        let message =
            tell!("`site.audience` is `public`, `internal` or `confidential`, not `{word}`", word = &word.value);
        table.wrong(word.span, message, tell!("Until then only public texts are published."));
        Audience::Public
    })
}

#[cfg(test)]
mod tests {
    use crate::model::config::Config;

    #[test]
    fn no_setting_is_a_text_without_end() {
        let settings = format!("[site]\nforge = \"https://x.example/{}{{commit}}\"\n", "a".repeat(8000));
        let (config, problems) = Config::read(&settings);
        assert_eq!(config.site.forge, None);
        let told: Vec<String> = problems.iter().map(|found| found.message.english()).collect();
        assert_eq!(told, ["`site.forge` is longer than 4096 bytes"]);
        assert!(settings[problems[0].span.start..].starts_with("\"https://x.example/aaa"));
    }
}
