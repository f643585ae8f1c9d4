//! No setting is taken and does nothing: each that cannot hold is told at its line, and those beside it that can are not.

use crate::support::sandbox::{Sandbox, TODAY};

const POLICY: &str = "---\nid: POL-001\ntitle: Policy\nkind: policy\nowner: Lead\nversion: '1'\n---\n\nText.\n";

/// What is told of settings, without the rule that tells it.
fn told(settings: &str, document: &str) -> Vec<String> {
    let sandbox = Sandbox::new(&[("aims.toml", settings), ("p.md", POLICY), ("d.md", document)]);
    let done = sandbox.run(&["check", "--format", "short", "--today", TODAY, "--exit-zero"]);
    let found = done.stdout.lines().filter(|line| line.contains("AIMS802") || line.contains("AIMS813"));
    let all: Vec<String> = found.map(|line| line.rsplit_once(" [").map_or(line, |(told, _)| told).to_owned()).collect();
    let documents = done.stdout.lines().filter(|line| line.starts_with("d.md") && line.contains("AIMS110"));
    all.into_iter().chain(documents.map(str::to_owned)).collect()
}

fn field(field: &str) -> String {
    format!("[kinds.house]\ntier = \"says\"\nfield = [{{ {field} }}]\n")
}

/// One thing is told of each of these settings, and it is this; and of what is sound, nothing.
fn each(cases: &[(String, &str)]) {
    for (settings, message) in cases {
        let found = told(settings, "Text.\n");
        let is_it = match message.is_empty() {
            true => found.is_empty(),
            false => matches!(&*found, [one] if one.starts_with("aims.toml:") && one.contains(message)),
        };
        assert!(is_it, "{settings}: {found:?}");
    }
}

#[test]
fn a_key_of_ours_with_words_of_its_own_keeps_them() {
    let other = "is a key of ours, and of another type";
    each(&[
        (field("name = \"status\", type = \"text\""), other),
        (field("name = \"status\", type = \"choice\", choices = [\"a\"]"), other),
        (field("name = \"classification\", type = \"choice\", choices = [\"public\", \"geheim\"]"), other),
        (field("name = \"status\", type = \"choice\", choices = [\"Draft\", \"approved\"]"), ""),
        (field("name = \"status\", type = \"choice\", need = \"must\""), ""),
        (field("name = \"title\", type = \"text\", need = \"must\""), ""),
    ]);
    let house = "---\nid: HOU-1\ntitle: House\nkind: house\nowner: Lead\nstatus: aproved\n---\n\nText.\n";
    for settings in
        [field("name = \"status\", type = \"text\""), field("name = \"status\", type = \"choice\", need = \"must\"")]
    {
        let found = told(&settings, house);
        assert!(found.iter().any(|line| line.starts_with("d.md:6:9")), "{settings}: {found:?}");
    }
    // What means one of our words goes on to mean it.
    let settings = "[kinds.house]\nstands-for = \"risk\"\nfield = [{ name = \"treatment\", type = \"choice\" }]\n";
    let house = "---\nid: HOU-1\ntitle: House\nkind: house\nowner: Lead\ntreatment: exploit\n---\n\nText.\n";
    assert_eq!(told(settings, house), [""; 0]);
}

#[test]
fn what_is_said_of_a_key_goes_with_its_type() {
    each(&[
        (field("name = \"rights\", type = \"choice\", need = \"must\""), "a key of this `type` needs `choices`"),
        (field("name = \"rights\", type = \"choices\", choices = []"), "a key of this `type` needs `choices`"),
        (
            field("name = \"rights\", type = \"choice\", choices = [\"a\", \" \"]"),
            "`kinds.house.field.choices` is empty",
        ),
        (field("name = \"rights\", type = \"rows\""), "a key of this `type` needs `columns`"),
        (field("name = \"rights\", choices = [\"a\"]"), "`choices` is of no use with this `type`"),
        (field("name = \"rights\", type = \"text\", kinds = [\"policy\"]"), "`kinds` is of no use"),
        (field("name = \"day\", type = \"text\", done = true"), "`done` is of no use"),
        (field("name = \"day\", type = \"date\", not-before = \"zqx\""), "`not-before` names `zqx`"),
        (field("name = \"day\", type = \"date\", not-before = \"effective\""), ""),
        (field("name = \"for\", type = \"ref\", kinds = [\"policies\"]"), "`field.kinds` names `policies`"),
        ("[kinds.house]\nprefix = \"a/b\"\n".to_owned(), "no id can begin with `a/b`"),
        ("[kinds.house]\nprefix = \"HOU-\"\n".to_owned(), ""),
    ]);
}

