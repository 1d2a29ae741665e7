// What is on the air: title, countdown, waveform, meters, ladder; and what waits for the operator.
import { kindMark } from "./marks.js";
import { Meters } from "./meters.js";
import { Waveform } from "./waveform.js";
import { length } from "../words.js";

const SOON_MS = 15000;

export class Now {
  constructor(root, say) {
    this.say = say;
    this.meters = new Meters(root.querySelector("#meters"), root.querySelector("#levels"), say);
    this.waveform = new Waveform(root.querySelector("#waveform"));
    const names = ["now-kind", "now-title", "now-artist", "now-why", "countdown", "hold", "take-waiting", "waiting-title"];
    for (const name of names) this[name] = root.querySelector(`#${name}`);
    this.rungs = [...root.querySelectorAll("#ladder li")];
  }

  show({ on_air: item, meters, hold, manual, upcoming }) {
    const signature = `${item.item_key}|${item.title}|${item.why}|${item.rung}`;
    if (signature !== this.signature) this.#rename(item);
    this.signature = signature;
    const left = item.item_key ? item.remaining_ms : null;
    const since = item.item_key ? `+${length(item.position_ms)}` : "–";
    this.countdown.textContent = left === null ? since : `−${length(left + 999)}`;
    this.countdown.toggleAttribute("data-soon", left !== null && left < SOON_MS);
    this.hold.setAttribute("aria-pressed", String(hold));
    this.hold.querySelector("[data-text]").textContent = hold ? this.say.held : this.say.hold;
    this.#wait(manual, upcoming);
    this.meters.show(meters);
    this.waveform.show(item);
  }

  #wait(manual, upcoming) {
    this["take-waiting"].hidden = !manual;
    const title = upcoming.find((item) => item.item_key === manual)?.title ?? "–";
    const place = this["waiting-title"];
    if (manual && place.textContent !== title) place.textContent = title;
  }

  #rename(item) {
    this["now-kind"].replaceChildren(...(item.kind ? [kindMark(this.say, item.kind)] : []));
    this["now-title"].textContent = item.title || item.programme || this.say.slate;
    this["now-artist"].textContent = [item.artist, item.programme].filter(Boolean).join(" · ");
    this["now-why"].textContent = item.why ?? "";
    for (const rung of this.rungs) {
      rung.toggleAttribute("aria-current", Number(rung.dataset.rung) === item.rung);
    }
  }
}
