//! Settings that stood elsewhere before they came to an AIMS, and documents that went before their settings did.

use std::path::{Path, PathBuf};

use super::openssh::public;
use super::world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World, policy, settings};

/// An empty repository with the key of Orla, a key of somebody else's, and settings that list that for her.
struct Scene {
    world: World,
    top: PathBuf,
    key: PathBuf,
    own: PathBuf,
}

impl Scene {
    fn new() -> Self {
        let (world, key) = World::empty();
        let own = world.ssh.keygen(&["-t", "ed25519"]);
        Self { top: world.repo.clone(), world, key, own }
    }

    fn planted(&self) -> String {
        let (email, key) = (super::email(ORLA), public(&self.own));
        let people =
            format!("people = [{{ name = \"{ORLA}\", emails = ['{email}'], roles = ['Chief'], keys = ['{key}'] }}]\n");
        format!("{people}approval = {{ needs = 'record', roles = ['Chief'] }}\n")
    }

    fn put(&self, path: &str, text: &str) {
        self.world.put(path, text);
    }

    fn rm(&self, path: &str) {
        let path = self.top.join(path);
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.expect("it was there");
    }

    fn mv(&self, from: &str, to: &str) {
        let to = self.top.join(to);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("folders");
        std::fs::rename(self.top.join(from), to).expect("a move");
    }

    fn commit(&self, message: &str) {
        self.world.commit(MIREL, message);
    }

    fn merge(&self, branch: &str, work: impl Fn()) {
        self.world.git(MIREL, &["switch", "-q", "-c", branch]);
        work();
        self.world.git(MIREL, &["switch", "-q", "main"]);
        self.world.git(MIREL, &["merge", "-q", "--no-ff", "-m", "Merge", branch]);
    }

    /// An AIMS in a folder, the policy of which is approved with a key.
    fn begin(&mut self, folder: &str, key: &Path, more: &str) {
        let below =
            |path: &str| self.top.join(folder).join(path).strip_prefix(&self.top).expect("it is below").to_owned();
        let [settings_at, policy_at] = ["aims.toml", POLICY].map(|path| below(path).to_string_lossy().into_owned());
        self.put(&settings_at, &format!("{}{more}", settings(&[(ORLA, &public(key))])));
        self.put(&policy_at, &policy());
        self.world.commit(TOBIAS, "Begin");
        self.approve(folder, key);
    }

    fn approve(&mut self, folder: &str, key: &Path) {
        self.world.repo = self.top.join(folder);
        let outcome = self.world.approve_in_time(key);
        assert_eq!(outcome.code, Some(0), "{folder}: {}", outcome.stderr);
        self.world.repo.clone_from(&self.top);
        self.world.commit(ORLA, "Approve");
    }

    /// Softens the policy in a folder, approves that with the key that is not Orla's, and gives what is told of the settings.
    fn soften(&mut self, folder: &str) -> Option<String> {
        let path = format!("{folder}/{POLICY}");
        self.world.edit(&path, "must be listed", "may be listed");
        self.world.edit(&path, "\"1.0\"", "\"1.1\"");
        self.commit("Clarify");
        let own = self.own.clone();
        self.approve(folder, &own);
        self.told(folder)
    }

    /// The finding about settings that nobody vouched for.
    fn told(&self, folder: &str) -> Option<String> {
        let found = self.world.aims(&["check", folder, "--today", TODAY]).stdout;
        found.contains("AIMS516").then_some(found)
    }
}

/// The policy in the words of somebody who writes it anew.
fn anew() -> String {
    policy().replace("Every AI system", "Each AI system that is used")
}

#[test]
fn documents_that_went_before_their_settings_were_an_aims() {
    for way in 0..5 {
        let mut scene = Scene::new();
        let key = scene.key.clone();
        scene.begin("docs/aims", &key, "");
        let take_away = |path: &str| {
            scene.rm(path);
            scene.commit("Remove");
        };
        match way {
            1 => {
                // What it was called before counts, and settings that rule nothing any more are as gone.
                scene.put(&format!("docs/aims/{POLICY}"), &anew().replace("POL-001", "POL-901"));
                scene.commit("Number");
            }
            2 => scene.merge("docs", || take_away("docs/aims/policies")),
            3 => {
                scene.mv("docs/aims/policies", "stash/policies");
                scene.commit("Put aside");
            }
            _ => {}
        }
        if way < 2 || way == 4 {
            take_away("docs/aims/policies");
        }
        match way {
            1 => take_away("docs/aims/approvals"),
            2 => scene.merge("settings", || take_away("docs")),
            _ => take_away("docs"),
        }
        scene.put("gov/aims.toml", &scene.planted());
        if way == 4 {
            scene.commit("Write settings");
        }
        scene.put(&format!("gov/{POLICY}"), &anew());
        scene.commit("Write");
        let told = scene.soften("gov").unwrap_or_else(|| panic!("{way}: nothing is told"));
        assert!(told.contains("docs/aims/aims.toml of commit "), "{way}: {told}");
    }
}

