/** The door of privacy: what no reader may see by accident. Pure, no I/O. */
export { findPersonalData, type MaskedKind, type PersonalFind } from './find-personal-data.ts'
export { type GuardFind, type GuardResult, guardOutgoing } from './guard-outgoing.ts'
export { type Masked, maskText } from './mask-text.ts'
export { openSealed, type SealedParts, type SealKey, sealKeyFrom, sealText } from './seal-text.ts'
