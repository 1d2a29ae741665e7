// The script of every page: small, and the rest is fetched when a page asks for it.
//
// An element with data-island="NAME" brings ui/islands/NAME.js, whose default export is called
// with that element, also when htmx adds it later.
import { confirmBeforehand } from "./confirm.js";
import { showNotice, toast } from "./toast.js";
import { followThemeSwitch } from "./theme.js";

function bringIslands(root) {
  for (const element of root.querySelectorAll("[data-island]:not([data-landed])")) {
    element.dataset.landed = "";
    import(`./islands/${element.dataset.island}.js`).then((island) => island.default(element));
  }
}

followThemeSwitch();
confirmBeforehand();
showNotice();
bringIslands(document);
document.addEventListener("htmx:load", (event) => bringIslands(event.target.parentNode));
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));
if (document.querySelector("[data-htmx]")) import("./partial.js");
