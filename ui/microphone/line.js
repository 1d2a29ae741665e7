// The line to the station: sound out, words back. A line that breaks is made again by itself; one
// that the station has ended with a reason is not.
const RESTS_MS = [500, 1000, 2000, 4000, 8000];
const MOST_WAITING = 256_000;
const MOST_WAITING_SEEN = 2_000_000;
const RETRIED = new Set(["", "live_away"]);

export class Line {
  /** `up` is called with a function that sends; `word` with what the air says; `down(why)`. */
  constructor(channel, mime, { up, word, lost, down }) {
    const url = new URL("/api/v1/live/microphone", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("channel", channel);
    url.searchParams.set("mime", mime);
    const most = mime.startsWith("video/") ? MOST_WAITING_SEEN : MOST_WAITING;
    Object.assign(this, { most, url, up, word, lost, down, failures: 0, closed: false });
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url);
    let why = "";
    this.socket = socket;
    socket.addEventListener("open", () => this.up((sound) => this.send(socket, sound)));
    socket.addEventListener("message", ({ data }) => {
      const word = JSON.parse(data);
      why = word.ended;
      if (why) return;
      this.failures = 0;
      this.word(word);
    });
    socket.addEventListener("close", () => this.ended(why));
  }

  /** A line too slow for its sound is given up: a gap in the recording cannot be mended. */
  send(socket, sound) {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > this.most) socket.close();
    else socket.send(sound);
  }

  ended(why) {
    if (this.closed) return;
    if (!RETRIED.has(why)) {
      this.closed = true;
      this.down(why);
      return;
    }
    this.lost(why);
    const rest = RESTS_MS[Math.min(this.failures, RESTS_MS.length - 1)];
    this.failures += 1;
    this.retry = setTimeout(() => this.open(), rest);
  }

  close() {
    this.closed = true;
    clearTimeout(this.retry);
    this.socket.close();
  }
}
