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

  // Captions come and go with the stream, each language as a track of its own. The button goes
  // through them, and behind the last one to none.
  let wanted = localStorage.getItem("captions") === "on";
  let language = localStorage.getItem("captions-language") ?? "";
  const spoken = captions.querySelector("[data-language]");
  const written = () => [...video.textTracks].filter((one) => /captions|subtitles/.test(one.kind));
  const chosen = (tracks) => Math.max(0, tracks.findIndex((one) => one.language === language));
  function write() {
    const tracks = written();
    const place = chosen(tracks);
    captions.hidden = tracks.length === 0;
    captions.setAttribute("aria-pressed", String(wanted));
    spoken.textContent = wanted && tracks.length > 1 ? ` ${tracks[place].label}` : "";
    tracks.forEach((one, n) => (one.mode = wanted && n === place ? "showing" : "disabled"));
  }
  captions.addEventListener("click", () => {
    const tracks = written();
    const next = wanted ? chosen(tracks) + 1 : 0;
    wanted = next < tracks.length;
    language = tracks[next]?.language ?? "";
    localStorage.setItem("captions", wanted ? "on" : "off");
    localStorage.setItem("captions-language", language);
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
