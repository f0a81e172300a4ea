//! Requests that are wrong, forged or too many: each refused with a reason and with the security headers.

use hyper::{Method, header};
use serde_json::json;
use tests::{Answer, Home, House, Training};

#[tokio::test]
async fn after_too_many_wrong_codes_codes_have_to_wait_and_links_never() {
    let training = Training::open().await;
    let http = training.house.http();
    let guess = |key: String| http.post("/api/look", &json!({ "key": key })).send();
    for n in 0..10 {
        let answer = guess(format!("WRONG{n:03}")).await;
        assert_eq!((answer.status, answer.field("/error")), (404, "unknown_code".into()));
    }
    let slowed = guess("WRONG999".into()).await;
    assert_eq!((slowed.status, slowed.field("/error")), (429, "slow_down".into()));
    let wait: u32 = slowed.header("retry-after").and_then(|s| s.parse().ok()).expect("it says for how long");
    assert!((1..=61).contains(&wait), "{wait} seconds");
    assert!(slowed.field("/say").contains(&wait.to_string()), "a person reads the same: {}", slowed.text());

    // A guesser must not learn that this one would have been right.
    assert_eq!(guess(training.code.clone()).await.status, 429);
    // The same address is a whole station: the others come in by their link.
    training.officer("Dana Kaplan").await;
    Home::enter(&training.house).await;
    let wrong_home = http.post("/api/home/enter", &json!({ "key": "guess" })).send().await;
    assert_eq!(wrong_home.status, 429);
    assert_eq!(training.house.counter("rollcall_wrong_keys_total").await, 11);
}

#[tokio::test]
async fn behind_a_proxy_each_address_has_its_own_tries() {
    let house = House::with(|config| config.trusted_proxy = true).await;
    let guess = |from: &'static str| {
        let asking = house.http().post("/api/look", &json!({ "key": "WRONG" }));
        asking.with(header::HeaderName::from_static("x-forwarded-for"), from).send()
    };
    for _ in 0..10 {
        assert_eq!(guess("198.51.100.7, 203.0.113.1").await.status, 404);
    }
    assert_eq!(guess("203.0.113.1").await.status, 429, "the last hop is the one the proxy saw");
    assert_eq!(guess("198.51.100.7").await.status, 404);
}

#[tokio::test]
async fn without_a_proxy_nobody_gets_new_tries_by_saying_where_they_come_from() {
    let house = House::open().await;
    let guess = |from: String| {
        let asking = house.http().post("/api/look", &json!({ "key": "WRONG" }));
        asking.with(header::HeaderName::from_static("x-forwarded-for"), &from).send()
    };
    for n in 0..10 {
        assert_eq!(guess(format!("203.0.113.{n}")).await.status, 404);
    }
    assert_eq!(guess("203.0.113.99".into()).await.status, 429);
}

#[tokio::test]
async fn one_address_takes_seats_for_a_whole_class_and_then_has_to_wait() {
    let training = Training::open().await;
    // A name that no roster takes: what counts is the try, and it costs nobody a seat.
    let nameless = json!({ "key": training.key("officer"), "name": "" });
    for _ in 0..2 * room::limit::PEOPLE + 100 {
        assert_eq!(training.join(&nameless).await.status, 422);
    }
    let refused = training.join(&json!({ "key": training.key("officer"), "name": "Dana Kaplan" })).await;
    assert_eq!((refused.status, refused.field("/error")), (429, "crowded".into()));
    let wait = refused.header("retry-after").expect("it says for how long");
    assert!(refused.field("/say").contains(wait), "a person reads the same: {}", refused.text());
}

#[tokio::test]
async fn a_request_that_changes_something_comes_from_our_own_pages() {
    let training = Training::planned(House::open().await, json!({})).await;
    let http = training.house.http();
    let session = format!("/api/sessions/{}", training.session);
    let open = format!("{session}/open");
    for path in [
        "/api/look",
        "/api/join",
        "/api/forget",
        "/api/home/enter",
        "/api/home/leave",
        "/api/sessions",
        &open,
    ] {
        let body = json!({ "key": training.key("officer"), "name": "Dana" });
        let asking = || http.post(path, &body).cookie(&training.home.cookie);
        let foreign = asking().with(header::ORIGIN, "https://evil.example").send().await;
        assert_eq!((foreign.status, foreign.field("/error")), (403, "foreign_origin".into()), "{path}");
        assert_eq!(asking().without_origin().send().await.status, 403, "{path} without an origin");
    }
    let deleting = http.sending(Method::DELETE, &session, String::new()).cookie(&training.home.cookie);
    assert_eq!(deleting.without_origin().send().await.status, 403);
    assert_eq!(training.state().await, "planned", "nothing of it has happened");
}

