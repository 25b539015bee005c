const PAUSE = 2_000;
const NOTES = [
  { pitch: 523.25, at: 0 },
  { pitch: 783.99, at: 0.12 },
];
const LOUDNESS = 0.06;
const FADES = 0.5;

let audio = null;
let soundedAt = 0;

/** Makes the browser ready to sound. It asks that this follow on something that the guest does. */
export async function tune() {
  try {
    audio ??= new AudioContext();
    await audio.resume();
  } catch {
    // Without a device or permission for sound there is none.
  }
}

/** Two soft notes, not more often than one cares to hear them. */
export function chime() {
  const now = Date.now();
  if (audio?.state !== "running" || now - soundedAt < PAUSE) {
    return;
  }
  soundedAt = now;
  for (const { pitch, at } of NOTES) {
    const start = audio.currentTime + at;
    const note = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + FADES);
    note.connect(volume).connect(audio.destination);
    note.start(start);
    note.stop(start + FADES);
  }
}
