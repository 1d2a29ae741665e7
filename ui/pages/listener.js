// The listener's page: the player, and what it says of now and next.
import { followAir } from "../listener/air.js";
import { announce } from "../listener/lock_screen.js";
import { Player } from "../listener/player.js";
import { toast } from "../toast.js";
import { words } from "../words.js";

const say = words();
const section = document.getElementById("player");
const audio = document.getElementById("audio");
const button = document.getElementById("play");
const state = document.getElementById("state");
const quality = document.getElementById("quality");

audio.removeAttribute("controls");
audio.replaceChildren();
audio.hidden = true;
button.hidden = quality.hidden = false;

const kept = localStorage.getItem("quality") ?? (navigator.connection?.saveData ? "aac-low" : "");
const wished = kept && quality.querySelector(`[value="${CSS.escape(kept)}"]`);
if (wished) wished.checked = true;

const chosen = () => quality.querySelector(":checked") ?? quality.querySelector("input");
const player = new Player(audio, {
  stream: () => chosen().dataset.url,
  playlist: section.dataset.playlist,
  onState(name) {
    const on = name !== "idle";
    button.dataset.state = on ? "on" : "off";
    button.toggleAttribute("data-busy", name === "connecting" || name === "recovering");
    button.querySelector("[data-label]").textContent = on ? say.stop : say.play;
    state.textContent = say[name === "recovering" && !navigator.onLine ? "offline" : name];
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = on ? "playing" : "none";
  },
});

button.addEventListener("click", () => (player.wanted ? player.stop() : player.play()));
quality.addEventListener("change", () => {
  localStorage.setItem("quality", chosen().value);
  if (player.wanted) player.play();
});

const lockScreen = announce(player, section.dataset.channelName);
followAir(section.dataset.channel, say, lockScreen);

const share = document.getElementById("share");
share.hidden = !(navigator.share || navigator.clipboard);
share.addEventListener("click", async () => {
  const address = location.origin + location.pathname + location.search;
  if (navigator.share) return navigator.share({ title: document.title, url: address }).catch(() => {});
  await navigator.clipboard.writeText(address);
  toast(say.copied);
});