#[test]
fn settings_that_a_merge_took_away_that_has_them_from_no_side_were_there() {
    let mut scene = Scene::new();
    scene.put("x.txt", "x\n");
    scene.commit("Begin");
    let base = scene.world.git(MIREL, &["rev-parse", "HEAD"]);
    let key = scene.key.clone();
    scene.begin("docs/aims", &key, "");
    scene.world.git(MIREL, &["switch", "-q", "-c", "side", &base]);
    scene.put("y.txt", "y\n");
    scene.commit("Work");
    scene.world.git(MIREL, &["switch", "-q", "main"]);
    scene.world.git(MIREL, &["merge", "-q", "-s", "ours", "--no-commit", "--no-ff", "side"]);
    scene.rm("docs");
    scene.commit("Merge");
    scene.put("gov/aims.toml", &scene.planted());
    scene.put(&format!("gov/{POLICY}"), &anew());
    scene.commit("Write");
    assert!(scene.soften("gov").is_some());
}

#[test]
fn settings_that_were_planted_and_moved_in_follow_those_that_ruled_the_documents() {
    for way in 0..7 {
        let mut scene = Scene::new();
        let (key, from) = (scene.key.clone(), if way == 2 { "examples/x/aims.toml" } else { "other/aims.toml" });
        scene.put(from, &if way == 2 { settings(&[]) } else { scene.planted() });
        scene.commit("Plant");
        let folder = if way >= 5 { "gov" } else { "docs/aims" };
        scene.begin(folder, &key, "");
        if way == 2 {
            scene.put(from, &scene.planted());
            scene.commit("List a key");
        }
        let swap = |scene: &Scene| {
            if way >= 5 {
                scene.rm("gov");
                scene.commit("Remove");
            } else {
                scene.mv("docs/aims/policies", "gov/policies");
                scene.rm("docs");
                if way == 1 {
                    scene.commit("Move documents");
                }
            }
            scene.mv(from, "gov/aims.toml");
            if way >= 5 {
                scene.put(&format!("gov/{POLICY}"), &policy());
            }
            scene.commit("Move");
        };
        match way {
            3 | 6 => scene.merge("pull", || swap(&scene)),
            4 => {
                scene.mv(from, "gov/aims.toml");
                scene.commit("Move settings");
                scene.mv("docs/aims/policies", "gov/policies");
                scene.rm("docs");
                scene.commit("Move documents");
            }
            _ => swap(&scene),
        }
        assert!(scene.soften("gov").is_some(), "{way}");
    }
}

#[test]
fn who_changed_the_settings_before_alone_does_not_vouch_for_the_next() {
    let mut scene = Scene::new();
    let key = scene.key.clone();
    scene.begin("docs/aims", &key, "");
    scene.put("docs/aims/aims.toml", &settings(&[(ORLA, &public(&scene.own))]));
    scene.commit("Tidy settings");
    scene.rm("docs/aims/policies");
    scene.commit("Remove");
    scene.rm("docs");
    scene.commit("Remove");
    scene.put("gov/aims.toml", &scene.planted());
    scene.put(&format!("gov/{POLICY}"), &anew());
    scene.world.git(MIREL, &["add", "--all"]);
    let signer = format!("user.signingKey={}", scene.own.display());
    scene.world.git(ORLA, &["-c", "gpg.format=ssh", "-c", &signer, "commit", "-q", "-S", "-m", "Write"]);
    let told = scene.soften("gov").expect("a finding");
    assert!(told.contains("who vouched for these is not known") && told.contains("--trust"), "{told}");
}

#[test]
fn an_aims_beside_others_of_the_same_ids_does_not_follow_them() {
    let mut scene = Scene::new();
    let (one, other) = (scene.key.clone(), scene.own.clone());
    // Of examples, too, that are left out.
    scene.put("m/examples/aims.toml", &settings(&[(ORLA, &public(&other))]));
    scene.put("m/examples/policy.md", &policy());
    scene.commit("Write an example");
    scene.begin("m", &one, "[files]\nexclude = [\"examples/**\"]\n");
    scene.begin("a", &one, "");
    scene.put("a/policies/second.md", &policy().replace("POL-001", "POL-002"));
    scene.commit("Write another");
    scene.rm("a/policies/second.md");
    scene.commit("Remove it");
    scene.put("a/policies/third.md", &policy().replace("POL-001", "POL-003").replace("approved", "draft"));
    scene.commit("Write a third");
    scene.begin("b", &other, "");
    scene.put("b/policies/second.md", &policy().replace("POL-001", "POL-002").replace("approved", "draft"));
    scene.put("b/policies/third.md", &policy().replace("POL-001", "POL-003").replace("approved", "draft"));
    scene.commit("Write more");
    scene.rm("a/policies/third.md");
    scene.commit("Remove it");
    scene.mv("a/policies/ai-policy.md", "a/policies/use.md");
    scene.commit("Rename");
    for folder in ["m", "a", "b"] {
        assert_eq!(scene.told(folder), None, "{folder}");
    }
    scene.mv("a", "x/a");
    scene.mv("b", "x/b");
    scene.commit("Move both");
    for folder in ["m", "x/a", "x/b"] {
        assert_eq!(scene.told(folder), None, "{folder}");
    }
    scene.rm("x/b");
    scene.commit("Dissolve the one");
    scene.mv("x/a", "a");
    scene.commit("Move the other");
    for folder in ["m", "a"] {
        assert_eq!(scene.told(folder), None, "{folder}");
    }
}
