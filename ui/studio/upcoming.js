// The next items at the clock times the air expects, what becomes of each, and the fixed points
// between them as rulers; each item can be taken, moved or taken out.
import { Refused, send } from "../send.js";
import { toast } from "../toast.js";
import { clock, fill, length } from "../words.js";
import { differenceOf, fateOf, markOf, relayOf } from "./backtiming.js";
import { element, icon } from "./marks.js";

export class Upcoming {
  constructor(root, say, channel, hands) {
    this.say = say;
    this.channel = channel;
    this.hands = hands;
    this.list = root.querySelector("#upcoming");
    this.nothing = root.querySelector("#nothing");
    this.until = root.querySelector("#until");
    this.actions = document.getElementById("row-actions");
    this.rows = new Map();
    this.items = [];
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) this.#act(button.dataset.act, button.closest("li").dataset.key);
    });
  }

  show({ upcoming, on_air, marks }) {
    this.items = upcoming;
    this.current = on_air.item_key;
    this.nothing.hidden = upcoming.length > 0;
    const hard = marks[0]?.at ?? upcoming.find((item) => item.start === "hard")?.begins;
    const until = hard ? fill(this.say.until, { time: clock(new Date(hard)) }) : "";
    if (this.until.textContent !== until) this.until.textContent = until;
    this.#place(this.#rows(upcoming, marks));
  }

  #rows(upcoming, marks) {
    const titles = new Map(upcoming.map((item) => [item.item_key, item.title]));
    const rulers = marks.map((mark) => [mark, this.#ruler(mark, titles)]);
    const rows = [];
    for (const item of upcoming) {
      const here = ([mark]) => mark.item_key === item.item_key || Date.parse(mark.at) < Date.parse(item.begins);
      while (rulers.length && here(rulers[0])) rows.push(rulers.shift()[1]);
      rows.push(this.#row(item, marks));
    }
    return [...rows, ...rulers.map(([, row]) => row)];
  }

  /** Put the rows in order; a row that stays is not touched, so that a press on it is not lost. */
  #place(rows) {
    const wanted = new Set(rows);
    for (const [key, row] of this.rows) {
      if (wanted.has(row)) continue;
      row.remove();
      this.rows.delete(key);
    }
    rows.forEach((row, place) => {
      const there = this.list.children[place];
      if (there !== row) this.list.insertBefore(row, there ?? null);
    });
  }

  #kept(key, signature, make) {
    const row = this.rows.get(key);
    if (row?.signature === signature) return row;
    const made = make();
    made.signature = signature;
    const pressed = row?.contains(document.activeElement) && document.activeElement.dataset.act;
    row?.replaceWith(made);
    if (pressed) made.querySelector(`[data-act=${pressed}]`)?.focus();
    this.rows.set(key, made);
    return made;
  }

  #ruler(mark, titles) {
    const [text, tone] = markOf(this.say, mark, titles);
    const signature = [mark.at, mark.title, text].join("|");
    return this.#kept(`mark ${mark.item_key}`, signature, () => {
      const name = element("strong", "", mark.title);
      const at = element("span", "begins", clock(new Date(mark.at)));
      const row = element("li", "ruler", at, icon(this.say, "hard"), element("span", "", name, ` · ${text}`));
      row.dataset.tone = tone;
      return row;
    });
  }

  #row(item, marks) {
    const fate = fateOf(this.say, item, marks);
    const signature = [item.title, item.deck, item.length_ms, item.why, item.relay, item.check?.checked_at, item.start, fate].join("|");
    const row = this.#kept(item.item_key, signature, () => this.#make(item, fate));
    const begins = clock(new Date(item.begins));
    const apart = differenceOf(this.say, item);
    const told = `${begins} ${apart?.[0] ?? ""}`;
    if (row.told !== told) row.begins.replaceChildren(begins, ...(apart ? [difference(apart)] : []));
    row.told = told;
    return row;
  }

  #make(item, fate) {
    const { say } = this;
    const begins = element("span", "begins");
    const kind = element("span", "unseen", say.kinds[item.kind]);
    const mark = element("span", "", icon(say, item.kind), kind);
    mark.title = say.kinds[item.kind];
    const acts = isPlanned(item) ? this.actions.content.cloneNode(true) : "";
    const row = element("li", "", begins, mark, this.#what(item, fate), this.#long(item, fate), acts);
    row.dataset.kind = item.kind;
    row.dataset.key = item.item_key;
    row.dataset.fate = item.fate;
    row.begins = begins;
    return row;
  }

  #what(item, fate) {
    const programme = item.why?.includes(item.programme) ? "" : item.programme;
    const dropped = item.fate === "dropped";
    const sub = [item.artist, programme, item.why].filter(Boolean).join(" · ");
    const title = dropped ? element("s", "", item.title) : item.title;
    const what = element("span", "what", element("strong", "", title), element("span", "sub", dropped ? fate[1] : sub));
    what.title = [item.title, dropped ? fate[1] : sub].filter(Boolean).join("\n");
    return what;
  }

  #long(item, fate) {
    const { say } = this;
    const deck = element("span", "", item.fate === "dropped" ? "" : say[item.deck] ?? item.deck);
    deck.dataset.deck = item.deck;
    const marks = element("span", "marks", deck);
    const relay = relayOf(say, item);
    if (relay) marks.prepend(this.#sign(relay));
    if (fate && item.fate !== "dropped") marks.prepend(this.#sign(fate));
    if (item.start === "hard") marks.prepend(this.#mark("hard", say.hard));
    return element("span", "length", length(item.length_ms), marks);
  }

  #sign([sign, text, tone]) {
    const mark = toned("span", "", tone);
    mark.append(element("span", "mono", sign), element("span", "unseen", text));
    mark.title = text;
    mark.firstElementChild.setAttribute("aria-hidden", "true");
    return mark;
  }

  #mark(name, text) {
    const mark = element("span", "", icon(this.say, name), element("span", "unseen", text));
    mark.title = text;
    return mark;
  }

  #act(act, key) {
    const planned = this.items.filter(isPlanned);
    const place = planned.findIndex((item) => item.item_key === key);
    if (place < 0) return;
    const before = planned.slice(0, place).filter((item) => item.fate !== "dropped");
    if (act === "take") this.hands.take(planned[place], before.length);
    else this.#change(act, planned, place);
  }

  async #change(act, planned, place) {
    const { item_key, title } = planned[place];
    const wish = { wish: act === "remove" ? "remove" : "move", item_key };
    if (act !== "remove") {
      const before = planned[place - 2]?.item_key ?? this.current;
      wish.after_key = act === "up" ? before : planned[place + 1]?.item_key;
      if (!wish.after_key || (act === "up" && place === 0)) return;
    }
    try {
      const made = await send("POST", `/api/v1/overrides?channel=${this.channel}`, wish);
      this.#offerUndo(made.id, act === "remove" ? this.say.removed : this.say.moved, title);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
    }
  }

  #offerUndo(id, text, title) {
    const run = async () => {
      try {
        await send("DELETE", `/api/v1/overrides/${id}?channel=${this.channel}`);
        toast(this.say.undone);
      } catch (error) {
        toast(error.message, "bad");
      }
    };
    const { undo } = this.hands;
    undo.remember(fill(this.say.changeOf, { title }), run);
    toast(fill(text, { title }), "good", { label: this.say.undo, run: undo.press });
  }
}

/** Whether it stands in the plan; a filler that the air chose cannot be moved or taken. */
function isPlanned({ fate }) {
  return fate !== "filled";
}

function difference([sign, text]) {
  const mark = element("span", "apart", element("span", "", sign), element("span", "unseen", text));
  mark.title = text;
  mark.firstElementChild.setAttribute("aria-hidden", "true");
  return mark;
}

function toned(name, text, tone) {
  const made = element(name, "", text);
  made.dataset.tone = tone;
  return made;
}
