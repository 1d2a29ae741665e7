// Presenters, microphones, relays and lines: where each stands, and the operator's hand on it.
import { ask } from "../confirm.js";
import { clock, fill, span } from "../words.js";
import { armed } from "./armed.js";

const FLOOR = -60;
const TONES = { on_air: "live", ready: "good", connecting: "off", silent: "warn", benched: "off", lost: "bad" };
const TAKEABLE = new Set(["ready", "benched"]);
const SOON_MS = 60_000;

export class Live {
  constructor(root, say, hands) {
    this.say = say;
    this.hands = hands;
    this.list = root.querySelector("#live-list");
    this.nobody = root.querySelector("#live-nobody");
    this.mould = root.querySelector("#live-row");
    this.rows = new Map();
    hands.key("l", () => this.#toggle());
  }

  show({ live, at }) {
    this.inputs = live;
    this.nobody.hidden = live.length > 0;
    const known = new Set(live.map((input) => input.session));
    for (const [session, row] of this.rows) {
      if (known.has(session)) continue;
      row.remove();
      this.rows.delete(session);
    }
    for (const input of live) this.#fill(this.rows.get(input.session) ?? this.#make(input), input, at);
  }

  #make({ session }) {
    const row = this.mould.content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    row.parts = Object.fromEntries(
      ["name", "door", "state", "level", "bar", "buffer", "until", "take", "leave", "kick"].map((name) => [name, part(name)]),
    );
    row.parts.take.addEventListener("click", () => this.#take(row.input));
    row.leave = armed(row.parts.leave, this.say.sure, () => this.#leave(row.input));
    row.parts.kick.addEventListener("click", () => this.#kick(row.input));
    row.dataset.session = session;
    this.rows.set(session, row);
    this.list.append(row);
    return row;
  }

  #fill(row, input, at) {
    const { say } = this;
    const { parts } = row;
    row.input = input;
    row.dataset.state = input.state;
    write(parts.name, input.name || input.who || "–");
    write(parts.door, say.doors[input.door] ?? input.door);
    write(parts.state, this.#state(input));
    parts.state.dataset.tone = TONES[input.state] ?? "off";
    const level = Math.max(FLOOR, Math.min(0, input.level));
    parts.bar.style.width = `${((level - FLOOR) / -FLOOR) * 100}%`;
    parts.level.setAttribute("aria-valuenow", Math.round(level));
    const quiet = input.level <= FLOOR;
    parts.level.setAttribute("aria-valuetext", quiet ? "−∞ dBFS" : `${Math.round(level)} dBFS`);
    write(parts.buffer, fill(say.buffered, { n: input.buffered_ms }));
    this.#until(parts.until, input, at);
    const onAir = input.state === "on_air";
    parts.take.hidden = onAir;
    parts.take.disabled = !TAKEABLE.has(input.state);
    parts.leave.hidden = !onAir;
  }

  #state({ state, allowed, mute }) {
    const words = [this.say.liveStates[state] ?? state];
    if (state === "ready" && !allowed) words.push(this.say.outsideSlot);
    if (mute) words.push(this.say.noSound);
    return words.join(" · ");
  }

  #until(place, { until }, at) {
    const ms = until ? Date.parse(until) - Date.parse(at) : 0;
    const left = ms >= 0 ? fill(this.say.liveUntil, { clock: clock(new Date(until)), time: span(ms) }) : this.say.liveOver;
    write(place, until ? left : "");
    place.toggleAttribute("data-soon", Boolean(until) && ms < SOON_MS);
  }

  #toggle() {
    const inputs = this.inputs ?? [];
    const onAir = inputs.find((input) => input.state === "on_air");
    if (onAir) return this.rows.get(onAir.session).leave();
    const ready = inputs.filter((input) => input.state === "ready");
    const chosen = ready.find((input) => input.allowed) ?? ready[0];
    if (chosen) this.#take(chosen);
  }

  #take({ session, name }) {
    this.hands.command("go-live", { session, on: true }, fill(this.say.liveTaken, { name }));
  }

  #leave({ session, name }) {
    this.hands.command("go-live", { session, on: false }, fill(this.say.liveLeft, { name }));
  }

  async #kick({ session, name, state }) {
    const text = fill(state === "on_air" ? this.say.kickAskOnAir : this.say.kickAsk, { name });
    if (!(await ask(text, this.say.kick))) return;
    this.hands.command("kick", { session }, fill(this.say.kicked, { name }));
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
