// The script of every page: small, and the rest is fetched when a page asks for it.
//
// An element with data-island="NAME" brings ui/islands/NAME.js, whose default export is called
// with that element, also when htmx adds it later.
import { confirmBeforehand } from "./confirm.js";
import { showNotice, toast } from "./toast.js";
import { followThemeSwitch } from "./theme.js";

let coming = 0;

/** Bring a part of the page; `<html data-ready>` says that every part answers. */
async function bring(part, script) {
  coming += 1;
  delete document.documentElement.dataset.ready;
  try {
    await script;
    window.answers(part);
  } catch (error) {
    toast(document.body.dataset.failed, "bad");
    throw error;
  } finally {
    coming -= 1;
    sayWhenAllAreThere();
  }
}

function sayWhenAllAreThere() {
  if (!coming) document.documentElement.dataset.ready = "";
}

function bringIslands(root) {
  for (const element of root.querySelectorAll("[data-island]:not([data-landed])")) {
    element.dataset.landed = "";
    bring(element, import(`./islands/${element.dataset.island}.js`).then((island) => island.default(element)));
  }
}

followThemeSwitch();
confirmBeforehand();
showNotice();
bringIslands(document);
document.addEventListener("htmx:load", (event) => bringIslands(event.target.parentNode));
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));
if (document.querySelector("[data-htmx]")) bring(document.body, import("./partial.js"));
sayWhenAllAreThere();
