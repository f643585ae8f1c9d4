//! OpenSSH and git as oracles for signatures, and the means to make signatures that neither of them would.

use std::cell::Cell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aims::signature::{AllowedKey, Verdict, allowed_signers_line, verify};
use aws_lc_rs::digest::{SHA256, SHA512, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
    Ed25519KeyPair, KeyPair,
};
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z.
pub(crate) const NEW_YEAR: i64 = 1_767_225_600;

/// Who signs in all files of allowed signers.
pub(crate) const WHO: &str = "ada@example.org";

/// A folder with keys, and the programs that judge what is in it.
pub(crate) struct OpenSsh {
    folder: TempDir,
    files: Cell<usize>,
}

impl OpenSsh {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), files: Cell::new(0) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A program to be run in the folder, with nothing of the machine's settings.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).env_clear().env("HOME", self.path()).env("TZ", "UTC").env("LC_ALL", "C");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }

    /// Makes a key pair with these arguments of `ssh-keygen`, and gives the path of its private half.
    pub(crate) fn keygen(&self, arguments: &[&str]) -> PathBuf {
        let path = self.unused("key");
        let name = path.to_str().expect("text");
        let secret = if arguments.contains(&"-N") { &[][..] } else { &["-N", ""][..] };
        let made = run(
            self.command("ssh-keygen").args(["-q", "-C", "ada laptop", "-f", name]).args(arguments).args(secret),
            b"",
        );
        assert!(made.ok, "ssh-keygen makes a key: {}", made.says);
        path
    }

    /// The armor that `ssh-keygen -Y sign` makes, with these further arguments.
    pub(crate) fn sign(&self, key: &Path, namespace: &str, message: &[u8], more: &[&str]) -> String {
        let file = self.file("message", message);
        let signed = run(
            self.command("ssh-keygen")
                .args(["-q", "-Y", "sign", "-n", namespace])
                .args(more)
                .arg("-f")
                .args([key, &file]),
            b"",
        );
        assert!(signed.ok, "ssh-keygen signs: {}", signed.says);
        std::fs::read_to_string(file.with_extension("sig")).expect("a signature")
    }

    /// What `ssh-keygen -Y verify` says, and whether it calls the signature good.
    pub(crate) fn judges(&self, message: &[u8], armored: &[u8], namespace: &str, allowed: &Path, at: i64) -> Outcome {
        let signature = self.file("signature", armored);
        let time = format!("-Overify-time={}", moment(at));
        let mut command = self.command("ssh-keygen");
        command.args(["-Y", "verify", "-n", namespace, "-I", WHO, &time, "-f"]).arg(allowed).arg("-s").arg(&signature);
        run(&mut command, message)
    }

    /// Has a signature judged by aims and by OpenSSH, with these public keys allowed, and compares the two.
    pub(crate) fn judge(&self, message: &[u8], armored: &str, namespace: &str, lines: &[String], at: i64) -> Verdict {
        let keys: Vec<AllowedKey> = lines.iter().map(|line| AllowedKey::parse(line).expect(line)).collect();
        let verdict = verify(message, armored, namespace, &keys, at);
        let as_given: String = lines.iter().map(|line| format!("{WHO} {line}\n")).collect();
        let as_written: String =
            keys.iter().map(|key| allowed_signers_line(WHO, key).expect("a line") + "\n").collect();
        for allowed in [as_given, as_written] {
            let file = self.file("allowed", allowed.as_bytes());
            let openssh = self.judges(message, armored.as_bytes(), namespace, &file, at);
            assert_eq!(verdict.is_good(), openssh.ok, "{verdict:?}, but ssh-keygen: {}\n{allowed}", openssh.says);
        }
        verdict
    }

    /// Writes a file that nothing else uses.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.unused(name);
        let mut file = std::fs::File::create(&path).expect("a file");
        file.write_all(bytes).expect("a file");
        path
    }

    fn unused(&self, name: &str) -> PathBuf {
        self.files.set(self.files.get() + 1);
        self.path().join(format!("{name}-{}", self.files.get()))
    }
}

/// How a program ended, and all that it said.
pub(crate) struct Outcome {
    pub(crate) ok: bool,
    pub(crate) says: String,
}

/// Runs a program, with something to read.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Outcome {
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.unwrap_or_else(|error| {
        panic!("{command:?} cannot be run ({error}); these tests need OpenSSH and git (Debian: openssh-client, git)")
    });
    // Some end before they have read all.
    let _ = child.stdin.take().expect("an input").write_all(input);
    let output = child.wait_with_output().expect("an end");
    let says = [output.stdout, output.stderr].concat();
    Outcome { ok: output.status.success(), says: String::from_utf8_lossy(&says).into_owned() }
}

/// The public half of a key pair, as it stands in its file.
pub(crate) fn public(key: &Path) -> String {
    std::fs::read_to_string(key.with_extension("pub")).expect("a public key").trim_end().to_owned()
}

