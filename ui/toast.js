// Passing messages, spoken by screen readers through the live region of the layout.
export function toast(text, tone = "good", action) {
  const region = document.getElementById("toasts");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (action) {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button small",
      textContent: action.label,
    });
    button.addEventListener("click", () => {
      box.remove();
      action.run();
    });
    box.append(button);
  }
  region.append(box);
  setTimeout(() => box.remove(), action ? 12000 : 6000);
}

export function showNotice() {
  const notice = document.body.dataset.notice;
  if (notice) toast(notice);
}
