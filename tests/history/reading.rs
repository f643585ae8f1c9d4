//! Single files and many blobs.

use aims::repo::ObjectId;
use git2::{ObjectType, Oid};

use super::support::{TestRepo, id};

#[test]
fn one_file_is_read_at_any_commit() {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| {
        files.write("aims.toml", "1\n");
        files.write("x/y/a.md", "one\n");
        files.put(b"link.md", 0o120_000, b"aims.toml");
    });
    let b = repo.commit(&[a], "second", |files| {
        files.write("x/y/a.md", "two\n");
        files.remove("aims.toml");
    });
    let found = repo.open();
    let at = |commit, path: &str| found.read_at(id(commit), path, 1 << 20).expect("an answer");
    assert_eq!(at(a, "x/y/a.md").as_deref(), Some(&b"one\n"[..]));
    assert_eq!(at(b, "x/y/a.md").as_deref(), Some(&b"two\n"[..]));
    assert_eq!(at(a, "aims.toml").as_deref(), Some(&b"1\n"[..]));
    for absent in ["aims.toml", "x", "x/y", "x/z/a.md", "link.md", "x/y/a.md/b", ""] {
        assert_eq!(at(b, absent), None, "{absent}");
    }
    assert!(found.read_at(id(a), "x/y/a.md", 3).is_err(), "too large");
    repo.lose(Oid::hash_object(ObjectType::Blob, b"one\n").expect("an id"));
    let error = found.read_at(id(a), "x/y/a.md", 1 << 20).expect_err("a missing file");
    assert!(error.hint_text().unwrap_or_default().contains("git fsck"), "{error:?}");
}

#[test]
fn many_blobs_come_back_in_order_whatever_is_missing() {
    let repo = TestRepo::new();
    let texts: Vec<String> = (0..700).map(|n| format!("{n:>0$}\n", n % 40 + 1)).collect();
    let mut ids: Vec<ObjectId> = texts.iter().map(|text| id(repo.write(ObjectType::Blob, text.as_bytes()))).collect();
    ids[5] = id(repo.write(ObjectType::Tree, b""));
    ids[6] = id(Oid::hash_object(ObjectType::Blob, b"never written").expect("an id"));
    let read = repo.open().blobs(&ids, 30, |place, bytes| (place, bytes.map(<[u8]>::to_vec)));
    for (place, (told, bytes)) in read.iter().enumerate() {
        let expected = Some(texts[place].as_bytes()).filter(|text| ![5, 6].contains(&place) && text.len() <= 30);
        assert_eq!((*told, bytes.as_deref()), (place, expected));
    }
    assert_eq!(read.len(), ids.len());
    assert!(repo.open().blobs(&[], 30, |place, _| place).is_empty());
}
