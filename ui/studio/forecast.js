// Draws what the air expects beside the planned rows of an hour: other times, fades, items left
// out, fillers, fixed points.
import { clock, length } from "../words.js";
import { differenceOf, fateOf, markOf } from "./backtiming.js";
import { element, icon, kindMark } from "./marks.js";

export class Forecast {
  constructor(root, say) {
    this.root = root;
    this.say = say;
    this.note = root.querySelector("#forecast-note");
    this.loaded = Date.parse(root.dataset.now) - performance.now();
  }

  /** Minutes to look ahead for the end of the hour shown; 0 when it is over. */
  get minutes() {
    const ahead = Date.parse(this.root.dataset.ends) - (this.loaded + performance.now());
    return ahead <= 0 ? 0 : Math.min(1440, Math.ceil(ahead / 60_000) + 5);
  }

  async ask() {
    const { minutes } = this;
    if (minutes === 0) return this.#clear();
    const url = `/api/v1/channels/${this.root.dataset.channel}/forecast?minutes=${minutes}`;
    const answer = await fetch(url).catch(() => undefined);
    this.told = answer?.ok ? await answer.json().catch(() => undefined) : undefined;
    this.draw();
  }

  /** Draw the last answer again, such as after the rows were replaced. */
  draw() {
    this.#clear();
    this.#tell(this.told ? this.say.expectedNow : this.say.noForecast, this.told ? "quiet" : "warn");
    const list = this.root.querySelector(".rundown");
    if (!this.told || !list) return;
    const { expected, marks } = this.told;
    const items = new Map(expected.map((item) => [item.item_key, item]));
    const titles = new Map(expected.map((item) => [item.item_key, item.title]));
    for (const row of list.querySelectorAll("li[data-key]")) this.#mark(row, items.get(row.dataset.key), marks);
    for (const item of expected) if (this.#isNew(list, item)) this.#insert(list, item.begins, this.#more(item));
    for (const mark of marks) if (this.#inHour(mark.at)) this.#insert(list, mark.at, this.#ruler(mark, titles));
  }

  #tell(text, tone) {
    this.note.hidden = false;
    this.note.dataset.tone = tone;
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  #clear() {
    for (const row of this.root.querySelectorAll("[data-guess]")) row.remove();
    for (const row of this.root.querySelectorAll("li[data-key]")) {
      delete row.dataset.fate;
      delete row.dataset.expects;
      row.querySelector("[data-expected]").replaceChildren();
      row.querySelector("[data-fate-words]").replaceChildren();
    }
  }

  #mark(row, item, marks) {
    if (!item) return;
    row.dataset.fate = item.fate;
    row.dataset.expects = item.begins;
    const apart = differenceOf(this.say, item);
    if (apart) {
      const place = row.querySelector("[data-expected]");
      place.replaceChildren(`${clock(new Date(item.begins))} `, element("span", "", apart[0]), element("span", "unseen", ` ${apart[1]}`));
    }
    const fate = fateOf(this.say, item, marks);
    if (!fate) return;
    const [sign, text, tone] = fate;
    const place = row.querySelector("[data-fate-words]");
    place.dataset.tone = tone;
    place.textContent = item.fate === "faded" ? `${sign} ${text}` : text;
  }

  /** Whether the hour's plan does not have it: a filler, an operator's insert, one that comes late. */
  #isNew(list, item) {
    return item.fate !== "dropped" && this.#inHour(item.begins) && !list.querySelector(`[data-key="${CSS.escape(item.item_key)}"]`);
  }

  #inHour(at) {
    const { begins, ends } = this.root.dataset;
    return Date.parse(at) >= Date.parse(begins) && Date.parse(at) < Date.parse(ends);
  }

  /** Put a row in front of the first one that begins at its time or later. */
  #insert(list, at, row) {
    row.dataset.expects = at;
    const begins = (each) => Date.parse(each.dataset.expects ?? each.querySelector("time").dateTime);
    const behind = [...list.children].find((each) => begins(each) >= Date.parse(at));
    list.insertBefore(row, behind ?? null);
  }

  #more(item) {
    const { say } = this;
    const title = element("span", "title", item.title, ...(item.artist ? [" ", element("small", "", item.artist)] : []));
    const why = element("span", "why", item.fate === "filled" ? say.filled : item.why);
    const at = element("span", "at mono", clock(new Date(item.begins)));
    const row = element("li", "", at, kindMark(say, item.kind), title, element("span", "length mono", length(item.length_ms)), why);
    row.dataset.kind = item.kind;
    row.dataset.guess = item.fate === "filled" ? "filled" : "more";
    return row;
  }

  #ruler(mark, titles) {
    const [text, tone] = markOf(this.say, mark, titles);
    const at = element("span", "at mono", clock(new Date(mark.at)));
    const row = element("li", "", at, icon(this.say, "hard"), element("span", "", element("strong", "", mark.title), ` · ${text}`));
    row.dataset.guess = "mark";
    row.dataset.tone = tone;
    return row;
  }
}
