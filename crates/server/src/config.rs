//! Options: by flag, by environment (`ROLLCALL_…`), or by a TOML file; the first of these that speaks wins.

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Args, Parser, Subcommand};
use serde::Deserialize;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
};

/// A live training room in the browser for police departments and the people who train them.
#[derive(Debug, Parser)]
#[command(name = "rollcall", version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    Serve(Options),
    /// Run the server with an open practice session and simulated officers in it.
    Demo {
        #[command(flatten)]
        #[allow(missing_docs, reason = "its fields are the help text")]
        options: Options,
        /// How many simulated officers take part.
        #[arg(long, default_value_t = 24)]
        officers: usize,
    },
    /// Copy the database while the server is stopped. Sessions that have not ended are left out.
    Backup {
        /// The data folder.
        #[arg(long, env = "ROLLCALL_DATA")]
        data: PathBuf,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
        /// Also copy sessions that have not ended. Their Records Card promises what this may break.
        #[arg(long)]
        live: bool,
    },
    /// Count an anonymous poll again from the file that its facilitator has downloaded.
    VerifyPoll {
        /// The file.
        file: PathBuf,
    },
}

/// Options of a server, as they were given.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Folder for the database and the server's key. Made if missing. [default: rollcall-data]
    #[arg(long, env = "ROLLCALL_DATA")]
    pub data: Option<PathBuf>,
    /// Address and port to listen on. [default: 127.0.0.1:8080]
    #[arg(long, env = "ROLLCALL_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The address people type, such as https://training.example.org. [default: http://<listen>]
    #[arg(long, env = "ROLLCALL_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Certificate chain (PEM) for HTTPS.
    #[arg(long, env = "ROLLCALL_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) for HTTPS.
    #[arg(long, env = "ROLLCALL_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy in front of the server speaks HTTPS and sets X-Forwarded-For.
    #[arg(long, env = "ROLLCALL_TRUSTED_PROXY")]
    #[serde(default)]
    pub trusted_proxy: bool,
    /// Read options from this TOML file (same names, without the dashes in front).
    #[arg(long, env = "ROLLCALL_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

/// Options of a server, complete and checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The origin people use, without a slash at the end; empty until settled.
    pub public_url: String,
    /// Certificate and key, if the server speaks HTTPS itself.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether to believe X-Forwarded-For.
    pub trusted_proxy: bool,
}

impl Options {
    /// Fills in the file's and the usual values, and checks the whole.
    ///
    /// # Errors
    /// A sentence that names the option that is wrong.
    pub fn settle(self) -> Result<Config> {
        let file = self.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let data = self.data.or(file.data).unwrap_or_else(|| "rollcall-data".into());
        let usual = SocketAddr::from(([127, 0, 0, 1], 8080));
        let listen = self.listen.or(file.listen).unwrap_or(usual);
        let trusted_proxy = self.trusted_proxy || file.trusted_proxy;
        let tls = match (self.tls_cert.or(file.tls_cert), self.tls_key.or(file.tls_key)) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            _ => bail!("tls-cert and tls-key belong together; only one of them was given"),
        };
        let public_url = as_browsers_write(&self.public_url.or(file.public_url).unwrap_or_default());
        let config = Config { data, listen, public_url, tls, trusted_proxy };
        config.check()?;
        Ok(config)
    }
}

/// An address as part of a URL.
fn named(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}

fn read(path: &Path) -> Result<Options> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not a valid configuration", path.display()))
}

impl Config {
    /// Once the port is known, the usual public URL is too.
    ///
    /// # Errors
    /// When the result would be unsafe.
    pub fn settle_public_url(&mut self, address: SocketAddr) -> Result<()> {
        if self.public_url.is_empty() {
            let scheme = if self.tls.is_some() { "https" } else { "http" };
            let name = if address.ip().is_loopback() { "localhost".into() } else { named(address.ip()) };
            self.public_url = as_browsers_write(&format!("{scheme}://{name}:{}", address.port()));
        }
        self.check()
    }

    /// Whether people's browsers speak HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    fn check(&self) -> Result<()> {
        let Some((scheme, rest)) = self.public_url.split_once("://") else {
            ensure!(
                self.public_url.is_empty(),
                "public-url must start with https:// (or http:// on this machine)"
            );
            return Ok(());
        };
        ensure!(
            !rest.is_empty() && !rest.contains(['/', '?', '#', '@', '\\']),
            "public-url must be an origin without a path"
        );
        ensure!(
            rest.chars().all(|c| c.is_ascii_graphic()),
            "public-url must be written as in the address bar of a browser: {rest} is not (names with other letters than a to z begin with xn-- there)"
        );
        ensure!(is_authority(rest), "public-url names no host and port: {rest}");
        match scheme {
            "https" => ensure!(
                self.tls.is_some() || self.trusted_proxy,
                "an https public-url needs tls-cert and tls-key, or trusted-proxy"
            ),
            "http" => ensure!(
                is_local(rest),
                "http is refused for {rest}: names and answers would travel in the open. Use tls-cert and tls-key, or trusted-proxy with an https public-url"
            ),
            other => bail!("public-url cannot start with {other}://"),
        }
        Ok(())
    }
}

