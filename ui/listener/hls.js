// HLS through hls.js, fetched only when it is needed.
import Hls from "hls.js/dist/hls.light.min.mjs";

/** Attach a playlist to the element; `lost` is called when hls.js cannot mend it itself. */
export function attach(audio, playlist, lost) {
  if (!Hls.isSupported()) throw new Error("no media source");
  const hls = new Hls({ enableWorker: false, backBufferLength: 30, maxBufferLength: 20 });
  const mended = new Set();
  hls.on(Hls.Events.ERROR, (_event, error) => {
    if (!error.fatal) return;
    const hopeless = !hls.levels.length; // no playlist was ever read: startLoad would do nothing
    if (hopeless || mended.has(error.type)) return lost();
    mended.add(error.type);
    if (error.type === Hls.ErrorTypes.NETWORK_ERROR) hls.startLoad();
    else if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else lost();
  });
  hls.on(Hls.Events.FRAG_BUFFERED, () => mended.clear());
  hls.loadSource(playlist);
  hls.attachMedia(audio);
  return hls;
}
