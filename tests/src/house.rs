//! A house: the real server on a port of its own, with a folder of its own.

use crate::{Http, PATIENCE};
use server::{Server, config::Config};
use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
};
use tempfile::TempDir;
use tokio::time::{Duration, Instant, sleep};

/// A server and its data folder, which goes when the house goes.
pub struct House {
    engine: Engine,
    config: Config,
    folder: TempDir,
    home_link: String,
    /// Whether a program writes down everything it has to say.
    logs: bool,
}

/// What the program promises after a SIGTERM.
const TERMINATION: Duration = Duration::from_secs(10);

enum Engine {
    /// In this process.
    Within(Box<Server>),
    /// The `rollcall` program, which can be killed.
    Program(Child),
    /// Closed for the moment.
    Closed,
}

impl House {
    /// Opens a house in this process.
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// Opens a house in this process, with options of its own.
    pub async fn with(choose: impl FnOnce(&mut Config)) -> Self {
        let mut house = Self::closed();
        choose(&mut house.config);
        house.opens_again().await;
        house
    }

    /// Opens a house that is a process of its own: the program as it is shipped.
    pub fn program() -> Self {
        let mut house = Self::closed();
        house.starts_program();
        house
    }

    /// Opens a house that is a process of its own and writes a log of everything beside its data.
    #[must_use]
    pub fn program_with_log() -> Self {
        let mut house = Self::closed();
        house.logs = true;
        house.starts_program();
        house
    }

    fn closed() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = Config {
            data: folder.path().join("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: String::new(),
            tls: None,
            trusted_proxy: false,
        };
        Self { engine: Engine::Closed, config, folder, home_link: String::new(), logs: false }
    }

    /// Opens it again in this process, at the same address and with the same folder.
    pub async fn opens_again(&mut self) {
        let end = Instant::now() + PATIENCE;
        let server = loop {
            match Server::start(self.config.clone()).await {
                Ok(server) => break server,
                // The one before says its last goodbyes; a process that has ended needs no such patience.
                Err(error) if error.root_cause().to_string().contains("in use") && Instant::now() < end => {
                    sleep(Duration::from_millis(50)).await;
                }
                Err(error) => panic!("the house does not open: {error:#}"),
            }
        };
        self.config.listen = server.address();
        self.home_link = server.home_link();
        self.engine = Engine::Within(Box::new(server));
    }

    /// Starts the program, at the same address and with the same folder if it ran before.
    pub fn starts_program(&mut self) {
        let mut child = Command::new(rollcall())
            .args(["serve", "--data"])
            .arg(&self.config.data)
            .args(["--listen", &self.config.listen.to_string()])
            .env("ROLLCALL_LOG", if self.logs { "trace" } else { "warn" })
            .stdout(Stdio::piped())
            .stderr(self.log())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("the output was asked for")).lines();
        let mut said = |start: &str| {
            let line = lines.next().and_then(Result::ok).unwrap_or_default();
            line.strip_prefix(start).unwrap_or_else(|| panic!("not {start:?}: {line:?}")).to_owned()
        };
        let url = said("Rollcall is running at ");
        self.home_link = said("Facilitators' home (keep this link secret): ");
        let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
        self.config.listen.set_port(port.expect("the address ends in a port"));
        self.engine = Engine::Program(child);
    }

    /// Where a program writes its log to.
    fn log(&self) -> Stdio {
        let append = std::fs::OpenOptions::new().create(true).append(true).clone();
        let file = self.logs.then(|| append.open(self.beside("server.log")).expect("the log can be written"));
        file.map_or_else(Stdio::inherit, Stdio::from)
    }

    /// Closes properly: everybody is told. A program gets the signal that every machine sends before it stops one.
    pub async fn closes(&mut self) {
        match std::mem::replace(&mut self.engine, Engine::Closed) {
            Engine::Within(server) => server.stop().await,
            Engine::Program(child) => terminate(child).await,
            Engine::Closed => {}
        }
    }

    /// The program is gone between two instructions, as in a power cut.
    pub fn is_killed(&mut self) {
        match std::mem::replace(&mut self.engine, Engine::Closed) {
            Engine::Program(child) => end(child),
            Engine::Within(_) | Engine::Closed => panic!("only a program can be killed"),
        }
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.config.data
    }

    /// A place for files beside the data.
    #[must_use]
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Its web address as browsers know it.
    #[must_use]
    pub fn http(&self) -> Http {
        let address = self.config.listen;
        let scheme = if self.config.tls.is_some() { "https" } else { "http" };
        Http { address, origin: format!("{scheme}://localhost:{}", address.port()) }
    }

    /// The secret of the facilitators' link.
    #[must_use]
    pub fn home_key(&self) -> String {
        self.home_link.rsplit('#').next().unwrap_or_default().to_owned()
    }

    /// Every byte in the data folder, by file.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = vec![];
        let mut folders = vec![self.config.data.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = std::fs::read(&path) {
                    files.push((path, bytes));
                }
            }
        }
        files
    }

    /// A counter of `/metrics`.
    pub async fn counter(&self, name: &str) -> u64 {
        let page = self.http().get("/metrics").send().await.granted().text();
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        line.unwrap_or_else(|| panic!("no {name} in\n{page}"))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Engine::Program(child) = std::mem::replace(&mut self.engine, Engine::Closed) {
            end(child);
        }
    }
}

/// Asks a program to end, as service managers do, and holds it to what it promises then.
async fn terminate(mut child: Child) {
    let kill = format!("kill -TERM {}", child.id());
    let sent = Command::new("sh").args(["-c", &kill]).status().expect("a signal can be sent");
    assert!(sent.success(), "{kill}");
    let end = Instant::now() + TERMINATION;
    while Instant::now() < end {
        if let Some(status) = child.try_wait().expect("the program is ours") {
            assert!(status.success(), "the program ended with {status}");
            return;
        }
        sleep(Duration::from_millis(20)).await;
    }
    self::end(child);
    panic!("the program did not end within {TERMINATION:?}");
}

fn end(mut child: Child) {
    child.kill().expect("the program is ours");
    child.wait().expect("a killed program ends");
}

/// Runs the program with these arguments until it ends by itself.
///
/// # Panics
/// When it is still running after a while.
#[must_use]
pub fn run_rollcall(arguments: &[&str]) -> Output {
    let child = Command::new(rollcall())
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let id = child.id();
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(child.wait_with_output()));
    let output = is_done.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("process {id} did not end"));
    output.expect("the output can be read")
}

/// The program as it is now: cargo knows whether it has to be built, and does nothing if not. It is asked for the same
/// packages together as by `cargo xtask test`, so that no library is compiled once more with other features.
fn rollcall() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["build", "--workspace", "--exclude", "client", "--exclude", "view", "--exclude", "xtask"])
            .args(["--bin", "rollcall", "--message-format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo is here, it runs this test");
        assert!(output.status.success(), "the program cannot be built");
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
        let mut program = messages.filter_map(|message: serde_json::Value| {
            message.get("executable").and_then(|path| path.as_str()).map(PathBuf::from)
        });
        program.next_back().expect("cargo names the program it built")
    })
}
