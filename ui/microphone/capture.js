// One opened microphone: its level as it comes in, a gate for talking, and what MediaRecorder
// makes of what passes the gate. The recorder runs on with the gate shut and sends silence.
const MIME = "audio/webm;codecs=opus";
const CAMERA_MIMES = ["video/webm;codecs=h264,opus", "video/webm;codecs=vp8,opus", "video/webm"];
const PICTURE_BITS = 2_500_000;
const KEY_PICTURE_MS = 1000;
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25 } };
const CHUNK_MS = 250;
const BITS = 128_000;
const RISE_SECONDS = 0.01;

export class Problem extends Error {}

export function check() {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new Problem("insecure");
  if (!window.MediaRecorder?.isTypeSupported(MIME)) throw new Problem("unsupported");
}

/** Return the devices of a kind, `audioinput` or `videoinput`. */
export async function devices(kind) {
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return found.filter((each) => each.kind === kind && each.deviceId);
}

export class Capture {
  /** `camera`: the id of one, empty for any, undefined for none. */
  static async open({ device, echo, noise, camera }) {
    check();
    const audio = {
      deviceId: device ? { exact: device } : undefined,
      echoCancellation: echo,
      noiseSuppression: noise,
      autoGainControl: false,
      channelCount: { ideal: 2 },
    };
    const seen = camera === undefined ? undefined : { ...PICTURE, deviceId: camera ? { exact: camera } : undefined };
    try {
      return new Capture(await navigator.mediaDevices.getUserMedia({ audio, video: seen }));
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
    this.pictures = stream.getVideoTracks();
    this.mime = this.pictures.length ? CAMERA_MIMES.find((each) => MediaRecorder.isTypeSupported(each)) : MIME;
    const source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    source.connect(this.meter);
    source.connect(this.gate).connect(this.way);
    this.context.resume();
  }

  /** Call back when the microphone, or the camera, is unplugged. */
  whenGone(gone) {
    for (const track of this.stream.getTracks()) track.addEventListener("ended", gone);
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
    const sent = new MediaStream([...this.way.stream.getTracks(), ...this.pictures]);
    this.recorder = new MediaRecorder(sent, {
      mimeType: this.mime,
      audioBitsPerSecond: BITS,
      ...(this.pictures.length && { videoBitsPerSecond: PICTURE_BITS, videoKeyFrameIntervalDuration: KEY_PICTURE_MS }),
    });
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
