// Times and durations in words.

function inZone(zone, options) {
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-US", options);
  }
}

/**
 * `["Tuesday, Dec 1", "10:00 to 12:10", "Pacific"]` for `minutes` from `from` (milliseconds since 1970) in `zone`,
 * or in the viewer's own zone if none is given.
 */
export function span(from, minutes, zone) {
  const to = from + minutes * 60_000;
  const clock = inZone(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = inZone(zone, { weekday: "long", month: "short", day: "numeric" }).format(from);
  return [day, `${clock.format(from)} to ${clock.format(to)}`, zoneName(zone, from)];
}

function zoneName(zone, at) {
  for (const style of ["longGeneric", "short"]) {
    try {
      const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: style }).formatToParts(at);
      return parts.find((part) => part.type === "timeZoneName").value.replace(/ Time$/, "");
    } catch {
      // This browser does not know the style or the zone.
    }
  }
  return "";
}

function count(number, unit) {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** `2 training hours`, or minutes where that says it better. */
export function hoursInWords(minutes) {
  const hours = minutes / 60;
  return Number.isInteger(hours * 2) ? count(hours, "training hour") : count(minutes, "training minute");
}

/** When a session starts that lies this far ahead, as a sentence. */
export function startsInWords(milliseconds) {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes <= -5) return "It was due to start by now. Your facilitator has not opened the room yet.";
  if (minutes <= 1) return "It starts any moment now.";
  if (minutes < 60) return `It starts in ${count(minutes, "minute")}.`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 24) return `It starts in ${count(hours, "hour")}${rest ? ` and ${count(rest, "minute")}` : ""}.`;
  return `It starts in ${count(Math.round(hours / 24), "day")}.`;
}
