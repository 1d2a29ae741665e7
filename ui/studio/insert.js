// The dialog that puts a recording on the air: next, at a time of the station's clock, or now.
import { fill, shortClock } from "../words.js";

const CLOCK = /^([01]?\d|2[0-3])[.:][0-5]\d([.:][0-5]\d)?$/;
const AHEAD_MS = 5 * 60_000;

/** Return the function that opens it. `insert(body, text)` is true when it applied. */
export function insertDialog(root, say, insert, air) {
  const dialog = root.querySelector("#insert-dialog");
  const face = root.querySelector("#insert-clock");
  const problem = root.querySelector("#insert-clock-error");

  function wrong(isWrong) {
    problem.hidden = !isWrong;
    if (isWrong) face.setAttribute("aria-invalid", "true");
    else face.removeAttribute("aria-invalid");
  }

  function wish({ cart, title, insert: when }) {
    const body = { cart_id: Number(cart), when };
    if (when !== "at") return [body, fill(when === "now" ? say.insertedNow : say.insertedNext, { title })];
    const clock = face.value.trim();
    wrong(!CLOCK.test(clock));
    if (!CLOCK.test(clock)) return face.focus();
    return [{ ...body, clock }, fill(say.insertedAt, { title, clock })];
  }

  root.querySelector("#found").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-insert]");
    const wished = button && wish(button.dataset);
    if (wished && (await insert(...wished))) dialog.close();
  });

  return () => {
    wrong(false);
    const now = air().at ? Date.parse(air().at) : Date.now();
    face.value = shortClock(new Date(now + AHEAD_MS));
    dialog.showModal();
    window.htmx?.trigger("#find", "load-carts");
    root.querySelector("#find-text").focus();
  };
}
