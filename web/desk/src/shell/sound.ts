let context: AudioContext | null = null

/**
 * A short soft beep, made here: no file to load. Two tones for a breach, one for a warning or a new request.
 * Silent where the browser has not allowed sound yet.
 */
export function beep(what: 'warned' | 'breached' | 'new'): void {
  const audio = openAudio()
  if (audio === null) return
  if (audio.state === 'suspended') audio.resume().catch(() => undefined)
  const tones = { warned: [660], breached: [880, 660], new: [520] }[what]
  tones.forEach((frequency, index) => {
    playTone(audio, frequency, audio.currentTime + index * 0.18)
  })
}

/** Null on a machine without sound: what is said besides must not be lost for it. */
function openAudio(): AudioContext | null {
  try {
    context ??= new AudioContext()
  } catch {
    return null
  }
  return context
}

function playTone(audio: AudioContext, frequency: number, at: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = frequency
  gain.gain.setValueAtTime(0.0001, at)
  gain.gain.exponentialRampToValueAtTime(0.12, at + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.16)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + 0.18)
}
