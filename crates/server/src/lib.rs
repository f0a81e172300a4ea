//! The shell around the room: sockets, HTTP, time, chance, files.
//!
//! Nothing here knows what a poll is. A socket's bytes become messages for a [`host::Host`], what the host
//! puts out is carried out: appended, sent, closed. Planned sessions are documents of `academy`.

mod app;
mod assets;
mod ballots;
mod clock;
pub mod config;
mod demo;
mod front;
mod http;
mod keys;
mod live;
mod metrics;
mod opening;
mod page;
mod pictures;
mod press;
mod products;
mod sessions;

use anyhow::{Context as _, Result};
use app::App;
use config::{Command, Config};
use std::{net::SocketAddr, path::Path, sync::Arc};
use store::{Scope, SqliteStore, Store as _};
use tokio::{net::TcpListener, sync::watch};

/// A running server.
pub struct Server {
    app: Arc<App>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Opens the data folder, resumes what was running, and listens.
    ///
    /// # Errors
    /// When the data folder, a certificate or the address cannot be used; the text says which and why.
    pub async fn start(mut config: Config) -> Result<Self> {
        let tls = front::tls(&config)?;
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        config.settle_public_url(address)?;
        let store = SqliteStore::open(&config.data)
            .with_context(|| format!("cannot open the data folder {}", config.data.display()))?;
        // Simulated officers have no use for TLS: they get a plain door that only this machine reaches.
        let inner = TcpListener::bind("127.0.0.1:0").await?;
        let app = App::new(config, Arc::new(store), inner.local_addr()?)?;
        app.resume().await?;
        let (stop, stopped) = watch::channel(false);
        let router = http::router(Arc::clone(&app));
        let inside = tokio::spawn(front::serve(inner, None, router.clone(), stopped.clone()));
        let outside = front::serve(listener, tls, router, stopped);
        let serving = tokio::spawn(async move {
            outside.await;
            // It stops at the same word; should it have panicked, there is nothing left to do.
            let _ = inside.await;
        });
        Ok(Self { app, address, stop, serving })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The facilitators' secret link to their home page.
    #[must_use]
    pub fn home_link(&self) -> String {
        self.app.home_link()
    }

    /// Opens a session from a template, for demonstrations.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn open_demo(&self, officers: usize) -> Result<demo::Demo> {
        demo::open(&self.app, officers).await
    }

    /// Tells the rooms, drains, and stops within ten seconds.
    pub async fn stop(self) {
        self.app.dismiss().await;
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(std::time::Duration::from_secs(8), self.serving).await;
        self.app.close().await;
    }
}

/// Runs one command of the `rollcall` program.
///
/// # Errors
/// Whatever keeps it from running, in words for the person who started it.
pub async fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(options) => {
            let server = Server::start(options.settle()?).await?;
            println!("Rollcall is running at {}", server.app.config.public_url);
            println!("Facilitators' home (keep this link secret): {}", server.home_link());
            wait_for_the_end().await;
            server.stop().await;
        }
        Command::Demo { options, officers } => {
            let server = Server::start(options.settle()?).await?;
            let demo = server.open_demo(officers).await?;
            println!("\n  A practice session is open, with {officers} simulated officers in it.\n");
            println!("  Facilitator:  {}", demo.facilitator);
            println!("  Officer:      {}", demo.officer);
            println!("  Guest:        {}", demo.guest);
            println!("  Code:         {}\n", demo.code);
            println!("  Stop with Ctrl+C.");
            wait_for_the_end().await;
            server.stop().await;
        }
        Command::Backup { data, to, live } => backup(&data, &to, live)?,
        Command::VerifyPoll { file } => {
            let text = std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            println!("{}", products::verify_poll(&text)?);
        }
    }
    Ok(())
}

fn backup(data: &Path, to: &Path, live: bool) -> Result<()> {
    let store = SqliteStore::open(data)?;
    let scope = if live { Scope::Everything } else { sessions::without_live(&store)? };
    store.backup(to, &scope)?;
    println!("Wrote {}", to.display());
    Ok(())
}

/// Until Ctrl+C or SIGTERM.
async fn wait_for_the_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
