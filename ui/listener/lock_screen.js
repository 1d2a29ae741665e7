// What a phone shows while it is locked, with its play and stop buttons.
export function announce(player, channel) {
  const session = navigator.mediaSession;
  if (!session) return () => {};
  session.setActionHandler("play", () => player.play());
  session.setActionHandler("pause", () => player.stop());
  session.setActionHandler("stop", () => player.stop());
  return (title, artist) => {
    const artwork = [{ src: "/static/icon.svg", sizes: "512x512", type: "image/svg+xml" }];
    session.metadata = new MediaMetadata({ title, artist, album: channel, artwork });
  };
}
