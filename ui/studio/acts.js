// The operator's hands: every act has a button and a key; what is heard at once is pressed twice.
import { ask } from "../confirm.js";
import { fill } from "../words.js";
import { armed } from "./armed.js";
import { commander } from "./commands.js";
import { insertDialog } from "./insert.js";
import { Undo } from "./undo.js";

export class Hands {
  constructor(root, say, channel, air) {
    this.say = say;
    this.air = air;
    this.keys = root.querySelector("#keys-dialog");
    const plain = commander(channel, say);
    this.command = async (name, body, text) => {
      const applied = await plain(name, body, text);
      if (applied) this.undo.forget();
      return applied;
    };
    this.undo = new Undo(root.querySelector("#undo"), say, plain);
    this.acts = this.#acts((id) => root.querySelector(`#${id}`), root);
    this.keyed = { "?": () => this.keys.showModal() };
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Let a key act, such as `l`. */
  key(name, act) {
    this.keyed[name] = act;
  }

  show(air) {
    this.undo.show(air);
  }

  /** Start a coming item now, whatever stands before it. */
  async take({ item_key, title }, before) {
    const text = fill(before ? this.say.takeAskDropping : this.say.takeAsk, { title, n: before });
    if (!(await ask(text, this.say.take))) return;
    this.command("take", { item_key }, fill(this.say.taken, { title }));
  }

  #acts(find, root) {
    const { say, command, air } = this;
    const skip = armed(find("skip"), say.sure, (item_key) => command("skip", { item_key }, say.skipped),
      () => air().on_air?.item_key ?? "");
    const fade = armed(find("fade"), say.sure, () => command("fade-out", {}, say.fadedOut));
    const replay = armed(find("replay"), say.sure, () => command("replay", {}, say.replayed));
    const takeNext = armed(find("take"), say.sure, (next) => this.#took(next), () => this.#next());
    const take = () => (air().manual ? this.#took(this.#waiting()) : takeNext());
    const hold = () => this.#hold();
    const clear = () => command("clear", {}, say.cleared);
    const insert = insertDialog(root, say, (body, text) => command("insert", body, text), air);
    find("take-waiting").addEventListener("click", take);
    find("hold").addEventListener("click", hold);
    find("clear").addEventListener("click", clear);
    find("insert").addEventListener("click", insert);
    return { s: skip, h: hold, f: fade, r: replay, t: take, i: insert, c: clear };
  }

  #hold() {
    const on = !this.air().hold;
    this.command("hold", { on }, on ? this.say.heldNow : this.say.released);
  }

  #waiting() {
    const key = this.air().manual;
    return this.air().upcoming?.find((item) => item.item_key === key) ?? { item_key: key, title: "–" };
  }

  #next() {
    return this.air().upcoming?.find((item) => item.fate !== "dropped");
  }

  #took(item) {
    const title = item?.title ?? "–";
    this.command("take", { item_key: item?.item_key ?? "" }, fill(this.say.taken, { title }));
  }

  #key(event) {
    const writing = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, dialog[open]");
    if (writing || event.altKey || event.repeat) return;
    const name = event.key.toLowerCase();
    const control = event.ctrlKey || event.metaKey;
    const act = control ? name === "z" && !event.shiftKey && this.undo.press : this.acts[name] ?? this.keyed[name];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
