//! What is said of the Rust that is needed is true: the manifest, the README and the test command name one version, and
//! no crate that is built here needs a later one. What the code itself uses is a matter of the lint `incompatible_msrv`,
//! and a workflow builds with that version.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of text")
}

/// `1.90` and `1.90.0` as numbers, which compare as versions do.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|number| number.parse().expect("a number")).collect();
    numbers.resize(3, 0);
    numbers
}

fn ours() -> String {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("TOML");
    manifest["package"]["rust-version"].as_str().expect("a version").to_owned()
}

#[test]
fn one_version_is_told_everywhere() {
    let version = ours();
    for path in ["README.md", "tests/run"] {
        assert!(read(path).contains(&format!("{version} or later")), "{path} names another Rust than {version}");
    }
    // The build with it takes the number from the manifest.
    assert!(read(".github/workflows/ci.yml").contains("rust-version"));
    assert!(read("Cargo.toml").contains("incompatible_msrv = \"warn\""));
}

#[test]
fn no_crate_that_is_built_here_needs_a_later_rust() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let host = Command::new(&cargo).args(["--version", "--verbose"]).output().expect("cargo starts");
    let host = String::from_utf8(host.stdout).expect("text");
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    // Offline, for what was not fetched was not built.
    let mut metadata = Command::new(&cargo);
    metadata.args(["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", host]);
    let output = metadata.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 20);
    let most = version(&ours());
    for package in packages {
        if let Some(needed) = package["rust_version"].as_str() {
            assert!(version(needed) <= most, "{} needs Rust {needed}", package["id"]);
        }
    }
}
