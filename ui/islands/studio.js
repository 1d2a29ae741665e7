// The studio page: follows the air and gives the operator hands on it.
import { Hands } from "../studio/acts.js";
import { Alarms } from "../studio/alarms.js";
import { Checks } from "../studio/checks.js";
import { Emergency } from "../studio/emergency.js";
import { Interpreters } from "../studio/interpreters.js";
import { Live } from "../studio/live.js";
import { Now } from "../studio/now.js";
import { Outputs } from "../studio/outputs.js";
import { stationClock } from "../studio/clock.js";
import { System } from "../studio/system.js";
import { withTroubles } from "../studio/troubles.js";
import { Upcoming } from "../studio/upcoming.js";
import { showWarnings } from "../studio/warnings.js";
import { clock, words } from "../words.js";

const STALE_MS = 2500;

export default function studio(root) {
  const say = words();
  const channel = root.dataset.channel;
  const state = { air: words("air"), outputs: undefined, heard: 0, asked: false };
  const now = new Now(root, say);
  const hands = new Hands(root, say, channel, () => state.air);
  const upcoming = new Upcoming(root, say, channel, hands);
  const outputs = new Outputs(root, say, channel);
  const interpreters = new Interpreters(root, channel);
  const station = stationClock(document.getElementById("clock"));
  const parts = [now, upcoming, hands, new Live(root, say, hands), new Emergency(root, say, hands),
    new Alarms(root, say), new System(root, say)];

  const checks = new Checks(channel, () => show());

  function show() {
    const air = withTroubles(checks.with(state.air), state.outputs);
    if (air.on_air) for (const part of parts) part.show(air);
    outputs.show(air, state.outputs);
    interpreters.show(state.outputs);
    showWarnings(root, say, air, state.outputs);
  }

  const stale = document.getElementById("stale");
  function look() {
    const quiet = performance.now() - state.heard > STALE_MS;
    const lost = state.asked && (quiet || !state.air.reachable);
    root.toggleAttribute("data-stale", lost);
    stale.hidden = !lost;
    if (!lost) return;
    const at = state.air.at ? clock(new Date(state.air.at)) : "–";
    const text = quiet ? say.connecting : say.stale.replace("{time}", at);
    const place = stale.querySelector("[data-text]");
    if (place.textContent !== text) place.textContent = text;
    outputs.showLamp({ reachable: false });
  }

  const events = new EventSource("/api/v1/events");
  events.addEventListener("hello", () => { state.asked = true; });
  events.addEventListener("air", (event) => {
    const air = JSON.parse(event.data);
    if (air.channel !== channel) return;
    state.air = air;
    document.dispatchEvent(new CustomEvent("air", { detail: air }));
    state.heard = performance.now();
    if (air.at && air.reachable) station.set(Date.parse(air.at));
    show();
    look();
  });
  events.addEventListener("outputs", (event) => {
    state.outputs = JSON.parse(event.data);
    show();
  });
  events.addEventListener("error", () => {
    state.asked = true;
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
  setInterval(look, 500);
  show();
}
