// Whether listeners hear us: the lamp is green only when programme is on and an output delivers.
import { isInterpreter } from "./interpreters.js";
import { element } from "./marks.js";

const TONES = { up: "good", sending: "off", connecting: "warn", stalled: "bad", backoff: "bad", idle: "off", shed: "warn" };
const SHORT = { ".mp3": "MP3", ".aac": "AAC 96", "-low.aac": "AAC 48" };
const SLATE = 2;
const QUIET = new Set(["rung", "ts"]); // sizes and copies of what stands there already: told when they fail
const INSIDE = new Set(["encoder", "recorder"]); // nobody hears these

export class Outputs {
  constructor(root, say, channel) {
    this.say = say;
    this.channel = channel;
    this.lamp = root.querySelector("#onair");
    this.short = root.querySelector("#outputs");
    this.long = root.querySelector("#output-list");
    this.listeners = root.querySelector("#listeners");
  }

  show(air, told) {
    const mine = (told?.outputs ?? []).filter((output) => output.channel === this.channel);
    this.mine = mine.filter((output) => !isInterpreter(output));
    this.told = told;
    this.showLamp(air);
    const signature = JSON.stringify(this.mine.map((o) => [o.name, o.state, o.listeners, o.last_error]));
    if (signature === this.signature) return;
    this.signature = signature;
    const public_ = this.mine.filter((output) => !INSIDE.has(output.kind));
    const heads = public_.filter((output) => !QUIET.has(output.kind) || output.state !== "up");
    this.short.replaceChildren(...heads.map((output) => this.#light(output, this.#shortName(output), "li")));
    this.long.replaceChildren(...this.mine.map((output) => this.#line(output)));
    const count = public_.reduce((sum, output) => sum + output.listeners, 0);
    this.listeners.textContent = this.mine.length ? this.say.listeners.replace("{n}", count) : "";
  }

  showLamp(air) {
    const delivers = this.mine?.some((o) => !INSIDE.has(o.kind) && o.state === "up");
    let tone = "good";
    let text = this.say.onAir;
    if (air.reachable === undefined || (!air.on_air && air.reachable)) [tone, text] = ["off", this.say.waiting];
    else if (!air.reachable) [tone, text] = ["bad", this.say.off];
    else if (air.on_air.rung <= SLATE) [tone, text] = ["bad", this.say.slate];
    else if (!delivers) [tone, text] = ["warn", this.say.unheard];
    this.lamp.dataset.tone = tone;
    const place = this.lamp.querySelector("[data-text]");
    if (place.textContent !== text) place.textContent = text;
  }

  #shortName(output) {
    if (output.kind === "hls") return "HLS";
    if (/^(icecast|push):/.test(output.name)) return output.name.replace(/^\w+:/, "");
    return SHORT[output.name.slice(this.channel.length)] ?? output.name;
  }

  #light(output, text, tag = "span") {
    const light = element(tag, "light", text);
    light.dataset.tone = TONES[output.state];
    light.title = `${output.name}: ${this.say.outputStates[output.state]}`;
    light.append(element("span", "unseen", ` ${this.say.outputStates[output.state]}`));
    return light;
  }

  #line(output) {
    const state = element("span", "quiet", this.say.outputStates[output.state]);
    const line = element("li", "", this.#light(output, output.name), state);
    if (output.state !== "up" && output.last_error) line.append(element("span", "error", this.#error(output)));
    return line;
  }

  #error({ kind, last_error: error }) {
    const known = INSIDE.has(kind) ? [] : this.say.outputErrors;
    return known.find(([part]) => error.includes(part))?.[1] ?? error;
  }
}
