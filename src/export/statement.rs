//! A signed statement that a site was made by a recipe: in-toto Statement v1 with the predicate of SLSA Provenance v1, in an
//! envelope of DSSE v1, signed by SSH.
//!
//! In come the digest of the list of digests and the recipe; out comes the statement, the bytes that are signed for it, and
//! the envelope with a signature; and from an envelope its parts again. Who signs, and whether a key counts, is for others.
//! Sources: the specifications of in-toto attestations (Statement v1), of SLSA (Provenance v1) and of DSSE (v1.0.2); the
//! signature is one of OpenSSH (PROTOCOL.sshsig) in the namespace [`crate::signature::SITE_NAMESPACE`].

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::base::{Error, Result};
use crate::signature::{from_base64, to_base64};
use crate::state::{ATTESTATION, Recipe};

use super::manifest::SUMS;

/// What the payload of the envelope is.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// What the statement is.
const STATEMENT: &str = "https://in-toto.io/Statement/v1";

/// What it says of its subject.
const PREDICATE: &str = "https://slsa.dev/provenance/v1";

/// By what rules the site is made of its recipe.
const BUILD_TYPE: &str = "urn:aims:build:v1";

/// The statement that the site whose list of digests has the SHA-256 `sums` was made by `recipe` with `generator`, as JSON.
pub fn statement(sums: &str, recipe: &Recipe, generator: &str) -> Vec<u8> {
    // The tags are in the manifest, which is signed with all other files.
    let Recipe { commit, folder, today, since, trend, trust, edition, audience, called, base_url, tags: _ } = recipe;
    let statement = json!({
        "_type": STATEMENT,
        "subject": [{"name": SUMS, "digest": {"sha256": sums}}],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {
                    "folder": folder,
                    "today": today.to_string(),
                    "since": since,
                    "trend": trend,
                    "edition": edition.as_str(),
                    "audience": audience.as_str(),
                    "trust": trust,
                    "called": called,
                    "base_url": base_url,
                },
                "resolvedDependencies": [{"name": "repository", "digest": {"gitCommit": commit}}],
            },
            "runDetails": {"builder": {"id": "urn:aims:builder:person", "version": {"aims": generator}}},
        },
    });
    statement.to_string().into_bytes()
}

/// The bytes that are signed for a statement: the pre-authentication encoding of DSSE.
pub fn to_be_signed(statement: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), statement.len());
    [head.as_bytes(), statement].concat()
}

/// The envelope of a statement with its signature, in the armor of OpenSSH: a line of JSON.
pub fn envelope(statement: &[u8], armored: &str, fingerprint: Option<&str>) -> Vec<u8> {
    let signature = Signature { keyid: fingerprint.map(str::to_owned), sig: to_base64(armored.as_bytes()) };
    let envelope =
        Envelope { payload: to_base64(statement), payload_type: PAYLOAD_TYPE.into(), signatures: vec![signature] };
    let mut line = serde_json::to_vec(&envelope).unwrap_or_default();
    line.push(b'\n');
    line
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
struct Signature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyid: Option<String>,
    sig: String,
}

/// An envelope that was opened. Nothing in it is believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The bytes that were signed: to be compared as they are with [those of a statement](to_be_signed).
    pub signed: Vec<u8>,
    /// The signatures, in the armor of OpenSSH.
    pub armored: Vec<String>,
}

/// Opens an envelope.
///
/// # Errors
/// Says what no envelope around a statement of in-toto would say.
pub fn open(bytes: &[u8]) -> Result<Opened> {
    read(bytes).map_err(|why| Error::new(format!("cannot read {ATTESTATION} of the site: {why}")))
}

fn read(bytes: &[u8]) -> std::result::Result<Opened, String> {
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err("what it holds is no statement of in-toto".into());
    }
    let decoded = |what: &str, text: &str| from_base64(text).ok_or_else(|| format!("{what} is not base64"));
    let payload = decoded("its payload", &envelope.payload)?;
    let armored = envelope.signatures.iter().map(|signature| {
        let bytes = decoded("a signature", &signature.sig)?;
        String::from_utf8(bytes).map_err(|_| "a signature is not one of OpenSSH".to_owned())
    });
    let armored = armored.collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Opened { signed: to_be_signed(&payload), armored })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::audience::Audience;
    use crate::state::EditionKind;

    fn recipe() -> Recipe {
        Recipe {
            commit: "12".repeat(20),
            folder: String::new(),
            today: Date::constant(2026, 11, 20),
            since: None,
            trend: false,
            trust: None,
            edition: EditionKind::Latest,
            audience: Audience::Internal,
            called: "site".into(),
            base_url: None,
            tags: None,
        }
    }

    #[test]
    fn what_is_signed_is_what_dsse_says() {
        // The example of the specification of DSSE has another type; the lengths are of bytes.
        let bytes = to_be_signed("hellö".as_bytes());
        assert_eq!(bytes, "DSSEv1 28 application/vnd.in-toto+json 6 hellö".as_bytes());
    }

    #[test]
    fn an_envelope_opens_to_what_was_put_in() {
        let said = statement(&"ab".repeat(32), &recipe(), "aims 1");
        let line = envelope(&said, "-----BEGIN", Some("SHA256:x"));
        assert!(line.ends_with(b"}\n") && line.split(|byte| *byte == b'\n').count() == 2);
        let opened = open(&line).expect("an envelope");
        assert_eq!(opened.signed, to_be_signed(&said));
        assert_eq!(opened.armored, ["-----BEGIN"]);
    }

    #[test]
    fn what_is_no_envelope_is_refused() {
        for text in ["", "{}", "[]", r#"{"payloadType":"x","payload":"","signatures":[]}"#] {
            assert!(open(text.as_bytes()).is_err(), "{text}");
        }
    }
}
