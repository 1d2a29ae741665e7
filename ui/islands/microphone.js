// The microphone page: connect, hold to speak or keep open, and read where one stands.
import { Capture, devices, Problem } from "../microphone/capture.js";
import { Line } from "../microphone/line.js";
import { length, words } from "../words.js";

const TONES = { on_air: "bad", on_air_shut: "bad", benched: "warn", lost: "warn", silent: "warn", again: "warn" };

export default function microphone(root) {
  const say = words();
  const find = (id) => root.querySelector(`#${id}`);
  const ahead = Date.parse(root.dataset.now) - Date.now();
  let capture;
  let line;
  let state = "off";
  let word;
  let lock;

  const latch = find("latch");
  const talk = find("talk");
  let held = false;
  const withCamera = () => find("camera")?.checked && !find("camera-row").hidden;
  const speaking = () => held || latch.getAttribute("aria-pressed") === "true";

  function show(name, detail) {
    state = name;
    const [title, text] = say[name] ?? [say.ended, ""];
    const box = find("state");
    box.dataset.state = name;
    box.dataset.tone = TONES[name] ?? (name === "off" || name === "ended" ? "off" : "quiet");
    write(find("state-word"), title);
    write(find("state-detail"), detail ?? text);
  }

  function showWord() {
    if (!word) return;
    if (word.state === "benched") return show("benched", say.benched[1].replace("{name}", word.on_air));
    if (word.state === "on_air") return show(speaking() ? "on_air" : "on_air_shut");
    if (word.state === "lost") return show("lost");
    if (word.state === "connecting") return show("connecting");
    if (!speaking()) return show("shut");
    if (word.state === "silent") return show("silent");
    return show(word.until ? "slot" : "waiting");
  }

  function showRemaining() {
    const left = word?.until && line ? Date.parse(word.until) - Date.now() - ahead : 0;
    find("remaining").hidden = left <= 0;
    if (left > 0) write(find("remaining"), say.slotEnds.replace("{time}", length(left)));
    find("remaining").toggleAttribute("data-soon", left > 0 && left < 60_000);
  }

  function showLevel() {
    if (!capture) return;
    const level = capture.level;
    find("level").style.transform = `scaleX(${(level + 60) / 60})`;
    find("level").toggleAttribute("data-hot", level > -3);
    write(find("level-text"), level <= -60 ? "–∞ dB" : `${level.toFixed(0).replace("-", "−")} dB`);
    requestAnimationFrame(showLevel);
  }

  function problem(code) {
    const text = code && (say.problems[code] ?? say.problems.other.replace("{code}", code));
    find("problem").hidden = !code;
    write(find("problem").querySelector("[data-text]"), text ?? "");
  }

  function open(on) {
    capture?.talk(on);
    root.dataset.speaking = on ? "yes" : "no";
    talk.setAttribute("aria-pressed", String(on));
    showWord();
  }

  function hold(on) {
    if (!line || held === on) return;
    held = on;
    open(speaking());
  }

  function toggleLatch() {
    if (!line) return;
    latch.setAttribute("aria-pressed", String(latch.getAttribute("aria-pressed") !== "true"));
    open(speaking());
  }

  function connected(on) {
    for (const button of [talk, latch]) button.disabled = !on;
    for (const id of ["channel", "device", "echo", "noise", "camera", "camera-device"]) if (find(id)) find(id).disabled = on;
    find("connect").classList.toggle("main", !on);
    write(find("connect").querySelector("[data-text]"), on ? say.disconnect : say.connect);
  }

  function disconnect(name = "off", detail = undefined) {
    line?.close();
    capture?.close();
    lock?.release();
    capture = line = word = lock = undefined;
    look(undefined);
    held = false;
    latch.setAttribute("aria-pressed", "false");
    open(false);
    connected(false);
    showRemaining();
    show(name, detail);
  }

  async function connect() {
    problem("");
    find("connect").disabled = true;
    show("asking");
    try {
      const camera = withCamera() ? find("camera-device").value : undefined;
      const own = await Capture.open({ device: find("device").value, echo: find("echo").checked, noise: find("noise").checked, camera });
      capture = own;
      look(own);
      own.whenGone(() => { disconnect(); problem("ended"); });
      line = new Line(find("channel").value, own.mime, {
        up: (send) => own.record(send),
        word: (said) => { word = said; showWord(); showRemaining(); },
        lost: (why) => { word = undefined; own.stop(); show("again", why && `${say.why[why]} ${say.again[1]}`); },
        down: (why) => disconnect("ended", say.why[why] ?? say.why.other.replace("{code}", why)),
      });
      connected(true);
      talk.focus(); // the space bar must not press the button that ends the connection
      show("connecting");
      showLevel();
      listDevices();
      lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      disconnect();
      problem(error.message);
    } finally {
      find("connect").disabled = false;
    }
  }

  /** Their names are known only once the microphone was allowed. */
  async function listDevices() {
    await list(find("device"), "audioinput", say.device);
    if (find("camera-device")) await list(find("camera-device"), "videoinput", say.cameraDevice);
  }

  async function list(choice, kind, name) {
    const chosen = choice.value;
    const found = await devices(kind);
    const rows = found.map((each, n) => new Option(each.label || name.replace("{n}", n + 1), each.deviceId));
    choice.replaceChildren(choice.options[0], ...rows);
    choice.value = found.some((each) => each.deviceId === chosen) ? chosen : "";
  }

  /** Show the presenter himself, as the station sees him. */
  function look(own) {
    const seen = own?.pictures.length ? own.stream : null;
    const view = find("own-view");
    if (!view) return;
    view.srcObject = seen;
    view.hidden = !seen;
  }

  /** A camera is for television. */
  function offerCamera() {
    const row = find("camera-row");
    if (!row) return;
    row.hidden = !row.dataset.channels.split(" ").includes(find("channel").value);
    find("camera-choice").hidden = row.hidden || !find("camera").checked;
  }

  find("connect").addEventListener("click", () => (line ? disconnect() : connect()));
  latch.addEventListener("click", toggleLatch);
  talk.addEventListener("pointerdown", (event) => { talk.setPointerCapture(event.pointerId); hold(true); });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) talk.addEventListener(name, () => hold(false));
  talk.addEventListener("contextmenu", (event) => event.preventDefault());
  const typing = (event) => event.target.closest("input, select, textarea, dialog[open]");
  const isSpace = (event) => event.key === " " && !typing(event) && (event.target === talk || !event.target.closest("button, a"));
  document.addEventListener("keydown", (event) => {
    if (event.repeat && isSpace(event) && line) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !line) return;
    if (isSpace(event)) { event.preventDefault(); hold(true); }
    if (event.key.toLowerCase() === "l" && !typing(event)) toggleLatch();
  });
  document.addEventListener("keyup", (event) => { if (event.key === " " && held) { event.preventDefault(); hold(false); } });
  addEventListener("blur", () => hold(false));
  addEventListener("beforeunload", (event) => { if (line && state.startsWith("on_air")) event.preventDefault(); });
  addEventListener("pagehide", () => disconnect());
  for (const id of ["channel", "camera"]) find(id)?.addEventListener("change", offerCamera);
  offerCamera();
  navigator.mediaDevices?.addEventListener("devicechange", listDevices);
  if (!window.isSecureContext || !navigator.mediaDevices) problem("insecure");
  setInterval(showRemaining, 500);
}

/** Change a text only when it differs: a live region would say it again. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
