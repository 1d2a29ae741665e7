// HLS of television: the whole hls.js, for captions, fetched only when somebody watches.
import Hls from "hls.js/dist/hls.min.mjs";
import { mended } from "./mended.js";

const SETTINGS = {
  enableWorker: false,
  backBufferLength: 10,
  maxBufferLength: 20,
  capLevelToPlayerSize: true, // a small screen is not sent large pictures
};

/** Attach a playlist to the element; `lost` is called when hls.js cannot mend it itself. */
export function attach(video, playlist, lost) {
  if (!Hls.isSupported()) throw new Error("no media source");
  const hls = new Hls(SETTINGS);
  mended(hls, Hls, lost);
  hls.loadSource(playlist);
  hls.attachMedia(video);
  return hls;
}
