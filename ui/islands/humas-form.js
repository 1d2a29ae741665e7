// The form of an announcement: a recording that was uploaded here is chosen as soon as it is in
// the library. Without this the form works too.
import { send } from "../send.js";

const EVERY_MS = 1000;

export default function humasForm(form) {
  form.querySelector("[data-without-script]").hidden = true;
  const status = form.querySelector("[data-upload-status]");
  const tell = (key, values) => {
    status.textContent = form.dataset[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };

  async function follow({ job, name }) {
    tell("waits", { name });
    for (;;) {
      const found = await send("GET", `/api/v1/ingest-jobs/${job}`);
      if (found.cart_id) return choose(found.cart_id, name);
      if (!["waiting", "running"].includes(found.state)) return tell("refused", { name, why: found.trouble });
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  async function choose(cart, name) {
    const query = new URLSearchParams(new FormData(form));
    query.delete("text");
    query.delete("csrf");
    query.append("cart", cart);
    await window.htmx.ajax("GET", `/humas/recordings?${query}`, { target: "#recordings", swap: "outerHTML" });
    const title = form.elements.title;
    if (!title.value) title.value = form.querySelector(`[name=cart][value="${cart}"]`)?.closest("li").querySelector("strong").textContent ?? "";
    tell("taken", { name });
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  form.addEventListener("arrived", (event) => {
    if (event.detail.job) follow(event.detail).catch((error) => (status.textContent = error.message));
  });
  form.addEventListener("htmx:afterSwap", () => form.dispatchEvent(new Event("change", { bubbles: true })));
}
