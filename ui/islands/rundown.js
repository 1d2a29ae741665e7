// The rundown of an hour: what is on the air is marked as it happens, coming items can be dragged.
import Sortable from "sortablejs";
import { Refused, send } from "../send.js";
import { toast } from "../toast.js";
import { words } from "../words.js";

export default function rundown(list) {
  follow(list);
  if (list.dataset.mayEdit === "yes") letDrag(list);
}

function follow(list) {
  const stream = new EventSource("/api/v1/events");
  let known;
  stream.addEventListener("air", (event) => {
    const air = JSON.parse(event.data);
    if (air.channel !== list.dataset.channel || !air.reachable || air.on_air?.item_key === known) return;
    known = air.on_air.item_key;
    mark(list, known);
  });
  addEventListener("pagehide", () => stream.close());
}

function mark(list, key) {
  const rows = [...list.children];
  const place = rows.findIndex((row) => row.dataset.key === key);
  rows.forEach((row, index) => {
    row.toggleAttribute("data-on-air", index === place);
    if (place < 0) return;
    if (index < place) row.dataset.past = "";
    if (index <= place) delete row.dataset.coming;
  });
}

function letDrag(list) {
  for (const grip of list.querySelectorAll("[data-draggable]")) grip.hidden = false;
  Sortable.create(list, {
    handle: "[data-draggable]",
    draggable: "[data-coming]",
    animation: 120,
    onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && move(list, item, oldIndex),
  });
}

async function move(list, row, oldIndex) {
  const before = row.previousElementSibling;
  try {
    if (!before) throw new Refused(0, "first", document.body.dataset.failed);
    const query = new URLSearchParams({ channel: list.dataset.channel });
    const body = { wish: "move", item_key: row.dataset.key, after_key: before.dataset.key };
    const { id } = await send("POST", `/api/v1/overrides?${query}`, body);
    offerUndo(list, id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const others = [...list.children].filter((each) => each !== row);
    list.insertBefore(row, others[oldIndex] ?? null);
    toast(error.message, "bad");
  }
}

function offerUndo(list, id) {
  const say = words();
  const run = async () => {
    try {
      await send("DELETE", `/api/v1/overrides/${id}?channel=${list.dataset.channel}`);
      toast(say.undone);
      refreshSoon();
    } catch (error) {
      toast(error.message, "bad");
    }
  };
  toast(say.moved, "good", { label: say.undo, run });
  refreshSoon();
}

/** Tell the line about the publication; the new clock times come with the new rundown. */
function refreshSoon() {
  document.body.dispatchEvent(new CustomEvent("schedule-changed"));
}