/// An origin in the one form in which browsers write it (RFC 6454, 6.2): every request is held against it, letter by
/// letter.
fn as_browsers_write(url: &str) -> String {
    let url = url.trim().trim_end_matches('/').to_lowercase();
    let Some((scheme, authority)) = url.split_once("://") else { return url };
    let (host, port) = host_and_port(authority);
    let host = ipv6(host).map_or_else(|| host.to_owned(), |address| format!("[{address}]"));
    let usual = if scheme == "https" { 443 } else { 80 };
    match port.map(str::parse::<u16>) {
        Some(Ok(port)) if port != usual => format!("{scheme}://{host}:{port}"),
        Some(Ok(_)) | None => format!("{scheme}://{host}"),
        Some(Err(_)) => url,
    }
}

/// Whether this is a host, with or without a port.
fn is_authority(authority: &str) -> bool {
    let (host, port) = host_and_port(authority);
    let named = !host.is_empty() && !host.contains([':', '[', ']']);
    // Browsers make an IPv4 address of whatever ends in a number, in one form.
    let numbered = host.rsplit('.').next().is_some_and(|label| label.parse::<u64>().is_ok());
    let fits = if numbered { host.parse::<Ipv4Addr>().is_ok() } else { named || ipv6(host).is_some() };
    fits && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        // The colons within brackets are the address's own.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn ipv6(host: &str) -> Option<Ipv6Addr> {
    host.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

fn is_local(authority: &str) -> bool {
    let (host, _) = host_and_port(authority);
    let loopback = |address: IpAddr| address.is_loopback();
    host == "localhost" || ipv6(host).map(IpAddr::V6).or(host.parse().ok()).is_some_and(loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(public_url: &str) -> Result<Config> {
        Options { public_url: Some(public_url.into()), ..Options::default() }.settle()
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(url("http://localhost:8080").is_ok());
        assert!(url("http://127.0.0.1:8080/").is_ok());
        let refused = url("http://training.example.org").unwrap_err().to_string();
        assert!(refused.contains("in the open"), "{refused}");
    }

    #[test]
    fn https_needs_a_certificate_or_a_proxy() {
        assert!(url("https://training.example.org").is_err());
        let behind = Options {
            trusted_proxy: true,
            public_url: Some("https://t.example.org".into()),
            ..Options::default()
        };
        assert!(behind.settle().unwrap().is_https());
    }

    #[test]
    fn half_a_certificate_is_refused() {
        assert!(Options { tls_cert: Some("cert.pem".into()), ..Options::default() }.settle().is_err());
    }

    #[test]
    fn a_public_url_is_an_origin() {
        assert!(url("http://localhost:8080/rollcall").is_err());
        assert!(url("ftp://localhost").is_err());
    }

    #[test]
    fn a_public_url_becomes_what_browsers_send_or_is_refused() {
        let behind = |url: &str| {
            Options { trusted_proxy: true, public_url: Some(url.into()), ..Options::default() }.settle()
        };
        let cases = [
            ("https://Training.Example.ORG:443/", "https://training.example.org"),
            ("HTTPS://training.example.org:8443", "https://training.example.org:8443"),
            ("http://localhost:080", "http://localhost"),
            ("http://[0:0:0:0:0:0:0:1]:8080", "http://[::1]:8080"),
        ];
        for (given, settled) in cases {
            assert_eq!(behind(given).unwrap().public_url, settled);
        }
        for never in [
            "https://t.example.org:port",
            "https://:443",
            "https://[::1",
            "https://10.1",
            "https://tr\u{e4}ning.org",
            "https://a b",
        ] {
            assert!(behind(never).is_err(), "{never}");
        }
    }

    #[test]
    fn this_machine_has_addresses_of_its_own_and_no_names_that_look_like_them() {
        for local in ["localhost:8080", "127.0.0.1", "127.8.8.8:1", "[::1]:8080"] {
            assert!(is_local(local), "{local}");
        }
        for foreign in ["127.example.org", "127.0.0.1.example.org:80", "[::2]", "192.168.1.7"] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }

    #[test]
    fn help_explains_every_option() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
        for command in Arguments::command().get_subcommands() {
            for option in command.get_arguments() {
                assert!(option.get_help().is_some(), "{} {}", command.get_name(), option.get_id());
            }
        }
    }
}
