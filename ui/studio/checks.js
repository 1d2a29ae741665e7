// Asks the desk now and then what the checks ahead of the airings found, and adds it to the air:
// a relay that failed its trial is an alarm, and so is a button that would not be heard; a recording
// of the rundown that failed is told in the watch panel.
const EVERY_MS = 15_000;

export class Checks {
  constructor(channel, changed) {
    this.address = `/studio/checks?${new URLSearchParams({ channel })}`;
    this.changed = changed;
    this.relays = new Map();
    this.recordings = [];
    this.buttons = [];
    document.addEventListener("visibilitychange", () => this.#ask());
    setInterval(() => this.#ask(), EVERY_MS);
    this.#ask();
  }

  /** The air with what was found; what it says itself of an item is newer. */
  with(air) {
    if (!air.on_air) return air;
    const upcoming = air.upcoming.map((item) => ({ ...item, check: this.relays.get(item.item_key) }));
    const told = new Set(air.alarms.map((alarm) => alarm.item_key));
    const heard = new Set(upcoming.filter((item) => item.relay === "ready").map((item) => item.item_key));
    const failed = [...this.relays.values()].filter((check) => !check.ready);
    const alarms = failed.filter(({ item_key }) => !told.has(item_key) && !heard.has(item_key)).map(alarmOf);
    const recordings = this.recordings.filter(({ item_key }) => !told.has(item_key));
    return { ...air, upcoming, alarms: [...air.alarms, ...this.buttons.map(alarmOfButton), ...alarms], recordings };
  }

  async #ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(this.address);
      if (!answer.ok) return;
      const { relays, recordings, buttons } = await answer.json();
      this.relays = new Map(relays.map((check) => [check.item_key, check]));
      this.recordings = recordings;
      this.buttons = buttons;
      this.changed();
    } catch {
      // a line that is lost is told elsewhere; what was found stays
    }
  }
}

function alarmOf({ item_key, title, station, why, checked_at, begins }) {
  const about = [`“${title}”`, why.includes(station) ? "" : station, why].filter(Boolean).join(" · ");
  return { code: "relay", about, item_key, since: checked_at, begins };
}

function alarmOfButton({ button_id, label, why, since, emergency }) {
  const code = emergency ? "wall_message" : "wall_button";
  return { code, about: `“${label}” · ${why}`, item_key: button_id, since };
}
