// htmx with its event-stream extension, without eval and with our forgery token on every request.
import htmx from "htmx.org";

window.htmx = htmx;
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf;
});
document.addEventListener("htmx:responseError", () => {
  document.dispatchEvent(
    new CustomEvent("toast", { detail: { text: document.body.dataset.failed, tone: "bad" } }),
  );
});
htmx.process(document.body);
