// Gives the air an operator's commands in the order in which they were given: requests that run side
// by side may overtake each other. An emergency waits for nobody.
import { send } from "../send.js";

const AT_ONCE = new Set(["alert", "all-clear", "warn"]);
let before = Promise.resolve();

/** Send a command of a channel when the one before it has been answered; return its answer. */
export function order(channel, name, body) {
  const deed = () => send("POST", `/api/v1/channels/${channel}/commands/${name}`, body);
  if (AT_ONCE.has(name)) return deed();
  const answer = before.then(deed);
  before = answer.catch(() => {}); // a refusal is told to who gave the command
  return answer;
}
