// Emergency messages: one question before they go out, a red stripe while they do, the all-clear.
import { ask } from "../confirm.js";
import { clock, fill } from "../words.js";

export class Emergency {
  constructor(root, say, hands) {
    this.say = say;
    this.hands = hands;
    this.stripe = root.querySelector("#stripe");
    this.dialog = root.querySelector("#alert-dialog");
    this.form = this.dialog.querySelector("form");
    this.messages = root.querySelector("#messages");
    this.messages.addEventListener("click", (event) => {
      const button = event.target.closest("[data-alert]");
      if (button) this.#question(button.dataset);
      const clear = event.target.closest("[data-clear]");
      if (clear) this.#allClear(clear.dataset);
    });
    this.form.addEventListener("change", () => this.#sayWhat());
    this.form.addEventListener("submit", (event) => this.#send(event));
    this.stripe.querySelector("#all-clear").addEventListener("click", () => {
      this.#allClear(this.messages.querySelector("[data-clear]")?.dataset);
    });
    hands.key("e", () => this.#toMessages());
  }

  show({ emergency }) {
    const { stripe, say } = this;
    this.now = emergency;
    stripe.hidden = !emergency;
    document.body.toggleAttribute("data-emergency", Boolean(emergency));
    if (!emergency) return;
    stripe.toggleAttribute("data-drill", emergency.drill);
    const said = fill(emergency.times ? say.saidOf : say.saidUntil, { n: emergency.said, of: emergency.times });
    const since = fill(say.sinceClock, { clock: clock(new Date(emergency.since)) });
    write(stripe, "word", emergency.drill ? say.drill : say.emergency);
    write(stripe, "title", emergency.title);
    write(stripe, "said", `${since} · ${said}`);
  }

  #toMessages() {
    const first = this.messages.querySelector("[data-alert]") ?? this.messages;
    first.scrollIntoView({ block: "center" });
    first.focus();
  }

  #question({ alert, title, length, level }) {
    this.chosen = { button: alert, title };
    this.form.reset();
    this.form.elements.quietly.checked = level === "waspada";
    this.dialog.querySelector("#alert-title").textContent = `${title} · ${length}`;
    this.#sayWhat();
    this.dialog.showModal();
  }

  #sayWhat() {
    const { times, pause, drill, quietly, send } = this.form.elements;
    const { say } = this;
    times.disabled = pause.disabled = quietly.checked;
    if (quietly.checked) {
      this.dialog.querySelector("#alert-says").textContent = fill(say.warnSays, { title: this.chosen.title });
      send.textContent = drill.checked ? say.sendTextDrill : say.sendText;
      return;
    }
    const often = times.value === "0" ? say.alertUntil : fill(say.alertTimes, { n: times.value });
    const text = fill(drill.checked ? say.alertSaysDrill : say.alertSays, { title: this.chosen.title, often });
    this.dialog.querySelector("#alert-says").textContent = text;
    send.textContent = drill.checked ? say.sendDrill : say.sendAlert;
  }

  async #send(event) {
    if (event.submitter?.value !== "send") return;
    event.preventDefault();
    const { times, pause, drill, quietly, why } = this.form.elements;
    const { button, title } = this.chosen;
    const body = { button, drill: drill.checked, why: why.value.trim() };
    const sent = quietly.checked
      ? this.hands.command("warn", body, fill(this.say.warned, { title }))
      : this.hands.command("alert", { ...body, times: Number(times.value), pause_ms: 1000 * pause.value }, fill(this.say.alerted, { title }));
    if (await sent) this.dialog.close();
  }

  /** End the emergency; `clear` is the message that says so, where one is stored. */
  async #allClear({ clear = "", title = "" } = {}) {
    const { say, now } = this;
    const ends = now ? fill(say.allClearAsk, { title: now.title }) : say.allClearLifts;
    if (!(await ask(clear ? fill(say.allClearSays, { message: title }) : ends, say.allClear))) return;
    this.hands.command("all-clear", { message: clear }, say.allCleared);
  }
}

function write(stripe, part, text) {
  const place = stripe.querySelector(`[data-part=${part}]`);
  if (place.textContent !== text) place.textContent = text;
}
