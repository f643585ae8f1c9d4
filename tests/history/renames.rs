//! Which deletions and additions of one commit are one file that moved.

use aims::repo::GapKind;

use super::support::{TestRepo, id, text};

#[test]
fn a_file_that_only_moved_is_a_rename_with_one_blob() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| files.write("a.md", text("a", 9)));
    let b = repo.commit(&[a], "move", |files| files.rename("a.md", "new/name.md"));
    assert_eq!(repo.story(b), ["move: R a.md > new/name.md", "add: A a.md"]);
    let change = &repo.log(b).commits[0].changes[0];
    assert!(change.old.is_some() && change.old == change.new);
}

#[test]
fn half_of_the_text_is_enough_and_less_is_not() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| files.write("a.md", text("a", 8)));
    let mut half: Vec<String> = text("a", 8).lines().map(|line| format!("{line}\n")).collect();
    half.truncate(4);
    let more = repo.commit(&[a], "half", |files| {
        files.remove("a.md");
        files.write("b.md", half.concat());
    });
    assert_eq!(repo.story(more)[0], "half: R a.md > b.md");
    half.truncate(3);
    let less = repo.commit(&[a], "less", |files| {
        files.remove("a.md");
        files.write("b.md", half.concat());
    });
    assert_eq!(repo.story(less)[0], "less: D a.md, A b.md");
}

#[test]
fn a_document_keeps_its_history_by_its_id_though_its_text_is_another() {
    let mut repo = TestRepo::new();
    let document = |id: &str, name: &str| format!("---\nid: {id}\n---\n{}", text(name, 12));
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", document("POL-001", "old"));
        files.write("b.md", document("POL-002", "other"));
    });
    let b = repo.commit(&[a], "rewrite", |files| {
        files.remove("a.md");
        files.remove("b.md");
        files.write("x.md", document("POL-002", "old"));
        files.write("y.md", document("POL-001", "new"));
    });
    assert_eq!(repo.story(b)[0], "rewrite: R b.md > x.md, R a.md > y.md");
}

#[test]
fn a_document_keeps_its_history_under_another_id_where_it_says_which_it_had() {
    let mut repo = TestRepo::new();
    let document = |front: &str, name: &str| format!("---\n{front}\n---\n{}", text(name, 12));
    let a = repo.commit(&[], "add", |files| files.write("a.md", document("id: POL-001", "old")));
    for (name, is_same) in [("old", true), ("new", true), ("old", false)] {
        let b = repo.commit(&[a], "renumber", |files| {
            files.remove("a.md");
            let former = if is_same { "\nformerly: PRO-007, pol-001" } else { "" };
            files.write("b.md", document(&format!("id: POL-101{former}"), name));
        });
        let told = if is_same { "renumber: R a.md > b.md" } else { "renumber: D a.md, A b.md" };
        assert_eq!(repo.story(b)[0], told, "{name}");
    }
    // Of two parts the one goes on that holds more of it, and of two that are one now the one that it is.
    let parted = repo.commit(&[a], "part", |files| {
        files.remove("a.md");
        files.write("b.md", document("id: POL-101\nformerly: POL-001", "new"));
        files.write("c.md", document("id: POL-102\nformerly: POL-001", "old"));
    });
    assert_eq!(repo.story(parted)[0], "part: A b.md, R a.md > c.md");
    let two = repo.commit(&[a], "add", |files| files.write("c.md", document("id: POL-002", "other")));
    let one = repo.commit(&[two], "join", |files| {
        files.remove("a.md");
        files.remove("c.md");
        files.write("d.md", document("id: POL-101\nformerly: POL-002, POL-001", "old"));
    });
    assert_eq!(repo.story(one)[0], "join: D c.md, R a.md > d.md");
}

#[test]
fn two_documents_are_never_taken_for_one_however_alike_they_are() {
    let mut repo = TestRepo::new();
    let document = |id: &str| format!("---\nid: {id}\n---\n{}", text("template", 20));
    let a = repo.commit(&[], "add", |files| {
        files.write("old/plan.md", document("PLN-001"));
        files.write("b.md", document("POL-001"));
        files.write("c.md", text("template", 20) + "no name\n");
    });
    let b = repo.commit(&[a], "new from template", |files| {
        files.remove("old/plan.md");
        files.remove("b.md");
        files.remove("c.md");
        files.write("new/plan.md", document("PLN-002"));
        files.write("d.md", document("pol-001") + "other case\n");
        files.write("e.md", text("template", 20) + "still no name\n");
    });
    assert_eq!(repo.story(b)[0], "new from template: R b.md > d.md, R c.md > e.md, A new/plan.md, D old/plan.md");
}

