// The operator's hands: skip (pressed twice), hold, insert; each with its key.
import { Refused, send } from "../send.js";
import { toast } from "../toast.js";

const ARMED_MS = 3000;

export function handsOn(root, say, channel, air) {
  const base = `/api/v1/channels/${channel}/commands`;
  const skip = root.querySelector("#skip");
  const hold = root.querySelector("#hold");
  const dialog = root.querySelector("#insert-dialog");
  const keys = root.querySelector("#keys-dialog");
  let armed;

  async function command(name, body, text) {
    try {
      await send("POST", `${base}/${name}`, body);
      toast(text);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
      return false;
    }
  }

  function disarm() {
    clearTimeout(armed);
    armed = undefined;
    skip.removeAttribute("data-armed");
    skip.querySelector("[data-text]").textContent = say.skip;
  }

  function pressSkip() {
    if (armed) {
      disarm();
      command("skip", { item_key: skip.dataset.key }, say.skipped);
      return;
    }
    skip.dataset.key = air().on_air?.item_key ?? "";
    skip.setAttribute("data-armed", "");
    skip.querySelector("[data-text]").textContent = say.skipSure;
    armed = setTimeout(disarm, ARMED_MS);
  }

  function pressHold() {
    const on = !air().hold;
    command("hold", { on }, on ? say.heldNow : say.released);
  }

  function pressInsert() {
    dialog.showModal();
    window.htmx?.trigger("#find", "load-carts");
    root.querySelector("#find-text").focus();
  }

  skip.addEventListener("click", pressSkip);
  hold.addEventListener("click", pressHold);
  root.querySelector("#insert").addEventListener("click", pressInsert);
  root.querySelector("#found").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const { cart, title, insert: when } = button.dataset;
    const text = (when === "now" ? say.insertedNow : say.insertedNext).replace("{title}", title);
    if (await command("insert", { cart_id: Number(cart), when }, text)) dialog.close();
  });

  const acts = { s: pressSkip, h: pressHold, i: pressInsert, "?": () => keys.showModal() };
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, select, textarea, dialog[open]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
