// The join form and a room as a React page: as little as shows the same first view, to measure against.

import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const RANKS = ["Officer", "Deputy", "Trooper", "Detective", "Corporal", "Sergeant", "Lieutenant", "Captain"];

function Page() {
  const [session, setSession] = useState(null);
  const [seat, setSeat] = useState(null);
  useEffect(() => {
    fetch("/api/look", { method: "POST", body: "{}" }).then((answer) => answer.json()).then(setSession);
  }, []);
  return seat ? <Room seat={seat} /> : <Join session={session} onSeat={setSeat} />;
}

function Join({ session, onSeat }) {
  const [name, setName] = useState("");
  const [department, setDepartment] = useState("");
  const [rank, setRank] = useState("");
  const join = async (event) => {
    event.preventDefault();
    const answer = await fetch("/api/join", { method: "POST", body: JSON.stringify({ name, department, rank }) });
    onSeat(await answer.json());
  };
  return (
    <main>
      <h1>{session ? session.title : "One moment"}</h1>
      {session && <p>Led by {session.led_by}</p>}
      <form onSubmit={join}>
        <label>Name <input value={name} onChange={(event) => setName(event.target.value)} /></label>
        {session && <Choice label="Department" options={session.departments} value={department} onChange={setDepartment} />}
        {session && <Choice label="Rank" options={RANKS} value={rank} onChange={setRank} />}
        <button>Join</button>
      </form>
    </main>
  );
}

function Choice({ label, options, value, onChange }) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose</option>
        {options.map((option) => <option key={option}>{option}</option>)}
      </select>
    </label>
  );
}

function Room({ seat }) {
  const [room, setRoom] = useState(null);
  const [draft, setDraft] = useState("");
  useEffect(() => {
    const live = new EventSource(`/live?seat=${seat.seat}`);
    live.onmessage = (event) => setRoom(JSON.parse(event.data));
    return () => live.close();
  }, [seat]);
  if (!room) return <p role="status">Opening the room</p>;
  const say = (event) => {
    event.preventDefault();
    setRoom({ ...room, chat: [...room.chat, { id: room.chat.length, who: "You", text: draft }] });
    setDraft("");
  };
  return (
    <div className="room">
      <header><h1>{room.title}</h1></header>
      <nav><ol>{room.agenda.map((segment) => <li key={segment.title}>{segment.title} <small>{segment.minutes}</small></li>)}</ol></nav>
      <main><h2>{room.agenda[0].title}</h2><p>{room.agenda[0].words}</p></main>
      <aside>
        <ol>{room.chat.map((line) => <li key={line.id}><b>{line.who}</b> {line.text}</li>)}</ol>
        <form onSubmit={say}><input value={draft} onChange={(event) => setDraft(event.target.value)} /><button>Send</button></form>
        <ul>{room.people.map((person) => <li key={person.id}>{person.name} <small>{person.department}</small></li>)}</ul>
      </aside>
      <footer><button>Raise hand</button><button>Leave</button></footer>
    </div>
  );
}

createRoot(document.getElementById("page")).render(<Page />);
