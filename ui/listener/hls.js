// HLS of radio through the small hls.js, fetched only when it is needed.
import Hls from "hls.js/dist/hls.light.min.mjs";
import { mended } from "./mended.js";

/** Attach a playlist to the element; `lost` is called when hls.js cannot mend it itself. */
export function attach(audio, playlist, lost) {
  if (!Hls.isSupported()) throw new Error("no media source");
  const hls = new Hls({ enableWorker: false, backBufferLength: 30, maxBufferLength: 20 });
  mended(hls, Hls, lost);
  hls.loadSource(playlist);
  hls.attachMedia(audio);
  return hls;
}
