import type { Classify } from '#contracts'
import { createClassify } from './classify.ts'
import { loadModel } from './model-store.ts'

/**
 * Loads the model in use (or the version named) and gives the classifying function, synchronously, at start.
 * Throws where the model is absent or damaged: the program must not start without it.
 */
export function loadClassifier(options: { readonly version?: string; readonly folder?: URL } = {}): {
  classify: Classify
  modelVersion: string
} {
  const model = loadModel(options.version, options.folder)
  return { classify: createClassify(model), modelVersion: model.version }
}
