//! Options: by flag, by environment (`ROLLCALL_…`), or by a TOML file; the first of these that speaks wins.

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Args, Parser, Subcommand};
use serde::Deserialize;
use std::{
    net::SocketAddr,
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
        let url = self.public_url.or(file.public_url).unwrap_or_default();
        let config =
            Config { data, listen, public_url: url.trim_end_matches('/').to_owned(), tls, trusted_proxy };
        config.check()?;
        Ok(config)
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
            let name = if address.ip().is_loopback() { "localhost".into() } else { address.ip().to_string() };
            self.public_url = format!("{scheme}://{name}:{}", address.port());
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
            !rest.is_empty() && !rest.contains(['/', '?', '#', '@']),
            "public-url must be an origin without a path"
        );
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

fn is_local(authority: &str) -> bool {
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
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
