// The recordings of a programme can be dragged into order; the buttons do the same.
import Sortable from "sortablejs";

export default function content(section) {
  const list = section.querySelector("[data-sortable]");
  if (list) Sortable.create(list, { animation: 120, filter: "button", preventOnFilter: false });
}
