import { z } from 'zod'
import { currentVersion, listModels, loadClassifier } from '#classifier'
import type { Classify } from '#contracts'
import { AppError } from '#kernel'
import { type Ctx, readSetting, writeSetting } from '#platform'

const settingKey = 'classifier.version'
const topic = 'classifier.switched'
/** The bus is a hint; this bounds how long a process may go on with another version. */
const lookEveryMs = 30_000

export type ClassifierInUse = {
  readonly classify: Classify
  version(): string
  versions(): string[]
  /** Every process follows at once. @throws classifier.version_unknown */
  switchTo(ctx: Ctx, version: string): Promise<void>
  stop(): void
}

/**
 * The classifier with the version a supervisor chose, or the shipped one. The function handed to the other rooms stays the
 * same while the model behind it changes; every opinion carries the version that gave it.
 */
export async function classifierInUse(ctx: Ctx): Promise<ClassifierInUse> {
  let current = loadClassifier()
  const follow = async () => {
    const wanted = (await readSetting(ctx, settingKey, z.string())) ?? currentVersion()
    if (wanted === current.modelVersion) return
    // A chosen version that has gone from the folder: the one in use stays, and the log says why.
    if (!listModels().includes(wanted)) return ctx.log.warn({ version: wanted }, 'the chosen model is not in the folder')
    current = loadClassifier({ version: wanted })
    ctx.log.info({ version: wanted }, 'the classifier was switched')
  }
  const followQuietly = () => {
    follow().catch((err: unknown) =>
      ctx.log.warn({ err }, 'the choice of the classifier could not be read; the one in use stays'),
    )
  }
  await follow()
  const stopHearing = ctx.bus.subscribe(topic, followQuietly)
  const timer = setInterval(followQuietly, lookEveryMs)
  timer.unref()
  return {
    classify: (text, context) => current.classify(text, context),
    version: () => current.modelVersion,
    versions: () => listModels(),
    async switchTo(asking, version) {
      if (!listModels().includes(version)) throw new AppError('classifier.version_unknown')
      await writeSetting(asking, settingKey, version)
      asking.bus.publish(topic, null)
      await follow()
    },
    stop() {
      stopHearing()
      clearInterval(timer)
    },
  }
}
