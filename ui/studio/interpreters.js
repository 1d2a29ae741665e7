// Sign-language interpreters who are live: seen in a corner, never on the air.
import { element } from "./marks.js";

export class Interpreters {
  constructor(root, channel) {
    this.channel = channel;
    this.list = root.querySelector("#interpreters");
  }

  show(told) {
    const mine = (told?.outputs ?? []).filter((one) => isInterpreter(one) && one.channel === this.channel);
    const signature = JSON.stringify(mine.map((one) => [one.name, one.state]));
    if (signature === this.signature) return;
    this.signature = signature;
    this.list.hidden = mine.length === 0;
    this.list.replaceChildren(...mine.map((one) => this.#row(one)));
  }

  #row({ name, state }) {
    const { role, seen, gone } = this.list.dataset;
    const comes = state === "up";
    const light = element("span", "light", comes ? seen : gone);
    light.dataset.tone = comes ? "good" : "warn";
    const who = element("strong", "", name.slice(name.indexOf("/") + 1));
    const line = element("div", "live-who", who, element("span", "quiet small", role), light);
    const row = element("li", "", line);
    row.dataset.state = comes ? "ready" : "silent";
    return row;
  }
}

export function isInterpreter({ kind }) {
  return kind === "interpreter";
}
