// htmx with its event-stream extension, with our forgery token on every request. It reads
// its settings from the page: they must be known before it starts.
import htmx from "htmx.org";

window.htmx = htmx;
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf;
});
document.addEventListener("htmx:responseError", () => {
  document.dispatchEvent(
    new CustomEvent("toast", { detail: { text: document.body.dataset.failed, tone: "bad" } }),
  );
});
htmx.process(document.body);
