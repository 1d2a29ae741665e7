// The listener's page: the player, and what it says of now and next.
import { followAir } from "../listener/air.js";
import { announce } from "../listener/lock_screen.js";
import { Player } from "../listener/player.js";
import { dress } from "../listener/screen.js";
import { toast } from "../toast.js";
import { words } from "../words.js";

const say = words();
const section = document.getElementById("player");
const video = document.getElementById("video");
const media = video ?? document.getElementById("audio");
const button = document.getElementById("play");
const state = document.getElementById("state");
const quality = document.getElementById("quality");
const [remembered, thrifty] = video ? ["pictures", "360p"] : ["quality", "aac-low"];

media.removeAttribute("controls");
media.replaceChildren();
media.hidden = !video;
button.hidden = quality.hidden = false;

const kept = localStorage.getItem(remembered) ?? (navigator.connection?.saveData ? thrifty : "");
const wished = kept && quality.querySelector(`[value="${CSS.escape(kept)}"]`);
if (wished) wished.checked = true;

const chosen = () => quality.querySelector(":checked") ?? quality.querySelector("input");
const isSoundAlone = () => chosen().value === "sound";
const told = (name) => {
  if (name === "recovering" && !navigator.onLine) return say.offline;
  return say[name === "playing" && isSoundAlone() ? "sound" : name];
};
const player = new Player(media, {
  stream: () => chosen().dataset.url,
  // A size that does not come may be left out for a while: then whatever there is.
  playlist: (failures) => (video && failures < 2 ? chosen().dataset.url : section.dataset.playlist),
  pictures: Boolean(video),
  onState(name) {
    const on = name !== "idle";
    button.dataset.state = on ? "on" : "off";
    button.toggleAttribute("data-busy", name === "connecting" || name === "recovering");
    button.querySelector("[data-label]").textContent = on ? say.stop : say.play;
    state.textContent = told(name);
    screen?.(name === "playing", isSoundAlone());
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = on ? "playing" : "none";
  },
});
const screen = video && dress(video);
screen?.(false, isSoundAlone());

button.addEventListener("click", () => (player.wanted ? player.stop() : player.play()));
quality.addEventListener("change", () => {
  localStorage.setItem(remembered, chosen().value);
  screen?.(player.state === "playing", isSoundAlone());
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
