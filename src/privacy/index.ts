/** The door of privacy: what no reader may see by accident. Pure, no I/O. */
import type { Visibility } from '#contracts'

export type MaskedKind = 'card' | 'pinfl' | 'passport' | 'account' | 'phone' | 'email' | 'code' | 'expiry'
export type Masked = { text: string; kinds: MaskedKind[] }
/** Phones and e-mails are detected everywhere and masked in public only. */
export declare function maskText(text: string, options?: { visibility?: Visibility }): Masked
export type SealKey = { readonly id: string; readonly key: Buffer }
/** A key from the configured secret: 32 bytes by HKDF-SHA-256, named by a fingerprint that tells nothing about it. */
export declare function sealKeyFrom(secret: string): SealKey
export type SealedParts = { keyId: string; nonce: Buffer; ciphertext: Buffer }
export declare function sealText(key: SealKey, plain: string): SealedParts
export declare function openSealed(key: SealKey, sealed: SealedParts): string
export type GuardFind = { kind: MaskedKind | 'asks_secret'; start: number; end: number }
export declare function guardOutgoing(text: string, visibility: Visibility): { ok: true } | { ok: false; finds: GuardFind[] }
