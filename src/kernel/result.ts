/** What a pure decision returns: the caller must look before it may use the value. */
export type Result<T, R extends string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R }

export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const refuse = <R extends string>(refusal: R): { readonly ok: false; readonly refusal: R } => ({ ok: false, refusal })
