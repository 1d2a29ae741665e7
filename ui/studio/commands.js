// Sends commands to the air, tells what came of them, and asks once before the air falls empty.
import { ask } from "../confirm.js";
import { Refused } from "../send.js";
import { toast } from "../toast.js";
import { order } from "./order.js";

/** Return `command(name, body, text, action)`, true when it applied. */
export function commander(channel, say) {
  const post = (name, body) => order(channel, name, body);

  async function evenIfEmpty(name, body) {
    try {
      return await post(name, body);
    } catch (error) {
      if (error.code !== "dead_air") throw error;
      if (!(await ask(`${error.message} ${say.deadAirAsk}`, say.deadAirYes))) return undefined;
      return post(name, { ...body, force: true });
    }
  }

  return async function command(name, body, text, action) {
    try {
      const applied = await evenIfEmpty(name, body);
      if (applied) toast(text, "good", action);
      return Boolean(applied);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message, "bad");
      return false;
    }
  };
}
