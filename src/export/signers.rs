//! Who may sign, in the file that OpenSSH reads.

use crate::signature::allowed_signers_line;
use crate::state::State;

/// The keys that the settings list, a line for each with each address (or with the name, where addresses are not
/// published), as `ssh-keygen -Y verify` takes them: until the person left, as here. A key
/// or address that cannot stand in such a file is left out: it has its own finding, or could never be asked for.
pub(super) fn allowed_signers(state: &State) -> Vec<u8> {
    let mut text = String::new();
    let config = state.signers();
    for (place, person) in config.people.iter().enumerate() {
        let principals = config.principals(place);
        for key in person.allowed_keys() {
            for line in principals.iter().filter_map(|principal| allowed_signers_line(principal, &key).ok()) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text.into_bytes()
}
