// Now and next: pushed by the station, or asked for every 20 s when pushing does not work.
import { shortClock } from "../words.js";

const ASK_EVERY_MS = 20000;

export function followAir(channel, say, lockScreen) {
  const place = document.getElementById("air");
  const at = (name) => place.querySelector(`[data-${name}]`);
  const ahead = Date.parse(document.body.dataset.now) - Date.now();
  let present;
  let told;

  function show(air) {
    if (air.channel !== channel) return;
    present = air.now;
    place.dataset.state = air.on_air ? "on" : "off";
    const title = air.now ? air.now.title || air.now.programme || document.title : say.silence;
    const about = air.now ? [...new Set([air.now.artist, air.now.programme])] : [];
    const rest = about.filter((text) => text && text !== title).join(" · ");
    at("now-title").textContent = title;
    at("now-artist").textContent = rest;
    at("times").hidden = !air.now;
    at("begins").textContent = air.now?.begins ? shortClock(new Date(air.now.begins)) : "";
    at("ends").textContent = air.now?.ends ? shortClock(new Date(air.now.ends)) : "";
    showTexts(air.texts);
    at("next-at").textContent = air.next?.begins ? shortClock(new Date(air.next.begins)) : "";
    const next = [air.next?.title || air.next?.programme, air.next?.artist];
    at("next-title").textContent = next.filter(Boolean).join(" · ") || "–";
    lockScreen(title, rest);
    move();
  }

  /** Shown as plain text, and only touched when it changes, so that it is read out once. */
  function showTexts(texts) {
    const list = at("texts");
    if (texts.join("\n") === told) return;
    told = texts.join("\n");
    list.replaceChildren(
      ...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    list.hidden = texts.length === 0;
  }

  function move() {
    const now = Date.now() + ahead;
    if (present?.begins && present.ends) {
      const [begins, ends] = [Date.parse(present.begins), Date.parse(present.ends)];
      at("progress").value = Math.min(1000, (1000 * (now - begins)) / Math.max(1, ends - begins));
    }
    for (const row of document.querySelectorAll(".today li")) {
      const current = Date.parse(row.dataset.begins) <= now && now < Date.parse(row.dataset.ends);
      row.classList.toggle("current", current);
      row.classList.toggle("past", Date.parse(row.dataset.ends) <= now);
    }
  }

  async function ask() {
    const answer = await fetch("/api/v1/now").catch(() => undefined);
    if (answer?.ok) for (const air of await answer.json().catch(() => [])) show(air);
  }

  function listen() {
    const events = new EventSource("/api/v1/events/public");
    events.addEventListener("now", (event) => show(JSON.parse(event.data)));
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      ask();
      setTimeout(listen, ASK_EVERY_MS);
    });
  }

  listen();
  ask();
  move();
  setInterval(move, 1000);
  turnTo(document.querySelector(".today .current"));
}

/** Brings a row into the middle of its list, and leaves the page where it is. */
function turnTo(row) {
  const list = row?.parentElement;
  if (list) list.scrollTop = row.offsetTop - list.offsetTop - (list.clientHeight - row.clientHeight) / 2;
}
