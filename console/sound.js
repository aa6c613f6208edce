/**
 * What runs on the browser's audio thread: the microphone cut into pieces of 20 ms, and the loudspeaker's queue.
 *
 * Time is the audio clock's: sound counts as sounded once it has left the loudspeaker, `latency` after it was handed over.
 */

const PIECE_MS = 20;
const CUSHION_MS = 60; // gathered before a queue that ran dry sounds again

/** Sends { pcm: Int16Array's buffer, level: 0 to 1 } every 20 ms, at this context's rate. */
class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round((sampleRate * PIECE_MS) / 1000);
    this.begin();
  }

  begin() {
    this.piece = new Int16Array(this.size);
    this.filled = 0;
    this.power = 0;
  }

  process([input]) {
    const samples = input[0] ?? new Float32Array(128); // no channel while the source is silent
    for (const sample of samples) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.power += clipped * clipped;
      this.piece[this.filled++] = clipped * 0x7fff;
      if (this.filled === this.size) {
        const pcm = this.piece.buffer;
        this.port.postMessage({ pcm, level: Math.sqrt(this.power / this.size) }, [pcm]);
        this.begin();
      }
    }
    return true;
  }
}

/**
 * Plays what it is sent, in order: { pcm: buffer of PCM16 at this context's rate }, and { mark } behind it.
 * { clear } throws away what has not sounded, { latency } is in seconds. Sends { mark } once all before it has sounded,
 * and { level: 0 to 1 } every 20 ms.
 */
class Loudspeaker extends AudioWorkletProcessor {
  constructor() {
    super();
    this.latency = 0;
    this.sounding = []; // marks on their way through the loudspeaker: { mark, at } in samples of the clock
    this.clear();
    this.power = this.measured = 0;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  clear() {
    this.queue = []; // Int16Array or { mark }
    this.position = 0; // in the first piece
    this.waiting = 0; // samples in the queue
    this.hold = 0; // samples of silence before it may sound
    this.sounding = [];
  }

  take({ pcm, mark, clear, latency }) {
    if (latency !== undefined) this.latency = latency * sampleRate;
    if (clear) this.clear();
    if (pcm) {
      if (!this.waiting) this.hold = (sampleRate * CUSHION_MS) / 1000;
      const piece = new Int16Array(pcm, 0, pcm.byteLength >> 1);
      this.queue.push(piece);
      this.waiting += piece.length;
    }
    if (mark) this.queue.push({ mark });
  }

  process(_, [[output]]) {
    const enough = (sampleRate * CUSHION_MS) / 1000;
    if (this.hold > 0 && this.waiting < enough) this.hold -= output.length;
    else this.play(output);
    while (this.sounding.length && this.sounding[0].at <= currentFrame) {
      this.port.postMessage({ mark: this.sounding.shift().mark });
    }
    this.tellLevel(output);
    return true;
  }

  play(output) {
    this.hold = 0;
    let filled = 0;
    while (this.queue.length) {
      const piece = this.queue[0];
      if (piece.mark) {
        this.sounding.push({ mark: piece.mark, at: currentFrame + filled + this.latency });
      } else {
        const count = Math.min(output.length - filled, piece.length - this.position);
        for (let n = 0; n < count; n++) output[filled + n] = piece[this.position + n] / 0x8000;
        filled += count;
        this.position += count;
        this.waiting -= count;
        if (this.position < piece.length) return; // the output is full
        this.position = 0;
      }
      this.queue.shift();
    }
  }

  tellLevel(output) {
    for (const sample of output) this.power += sample * sample;
    this.measured += output.length;
    if (this.measured < (sampleRate * PIECE_MS) / 1000) return;
    this.port.postMessage({ level: Math.sqrt(this.power / this.measured) });
    this.power = this.measured = 0;
  }
}

registerProcessor("microphone", Microphone);
registerProcessor("loudspeaker", Loudspeaker);
