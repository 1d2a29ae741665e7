// A small silent picture of what viewers see; it rests while nobody looks at the page.
import { Player } from "../listener/player.js";

export default function confidence(root) {
  const video = root.querySelector("video");
  video.muted = true;
  const playlist = () => root.dataset.playlist;
  const onState = (state) => { root.dataset.state = state; };
  const player = new Player(video, { playlist, pictures: true, onState });
  const look = () => (document.hidden ? player.stop() : player.play());
  document.addEventListener("visibilitychange", look);
  look();
}
