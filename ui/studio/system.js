// How the air process feels: one line, and all its figures behind it.
import { clock, fill } from "../words.js";
import { element } from "./marks.js";

export class System {
  constructor(root, say) {
    this.say = say;
    this.line = root.querySelector("#system-line");
    this.facts = root.querySelector("#facts");
    this.shed = root.querySelector("#shed");
  }

  show({ health, rundown_version: version }) {
    const { say } = this;
    const megabytes = Math.round(health.memory_bytes / 1e6);
    const line = fill(say.systemLine, { memory: megabytes, threads: health.threads, children: health.children });
    const shed = health.shed.map((work) => say.shedWork[work] ?? work).join(", ");
    const facts = [
      [say.rundown, version || "–"],
      [say.since, health.started_at ? clock(new Date(health.started_at)) : "–"],
      [say.late, health.late],
      [say.skippedBlocks, health.skipped],
      [say.underruns, health.underruns],
      ...(say.heldPictures ? [[say.heldPictures, health.pictures_held]] : []),
      [say.memory, `${megabytes} MB`],
      [say.threads, health.threads],
      [say.descriptors, health.descriptors],
      [say.children, health.children],
      [say.subscribers, health.subscribers],
    ].map(([name, value]) => [name, String(value)]);
    const signature = JSON.stringify([line, shed, facts]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.line.textContent = line;
    this.shed.textContent = shed ? fill(say.shed, { work: shed }) : "";
    this.shed.hidden = !shed;
    this.facts.replaceChildren(...facts.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]));
  }
}
