// Files on their way up, in pieces (tus 1.0): they go on after a broken line and after a reload.
// Tells `arrived` with { job, name } for each whole file, from its element upwards.
import { Upload } from "tus-js-client";

const AT_ONCE = 2;
const PIECE = 8 * 1000 * 1000;
const DELAYS = [0, 1000, 3000, 5000, ...Array(60).fill(10000)];
const LANGUAGE = document.documentElement.lang;

export default function uploads(box) {
  const words = JSON.parse(box.querySelector("[data-words]").textContent);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const waiting = [];
  let running = 0;

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      waiting.shift().begin();
    }
    for (const row of waiting) row.tell(say("waits"));
  };
  const ended = () => {
    running -= 1;
    next();
  };

  function take(files) {
    const kind = box.dataset.kind ?? box.querySelector("[data-kind-choice]").value;
    for (const file of files) waiting.push(sending(box, file, kind, { say, ended }));
    next();
  }

  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  dropping(box.querySelector("[data-drop]"), take);
  addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
}

function dropping(zone, take) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

function sending(box, file, kind, { say, ended }) {
  const row = rowOf(file.name, say);
  box.querySelector("[data-sending]").append(row.element);
  const pace = pacer();
  let active = false;
  const settle = () => {
    if (active) ended();
    active = false;
  };
  const upload = new Upload(file, {
    endpoint: "/api/v1/uploads",
    headers: { "X-CSRF-Token": document.body.dataset.csrf },
    metadata: { filename: file.name, kind },
    chunkSize: PIECE,
    retryDelays: DELAYS,
    removeFingerprintOnSuccess: true,
    onShouldRetry(error) {
      row.tell(say("paused"));
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
    },
    onProgress(sent, total) {
      row.progress(sent, total);
      row.tell(progressText(pace(sent), sent, total, say));
    },
    onError(error) {
      row.fail(messageOf(error) ?? say("failed"));
      settle();
    },
    onSuccess({ lastResponse }) {
      row.element.remove();
      box.querySelector("[data-status]").textContent = say("sent", { name: file.name });
      const job = Number(lastResponse.getHeader("Upload-Job") ?? 0);
      box.dispatchEvent(new CustomEvent("arrived", { bubbles: true, detail: { job, name: file.name } }));
      settle();
    },
  });
  row.onCancel(() => {
    upload.abort(true).catch(() => {});
    row.element.remove();
    settle();
  });
  row.onPause((paused) => {
    if (paused) upload.abort();
    else upload.start();
  });
  async function begin() {
    active = true;
    if (file.size > Number(box.dataset.largest)) {
      row.fail(say("large"));
      return settle();
    }
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    upload.start();
  }
  return { begin, tell: row.tell };
}

function rowOf(name, say) {
  const element = document.createElement("li");
  const title = Object.assign(document.createElement("strong"), { textContent: name });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", name);
  const text = Object.assign(document.createElement("span"), { className: "small quiet mono" });
  const pause = button(say("pause"));
  const cancel = button(say("cancel"));
  element.append(title, bar, text, pause, cancel);
  return {
    element,
    tell: (words) => (text.textContent = words),
    progress: (sent, total) => Object.assign(bar, { max: total || 1, value: sent }),
    fail(words) {
      text.className = "small bad";
      text.textContent = words;
      bar.remove();
      pause.remove();
      cancel.textContent = say("close");
    },
    onCancel: (act) => cancel.addEventListener("click", act),
    onPause(act) {
      let paused = false;
      pause.addEventListener("click", () => {
        paused = !paused;
        pause.textContent = say(paused ? "resume" : "pause");
        if (paused) text.textContent = say("stopped");
        act(paused);
      });
    },
  };
}

function button(words) {
  return Object.assign(document.createElement("button"), {
    type: "button",
    className: "button small plain",
    textContent: words,
  });
}

/** Bytes a second, smoothed over the last seconds; counts only what this page has sent. */
function pacer() {
  const seen = [];
  return (sent) => {
    const now = performance.now();
    seen.push([now, sent]);
    while (seen.length > 2 && now - seen[0][0] > 8000) seen.shift();
    const [[then, before]] = seen;
    return now > then ? ((sent - before) / (now - then)) * 1000 : 0;
  };
}

function progressText(rate, sent, total, say) {
  const parts = [say("of", { done: size(sent), total: size(total) })];
  if (rate > 0) {
    parts.push(say("rate", { rate: size(rate) }), say("left", { time: span((total - sent) / rate) }));
  }
  return parts.join(" · ");
}

function messageOf(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).message;
  } catch {
    return undefined;
  }
}

function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(LANGUAGE, {
    style: "unit",
    unit: units[power],
    unitDisplay: "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power);
}

function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
}
