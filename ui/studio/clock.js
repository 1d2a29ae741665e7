// Station time: the air's, not this computer's; between two snapshots it runs on by itself.
import { clock } from "../words.js";

export function stationClock(face) {
  let ahead = Date.parse(face.dataset.now) - Date.now();
  setInterval(() => {
    face.textContent = clock(new Date(Date.now() + ahead));
  }, 200);
  return {
    /** Follow a reading; small wobbles of the line are left alone. */
    set(at) {
      const wished = at - Date.now();
      if (Math.abs(wished - ahead) > 700) ahead = wished;
    },
  };
}
