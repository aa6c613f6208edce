/**
 * A call over WS /voice/stream (docs/voice.md): the microphone goes in, the agent's voice comes out, and every event is
 * told to whoever looks on. It knows sound and the wire, and nothing of the page.
 */

const HOUSE_RATE = 16_000; // of the sound that comes
const HIGHEST_RATE = 48_000; // that the house takes
const STUCK = 500_000; // bytes that wait to be sent: five seconds of sound, so the line is dead
const CLOSED = { 4401: "wrong_key", 4404: "no_agent", 4400: "not_understood", 4408: "away", 4429: "full", 1013: "busy" };
const REFUSED = { "4404 conversation_id": "no_conversation", "4429 api_key": "too_often" };
const DENIED = { NotAllowedError: "refused_microphone", NotFoundError: "no_microphone", NotReadableError: "busy_microphone" };

/** Why a call did not come to be, or broke off: `reason` is a word of words.json. */
export class Trouble extends Error {
  constructor(reason, message = "") {
    super(message || reason);
    this.reason = reason;
  }
}

export class Call {
  /**
   * `told(event)` hears every JSON event of the house; `level(who, loudness)` 50 times a second how loud "you" and the
   * "agent" are; `over(trouble)` comes once, at the end: a Trouble, or null after a call that ended as calls do.
   */
  constructor({ told, level, over }) {
    Object.assign(this, { told, level, over });
    this.refusal = null; // the error event before the house closes
    this.ready = this.ended = this.finished = false;
  }

  /** Ring up. Call it from a click: browsers let sound begin with nothing less. */
  async start(init) {
    try {
      await this.openSound();
      if (!this.finished) this.openLine(init);
    } catch (error) {
      this.finish(error instanceof Trouble ? error : new Trouble(DENIED[error.name] ?? "unfit", error.message));
    }
  }

  /** Hang up, and let the house say so. */
  stop() {
    if (this.line?.readyState === WebSocket.OPEN && this.ready) this.say({ event: "stop" });
    else this.finish(null);
  }

  /** A muted microphone sends silence. */
  mute(muted) {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** Press a key: 0 to 9, * or #. */
  press(key) {
    this.say({ event: "key", key });
  }

  // --- sound ----------------------------------------------------------------------------------------------------------

  async openSound() {
    if (!navigator.mediaDevices) throw new Trouble("insecure");
    this.hearing = new AudioContext({ latencyHint: "interactive" });
    if (this.hearing.sampleRate > HIGHEST_RATE) {
      this.hearing.close();
      this.hearing = new AudioContext({ latencyHint: "interactive", sampleRate: HIGHEST_RATE });
    }
    this.speaking = new AudioContext({ latencyHint: "interactive", sampleRate: HOUSE_RATE });
    const wished = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: wished });
    if (this.finished) return this.closeSound(); // hung up while the browser asked
    const module = new URL("sound.js", import.meta.url);
    const loading = [this.hearing, this.speaking].map((context) => context.audioWorklet.addModule(module));
    await Promise.all(loading).catch(() => {
      throw new Trouble("away");
    });
    await Promise.all([this.hearing.resume(), this.speaking.resume()]);

    const one = { channelCount: 1, channelCountMode: "explicit" };
    const microphone = new AudioWorkletNode(this.hearing, "microphone", { ...one, numberOfOutputs: 0 });
    microphone.port.onmessage = ({ data }) => this.heard(data);
    this.hearing.createMediaStreamSource(this.stream).connect(microphone);
    this.stream.getAudioTracks()[0].onended = () => this.finish(new Trouble("lost_microphone"));

    this.loudspeaker = new AudioWorkletNode(this.speaking, "loudspeaker", { numberOfInputs: 0, outputChannelCount: [1] });
    this.loudspeaker.port.onmessage = ({ data }) => this.sounded(data);
    this.loudspeaker.connect(this.speaking.destination);
  }

  heard({ pcm, level }) {
    this.level("you", level);
    if (!this.ready || this.line.readyState !== WebSocket.OPEN) return;
    if (this.line.bufferedAmount > STUCK) this.finish(new Trouble("lost"));
    else this.line.send(pcm);
  }

  sounded({ mark, level }) {
    if (mark) this.say({ event: "played", mark });
    else this.level("agent", level);
  }

  closeSound() {
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    for (const context of [this.hearing, this.speaking]) {
      if (context && context.state !== "closed") context.close();
    }
  }

  // --- the line -------------------------------------------------------------------------------------------------------

  openLine(init) {
    const address = new URL("../voice/stream", import.meta.url);
    address.protocol = address.protocol.replace("http", "ws");
    this.line = new WebSocket(address);
    this.line.binaryType = "arraybuffer";
    this.line.onopen = () => {
      this.say({ event: "init", sample_rate: this.hearing.sampleRate, encoding: "binary", ...init });
    };
    this.line.onmessage = ({ data }) => this.came(data);
    this.line.onclose = ({ code, reason }) => this.closed(code, reason);
  }

  say(message) {
    if (this.line?.readyState === WebSocket.OPEN) this.line.send(JSON.stringify(message));
  }

  came(data) {
    if (this.finished) return;
    const port = this.loudspeaker.port;
    if (data instanceof ArrayBuffer) return port.postMessage({ pcm: data }, [data]);
    const event = JSON.parse(data);
    if (event.event === "mark") {
      const latency = this.speaking.outputLatency || this.speaking.baseLatency || 0;
      return port.postMessage({ mark: event.mark, latency });
    }
    if (event.event === "clear") port.postMessage({ clear: true });
    else if (event.event === "ready") this.ready = true;
    else if (event.event === "ended") this.ended = true;
    else if (event.event === "error" && !this.ready) this.refusal = event;
    if (this.ready) this.told(event);
  }

  closed(code, field) {
    if (this.ended) return this.finish(null);
    if (this.ready) return this.finish(new Trouble(code === 1013 ? "busy" : "lost"));
    const reason = REFUSED[`${code} ${field}`] ?? CLOSED[code] ?? "away";
    this.finish(new Trouble(reason, this.refusal ? `${this.refusal.field} ${this.refusal.message}` : ""));
  }

  finish(trouble) {
    if (this.finished) return;
    this.finished = true;
    this.closeSound();
    this.line?.close();
    this.over(trouble);
  }
}
