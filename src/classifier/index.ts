import type { Classify } from '#contracts'
import { createClassify } from './model/classify.ts'
import { loadModel } from './model/model-store.ts'

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

export { currentVersion, listModels, loadModel } from './model/model-store.ts'
export {
  type ClusterableRequest,
  type ClusterOptions,
  clusterRequests,
  type FaqCandidate,
  findFaqCandidates,
  type RequestCluster,
} from './problems/cluster-requests.ts'
export { type Coverage, createCoverage } from './problems/coverage.ts'
export { createRetriever, type RetrievableDocument, type Retrieved, type Retriever } from './problems/retriever.ts'
export { similarity } from './problems/vectors.ts'
export { foldForSearch } from './text/fold.ts'
export { identifyLanguage, type LanguageOpinion } from './text/language.ts'
export { type StemLanguage, stem } from './text/stem.ts'
export { type Token, tokenise } from './text/tokenise.ts'
export { toCyrillic, toLatin } from './text/transliterate.ts'
