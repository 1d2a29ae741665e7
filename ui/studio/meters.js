// Level meters: they rise at once, fall at 20 dB a second, and keep their peak for two seconds.
import { sharp } from "./canvas.js";

const FLOOR = -60;
const FALL_DB_PER_MS = 0.02;
const HOLD_MS = 2000;
const ZONES = [[-60, "#2f8f6b"], [-18, "#3fae82"], [-9, "#d9a13a"], [-3, "#e0555f"]];
const SCALE = [0, -3, -6, -12, -18, -24, -36, -48];

const part = (db) => Math.max(0, Math.min(1, (db - FLOOR) / -FLOOR));

export class Meters {
  constructor(canvas, text, say) {
    this.canvas = canvas;
    this.text = text;
    this.say = say;
    this.levels = [0, 1].map(() => ({ wished: FLOOR, shown: FLOOR, peak: FLOOR, since: 0 }));
    this.rms = [FLOOR, FLOOR];
    this.drawn = 0;
    this.frame = this.frame.bind(this);
    requestAnimationFrame(this.frame);
  }

  show({ peak, rms, reduction }) {
    peak.forEach((db, side) => { this.levels[side].wished = db; });
    this.rms = rms;
    const written = peak.map((db) => (db <= -119 ? "−∞" : db.toFixed(1).replace("-", "−")));
    const limited = reduction > 0.05 ? ` · ${this.say.limiter} −${reduction.toFixed(1)} dB` : "";
    this.text.textContent = `L ${written[0]}  R ${written[1]} dBFS${limited}`;
  }

  frame(now) {
    requestAnimationFrame(this.frame);
    if (now - this.drawn < 33) return;
    const passed = Math.min(200, now - this.drawn);
    this.drawn = now;
    for (const level of this.levels) {
      level.shown = Math.max(level.wished, level.shown - passed * FALL_DB_PER_MS);
      if (level.shown >= level.peak || now - level.since > HOLD_MS) {
        level.peak = level.shown;
        level.since = now;
      }
    }
    this.#draw();
  }

  #draw() {
    const { pen, width, style } = sharp(this.canvas);
    this.levels.forEach((level, side) => {
      const top = side * 22;
      pen.fillStyle = style.getPropertyValue("--sunken");
      pen.fillRect(0, top, width, 18);
      ZONES.forEach(([from, colour], zone) => {
        const to = Math.min(ZONES[zone + 1]?.[0] ?? 0, level.shown);
        if (to <= from) return;
        pen.fillStyle = colour;
        pen.fillRect(part(from) * width, top, (part(to) - part(from)) * width, 18);
      });
      pen.fillStyle = "rgb(0 0 0 / 35%)";
      pen.fillRect(part(this.rms[side]) * width, top, 2, 18);
      pen.fillStyle = style.getPropertyValue("--text");
      if (level.peak > FLOOR) pen.fillRect(part(level.peak) * width - 3, top, 3, 18);
    });
    pen.fillStyle = style.getPropertyValue("--quiet");
    pen.font = "11px 'JetBrains Mono', monospace";
    pen.textAlign = "center";
    let free = width;
    for (const db of SCALE) {
      const at = Math.min(width - 8, part(db) * width);
      if (at + 8 > free) continue; // it would stand on the one to its right
      pen.fillText(String(Math.abs(db)), at, 56);
      free = at - 8;
    }
  }
}
