// The strip of alarms: what is wrong, in words, and since when. It is spoken when it changes, so
// an alarm keeps the time at which it was first seen.
import { clock, fill } from "../words.js";
import { element, icon } from "./marks.js";

const MILD = new Set(["overload", "clock", "journal", "recording_short"]);

export class Alarms {
  constructor(root, say) {
    this.say = say;
    this.list = root.querySelector("#alarms");
    this.first = new Map();
  }

  show({ alarms, upcoming }) {
    this.first = new Map(alarms.map((each) => [name(each), this.first.get(name(each)) ?? each.since]));
    const begins = new Map(upcoming.map((item) => [item.item_key, item.begins.slice(0, 19)]));
    const signature = alarms.map((each) => [name(each), each.about, begins.get(each.item_key)]).join("|");
    if (signature === this.signature) return;
    this.signature = signature;
    const due = new Map(upcoming.map((item) => [item.item_key, item.begins]));
    this.list.replaceChildren(...alarms.map((each) => this.#row(each, due.get(each.item_key) ?? each.begins)));
    this.list.hidden = alarms.length === 0;
  }

  #row({ code, about, item_key }, begins) {
    const since = this.first.get(name({ code, item_key }));
    const { say } = this;
    const known = say.alarms[`${code}.${about}`] ?? say.alarms[code];
    const text = known ? fill(known, { about: about || "–" }) : [code, about].filter(Boolean).join(": ");
    const due = begins ? element("span", "", fill(say.dueAt, { clock: clock(new Date(begins)) })) : "";
    const when = element("time", "mono", fill(say.sinceClock, { clock: clock(new Date(since)) }));
    when.dateTime = since;
    const row = element("li", "", icon(say, "warning"), element("strong", "", text), due, when);
    row.dataset.tone = MILD.has(code) ? "warn" : "bad";
    row.dataset.code = code;
    return row;
  }
}

function name({ code, item_key }) {
  return `${code} ${item_key}`;
}
