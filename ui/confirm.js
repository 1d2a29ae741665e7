// Dangerous acts ask once, in words that say what will happen: data-confirm="…" on a form or a
// button; `ask` for scripts. The dialog is part of the layout.
export function ask(text, yes) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector("[data-text]").textContent = text;
  const button = dialog.querySelector("[value=yes]");
  if (yes) button.textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function confirmBeforehand() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const text = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!text || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    const submitter = event.submitter;
    if (!(await ask(text, submitter?.textContent.trim()))) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    const text = event.detail.elt.dataset.confirm;
    if (!text || event.detail.elt.tagName === "FORM") return;
    event.preventDefault();
    if (await ask(text, event.detail.elt.textContent.trim())) event.detail.issueRequest(true);
  });
}