#[test]
fn two_files_that_swap_their_names_are_both_modified() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", text("a", 9));
        files.write("b.md", text("b", 9));
    });
    let b = repo.commit(&[a], "swap", |files| {
        files.write("a.md", text("b", 9));
        files.write("b.md", text("a", 9));
    });
    assert_eq!(repo.story(b)[0], "swap: M a.md, M b.md");
}

#[test]
fn of_equal_files_those_with_one_base_name_belong_together() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        for path in ["old/a.md", "old/b.md", "old/c.md"] {
            files.write(path, text("same", 9));
        }
    });
    let b = repo.commit(&[a], "move", |files| {
        files.rename("old/b.md", "new/b.md");
        files.rename("old/a.md", "new/z.md");
        files.rename("old/c.md", "new/a.md");
    });
    assert_eq!(repo.story(b)[0], "move: R old/a.md > new/a.md, R old/b.md > new/b.md, R old/c.md > new/z.md");
}

#[test]
fn a_base_name_outweighs_a_slightly_better_match() {
    let mut repo = TestRepo::new();
    // What is left out at the front is made up for at the end.
    let lines = |changed: usize| {
        let kept: Vec<String> = text("a", 10).lines().skip(changed).map(|line| format!("{line}\n")).collect();
        kept.concat() + &"x".repeat(40 * changed)
    };
    let a = repo.commit(&[], "add", |files| files.write("old/a.md", lines(0)));
    let b = repo.commit(&[a], "move", |files| {
        files.remove("old/a.md");
        files.write("new/a.md", lines(2));
        files.write("new/b.md", lines(1));
    });
    assert_eq!(repo.story(b)[0], "move: R old/a.md > new/a.md, A new/b.md");
}

#[test]
fn empty_and_tiny_files_are_no_evidence() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        files.write("empty.md", "");
        files.write("tiny.md", "# To do\n");
    });
    let b = repo.commit(&[a], "move", |files| {
        files.rename("empty.md", "void.md");
        files.rename("tiny.md", "small.md");
    });
    assert_eq!(repo.story(b)[0], "move: D empty.md, A small.md, D tiny.md, A void.md");
}

#[test]
fn large_files_are_compared_as_a_whole_only() {
    let mut repo = TestRepo::new();
    let large = text("large", 30_000);
    let a = repo.commit(&[], "add", |files| {
        files.write("a.md", &large);
        files.write("b.md", text("other", 30_000));
    });
    let b = repo.commit(&[a], "move", |files| {
        files.rename("a.md", "c.md");
        files.remove("b.md");
        files.write("d.md", text("other", 30_000) + "one line more\n");
    });
    assert_eq!(repo.story(b)[0], "move: D b.md, R a.md > c.md, A d.md");
}

#[test]
fn more_candidates_than_git_compares_are_a_gap() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| {
        (0..1001).for_each(|n| {
            files.write(&format!("old/{n}.md"), format!("this is the text number {n} before the move\n"));
        });
    });
    let b = repo.commit(&[a], "move", |files| {
        for n in 0..1001 {
            files.remove(&format!("old/{n}.md"));
            files.write(&format!("new/{n}-x.md"), format!("after the move another text: number {n}\n"));
        }
    });
    let log = repo.log(b);
    assert_eq!(log.gaps.len(), 1);
    assert_eq!((log.gaps[0].kind, log.gaps[0].commits.as_slice()), (GapKind::TooManyRenames, &[id(b)][..]));
    assert_eq!(log.commits[0].changes.len(), 2002);
}

#[test]
fn what_is_deleted_and_added_later_is_not_joined() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "add", |files| files.write("a.md", text("a", 9)));
    let b = repo.commit(&[a], "delete", |files| files.remove("a.md"));
    let c = repo.commit(&[b], "again", |files| files.write("a.md", text("a", 9)));
    assert_eq!(repo.story(c), ["again: A a.md", "delete: D a.md", "add: A a.md"]);
}