#[test]
fn any_word_of_a_choice_can_be_said() {
    let settings = field("name = \"level\", type = \"choice\", choices = [\"Very high\", \"LOW\", \"so_so\"]");
    for word in ["Very high", "very-high", "low", "LOW", "so so"] {
        let text = format!("---\nid: HOU-1\ntitle: House\nkind: house\nowner: Lead\nlevel: {word}\n---\n\nText.\n");
        assert_eq!(told(&settings, &text), [""; 0], "{word}");
    }
}

#[test]
fn each_word_of_the_pack_is_there() {
    let pack = |word: &str| format!("[site]\npack = [\"{word}\"]\n");
    each(&[
        (pack("zqx"), "aims.toml:2:9: warning: `site.pack` names `zqx`, which is no kind and no document"),
        (pack("POL-999"), "names `POL-999`"),
        (pack("policy"), ""),
        (pack("Policy"), ""),
        (pack("pol-001"), ""),
    ]);
    let sandbox = Sandbox::new(&[("aims.toml", pack("Policy").as_str()), ("p.md", POLICY)]);
    let done = sandbox.run(&["build", "-q", "--out", "site", "--today", TODAY]);
    let page = std::fs::read_to_string(sandbox.path("site/print.html")).expect("a page");
    assert!(page.contains("id=\"POL-001\""), "{}", done.stderr);
}

#[test]
fn nothing_is_called_nothing() {
    let empty = |settings: &str, key: &'static str| (settings.to_owned(), key);
    each(&[
        empty("[[people]]\nname = \"  \"\n", "`people.name` is empty"),
        empty("[[people]]\nname = \"Bo\"\nroles = [\"\"]\n", "`people.roles` is empty"),
        empty("[[people]]\nname = \"Bo\"\nemails = [\"  \"]\n", "`people.emails` is empty"),
        empty("[organisation]\nname = \"\"\n", ""),
        empty("[site]\ntitle = \"\u{a0}\"\n", ""),
        empty("[kinds.house]\nlabel = \"  \"\nplural = \"\"\nabout = \"\"\n", ""),
        empty("[roles.Chief]\ndeputy = \"\"\nabout = \"\"\n", ""),
        empty("[kinds.house]\ncalled = [\"\", \"home\"]\n", "`kinds.house.called` is empty"),
        empty("[kinds.\"\"]\nlabel = \"House\"\n", "a name in `[kinds]` is empty"),
        empty("[roles]\n\"\" = \"x\"\n", "a name in `[roles]` is empty"),
        empty("[aliases]\n\" \" = \"owner\"\n", "a name in `[aliases]` is empty"),
        empty("[values.status]\n\"\" = \"approved\"\n", "a name in `[values.status]` is empty"),
        empty("[header.labels]\n\"\" = \"owner\"\n", "a name in `[header.labels]` is empty"),
        empty("[keys]\nkeep = [\"\", \"wheels\"]\n", "`keys.keep` is empty"),
        empty("[impact]\ncategories = [\"a\", \"\"]\n", "`impact.categories` is empty"),
        empty("[roles]\n\"Chief\" = \"\"\n", ""),
        empty("[folders]\n\"\" = \"policy\"\n", ""),
        empty("[links]\nroot = \"\"\n", ""),
    ]);
}

#[test]
fn numbers_names_and_addresses_can_be_meant() {
    let of = |settings: &str, told: &'static str| (settings.to_owned(), told);
    let scale = "so that a level would have no score";
    let form = "is no web address of the form that it takes";
    each(&[
        of("[risk]\nhigh = 26\n", scale),
        of("[risk]\nmedium = 0\n", scale),
        of("[risk]\nmedium = 1\nhigh = 25\n", ""),
        of("[[people]]\nname = \"Lead\"\n[roles]\nLead = \"x\"\n", "`people` lists `Lead`, which is a role"),
        of("[[people]]\nname = \"Lead\"\n[[people]]\nname = \"Bo\"\nroles = \"Lead\"\n", "`people` lists `Lead`"),
        of("[[people]]\nname = \"Lead\"\nroles = [\"Lead\"]\n[roles]\nLead = \"x\"\n", ""),
        of("[site]\nsource = \"https://x.example/\"\n", form),
        of("[site]\nedit = \"https://x.example/{zqx}\"\n", form),
        of("[site]\nforge = \"https://x.example/c\"\n", form),
        of("[site]\nsource = \"https://x.example/main/{path}\"\nbase-url = \"https://x.example\"\n", ""),
    ]);
}
