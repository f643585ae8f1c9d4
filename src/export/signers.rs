//! Who may sign, in the file that OpenSSH reads.

use crate::signature::{AllowedKey, allowed_signers_line};
use crate::state::State;

/// The keys that the present settings list, a line for each with each address (or with the name, where addresses are
/// not published), as `ssh-keygen -Y verify` takes them. A key
/// or address that cannot stand in such a file is left out: it has its own finding, or could never be asked for.
pub(super) fn allowed_signers(state: &State) -> Vec<u8> {
    let mut text = String::new();
    let config = &state.aims.config;
    for (place, person) in config.people.iter().enumerate() {
        for key in person.keys.iter().filter_map(|key| AllowedKey::parse(&key.value).ok()) {
            let principals = config.principals(place);
            for line in principals.iter().filter_map(|principal| allowed_signers_line(principal, &key).ok()) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text.into_bytes()
}
