export { loadClassifier } from './model/load-classifier.ts'
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
