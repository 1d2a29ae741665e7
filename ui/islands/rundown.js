// The rundown of an hour: what is on the air is marked as it happens, coming items can be dragged,
// what the air expects is drawn beside the plan, and a new plan comes in without a reload.
import Sortable from "sortablejs";
import { Refused, send } from "../send.js";
import { Forecast } from "../studio/forecast.js";
import { toast } from "../toast.js";
import { words } from "../words.js";

const SOON_MS = 300;
const EVERY_MS = 30_000;
const PARTS = ["hour", "by-hand"];

export default function rundown(root) {
  new Rundown(root).start();
}

class Rundown {
  constructor(root) {
    this.root = root;
    this.say = words();
    this.channel = root.dataset.channel;
    this.forecast = new Forecast(root, this.say);
    this.soon = {};
  }

  get list() {
    return this.root.querySelector(".rundown");
  }

  start() {
    this.#letDrag();
    this.#follow();
    this.forecast.ask();
    setInterval(() => document.hidden || this.#later(this.#isOld() ? "refresh" : "ask"), EVERY_MS);
    document.body.addEventListener("htmx:afterSettle", () => this.#isOld() && this.#later("refresh"));
  }

  /** Whether the line about the publication knows a newer version than the rows are of. */
  #isOld() {
    const newest = document.getElementById("publication")?.dataset.version;
    return Boolean(newest) && newest !== this.root.dataset.version;
  }

  #follow() {
    const stream = new EventSource("/api/v1/events");
    stream.addEventListener("air", (event) => {
      const air = JSON.parse(event.data);
      if (air.channel === this.channel) this.#hear(air);
    });
    addEventListener("pagehide", () => stream.close());
  }

  #hear(air) {
    if (air.reachable && air.rundown_version !== this.version) {
      if (this.version !== undefined) this.#later("refresh");
      this.version = air.rundown_version;
    }
    const seen = outline(air);
    if (seen !== this.seen && this.seen !== undefined) this.#later("ask");
    this.seen = seen;
    if (!air.reachable || air.on_air?.item_key === this.known) return;
    this.known = air.on_air.item_key;
    this.#mark();
  }

  /** Do it in a moment, once for all that asked, and not while something is dragged. */
  #later(what) {
    clearTimeout(this.soon[what]);
    this.soon[what] = setTimeout(() => (this.dragging ? this.#later(what) : this[what]()), SOON_MS);
  }

  ask() {
    return this.forecast.ask();
  }

  /** Take the rows anew from the page itself. */
  async refresh() {
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (this.dragging) return this.#later("refresh");
    const focused = placeOf(document.activeElement);
    for (const id of PARTS) {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    this.root.dataset.version = page.getElementById("rundown").dataset.version;
    this.#letDrag();
    this.#mark();
    this.forecast.draw();
    focused?.()?.focus();
    this.ask();
  }

  #mark() {
    if (!this.list || this.known === undefined) return;
    const rows = [...this.list.querySelectorAll("li[data-key]")];
    const place = rows.findIndex((row) => row.dataset.key === this.known);
    rows.forEach((row, index) => {
      row.toggleAttribute("data-on-air", index === place);
      if (place < 0) return;
      if (index < place) row.dataset.past = "";
      if (index <= place) delete row.dataset.coming;
    });
  }

  #letDrag() {
    this.sortable?.destroy();
    this.sortable = undefined;
    if (!this.list || this.root.dataset.mayEdit !== "yes") return;
    for (const grip of this.list.querySelectorAll("[data-draggable]")) grip.hidden = false;
    this.sortable = Sortable.create(this.list, {
      handle: "[data-draggable]",
      draggable: "[data-coming]",
      animation: 120,
      onStart: () => { this.dragging = true; },
      onEnd: ({ item, oldIndex, newIndex }) => {
        this.dragging = false;
        if (oldIndex !== newIndex) this.#move(item, oldIndex);
      },
    });
  }

  async #move(row, oldIndex) {
    const before = itemAbove(row);
    try {
      if (!before) throw new Refused(0, "first", document.body.dataset.failed);
      const body = { wish: "move", item_key: row.dataset.key, after_key: before.dataset.key };
      const { id } = await send("POST", `/api/v1/overrides?channel=${this.channel}`, body);
      this.#offerUndo(id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const others = [...this.list.children].filter((each) => each !== row);
      this.list.insertBefore(row, others[oldIndex] ?? null);
      toast(error.message, "bad");
    }
  }

  #offerUndo(id) {
    const run = async () => {
      try {
        await send("DELETE", `/api/v1/overrides/${id}?channel=${this.channel}`);
        toast(this.say.undone);
        followPublication();
      } catch (error) {
        toast(error.message, "bad");
      }
    };
    toast(this.say.moved, "good", { label: this.say.undo, run });
    followPublication();
  }
}

/** What must change before the air expects something else. */
function outline({ reachable, on_air, hold, undo, manual, emergency, upcoming }) {
  const coming = upcoming?.map((item) => `${item.item_key} ${item.fate}`);
  return JSON.stringify([reachable, on_air?.rung, on_air?.item_key, hold, undo, manual, Boolean(emergency), coming]);
}

function itemAbove(row) {
  let above = row.previousElementSibling;
  while (above && !above.dataset.key) above = above.previousElementSibling;
  return above;
}

/** Return how to find the same button again after its row was replaced. */
function placeOf(element) {
  const row = element?.closest?.("li[data-key]");
  if (!row) return undefined;
  const place = [...row.querySelectorAll("a, button")].indexOf(element);
  const key = CSS.escape(row.dataset.key);
  return () => document.querySelector(`li[data-key="${key}"]`)?.querySelectorAll("a, button")[place];
}

/** Tell the line about the publication, which says when the new rundown is there. */
function followPublication() {
  document.body.dispatchEvent(new CustomEvent("schedule-changed"));
}
