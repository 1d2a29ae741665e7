// The week as a grid: programmes can be dragged, pulled longer and drawn. The list below says the
// same without a script; the choice between the two is remembered by this browser.
import { createCalendar, Interaction, TimeGrid } from "@event-calendar/core";
import { Refused, send } from "../send.js";
import { toast } from "../toast.js";
import { words } from "../words.js";

const SNAP = "00:05:00";
const NARROW = matchMedia("(max-width: 720px)");
const LOCALES = { id: "id-ID", en: "en-GB" };
const SHORT_MS = 30 * 60_000;
const colon = document.documentElement.dataset.colon;

/** 2026-11-21T08:30:00 as the station's wall clock shows it, whatever the browser's zone. */
function wall(date) {
  const two = (n) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const face = (text) => text.slice(11, 16).replace(":", colon);

export default function schedule(root) {
  new Week(root).show();
}

class Week {
  constructor(root) {
    this.root = root;
    this.say = words();
    this.channel = root.dataset.channel;
    this.first = root.dataset.first;
    this.mayEdit = root.dataset.mayEdit === "yes";
    this.list = document.querySelector("[data-list]");
    this.views = document.querySelector("[data-views]");
  }

  show() {
    this.views.hidden = false;
    this.views.addEventListener("change", (event) => {
      localStorage.setItem("schedule-view", event.target.value);
      this.#view(event.target.value);
    });
    this.#view(localStorage.getItem("schedule-view") ?? (NARROW.matches ? "list" : "grid"));
  }

  #view(name) {
    this.views.querySelector(`[value=${name}]`).checked = true;
    this.root.hidden = name !== "grid";
    this.list.hidden = name === "grid";
    if (name === "grid" && !this.calendar) this.#draw();
  }

  #draw() {
    if (this.mayEdit) {
      this.root.append(
        Object.assign(document.createElement("p"), { className: "hint", textContent: this.say.hint }),
      );
    }
    this.calendar = createCalendar(this.root.appendChild(document.createElement("div")), [TimeGrid, Interaction], {
      view: "timeGridWeek",
      date: this.first,
      firstDay: 1,
      locale: LOCALES[document.documentElement.lang],
      timeZone: this.root.dataset.offset,
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false,
      nowIndicator: true,
      scrollTime: "05:00:00",
      slotDuration: "00:30:00",
      slotHeight: 36,
      snapDuration: SNAP,
      columnWidth: NARROW.matches ? "104px" : undefined,
      slotEventOverlap: false,
      slotLabelFormat: (at) => `${String(at.getHours()).padStart(2, "0")}${colon}00`,
      slotLabelInterval: "01:00:00",
      dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" },
      editable: this.mayEdit,
      selectable: this.mayEdit,
      unselectAuto: true,
      longPressDelay: 500,
      eventSources: [{ events: () => this.#load() }],
      eventContent: (info) => this.#content(info.event),
      eventClassNames: (info) => this.#classes(info.event),
      eventDragStop: () => this.#notAClick(),
      eventResizeStop: () => this.#notAClick(),
      eventDrop: (info) => this.#moved(info),
      eventResize: (info) => this.#moved(info),
      viewDidMount: () => this.#leaveOutTableRoles(),
      select: (info) => this.#drawn(info),
    });
  }

  async #load() {
    const query = new URLSearchParams({ channel: this.channel, first: this.first, days: 7 });
    const found = await send("GET", `/api/v1/occurrences?${query}`);
    return found.map((each) => ({
      id: `${each.slot_id}/${each.day}`,
      start: each.local_begins,
      end: each.local_ends,
      title: each.programme,
      backgroundColor: each.colour,
      editable: this.mayEdit && !each.rule_id,
      extendedProps: each,
    }));
  }

  /** The name is a link to the form, for the keyboard and for a press; the whole block takes it. */
  #content(event) {
    const told = event.extendedProps;
    const text = (className, textContent) =>
      Object.assign(document.createElement("span"), { className, textContent });
    const box = document.createElement(this.mayEdit ? "a" : "span");
    box.className = "whole";
    box.draggable = false;
    if (this.mayEdit) box.href = this.#address(told);
    box.append(text("name", event.title), " ", text("times", this.#times(event)));
    if (told.loses_to) box.append(" ", text("flag", this.say.overlap.replace("%(name)s", told.loses_to)));
    const why = told.rule_id ? this.say.calendar : told.repeats;
    box.append(" ", text("unseen", [why, told.moved ? this.say.single : ""].join(". ")));
    return { domNodes: [box] };
  }

  #address(told) {
    if (told.rule_id) return `/schedule/calendar/rules/${told.rule_id}`;
    return `/schedule/slots/${told.slot_id}/${told.day}`;
  }

  #times(event) {
    return `${face(wall(event.start))}–${face(wall(event.end))}`;
  }

  #classes(event) {
    const told = event.extendedProps;
    const short = event.end - event.start < SHORT_MS ? "brief" : "";
    return [told.loses_to ? "loses" : "", told.moved ? "moved" : "", told.rule_id ? "fixed" : "", short].filter(Boolean);
  }

  /** A drag ends with a click on what was dragged: that one opens nothing. */
  #notAClick() {
    const stop = (event) => event.target.closest(".ec-event") && event.preventDefault();
    addEventListener("click", stop, { capture: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }), 300);
  }

  /** The grid is drawn for the eye; the list is the table. Roles without their cells only confuse. */
  #leaveOutTableRoles() {
    for (const part of this.root.querySelectorAll("[role]")) {
      part.removeAttribute("role");
      part.removeAttribute("aria-colindex");
    }
    const scrolled = this.root.querySelector(".ec-main");
    scrolled.tabIndex = 0;
    scrolled.setAttribute("role", "group");
    scrolled.setAttribute("aria-label", this.root.getAttribute("aria-label"));
  }

  #drawn({ start, end }) {
    const minutes = Math.round((end - start) / 60000);
    const at = wall(start);
    const query = new URLSearchParams({ channel: this.channel, day: at.slice(0, 10), at: at.slice(11, 16), minutes });
    location.assign(`/schedule/slots/new?${query}`);
  }

  async #moved({ event, revert }) {
    const told = event.extendedProps;
    const scope = told.recurring && !told.moved ? await this.#ask(event, told) : "one";
    if (!scope) return revert();
    const body = { begins: wall(event.start), duration_ms: event.end - event.start, scope };
    try {
      await send("PUT", `/api/v1/slots/${told.slot_id}/occurrences/${told.day}`, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
      return revert();
    }
    const text = scope === "series" ? this.say.seriesMoved : this.say.moved;
    toast(text.replace("%(name)s", event.title), "good", { label: this.say.undo, run: () => this.#undo() });
    this.#changed();
  }

  #ask(event, told) {
    const dialog = document.getElementById("scope");
    dialog.querySelector("[data-scope-what]").textContent = `${event.title}, ${this.#times(event)}`;
    dialog.querySelector("[data-scope-repeats]").textContent = told.repeats;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    });
  }

  async #undo() {
    try {
      const { name } = await send("POST", "/api/v1/schedule/undo");
      toast(this.say.undone.replace("%(name)s", name));
      this.#changed();
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  #changed() {
    this.calendar.refetchEvents();
    document.body.dispatchEvent(new CustomEvent("schedule-changed"));
    this.#refreshList();
  }

  /** Bring the list and the undo button of the page up to date. */
  async #refreshList() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["[data-list]", ".page-head"]) {
      document.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
    }
  }
}
