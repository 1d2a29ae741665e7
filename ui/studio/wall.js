// The cart wall of the studio: pages of buttons, F1 to F12, each with its countdown while it sounds.
import { Refused } from "../send.js";
import { toast } from "../toast.js";
import { length } from "../words.js";
import { order } from "./order.js";

const LOOK_MS = 20_000;
const FADE_MS = 300;

export default function wall(panel) {
  const { channel } = panel.dataset;
  const place = panel.querySelector("[data-wall]");
  let playing = new Map();
  let pressedByMouse;

  const buttons = () => [...place.querySelectorAll("[data-press]")];
  const pages = () => [...place.querySelectorAll(".wall-page")];
  const tabs = () => [...place.querySelectorAll("[role=tab]")];
  const shown = () => pages().find((page) => !page.hidden);

  async function command(name, body) {
    try {
      await order(channel, name, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
    }
  }

  const release = (button, fade = FADE_MS) => command("release", { button, fade_ms: fade });

  /** A button that sounds is faded; one that does not is started. */
  function press(button, fade = false) {
    const id = button.dataset.press;
    if (fade || playing.has(id)) release(id);
    else command("press", { button: id });
  }

  function choose(number) {
    const found = pages();
    if (!found[number]) return;
    found.forEach((page, index) => { page.hidden = index !== number; });
    tabs().forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === number));
      tab.tabIndex = index === number ? 0 : -1;
    });
  }

  function show() {
    for (const button of buttons()) {
      const left = playing.get(button.dataset.press);
      button.setAttribute("aria-pressed", String(left !== undefined));
      const ms = left ?? Number(button.dataset.length) / 48;
      const text = length(left === undefined ? ms : Math.ceil(ms / 1000) * 1000);
      const time = button.querySelector("[data-time]");
      if (time.textContent !== text) time.textContent = text;
    }
    for (const tab of tabs()) {
      const page = document.getElementById(tab.getAttribute("aria-controls"));
      tab.toggleAttribute("data-sounds", Boolean(page.querySelector("[aria-pressed=true]")));
    }
  }

  /** Fetch the wall when it is not the one that is shown. */
  async function look() {
    const seen = place.firstElementChild?.dataset.version ?? "";
    const query = new URLSearchParams({ channel, seen });
    try {
      const answer = await fetch(`/studio/wall?${query}`);
      if (answer.status === 204) return;
      if (!answer.ok) throw new Error(answer.status);
      const number = Math.max(0, pages().findIndex((page) => !page.hidden));
      place.innerHTML = await answer.text();
      choose(Math.min(number, pages().length - 1));
      show();
    } catch {
      if (!seen) place.firstElementChild.textContent = panel.dataset.refused;
    }
  }

  panel.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-press]");
    // a finger may only want to scroll: it counts when it is lifted
    if (!button || event.pointerType !== "mouse" || event.button !== 0) return;
    pressedByMouse = button;
    press(button, event.shiftKey);
  });
  panel.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    const stop = event.target.closest("[data-release]");
    const button = event.target.closest("[data-press]");
    if (tab) choose(tabs().indexOf(tab));
    if (stop) release("", Number(stop.dataset.release));
    if (button && button !== pressedByMouse) press(button, event.shiftKey);
    pressedByMouse = undefined;
  });
  panel.addEventListener("keydown", (event) => {
    const at = tabs().indexOf(event.target);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at < 0 || !step) return;
    const next = (at + step + tabs().length) % tabs().length;
    choose(next);
    tabs()[next].focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const key = /^F([1-9]|1[0-2])$/.exec(event.key);
    if (key && pages().length) {
      event.preventDefault();
      const button = shown()?.querySelectorAll("[data-press]")[Number(key[1]) - 1];
      if (button && !event.repeat) press(button, event.shiftKey);
      return;
    }
    if (event.repeat || event.target.closest("input, select, textarea")) return;
    if (event.key === "Escape" && playing.size) release("");
    if (/^[1-9]$/.test(event.key) && tabs().length) choose(Number(event.key) - 1);
  });
  document.addEventListener("air", ({ detail: air }) => {
    if (air.channel !== channel || !air.playing) return;
    playing = new Map(air.playing.map((each) => [each.button, each.remaining_ms]));
    show();
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(() => document.hidden || look(), LOOK_MS);
  look();
}
