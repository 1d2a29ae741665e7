// What needs a look, in sentences; and the small facts of the air process.
import { clock } from "../words.js";
import { element } from "./marks.js";

export function showWarnings(root, say, air, outputs) {
  const told = found(say, air, outputs);
  if (!told.length && air.reachable) told.push(["good", say.warnNone]);
  replace(root.querySelector("#warnings"), told, ([tone, text]) => {
    const row = element("li", "", text);
    row.dataset.tone = tone;
    return [row];
  });
  if (!air.health) return;
  const { health } = air;
  const facts = [
    [say.rundown, String(air.rundown_version || "–")],
    [say.since, health.started_at ? clock(new Date(health.started_at)) : "–"],
    [say.late, String(health.late)],
  ];
  replace(root.querySelector("#facts"), facts, ([name, value]) => [element("dt", "", name), element("dd", "", value)]);
}

function found(say, air, outputs) {
  const told = [];
  if (outputs && !outputs.reachable) told.push(["bad", say.noStreams]);
  if (!air.on_air) return told;
  if (air.on_air.rung <= 2) told.push(["bad", say.warnSlate]);
  for (const item of air.upcoming) {
    if (item.deck === "failed") told.push(["bad", say.warnDeck.replace("{title}", item.title)]);
  }
  if (air.hold) told.push(["warn", say.warnHeld]);
  if (air.health.failed) told.push(["warn", say.warnFailed.replace("{n}", air.health.failed)]);
  if (air.health.clock_step_ms) told.push(["warn", say.warnClock.replace("{n}", air.health.clock_step_ms)]);
  return told;
}

function replace(place, facts, make) {
  const signature = JSON.stringify(facts);
  if (place.signature === signature) return;
  place.signature = signature;
  place.replaceChildren(...facts.flatMap(make));
}
