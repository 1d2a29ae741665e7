// What the air expects, in words: the fate of each coming item, how far it is from the plan, and
// how what stands before a fixed point will meet it.
import { clock, fill, shortClock, span } from "../words.js";

const NOTICED_MS = 1000;

/** [short sign, sentence, tone] of what becomes of an item; undefined when it airs as planned. */
export function fateOf(say, item, marks) {
  const { fate } = item;
  if (fate === "dropped") {
    const mark = marks.find((each) => each.dropped.includes(item.item_key));
    return ["✕", mark ? fill(say.droppedFor, about(mark)) : say.dropped, "bad"];
  }
  if (fate === "faded") {
    const mark = marks.find((each) => each.faded === item.item_key);
    const time = span(item.cut_ms);
    const text = mark ? fill(say.fadedFor, { time, ...about(mark) }) : fill(say.fadedEarly, { time });
    return [item.cut_ms ? `−${time} ↘` : "↘", item.cut_ms ? text : say.trimmed ?? say.faded, "warn"];
  }
  if (fate === "filled") return [say.filledSign, say.filled, "quiet"];
  if (fate === "taken") return [say.waitsSign, say.waits, "warn"];
  return undefined;
}

/** [sign, sentence] of how far from the plan it begins; undefined within a second. */
export function differenceOf(say, item) {
  if (!item.planned || item.fate === "dropped" || item.fate === "taken") return undefined;
  const ms = Date.parse(item.begins) - Date.parse(item.planned);
  if (Math.abs(ms) < NOTICED_MS) return undefined;
  const time = span(ms);
  return ms > 0 ? [`+${time}`, fill(say.later, { time })] : [`−${time}`, fill(say.earlier, { time })];
}

/** [sentence, tone] of how a fixed point is met; `titles` names items by their key. */
export function markOf(say, mark, titles) {
  const time = span(mark.apart_ms);
  const victims = [
    ...(mark.faded ? [fill(say.markFaded, { title: titles.get(mark.faded) ?? "–" })] : []),
    ...mark.dropped.map((key) => fill(say.markDropped, { title: titles.get(key) ?? "–" })),
  ];
  if (mark.apart_ms <= -NOTICED_MS) {
    return [[fill(say.tooLong, { time }), victims.join(", ")].filter(Boolean).join(": "), "warn"];
  }
  if (mark.apart_ms < NOTICED_MS) return [[say.onTime, ...victims].join(", "), "good"];
  const filled = span(mark.filled_ms);
  if (mark.filled_ms < NOTICED_MS) return [fill(say.leftOpen, { time }), "bad"];
  const whole = mark.apart_ms - mark.filled_ms < NOTICED_MS;
  return [fill(whole ? say.leftFilled : say.leftPartly, { time, filled }), whole ? "good" : "warn"];
}

const RELAYS = { ready: ["✓", "good"], waiting: ["…", "warn"], failed: ["✗", "bad"] };

/** [short sign, sentence, tone] of an item that relays another station. */
export function relayOf(say, item) {
  const { check, relay } = item;
  if (check && relay !== "ready" && relay !== "failed") return trialOf(say, check);
  if (!relay) return undefined;
  const words = { ready: say.relayReady, waiting: say.relayWaiting, failed: say.relayFailed };
  const [sign, tone] = RELAYS[relay] ?? RELAYS.waiting;
  return [`${sign} ${say.doors.relay}`, words[relay] ?? relay, tone];
}

function trialOf(say, { ready, checked_at, why }) {
  const at = new Date(checked_at);
  const [sign, tone] = RELAYS[ready ? "ready" : "failed"];
  const text = fill(ready ? say.relayTried : say.relayTrialFailed, { clock: clock(at) });
  return [`${sign} ${say.doors.relay} ${shortClock(at)}`, [text, why].filter(Boolean).join(": "), tone];
}

function about(mark) {
  return { title: mark.title, clock: clock(new Date(mark.at)) };
}
