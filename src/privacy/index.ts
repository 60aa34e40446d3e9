/** The door of privacy: what no reader may see by accident. Pure, no I/O. */
export { findAcross, type MaskedAcross, maskAcross, type SplitFind, type SplitPart } from './find-across.ts'
export { findPersonalData } from './find-personal-data.ts'
export type { MaskedKind, PersonalFind } from './finds.ts'
export { type CompiledLists, changesTo, compileLists, listsInForce, listsWith, putListsInForce } from './guard-lists.ts'
export { type GuardFind, type GuardKind, type GuardResult, guardOutgoing } from './guard-outgoing.ts'
export { type Masked, type MaskOptions, maskText } from './mask-text.ts'
export { openSealed, resealed, type SealedParts, type SealKey, sealKeyFrom, sealText } from './seal-text.ts'
export { shippedLists } from './shipped-lists.ts'
