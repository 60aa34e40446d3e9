import { type Algorithm, hash, verify } from '@node-rs/argon2'

/**
 * OWASP's first choice for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. About 20 ms of one core,
 * off the event loop.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Algorithm.Argon2id; the package exports a const enum, which isolated modules cannot read. */
const argon2id = 2 as Algorithm

/** The hash carries its salt and cost, so that the cost may rise later without breaking older ones. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { algorithm: argon2id, ...cost })
}

/** False also for a hash that cannot be read: a damaged row must not let anybody in, nor tell them so. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  try {
    return await verify(passwordHash, password)
  } catch {
    return false // not a hash of ours
  }
}
