// What needs a look, in sentences.
import { clock, fill } from "../words.js";
import { element } from "./marks.js";

export function showWarnings(root, say, air, outputs) {
  const told = found(say, air, outputs);
  if (!told.length && air.reachable) told.push(["good", say.warnNone]);
  const place = root.querySelector("#warnings");
  const signature = JSON.stringify(told);
  if (place.signature === signature) return;
  place.signature = signature;
  place.replaceChildren(...told.map(row));
}

function row([tone, text]) {
  const made = element("li", "", text);
  made.dataset.tone = tone;
  return made;
}

function found(say, air, outputs) {
  const told = [];
  if (outputs && !outputs.reachable) told.push(["bad", say.noStreams]);
  if (!air.on_air) return told;
  const { health } = air;
  const raised = new Set(air.alarms.map((alarm) => alarm.code));
  const watched = new Set(air.alarms.map((alarm) => alarm.item_key));
  if (air.on_air.rung <= 2) told.push(["bad", say.warnSlate]);
  for (const item of air.upcoming) {
    if (item.deck === "failed" && !watched.has(item.item_key)) told.push(["bad", fill(say.warnDeck, item)]);
  }
  for (const failed of air.recordings ?? []) {
    told.push(["bad", fill(failed.stand_in ? say.warnStandIn : say.warnNoStandIn, { ...failed, why: failed.why || say.warnUnsound, clock: clock(new Date(failed.begins)) })]);
  }
  if (air.hold) told.push(["warn", say.warnHeld]);
  if (health.rundown_error && !raised.has("rundown")) told.push(["bad", say.alarms.rundown]);
  if (health.journal_error && !raised.has("journal")) told.push(["warn", say.alarms.journal]);
  if (health.failed) told.push(["warn", fill(say.warnFailed, { n: health.failed })]);
  if (health.clock_step_ms && !raised.has("clock")) told.push(["warn", fill(say.warnClock, { n: health.clock_step_ms })]);
  return told.length || !air.alarms.length ? told : [["bad", say.warnAlarms]];
}
