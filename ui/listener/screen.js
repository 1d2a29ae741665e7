// The screen of the listener's page: its own button while nothing plays, the browser's controls then.
const WHOLE = "F";
const CAPTIONS = "C";

/** Return what shows the state of the video element. */
export function dress(video) {
  const place = document.getElementById("screen");
  const whole = document.getElementById("whole-screen");
  const captions = document.getElementById("captions");
  const play = document.getElementById("play");

  const enter = () =>
    document.fullscreenElement
      ? document.exitFullscreen()
      : (video.requestFullscreen?.() ?? video.webkitEnterFullscreen?.());
  whole.hidden = !(video.requestFullscreen || video.webkitEnterFullscreen);
  whole.addEventListener("click", enter);

  // Captions come and go with the stream, each time as a track of their own.
  let wanted = localStorage.getItem("captions") === "on";
  const written = () => [...video.textTracks].filter((one) => /captions|subtitles/.test(one.kind));
  function write() {
    captions.hidden = written().length === 0;
    captions.setAttribute("aria-pressed", String(wanted));
    written().forEach((one, n) => (one.mode = wanted && n === 0 ? "showing" : "disabled"));
  }
  captions.addEventListener("click", () => {
    wanted = !wanted;
    localStorage.setItem("captions", wanted ? "on" : "off");
    write();
  });
  for (const change of ["addtrack", "removetrack"]) video.textTracks.addEventListener(change, write);

  document.getElementById("player").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toUpperCase();
    if (key === WHOLE && !whole.hidden) enter();
    else if (key === CAPTIONS && !captions.hidden) captions.click();
    else return;
    event.preventDefault();
  });

  /** Show what state the player is in, and whether pictures are wanted. */
  return function show(on, soundAlone) {
    const [leaves, comes] = on ? [play, video] : [video, play];
    const moves = leaves === document.activeElement;
    place.dataset.state = on ? "on" : "off";
    place.toggleAttribute("data-sound-alone", soundAlone);
    video.controls = on;
    if (moves) comes.focus();
    document.getElementById("about-player").hidden = false;
  };
}
