// Plays a live stream and keeps it playing: whatever breaks, it comes back without a tap.
//
// Of television there is HLS alone: by script where the browser can be fed, else as the browser
// knows it, which is all that old phones can. Of radio,
// two ways lead to the sound: the endless stream (starts in a moment, for the server sends a burst)
// and HLS (passes every proxy; the only sure way in Safari). After two failures in a row the
// player takes turns between them. A browser never resumes a broken live stream by itself, so a
// watchdog looks every second whether time moves on.
const STALLED_MS = { sound: 8000, pictures: 15000 };
const STEADY_MS = 10000;
const RESTS_MS = [250, 1000, 2000, 4000];
const FIRST_WAY_TRIES = 2;

const isSafari = "GestureEvent" in window;

export class Player {
  constructor(audio, { stream, playlist, pictures = false, onState }) {
    this.audio = audio;
    this.pictures = pictures;
    this.stream = stream;
    this.playlist = playlist;
    this.onState = onState;
    this.wanted = false;
    this.failures = 0;
    this.attempt = 0;
    this.ways = pictures ? this.#waysOfPictures() : this.#waysOfSound();
    audio.addEventListener("playing", () => this.#say("playing"));
    audio.addEventListener("error", () => this.#lost(this.attempt));
    audio.addEventListener("ended", () => this.#lost(this.attempt));
    // Headphones pulled out or a call taken: the device paused, so nobody wants sound now.
    audio.addEventListener("pause", () => {
      if (this.wanted && audio.hasAttribute("src") && !audio.ended && !audio.error) this.stop();
    });
    addEventListener("online", () => this.wanted && this.state !== "playing" && this.#open());
    setInterval(() => this.#watch(), 1000);
  }

  /** Play from now on, or start anew with another quality. */
  play() {
    this.wanted = true;
    this.failures = 0;
    this.#say("connecting");
    this.#open();
  }

  stop() {
    this.wanted = false;
    this.#close();
    this.#say("idle");
  }

  #say(state) {
    if (state === "playing" && !this.wanted) return;
    this.state = state;
    this.onState(state);
  }

  #waysOfSound() {
    return isSafari ? [this.#nativeHls, this.#endless] : [this.#endless, this.#scriptedHls];
  }

  #waysOfPictures() {
    const native = this.audio.canPlayType("application/vnd.apple.mpegurl") !== "";
    const fed = "MediaSource" in window || "ManagedMediaSource" in window;
    if (!fed) return [this.#nativeHls];
    const ways = isSafari ? [this.#nativeHls, this.#scriptedHls] : [this.#scriptedHls, this.#nativeHls];
    return native ? ways : [this.#scriptedHls];
  }

  async #open() {
    this.#close();
    const attempt = this.attempt;
    this.movedAt = this.openedAt = performance.now();
    this.position = -1;
    const turn = this.failures < FIRST_WAY_TRIES ? 0 : (this.failures + 1) % this.ways.length;
    const way = this.ways[turn];
    try {
      await way.call(this, attempt);
      if (attempt === this.attempt) await this.audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError" && attempt === this.attempt) this.stop();
      else if (error.name !== "AbortError") this.#lost(attempt);
    }
  }

  #close() {
    this.attempt += 1;
    clearTimeout(this.retry);
    this.hls?.destroy();
    this.hls = undefined;
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  #lost(attempt) {
    if (!this.wanted || attempt !== this.attempt) return;
    const rest = RESTS_MS[Math.min(this.failures, RESTS_MS.length - 1)] * (0.7 + Math.random() * 0.6);
    this.failures += 1;
    this.#close();
    this.#say("recovering");
    this.retry = setTimeout(() => this.#open(), rest);
  }

  #watch() {
    if (!this.wanted || !this.audio.hasAttribute("src")) return;
    const now = performance.now();
    if (this.audio.currentTime !== this.position) {
      this.position = this.audio.currentTime;
      this.movedAt = now;
      if (now - this.openedAt > STEADY_MS) this.failures = 0;
    } else if (now - this.movedAt > STALLED_MS[this.pictures ? "pictures" : "sound"]) {
      this.#lost(this.attempt);
    }
  }

  #endless() {
    const url = new URL(this.stream(), location.href);
    url.searchParams.set("t", Date.now());
    this.audio.src = url.href;
  }

  #nativeHls() {
    this.audio.src = `${this.playlist(this.failures)}?t=${Date.now()}`;
  }

  async #scriptedHls(attempt) {
    const { attach } = await (this.pictures ? import("./hls_pictures.js") : import("./hls.js"));
    if (attempt !== this.attempt) return;
    this.hls = attach(this.audio, this.playlist(this.failures), () => this.#lost(attempt));
  }
}
