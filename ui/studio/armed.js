// A button whose act is heard at once: pressed once it asks, pressed again it acts.
const ARMED_MS = 3000;

/** Return the function that presses it. `aim` notes what the first press was meant for. */
export function armed(button, question, act, aim = () => undefined) {
  const place = button.querySelector("[data-text]");
  let timer;
  let aimed;
  let words;

  function disarm() {
    clearTimeout(timer);
    timer = undefined;
    button.removeAttribute("data-armed");
    place.textContent = words;
  }

  function press() {
    if (button.disabled) return;
    if (timer) {
      disarm();
      act(aimed);
      return;
    }
    aimed = aim();
    words = place.textContent;
    place.textContent = question;
    button.setAttribute("data-armed", "");
    timer = setTimeout(disarm, ARMED_MS);
  }

  button.addEventListener("click", press);
  return press;
}
