// Words of a page for its script: <script type="application/json" id="words">, and clock faces.
export function words(id = "words") {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

const root = document.documentElement.dataset;
const zone = new Intl.DateTimeFormat("en-GB", {
  timeZone: root.zone || undefined,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** 10.42.17 in station time. */
export function clock(at) {
  return zone.format(at).replaceAll(":", root.colon);
}

/** 10.42 in station time. */
export function shortClock(at) {
  return clock(at).slice(0, 5);
}

/** 03.58 from milliseconds. */
export function length(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}${root.colon}${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}${root.colon}${rest}` : rest;
}

/** 3.58 from milliseconds, for differences: 0.42, 1.10. */
export function span(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000);
  return `${Math.floor(seconds / 60)}${root.colon}${String(seconds % 60).padStart(2, "0")}`;
}

/** Fill the {places} of a sentence. */
export function fill(text, places) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}
