let context: AudioContext | null = null

/**
 * A short soft beep, made here: no file to load. Two tones for a breach, one for a warning or a new request.
 * Silent where the browser has not allowed sound yet.
 */
export function beep(what: 'warned' | 'breached' | 'new'): void {
  context ??= new AudioContext()
  if (context.state === 'suspended') context.resume().catch(() => undefined)
  const tones = { warned: [660], breached: [880, 660], new: [520] }[what]
  tones.forEach((frequency, index) => {
    if (context) playTone(context, frequency, context.currentTime + index * 0.18)
  })
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
