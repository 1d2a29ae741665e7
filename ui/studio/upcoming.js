// The next items at the clock times the air expects; each can be moved or taken out, and undone.
import { Refused, send } from "../send.js";
import { toast } from "../toast.js";
import { clock, length } from "../words.js";
import { element, icon } from "./marks.js";

export class Upcoming {
  constructor(root, say, channel) {
    this.say = say;
    this.channel = channel;
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

  show({ upcoming, on_air }) {
    this.items = upcoming;
    this.current = on_air.item_key;
    this.nothing.hidden = upcoming.length > 0;
    const hard = upcoming.find((item) => item.start === "hard");
    this.until.textContent = hard ? this.say.until.replace("{time}", clock(new Date(hard.begins))) : "";
    const rows = upcoming.map((item) => this.#row(item));
    if (rows.some((row, place) => this.list.children[place] !== row) || this.list.children.length !== rows.length) {
      this.list.replaceChildren(...rows);
    }
    const known = new Set(upcoming.map((item) => item.item_key));
    for (const key of this.rows.keys()) if (!known.has(key)) this.rows.delete(key);
  }

  #row(item) {
    const signature = [item.title, item.deck, item.length_ms, item.trimmed, item.why].join("|");
    let row = this.rows.get(item.item_key);
    if (row?.signature !== signature) {
      const made = this.#make(item);
      if (row?.isConnected) row.replaceWith(made);
      this.rows.set(item.item_key, (row = made));
      row.signature = signature;
    }
    const begins = clock(new Date(item.begins));
    if (row.begins.textContent !== begins) row.begins.textContent = begins;
    return row;
  }

  #make(item) {
    const { say } = this;
    const begins = element("span", "begins");
    const kind = element("span", "unseen", say.kinds[item.kind]);
    const programme = item.why?.includes(item.programme) ? "" : item.programme;
    const sub = [item.artist, programme, item.why].filter(Boolean).join(" · ");
    const what = element("span", "what", element("strong", "", item.title), element("span", "sub", sub));
    what.title = [item.title, sub].filter(Boolean).join("\n");
    const deck = element("span", "", say[item.deck] ?? item.deck);
    deck.dataset.deck = item.deck;
    const marks = element("span", "marks", deck);
    if (item.trimmed) marks.prepend(this.#mark("fade", say.trimmed));
    if (item.start === "hard") marks.prepend(this.#mark("hard", say.hard));
    const long = element("span", "length", length(item.length_ms), marks);
    const mark = element("span", "", icon(say, item.kind), kind);
    mark.title = say.kinds[item.kind];
    const row = element("li", "", begins, mark, what, long, this.actions.content.cloneNode(true));
    row.dataset.kind = item.kind;
    row.dataset.key = item.item_key;
    row.begins = begins;
    return row;
  }

  #mark(name, text) {
    const mark = element("span", "", icon(this.say, name), element("span", "unseen", text));
    mark.title = text;
    return mark;
  }

  async #act(act, key) {
    const place = this.items.findIndex((item) => item.item_key === key);
    if (place < 0) return;
    const { title } = this.items[place];
    const wish = { wish: act === "remove" ? "remove" : "move", item_key: key };
    if (act !== "remove") {
      const before = this.items[place - 2]?.item_key ?? this.current;
      wish.after_key = act === "up" ? before : this.items[place + 1]?.item_key;
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
    toast(text.replace("{title}", title), "good", { label: this.say.undo, run });
  }
}
