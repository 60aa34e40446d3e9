/**
 * What no reply may carry, whoever wrote it: a full card number, PINFL or passport; in public no account either. And what
 * none may ask for: CVV, PIN, the code of an SMS, a password, a full card number. A warning not to tell them is welcome.
 */
import type { Visibility } from '#contracts'
import { findPersonalData, type MaskedKind } from './find-personal-data.ts'

export type GuardFind = { readonly kind: MaskedKind | 'asks_secret'; readonly start: number; readonly end: number }
export type GuardResult = { readonly ok: true } | { readonly ok: false; readonly finds: GuardFind[] }

const neverSent: Readonly<Record<Visibility, readonly MaskedKind[]>> = {
  private: ['card', 'pinfl', 'passport'],
  public: ['card', 'pinfl', 'passport', 'account'],
}

const secret =
  /(?<!\p{L})(?:cvv2?|cvc2?|pin(?:[ -]?(?:kod|code))?(?!fl)|пин(?:[ -]?код)?|(?:sms|смс)[ -]?(?:kod|код|parol|парол|code)|(?:kod|код|code)\p{L}*\s+(?:из|from|in)\s+(?:sms|смс|the sms)|parol|парол|пароль|password|(?:to[ʻʼ'`‘’´]?liq|16 xonali|тўлиқ)\s+(?:karta|карта)|(?:полн\p{L}+|весь|все 16)\s+(?:номер|цифр)\p{L}*(?:\s+(?:вашей\s+)?карт\p{L}+)?|full card number)/giu
/** Imperatives of telling; their negations are other words in Uzbek and preceded by one in the other languages. */
const tell =
  /(?<!\p{L})(?:ayt(?:ib)?(?:ing|sangiz)?(?: bering)?|yubor(?:ing|sangiz)|yoz(?:ing|sangiz)|jo[ʻʼ'`‘’´]?nat(?:ing|sangiz)|ber(?:ing|sangiz)|айт(?:инг|иб беринг)|юборинг|ёзинг|жўнатинг|беринг|пришлите|отправьте|назовите|сообщите|напишите|скажите|укажите|продиктуйте|send|tell|share|provide|write|give)(?!\p{L})/giu
const negation = /(?:не|never|not|don['’]?t|никому|hech kimga|ҳеч кимга)\s+(?:\p{L}+\s+){0,2}$/iu
const sentence = /[^.!?\n]+/g

/** Linear in the text. Offsets are UTF-16 units, end exclusive. */
export function guardOutgoing(text: string, visibility: Visibility): GuardResult {
  const finds: GuardFind[] = [
    ...findPersonalData(text).filter((find) => neverSent[visibility].includes(find.kind)),
    ...secretsAskedFor(text),
  ]
  return finds.length === 0 ? { ok: true } : { ok: false, finds }
}

function secretsAskedFor(text: string): GuardFind[] {
  const finds: GuardFind[] = []
  for (const part of text.matchAll(sentence)) {
    if (!asksToTell(part[0])) continue
    for (const match of part[0].matchAll(secret)) {
      const start = part.index + match.index
      finds.push({ kind: 'asks_secret', start, end: start + match[0].length })
    }
  }
  return finds
}

function asksToTell(part: string): boolean {
  for (const match of part.matchAll(tell)) if (!negation.test(part.slice(0, match.index))) return true
  return false
}
