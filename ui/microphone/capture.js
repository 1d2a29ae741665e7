// One opened microphone: its level as it comes in, a gate for talking, and what MediaRecorder
// makes of what passes the gate. The recorder runs on with the gate shut and sends silence.
const MIME = "audio/webm;codecs=opus";
const CHUNK_MS = 250;
const BITS = 128_000;
const RISE_SECONDS = 0.01;

export class Problem extends Error {}

export function check() {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new Problem("insecure");
  if (!window.MediaRecorder?.isTypeSupported(MIME)) throw new Problem("unsupported");
}

export async function microphones() {
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return found.filter((each) => each.kind === "audioinput" && each.deviceId);
}

export class Capture {
  static async open({ device, echo, noise }) {
    check();
    const audio = {
      deviceId: device ? { exact: device } : undefined,
      echoCancellation: echo,
      noiseSuppression: noise,
      autoGainControl: false,
      channelCount: { ideal: 2 },
    };
    try {
      return new Capture(await navigator.mediaDevices.getUserMedia({ audio }));
    } catch (error) {
      throw new Problem(error.name);
    }
  }

  constructor(stream) {
    this.stream = stream;
    this.context = new AudioContext();
    this.gate = new GainNode(this.context, { gain: 0 });
    this.meter = new AnalyserNode(this.context, { fftSize: 2048 });
    this.samples = new Float32Array(this.meter.fftSize);
    this.way = new MediaStreamAudioDestinationNode(this.context);
    const source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    source.connect(this.meter);
    source.connect(this.gate).connect(this.way);
    this.context.resume();
  }

  /** Call back when the microphone is unplugged. */
  whenGone(gone) {
    this.stream.getAudioTracks()[0].addEventListener("ended", gone);
  }

  talk(on) {
    this.gate.gain.setTargetAtTime(on ? 1 : 0, this.context.currentTime, RISE_SECONDS);
  }

  /** Highest sample of the last moments, dBFS. */
  get level() {
    this.meter.getFloatTimeDomainData(this.samples);
    const peak = this.samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    return peak > 0 ? Math.max(-60, 20 * Math.log10(peak)) : -60;
  }

  /** Begin a recording of its own, with its own header; each connection needs one. */
  record(heard) {
    this.stop();
    this.recorder = new MediaRecorder(this.way.stream, { mimeType: MIME, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", ({ data }) => data.size && heard(data));
    this.recorder.start(CHUNK_MS);
  }

  stop() {
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.recorder = undefined;
  }

  close() {
    this.stop();
    for (const track of this.stream.getTracks()) track.stop();
    this.context.close();
  }
}
