import { z } from 'zod'
import { DetectedLanguage, OpinionType, Priority } from '#contracts'
import { createClassify } from '../model/classify.ts'
import type { Model } from '../model/model-file.ts'
import { identifyLanguage } from '../text/language.ts'
import type { CorpusLine } from './corpus.ts'
import { macroF1 } from './measure.ts'
import { fourTypes, judge, type Labelled, typeAnswers } from './report.ts'

/** An operator's correction as it is exported: the text, masked as it is stored, and what it should have been called. */
const Correction = z.object({
  id: z.string(),
  text: z.string().min(1).max(4000),
  type: OpinionType,
  priority: Priority,
  topic: z.string().min(1).max(40),
  language: DetectedLanguage.optional(),
})

export type CorrectionFault = { readonly line: number; readonly fault: string }
export type CorrectedLine = CorpusLine & { readonly id: string }

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Reads corrections, one JSON object a line; a faulty line is named and left out, the rest is used. Of one id the last wins. */
export function parseCorrections(content: string): { corrections: CorrectedLine[]; faults: CorrectionFault[] } {
  const byId = new Map<string, CorrectedLine>()
  const faults: CorrectionFault[] = []
  for (const [at, line] of content.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = Correction.safeParse(parseJson(line))
    if (!parsed.success) {
      faults.push({ line: at + 1, fault: 'not a correction' })
      continue
    }
    const { id, text, type, priority, topic, language } = parsed.data
    const found = language ?? identifyLanguage(text).language
    byId.set(id, { id, text, type, priority, topic, language: found, register: 'correction', batch: 'corrections' })
  }
  return { corrections: [...byId.values()], faults }
}

/** Every fourth correction is kept out of training, so that learning them by heart is no proof. */
const keptEvery = 4

/** Parts corrections into those to learn from and those to compare on, by the order of their ids. */
export function splitCorrections(corrections: readonly CorrectedLine[]): { learnt: CorrectedLine[]; kept: CorrectedLine[] } {
  const sorted = [...corrections].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    learnt: sorted.filter((_, at) => at % keptEvery !== keptEvery - 1),
    kept: sorted.filter((_, at) => at % keptEvery === keptEvery - 1),
  }
}

export type Comparison = {
  readonly shipped: { readonly known: number; readonly corrections: number | null }
  readonly candidate: { readonly known: number; readonly corrections: number | null }
  readonly accepted: boolean
}

/** A fall of the macro-F1 within this is chance. */
const tolerance = 0.005

function scoreOf(model: Model, items: readonly Labelled[]): number | null {
  return macroF1(typeAnswers(judge(items, createClassify(model))), fourTypes)
}

/**
 * Compares two models by macro-F1 of the four types, on texts whose labels were there before (`known`) and on the corrections
 * kept aside, each apart: wrong corrections must not vouch for the model that learnt from them. The candidate is accepted only
 * where it is not worse on the known texts (half a point is chance) and not worse at all on the corrections.
 */
export function compareModels(
  shipped: Model,
  candidate: Model,
  known: readonly Labelled[],
  kept: readonly Labelled[],
): Comparison {
  const before = { known: scoreOf(shipped, known) ?? 0, corrections: scoreOf(shipped, kept) }
  const after = { known: scoreOf(candidate, known) ?? 0, corrections: scoreOf(candidate, kept) }
  const accepted = after.known >= before.known - tolerance && (after.corrections ?? 0) >= (before.corrections ?? 0)
  return { shipped: before, candidate: after, accepted }
}