#[tokio::test]
async fn the_home_is_for_those_who_came_by_its_link() {
    let training = Training::open().await;
    let http = training.house.http();
    let path = format!("/api/sessions/{}", training.session);
    for path in ["/api/home".to_owned(), path.clone(), format!("{path}/attendance.csv")] {
        for cookie in ["", "rollcall-home=", "rollcall-home=guess"] {
            let answer = http.get(&path).cookie(cookie).send().await;
            assert_eq!((answer.status, answer.field("/error")), (401, "sign_in".into()), "{path} {cookie}");
        }
    }
    let officer = training.officer("Dana Kaplan").await;
    let answer =
        http.post(&format!("{path}/enter"), &json!({})).cookie(&officer.ticket().cookie).send().await;
    assert_eq!(answer.status, 401, "an officer's cookie does not make a facilitator");
}

#[tokio::test]
async fn who_signs_out_is_out_even_with_a_copy_of_the_cookie() {
    let house = House::open().await;
    let (laptop, phone) = (Home::enter(&house).await, Home::enter(&house).await);
    let answer = laptop.post("/api/home/leave", &json!({})).await.granted();
    let cleared = answer.header("set-cookie").expect("the cookie is taken away");
    assert!(cleared.starts_with("rollcall-home=;") && cleared.contains("Max-Age=0"), "{cleared}");
    assert_eq!(laptop.get("/api/home").await.status, 401);
    phone.get("/api/home").await.granted();
}

#[tokio::test]
async fn a_bad_form_is_refused_in_words() {
    let training = Training::open().await;
    let key = training.key("officer");
    for name in [String::new(), " \u{200B} ".into(), "n".repeat(81)] {
        let answer = training.join(&json!({ "key": key, "name": name })).await;
        assert_eq!((answer.status, answer.field("/error")), (422, "bad_name".into()), "{name:?}");
    }
    let http = training.house.http();
    for (body, status) in [
        ("{".to_owned(), 400),
        ("[]".to_owned(), 422),
        (json!({ "name": "no key" }).to_string(), 422),
        (json!({ "key": key, "name": "x".repeat(300_000) }).to_string(), 413),
    ] {
        let answer = http.sending(Method::POST, "/api/join", body).send().await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let home = &training.home;
    let unknown = "01890000-0000-7000-8000-000000000000";
    assert_eq!(home.get(&format!("/api/sessions/{unknown}")).await.status, 404);
    assert_eq!(home.post(&format!("/api/sessions/{unknown}/enter"), &json!({})).await.status, 404);
    let other = json!({ "template": "none", "starts_at": 0, "time_zone": "UTC" });
    assert_eq!(home.post("/api/sessions", &other).await.field("/error"), "template_not_found");
    let change = home.put(&format!("/api/sessions/{}", training.session), &json!({ "title": "late" })).await;
    assert_eq!((change.status, change.field("/error")), (422, "refused".into()), "the room is open already");
}

fn is_shielded(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'"), "{what}: {:?}", answer.headers);
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}: {:?}", answer.headers);
    }
    assert_eq!(answer.header("access-control-allow-origin"), None, "{what}");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let training = Training::open().await;
    let http = training.house.http();
    for path in
        ["/", "/home", "/room/x", "/healthz", "/readyz", "/metrics", "/assets/none.js", "/nowhere", "/api/x"]
    {
        is_shielded(&http.get(path).send().await, path);
    }
    is_shielded(&http.get("/api/home").send().await, "a refusal");
    is_shielded(&training.home.get("/api/home").await, "a page of the home");
    is_shielded(&http.get("/api/join").send().await, "the wrong method");
    is_shielded(&http.get("/live?session=1").send().await, "a bad address");
    is_shielded(&http.sending(Method::POST, "/api/join", "{".into()).send().await, "bad JSON");
    is_shielded(&http.post("/api/join", &json!({})).without_origin().send().await, "no origin");
    is_shielded(&training.join(&json!({ "key": training.key("guest"), "name": "Grace" })).await, "a seat");
    let page = http.get("/").send().await;
    if let Some(tag) = page.header("etag") {
        let again = http.get("/").with(header::IF_NONE_MATCH, tag).send().await;
        assert_eq!(again.status, 304);
        is_shielded(&again, "an unchanged page");
    }
}

#[tokio::test]
async fn answers_about_people_are_not_kept_by_caches() {
    let training = Training::open().await;
    let csv = training.home.get(&format!("/api/sessions/{}/attendance.csv", training.session)).await;
    for (what, answer) in [("attendance", csv), ("home", training.home.get("/api/home").await)] {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    }
}

#[tokio::test]
async fn a_segment_the_room_has_no_place_for_is_refused_by_name_while_it_is_planned() {
    let training = Training::planned(House::open().await, json!({})).await;
    let talk = |heading: String| json!([{ "talk": { "heading": heading, "points": ["Look"] } }]);
    let path = format!("/api/sessions/{}/run-sheet", training.session);
    let segment = json!({ "id": 0, "title": "Odd one", "minutes": 5, "credit": true, "instructions": "",
                          "notes": "", "activities": talk("x".repeat(4_000)) });
    let refused = training.home.post(&path, &json!({ "insert": { "at": 0, "segment": segment } })).await;
    assert_eq!((refused.status, refused.field("/error")), (422, "refused".into()));
    assert!(refused.field("/say").contains("“Odd one”"), "{}", refused.text());
    training.opened().await;
}
