// The waveform of a recording: markers that are dragged or moved with keys, and listening.
// The typed fields are the truth; dragging writes into them.
import { length } from "../words.js";

const RATE = 48000;
const MARKS = ["cue_in", "segue", "cue_out"];
const STEP = RATE / 100;

export default function libraryCart(box) {
  const frames = Number(box.dataset.frames);
  const fields = Object.fromEntries(MARKS.map((name) => [name, document.getElementById(name)]));
  const exact = Object.fromEntries(MARKS.map((name) => [name, read(fields[name].value)]));
  const handles = {};

  function places() {
    return Object.fromEntries(MARKS.map((name) => [name, read(fields[name].value) ?? exact[name]]));
  }

  function draw() {
    const at = places();
    const svg = box.querySelector("[data-wave] svg");
    const width = svg.viewBox.baseVal.width;
    const x = (frame) => (Math.min(Math.max(frame, 0), frames) / frames) * width;
    for (const name of MARKS) {
      const line = svg.querySelector(`[data-line="${name}"]`);
      line.setAttribute("x1", x(at[name]));
      line.setAttribute("x2", x(at[name]));
      const handle = handles[name];
      if (!handle) continue;
      handle.style.left = `${(x(at[name]) / width) * 100}%`;
      handle.setAttribute("aria-valuenow", Math.round((at[name] / RATE) * 1000));
      handle.setAttribute("aria-valuetext", fields[name].value);
    }
    span(svg.querySelector("[data-before]"), 0, x(at.cue_in));
    span(svg.querySelector("[data-overlap]"), x(at.segue), x(at.cue_out));
    span(svg.querySelector("[data-after]"), x(at.cue_out), width);
    box.querySelector("[data-length]").textContent = length(((at.segue - at.cue_in) / RATE) * 1000);
  }

  function put(name, frame) {
    const at = places();
    const low = name === "cue_in" ? 0 : at.cue_in + STEP;
    const high = { cue_in: at.segue - STEP, segue: at.cue_out, cue_out: frames }[name];
    fields[name].value = written(Math.min(Math.max(frame, low), high));
    if (name === "cue_out" && read(fields.cue_out.value) < at.segue) fields.segue.value = fields.cue_out.value;
    draw();
  }

  if ("edit" in box.dataset) {
    for (const name of MARKS) handles[name] = handle(box, name, frames, places, put);
    box.querySelector("[data-help]").hidden = false;
  }
  for (const field of Object.values(fields)) field.addEventListener("input", draw);
  listen(box, frames, places);
  draw();
}

function handle(box, name, frames, places, put) {
  const wave = box.querySelector("[data-wave]");
  const knob = Object.assign(document.createElement("div"), { className: `knob ${name}`, tabIndex: 0 });
  knob.setAttribute("role", "slider");
  knob.setAttribute("aria-label", box.dataset[name]);
  knob.setAttribute("aria-valuemin", 0);
  knob.setAttribute("aria-valuemax", Math.round((frames / RATE) * 1000));
  knob.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    put(name, places()[name] + step * (event.shiftKey ? 100 : 1));
  });
  knob.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    knob.focus();
    knob.setPointerCapture(event.pointerId);
  });
  knob.addEventListener("pointermove", (event) => {
    if (!knob.hasPointerCapture(event.pointerId)) return;
    const area = wave.getBoundingClientRect();
    put(name, Math.round(((event.clientX - area.left) / area.width) * frames));
  });
  wave.append(knob);
  return knob;
}

function listen(box, frames, places) {
  const audio = box.querySelector("audio, video");
  const wave = box.querySelector("[data-wave]");
  const head = Object.assign(document.createElement("div"), { className: "playhead", hidden: true });
  wave.append(head);
  audio.addEventListener("error", () => {
    const problem = box.querySelector("[data-problem]");
    problem.textContent = box.dataset.unplayable;
    problem.hidden = false;
  });
  audio.addEventListener("timeupdate", () => {
    head.hidden = false;
    head.style.left = `${Math.min(100, ((audio.currentTime * RATE) / frames) * 100)}%`;
    if (!audio.paused && audio.currentTime * RATE > places().cue_out) audio.pause();
  });
  const playFrom = (frame) => {
    audio.currentTime = Math.max(0, frame / RATE);
    audio.play().catch(() => {});
  };
  wave.addEventListener("click", (event) => {
    if (event.target.closest(".knob")) return;
    const area = wave.getBoundingClientRect();
    playFrom(((event.clientX - area.left) / area.width) * frames);
  });
  for (const button of box.querySelectorAll("[data-play]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const at = places();
      playFrom(button.dataset.play === "start" ? at.cue_in : Math.max(at.cue_in, at.segue - 5 * RATE));
    });
  }
}

function span(rect, from, to) {
  rect.setAttribute("x", from);
  rect.setAttribute("width", Math.max(0, to - from));
}

/** Frames of 3:58.250, null for nonsense. */
function read(text) {
  const parts = /^(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!parts) return null;
  const [hours, minutes, seconds] = parts.slice(1, 4).map((part) => Number(part ?? 0));
  const ms = Number((parts[4] ?? "0").padEnd(3, "0"));
  return ((hours * 60 + minutes) * 60 + seconds) * RATE + (ms * RATE) / 1000;
}

function written(frame) {
  const ms = Math.floor(frame / (RATE / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(ms / 60000) % 60;
  const hours = Math.floor(ms / 3600000);
  const head = hours ? `${hours}:${two(minutes)}` : `${minutes}`;
  return `${head}:${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, "0")}`;
}
