import { environment, loadConfig, startPlatform } from '#platform'
import { readCorrections } from '#stats'

const mostCorrections = 200_000

/** What operators of this installation corrected since a day, one JSON object a line. The texts are the masked ones. */
export async function exportCorrections(since: Date): Promise<string[]> {
  const platform = await startPlatform(loadConfig(environment()), (line) => console.error(line))
  try {
    const corrections = await readCorrections(platform.ctx, since, mostCorrections)
    return corrections.map((correction) => JSON.stringify(correction))
  } finally {
    await platform.close()
  }
}
