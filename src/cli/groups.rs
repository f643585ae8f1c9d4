//! The commands in groups, as somebody looks for them, each with an example.

use clap::Command;

/// Commands of one purpose, each with an example.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

/// All of them, in the order of the work.
const GROUPS: [Group; 5] = [
    (
        "Begin",
        &[
            ("init", "aims init our-aims --organisation \"Our organisation\""),
            ("new", "aims new policy \"Acceptable use of AI\""),
            ("demo", "aims demo /tmp/example"),
        ],
    ),
    (
        "Check and publish",
        &[
            ("check", "aims check policies --strict"),
            ("impact", "aims impact main --format markdown"),
            ("build", "aims build --out public --audience public"),
            ("serve", "aims serve --open"),
            ("verify", "aims verify site"),
        ],
    ),
    (
        "Act",
        &[
            ("review", "aims review POL-001 --outcome \"no change needed\""),
            ("approve", "aims approve POL-001 PRO-001"),
            ("acknowledge", "aims acknowledge POL-001"),
            ("fold", "aims fold POL-001 --dry-run"),
        ],
    ),
    (
        "Ask",
        &[
            ("status", "aims status"),
            ("due", "aims due --within 90d --for \"AI Officer\""),
            ("history", "aims history POL-001 --diff"),
            ("explain", "aims explain A.5.2"),
            ("export", "aims export soa --output soa.xlsx"),
            ("config", "aims config --format json"),
            ("doctor", "aims doctor"),
        ],
    ),
    (
        "For editors and shells",
        &[
            ("lsp", "aims lsp"),
            ("schema", "aims schema policy"),
            ("completions", "aims completions bash"),
            ("man", "aims man check"),
        ],
    ),
];

/// The same command line, with its commands in groups and an example behind the help of each.
pub(super) fn grouped(mut command: Command) -> Command {
    let mut list = String::new();
    for (title, members) in GROUPS {
        list.push_str(&format!("\n{title}:\n"));
        for (name, example) in members {
            let about = command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
            list.push_str(&lines(name, &about.unwrap_or_default()));
            command = command.mut_subcommand(*name, |own| own.after_help(format!("Example:\n  {example}")));
        }
    }
    command = command.mut_subcommand("check", |own| {
        own.mut_arg("dir", |dir| {
            dir.index(1)
                .value_name("PATH")
                .help("What to tell of: files and folders of one AIMS; all of it where none is named")
        })
    });
    list.push_str(&format!("\n{}", lines("help", "Print this message or the help of the given subcommand(s)")));
    command.help_template(format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{list}\nOptions:\n{{options}}"))
}

/// A command and what it does, in lines of a screen.
fn lines(name: &str, about: &str) -> String {
    let mut text = String::new();
    let width = super::terminal::width().min(100).saturating_sub(15);
    for (place, part) in super::words::wrap(about, width).iter().enumerate() {
        text.push_str(&format!("  {:<12} {part}\n", if place == 0 { name } else { "" }));
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_stands_in_one_group() {
        let command = Cli::command();
        let mut all: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, members)| *members).map(|(name, _)| *name).collect();
        all.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(grouped, all);
    }

    #[test]
    fn every_example_is_a_command_line() {
        for (name, example) in GROUPS.iter().flat_map(|(_, members)| *members) {
            // Quotes around words with blanks are all that stands in them.
            let parts = example.split('"').enumerate();
            let words = parts.flat_map(|(place, part)| match place % 2 {
                0 => part.split_whitespace().collect::<Vec<_>>(),
                _ => vec![part],
            });
            let read = grouped(Cli::command()).try_get_matches_from(words);
            assert_eq!(read.expect(example).subcommand_name(), Some(*name), "{example}");
        }
    }
}
