//! Objects that lie in files of their own, and which of them cannot be given to libgit2.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{ObjectId, inflate};

/// The loose objects of a repository, by the folder they lie in: its own, or one that it borrows from.
pub(super) struct Loose {
    folders: Vec<PathBuf>,
    objects: HashMap<ObjectId, usize>,
}

/// Repositories that borrow from each other in a chain longer than this are not followed by git either.
const MOST_FOLDERS: usize = 16;

impl Loose {
    /// Lists the loose objects of the repository with the git folder `common`.
    pub(super) fn list(common: &Path) -> Self {
        let mut loose = Self { folders: vec![common.join("objects")], objects: HashMap::new() };
        let mut number = 0;
        while let Some(folder) = loose.folders.get(number).cloned() {
            loose.list_folder(&folder, number);
            let borrowed = std::fs::read_to_string(folder.join("info/alternates")).unwrap_or_default();
            for line in borrowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let other = folder.join(line);
                if loose.folders.len() < MOST_FOLDERS && !loose.folders.contains(&other) {
                    loose.folders.push(other);
                }
            }
            number += 1;
        }
        loose
    }

    fn list_folder(&mut self, folder: &Path, number: usize) {
        let names = |folder: &Path| -> Vec<String> {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
        };
        for start in names(folder).into_iter().filter(|name| name.len() == 2) {
            for rest in names(&folder.join(&start)) {
                if let Some(id) = ObjectId::from_hex(format!("{start}{rest}").as_bytes()) {
                    self.objects.entry(id).or_insert(number);
                }
            }
        }
    }

    /// Whether `id` is a loose object that is cut off: reading it by libgit2 would never end.
    pub(super) fn is_cut_off(&self, id: ObjectId) -> bool {
        // In a repository that is packed, there is nothing to ask.
        if self.objects.is_empty() {
            return false;
        }
        let Some(number) = self.objects.get(&id) else { return false };
        let hex = id.to_string();
        let data = std::fs::read(self.folders[*number].join(&hex[..2]).join(&hex[2..]));
        data.is_ok_and(|data| !inflate::is_whole(&data))
    }
}
