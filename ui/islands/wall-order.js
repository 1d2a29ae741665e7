// The buttons of a page can be dragged into order; the arrows beside them do the same.
import Sortable from "sortablejs";

export default function wallOrder(list) {
  const form = document.getElementById("order");
  Sortable.create(list, {
    handle: ".grip",
    animation: 120,
    onEnd: ({ oldIndex, newIndex }) => {
      if (oldIndex === newIndex) return;
      form.elements.order.value = [...list.children].map((row) => row.dataset.id).join(" ");
      form.requestSubmit();
    },
  });
}
