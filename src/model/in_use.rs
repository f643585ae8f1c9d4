//! The frameworks that an AIMS uses: the settings and the files of its own go in, its catalogue comes out.

use std::collections::BTreeSet;

use super::catalog::{Catalog, Framework};
use super::config::Config;
use super::file_text::read_text;
use super::settings::normal;
use crate::base::text::did_you_mean;
use crate::base::{DocPath, Result, SETTINGS, tell};
use crate::diag::{Files, Span, Spanned};
use crate::parse::{Problem, ProblemKind};
use crate::source::Source;

/// The frameworks in use: ISO/IEC 42001 always, those that are followed, the others that the settings name, and the team's
/// own.
pub(super) fn read_catalog(
    source: &dyn Source,
    config: &Config,
    texts: &mut Files,
    problems: &mut Vec<(DocPath, Problem)>,
) -> Result<Catalog> {
    let settings = DocPath::new(SETTINGS);
    let mut own: Vec<Framework> = Vec::new();
    for file in &config.framework_files {
        let path = DocPath::new(&file.value).filter(|path| source.files().contains(path));
        let (Some(path), Some(settings)) = (path, settings.clone()) else {
            if let Some(settings) = settings.clone() {
                let message = tell!("there is no file `{file}`", file = &file.value);
                let problem = Problem::new(ProblemKind::InvalidSetting, file.span, message);
                problems.push((settings, problem.help(tell!("Write the path from the folder of `aims.toml`."))));
            }
            continue;
        };
        let Some(text) = read_text(source, &path, problems)? else { continue };
        let (framework, found) = Framework::parse_own(&text);
        match framework {
            Some(framework) if own.iter().any(|known| known.id == framework.id) => {
                let message = tell!("the framework `{id}` is defined twice", id = &framework.id);
                problems.push((settings, Problem::new(ProblemKind::InvalidSetting, file.span, message)));
            }
            framework => own.extend(framework),
        }
        problems.extend(found.into_iter().map(|found| {
            let span = Span::new(found.span.start, found.span.end);
            let problem = Problem::new(ProblemKind::InvalidFramework, span, found.message);
            (path.clone(), found.help.into_iter().fold(problem, Problem::help))
        }));
        texts.add(path, text.into());
    }
    let all = Catalog::builtin().with(own);
    let builtin = Catalog::builtin().frameworks().iter().map(|framework| framework.id.as_str());
    let builtin: Vec<&str> = builtin.collect();
    let mut wrong = |problem: Problem| problems.extend(settings.clone().map(|settings| (settings, problem)));
    for wanted in config.frameworks.iter().filter(|wanted| !builtin.contains(&wanted.value.as_str())) {
        let help = match did_you_mean(&normal(&wanted.value), builtin.iter().copied()) {
            Some(near) => tell!("Did you mean `{near}`?", near),
            None => tell!(
                "Built in are {frameworks}. Frameworks of your own go under `files`.",
                frameworks = builtin.join(", ")
            ),
        };
        wrong(unknown_framework(wanted).help(help));
    }
    unfit_follow(config, &all).into_iter().for_each(wrong);
    let chosen: Vec<&str> = config.frameworks.iter().map(|wanted| wanted.value.as_str()).collect();
    let all_in_use = config.frameworks.is_empty();
    Ok(all.following(config.follow.iter().map(|wanted| wanted.value.as_str())).only(|framework| {
        (all_in_use && !framework.on_request) || framework.own || chosen.contains(&framework.id.as_str())
    }))
}

/// Whether the catalogue lacks a framework of the team's own, as its file cannot be read. That has its own finding; what is not
/// known of the framework follows from it.
pub fn lacks_own(catalog: &Catalog, config: &Config) -> bool {
    catalog.frameworks().iter().filter(|framework| framework.own).count() < config.framework_files.len()
}

fn unknown_framework(wanted: &Spanned<String>) -> Problem {
    let message = tell!("`{word}` is no framework that aims knows", word = &wanted.value);
    Problem::new(ProblemKind::InvalidSetting, wanted.span, message)
}

/// What is wrong with `follow`: frameworks that there are not, and those that are named twice.
fn unfit_follow(config: &Config, all: &Catalog) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for wanted in &config.follow {
        if all.framework(&wanted.value).is_none() && !lacks_own(all, config) {
            let ids: Vec<&str> = all.frameworks().iter().map(|framework| framework.id.as_str()).collect();
            found.push(unknown_framework(wanted).help(
                match did_you_mean(&normal(&wanted.value), ids.iter().copied()) {
                    Some(near) => tell!("Did you mean `{near}`?", near),
                    None => tell!(
                        "Known are {frameworks}. Frameworks of your own go under `files`.",
                        frameworks = ids.join(", ")
                    ),
                },
            ));
        } else if !seen.insert(wanted.value.as_str()) {
            let message = tell!("`{framework}` is followed already", framework = &wanted.value);
            let problem = Problem::new(ProblemKind::InvalidSetting, wanted.span, message);
            let help = tell!("Name each framework once. Ids without a framework are of the first that has them.");
            found.push(problem.help(help));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn slips_in_settings_are_told_with_what_is_near() {
        let settings = "[approval]\nrolls = [\"Chief\"]\n[kinds.x]\nnature = \"recrod\"\ntier = \"shwos\"\nstands-for = \"impact\"\n\
                        [frameworks]\nuse = [\"eu_ai_act\"]\n";
        let aims = load(&Memory::new([("aims.toml", settings.as_bytes())]), Date::constant(2026, 11, 20));
        let aims = aims.expect("memory can be read");
        let help =
            |(_, problem): &(_, crate::parse::Problem)| problem.help.as_ref().map(crate::base::wording::Words::english);
        let told: Vec<String> = aims.problems.iter().filter_map(help).collect();
        for near in ["roles", "record", "shows", "impact-assessment", "eu-ai-act"] {
            assert!(told.contains(&format!("Did you mean `{near}`?")), "{near}: {told:?}");
        }
    }
}
