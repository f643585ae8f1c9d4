//! Whether a request comes from a page of ours. A page of the web can point a name of its own at this machine and then ask
//! in that name (DNS rebinding), or ask across sites: neither is answered.

use std::net::{IpAddr, SocketAddr};

use super::request::Request;

/// Whether a request may be answered by the server at this address: it names loopback as its host, by the port that is
/// listened on, and no other page as its origin.
pub(super) fn lets_in(request: &Request, here: SocketAddr) -> bool {
    let [host] = request.hosts.as_slice() else { return false };
    let of_ours = |origin: &String| origin.strip_prefix("http://").is_some_and(|host| is_here(host, here));
    is_here(host, here) && request.origins.iter().all(of_ours)
}

/// Whether a host with its port is this server under a name that only this machine has.
fn is_here(host: &str, here: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        // The colons of a bare address of version 6 part no port from it.
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_loopback = match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok_and(|address| address.is_loopback()),
        None => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| IpAddr::V4(address).is_loopback())
        }
    };
    is_loopback && port == Some(here.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_with_the_port_are_let_in() {
        let here = SocketAddr::from(([127, 0, 0, 1], 4242));
        for host in ["127.0.0.1:4242", "localhost:4242", "LOCALHOST:4242", "[::1]:4242", "127.0.0.2:4242"] {
            assert!(is_here(host, here), "{host}");
        }
        for host in [
            "127.0.0.1",
            "localhost",
            "127.0.0.1:4243",
            "example.org:4242",
            "localhost.example.org:4242",
            "127.0.0.1.example.org:4242",
            "[::1]",
            "::1:4242",
            "[::2]:4242",
            "0.0.0.0:4242",
            "192.168.1.1:4242",
            "localhost:4242@example.org",
            "localhost:",
            ":4242",
            "",
        ] {
            assert!(!is_here(host, here), "{host}");
        }
        assert!(is_here("localhost", SocketAddr::from(([127, 0, 0, 1], 80))), "the port that needs no name");
    }

    #[test]
    fn one_host_is_named_and_no_other_origin() {
        let here = SocketAddr::from(([127, 0, 0, 1], 4242));
        let lets = |hosts: &[&str], origins: &[&str]| {
            let own = |of: &[&str]| -> Vec<String> { of.iter().map(|text| (*text).to_owned()).collect() };
            lets_in(&Request::of(own(hosts), own(origins)), here)
        };
        let host = "localhost:4242";
        assert!(lets(&[host], &[]) && lets(&[host], &["http://127.0.0.1:4242"]));
        assert!(!lets(&[], &[]) && !lets(&[host, host], &[]) && !lets(&[host, "example.org"], &[]));
        for origin in ["null", "http://example.org", "https://localhost:4242", "http://localhost:1", ""] {
            assert!(!lets(&[host], &[origin]), "{origin}");
        }
    }
}
