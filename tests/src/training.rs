//! A training in a house: planned at the facilitators' home, opened, and entered by people.

use crate::{Answer, House, Http, Member, PATIENCE};
use crowd::{Invitation, Profile, Ticket};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::time::{Duration, Instant, sleep};

/// A facilitator's browser that came in by the secret link.
#[derive(Clone, Debug)]
pub struct Home {
    http: Http,
    /// What remembers the browser.
    pub cookie: String,
}

/// A session in a house of its own.
pub struct Training {
    /// The house.
    pub house: House,
    /// The home it was planned at.
    pub home: Home,
    /// The session's id.
    pub session: String,
    /// The officers' code.
    pub code: String,
    links: Value,
    pages: AtomicU64,
}

impl Home {
    /// Comes in by the secret link.
    pub async fn enter(house: &House) -> Self {
        let http = house.http();
        let answer = http.post("/api/home/enter", &json!({ "key": house.home_key() })).send().await;
        Self { cookie: answer.granted().cookie(), http }
    }

    /// Reads something.
    pub async fn get(&self, path: &str) -> Answer {
        self.http.get(path).cookie(&self.cookie).send().await
    }

    /// Asks for something to be done.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.http.post(path, body).cookie(&self.cookie).send().await
    }

    /// Changes something.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.http.put(path, body).cookie(&self.cookie).send().await
    }
}

impl Training {
    /// Opens a house and a room in it.
    pub async fn open() -> Self {
        Self::planned(House::open().await, json!({})).await.opened().await
    }

    /// Opens a room with details of its own in a house of its own.
    pub async fn open_with(details: Value) -> Self {
        Self::planned(House::open().await, details).await.opened().await
    }

    /// Plans a session and does not open it yet.
    pub async fn planned(house: House, details: Value) -> Self {
        let home = Home::enter(&house).await;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_millis();
        let wish = json!({ "template": "FS-2H", "starts_at": u64::try_from(now).unwrap_or(0),
                           "time_zone": "America/Los_Angeles", "led_by": "Amina R." });
        let plan = home.post("/api/sessions", &wish).await.granted();
        let session = plan.field("/session/id");
        home.put(&format!("/api/sessions/{session}"), &details).await.granted();
        let links = plan.json()["links"].clone();
        Self { house, home, session, code: plan.field("/links/code"), links, pages: AtomicU64::new(1) }
    }

    /// Opens the room.
    pub async fn opened(self) -> Self {
        self.home.post(&format!("/api/sessions/{}/open", self.session), &json!({})).await.granted();
        self
    }

    /// The secret of a link: `officer`, `guest` or `observer`.
    #[must_use]
    pub fn key(&self, role: &str) -> String {
        let link = self.links[role].as_str().unwrap_or_else(|| panic!("no link for {role}"));
        link.rsplit('#').next().unwrap_or_default().to_owned()
    }

    /// Asks for a seat.
    pub async fn join(&self, who: &Value) -> Answer {
        self.house.http().post("/api/join", who).send().await
    }

    /// The facilitator enters.
    pub async fn facilitator(&self) -> Member {
        let path = format!("/api/sessions/{}/enter", self.session);
        let answer = self.home.post(&path, &json!({})).await;
        self.arrives(self.ticket(&answer.granted())).await
    }

    /// An officer joins by the link and waits to be let in.
    pub async fn officer(&self, name: &str) -> Member {
        let profile = Profile {
            name: name.into(),
            department: "Riverton PD".into(),
            rank: "Officer".into(),
            training_id: format!("ID {name}"),
        };
        let ticket = crowd::join(&self.invitation(), &profile).await.expect("officers may join");
        self.arrives(ticket).await
    }

    /// A guest or an observer joins by their own link and waits to be let in.
    pub async fn visitor(&self, role: &str, name: &str) -> Member {
        let who = json!({ "key": self.key(role), "name": name, "organization": "Neighborhood council" });
        let answer = self.join(&who).await;
        self.arrives(self.ticket(&answer.granted())).await
    }

    /// Opens the page of a seat.
    pub async fn arrives(&self, ticket: Ticket) -> Member {
        let mut member = Member::with_seat(self.invitation(), ticket, self.next_page());
        member.comes().await;
        member
    }

    /// The seat in an answer.
    #[must_use]
    pub fn ticket(&self, answer: &Answer) -> Ticket {
        Ticket { session: answer.field("/session"), seat: answer.field("/seat"), cookie: answer.cookie() }
    }

    /// A facilitator and officers of these names, let in.
    pub async fn with_officers<const N: usize>(&self, names: [&str; N]) -> (Member, [Member; N]) {
        let mut facilitator = self.facilitator().await;
        let mut officers = vec![];
        for name in names {
            officers.push(self.officer(name).await);
        }
        facilitator.admits_all().await;
        for officer in &mut officers {
            officer.is_let_in().await;
        }
        let officers = officers.try_into().unwrap_or_else(|_| unreachable!("one for each name"));
        (facilitator, officers)
    }

    /// What a client needs to know to come here.
    #[must_use]
    pub fn invitation(&self) -> Invitation {
        let Http { address, origin } = self.house.http();
        Invitation { origin, address, key: self.key("officer"), officers: 1, seed: 1 }
    }

    /// A number no page has had yet.
    pub fn next_page(&self) -> u64 {
        self.pages.fetch_add(1, Relaxed)
    }

    /// The facilitator expects this officer and nobody else.
    pub async fn expects(&self, name: &str) -> Answer {
        let list = json!({ "text": format!("{name}, Riverton PD") });
        self.home.post(&format!("/api/sessions/{}/expected", self.session), &list).await
    }

    /// The session's state in its life, such as `open`.
    pub async fn state(&self) -> String {
        let plan = self.home.get(&format!("/api/sessions/{}", self.session)).await.granted();
        plan.field("/session/state")
    }

    /// Waits until the house says that what had to be erased is erased.
    pub async fn is_erased(&self) {
        let end = Instant::now() + PATIENCE;
        while self.state().await != "erased" {
            assert!(Instant::now() < end, "still {}", self.state().await);
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The attendance spreadsheet.
    pub async fn attendance(&self) -> String {
        self.home.get(&format!("/api/sessions/{}/attendance.csv", self.session)).await.granted().text()
    }
}
