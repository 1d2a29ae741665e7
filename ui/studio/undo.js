// Takes back the last act: a change of the plan made on this page, else the air's last command.
import { toast } from "../toast.js";
import { fill } from "../words.js";

const LONGEST_MS = 600_000;

export class Undo {
  constructor(button, say, command) {
    this.say = say;
    this.button = button;
    this.place = button.querySelector("[data-text]");
    this.command = command;
    this.press = this.press.bind(this);
    button.addEventListener("click", this.press);
  }

  /** The newest act is a change of the plan, taken back by `run`. */
  remember(what, run) {
    this.own = { what, run, until: performance.now() + LONGEST_MS };
    this.#label();
  }

  /** The newest act is a command to the air. */
  forget() {
    this.own = undefined;
  }

  show({ undo }) {
    this.air = undo;
    if (this.own && performance.now() > this.own.until) this.forget();
    this.#label();
  }

  get what() {
    return this.own?.what ?? (this.air ? this.say.undoable[this.air] ?? this.air : "");
  }

  press() {
    const { what, own } = this;
    if (!what) toast(this.say.nothingToUndo, "warn");
    else if (own) {
      this.forget();
      own.run();
    } else this.command("undo", {}, fill(this.say.undoneWhat, { what }));
  }

  #label() {
    const text = this.what ? fill(this.say.undoWhat, { what: this.what }) : this.say.undo;
    if (this.place.textContent !== text) this.place.textContent = this.button.title = text;
    this.button.disabled = !this.what;
  }
}