/// A key that signs any bytes, for signatures that no program makes.
pub(crate) enum Signer {
    Ed25519(Ed25519KeyPair),
    Ecdsa(&'static str, EcdsaKeyPair),
}

impl Signer {
    pub(crate) fn ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().expect("a key"))
    }

    /// A key on one of the curves `nistp256`, `nistp384` and `nistp521`.
    pub(crate) fn ecdsa(curve: &'static str) -> Self {
        let algorithm = match curve {
            "nistp256" => &ECDSA_P256_SHA256_FIXED_SIGNING,
            "nistp384" => &ECDSA_P384_SHA384_FIXED_SIGNING,
            _ => &ECDSA_P521_SHA512_FIXED_SIGNING,
        };
        Self::Ecdsa(curve, EcdsaKeyPair::generate(algorithm).expect("a key"))
    }

    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Ed25519(_) => "ssh-ed25519".to_owned(),
            Self::Ecdsa(curve, _) => format!("ecdsa-sha2-{curve}"),
        }
    }

    /// The public key, without a word about what it is.
    pub(crate) fn point(&self) -> &[u8] {
        match self {
            Self::Ed25519(pair) => pair.public_key().as_ref(),
            Self::Ecdsa(_, pair) => pair.public_key().as_ref(),
        }
    }

    /// The public key in the encoding of SSH.
    pub(crate) fn blob(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(_) => [string(self.kind()), string(self.point())].concat(),
            Self::Ecdsa(curve, _) => [string(self.kind()), string(curve), string(self.point())].concat(),
        }
    }

    /// The bytes that the key makes over these, without regard to what they are.
    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(pair) => pair.sign(bytes).as_ref().to_vec(),
            Self::Ecdsa(..) => self.two_numbers(bytes).iter().flat_map(string).collect(),
        }
    }

    /// The numbers of an ECDSA signature, each as an `mpint` without its length.
    pub(crate) fn two_numbers(&self, bytes: &[u8]) -> [Vec<u8>; 2] {
        let Self::Ecdsa(_, pair) = self else { panic!("an ECDSA key") };
        let signature = pair.sign(&SystemRandom::new(), bytes).expect("a signature");
        let (r, s) = signature.as_ref().split_at(signature.as_ref().len() / 2);
        [r, s].map(|number| {
            let start = number.iter().position(|byte| *byte != 0).expect("no zero");
            let sign: &[u8] = if number[start] & 0x80 == 0 { &[] } else { &[0] };
            [sign, &number[start..]].concat()
        })
    }
}

/// `YYYYMMDDHHMMSSZ`.
pub(crate) fn moment(seconds: i64) -> String {
    let day = aims::base::date::of_timestamp(seconds, 0).to_string().replace('-', "");
    let second = seconds.rem_euclid(86_400);
    format!("{day}{:02}{:02}{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// A `string` of SSH.
pub(crate) fn string(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    [&u32::try_from(bytes.len()).expect("short").to_be_bytes(), bytes].concat()
}

/// The line of a public key in the encoding of SSH.
pub(crate) fn line(blob: &[u8]) -> String {
    let length = usize::try_from(u32::from_be_bytes(blob[..4].try_into().expect("four bytes"))).expect("short");
    let kind = std::str::from_utf8(&blob[4..4 + length]).expect("a kind");
    format!("{kind} {}", base64(blob))
}

/// What is signed for a message.
pub(crate) fn signed_bytes(namespace: &str, message: &[u8]) -> Vec<u8> {
    let digest = digest(&SHA512, message);
    [b"SSHSIG".to_vec(), string(namespace), string(""), string("sha512"), string(digest)].concat()
}

/// What PROTOCOL.u2f has a security key sign, of something that is to be signed.
pub(crate) fn security_key_bytes(application: &str, flags: u8, counter: u32, bytes: &[u8]) -> Vec<u8> {
    let (application, digest) = (digest(&SHA256, application.as_bytes()), digest(&SHA256, bytes));
    [application.as_ref(), &[flags], &counter.to_be_bytes(), digest.as_ref()].concat()
}

/// The parts of a signature, each of which a test may make wrong.
pub(crate) struct Parts {
    pub(crate) version: u32,
    pub(crate) key: Vec<u8>,
    pub(crate) namespace: Vec<u8>,
    pub(crate) reserved: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) rest: Vec<u8>,
}

impl Parts {
    /// A signature by the key `key` with the content `signature`, both in the encoding of SSH.
    pub(crate) fn new(key: &[u8], namespace: &str, signature: Vec<u8>) -> Self {
        Self {
            version: 1,
            key: key.to_vec(),
            namespace: namespace.into(),
            reserved: Vec::new(),
            hash: b"sha512".to_vec(),
            signature,
            rest: Vec::new(),
        }
    }

    pub(crate) fn armor(&self) -> String {
        let strings = [&self.key, &self.namespace, &self.reserved, &self.hash, &self.signature];
        let mut bytes = [b"SSHSIG".to_vec(), self.version.to_be_bytes().to_vec()].concat();
        bytes.extend(strings.iter().flat_map(string));
        bytes.extend(&self.rest);
        armor(&base64(&bytes), 70)
    }
}

/// Puts base64 into lines of this width and writes what stands around it.
pub(crate) fn armor(digits: &str, width: usize) -> String {
    let lines: Vec<&str> =
        digits.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).expect("text")).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}

/// The base64 in an armor, on one line.
pub(crate) fn digits(armored: &str) -> String {
    armored.lines().filter(|line| !line.starts_with('-')).collect()
}

/// The bytes that base64 stands for.
pub(crate) fn from_base64(digits: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: char| u32::try_from(alphabet.find(digit).expect("a digit of base64")).expect("small");
    let digits: Vec<u32> = digits.trim_end_matches('=').chars().map(value).collect();
    let group = |four: &[u32]| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        let digit = move |at: usize| alphabet[(bits >> (18 - 6 * at) & 63) as usize] as char;
        (0..4).map(move |at| if at <= three.len() { digit(at) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}
