// Runs before the page is drawn. A press on a part that still has no script is kept, and pressed
// again when it has one: on a thin line nothing that somebody did is lost.
(() => {
  const COMING = "[data-island]:not([data-answers]), [data-htmx]:not([data-answers]) :is([hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete])";
  const GIVEN_UP_MS = 20_000; // without its script a form still sends itself
  const kept = new Set();

  function keep(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const meant = event.target.closest("a, button, input, summary, label") ?? event.target;
    if (!meant.closest(COMING)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.add(meant);
  }

  /** Mark `part` as answering, and press what was pressed in it. */
  window.answers = (part) => {
    part.dataset.answers = "";
    for (const meant of kept) {
      if (meant.closest(COMING)) continue;
      kept.delete(meant);
      meant.click();
    }
  };

  document.addEventListener("click", keep, true);
  setTimeout(() => document.removeEventListener("click", keep, true), GIVEN_UP_MS);
})();
