// What hls.js can mend by itself is tried once; then whoever plays hears that it is lost.
export function mended(hls, Hls, lost) {
  const tried = new Set();
  hls.on(Hls.Events.ERROR, (_event, error) => {
    if (!error.fatal) return;
    const hopeless = !hls.levels.length; // no playlist was ever read: startLoad would do nothing
    if (hopeless || tried.has(error.type)) return lost();
    tried.add(error.type);
    if (error.type === Hls.ErrorTypes.NETWORK_ERROR) hls.startLoad();
    else if (error.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else lost();
  });
  hls.on(Hls.Events.FRAG_BUFFERED, () => tried.clear());
}
