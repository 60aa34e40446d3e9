import { foldWord } from './fold.ts'
import { englishWords, karakalpakWords, russianLatinWords, russianWords, uzbekWords } from './language-words.ts'
import { Trie } from './trie.ts'

/** What the letters of one word say: evidence per language, and its script. */
export type Evidence = {
  readonly letters: number
  readonly cyrillic: number
  readonly uz: number
  readonly ru: number
  readonly en: number
  readonly kaa: number
}

function endingsOf(list: string): Trie {
  return Trie.of(
    list.split(' ').map((ending) => [ending, 0]),
    'backward',
  )
}

const uzbekCyrillicLetters = /[ўқғҳ]/
const russianLetters = /[ыщ]/
const karakalpakLetters = /[áǵıńúÁǴŃÚ]|[әөүңһ]/u
const karakalpakEndings = /(?:iw|ıw|aǵan|egen|ǵan|[ae]jaq|atır|atir|nıń|niń|dıń|diń)$/
const anyApostrophe = /[ʻʼ‘’'`´ʹ′]/g
const uzbekInside = /q(?!u)|x[aou]|ng(?:iz|lar|da|a$)/
const uzbekApostrophe = /[og][ʻʼ‘’'`´ʹ′]/i
const uzbekEndings = endingsOf(
  'lar larni larning larga lardan larda lari larim laringiz ning dan dagi mayapti yapti yapman yapsiz yaptilar maydi madi madim magan adi aman asiz gan ganman ganim moqda mokda mokchi ingiz imiz siz sizlar inglar ishi ilgan ildi dim dik dingiz di dir ini iga ida mdan mga mda mni mning votti voti vomiza votman opti ekan miz man mi lik ligi chi roq rok ku ib ip',
)
const russianEndings = endingsOf(
  'ый ий ая яя ое ее ые ие ого его ому ему ыми ими ых их ую юю ть ться тся ешь ет ют ит ят ат ал ла ло ли лся лась лись ов ев ами ями ах ях ость ости ение ения ание ания ция ции цию ью ия ии',
)
const uzbekCyrillicEndings = endingsOf(
  'лар ларни ларга лардан ларда лари ларим нинг дан даги япти япман мади маган майди майапти аман асиз ган ганман моқда мокда ингиз имиз сиз инглар илган илди дим динг ди дир ини ига ида мдан мга мда мни екан экан миз ман ми лик лиги чи рок ку иб ип ти си ги га да ни ли син сам санг сангиз чон гиз миз либ ман йди ади йми сими дими нгиз инг моқчи мокчи лаб лади диган',
)
const englishEndings = endingsOf(
  'ing tion sion ment ness ful less able ible ous ive ally ly ed est ies ght ck ss th ty ance ence',
)
const englishInside = /th|wh|gh|oo|ee|ou|ea|ck|qu|^w|x|ph|[^aeiou]le$|[aeiou]y/
const russianLatinEndings = endingsOf('ogo ego omu emu iye aya oye iy yy yet ayut tsya ali ili yu ushiy nost stvo skiy aet uyu')

/** What a word without Latin or Cyrillic letters says. */
export const noEvidence: Evidence = { letters: 0, cyrillic: 0, uz: 0, ru: 0, en: 0, kaa: 0 }
const cyrillicLetter = /\p{Script=Cyrillic}/u
const latinLetter = /\p{Script=Latin}/u
const [otherScript, latinScript, cyrillicScript] = [1, 2, 3]
/** Scripts of the basic plane's signs, filled on first sight; 0 is not yet known. */
const scripts = new Uint8Array(0x10000)

function scriptOf(code: number): number {
  const known = scripts[code] ?? 0
  if (known !== 0) return known
  const sign = String.fromCharCode(code)
  const found = cyrillicLetter.test(sign) ? cyrillicScript : latinLetter.test(sign) ? latinScript : otherScript
  scripts[code] = found
  return found
}

const asciiOnly = /^[\0-\x7f]*$/
/** Weight of evidence that alone settles a short text. Weights are whole numbers, which a word holds without a box each. */
export const certain = 30
const likely = 12
const hint = 5

function evidenceOfCyrillic(lower: string, folded: string, letters: number): Evidence {
  let uz = uzbekWords.has(folded) && !russianWords.has(lower) ? certain : 0
  let ru = russianWords.has(lower) ? certain : 0
  if (uzbekCyrillicLetters.test(lower)) uz += certain
  if (russianLetters.test(lower)) ru += certain
  if (uzbekCyrillicEndings.meets(lower)) uz += likely
  if (russianEndings.meets(lower)) ru += likely
  if (/ь|ю$|^в[а-я]{2}|стр|ств|ск/.test(lower)) ru += hint
  const kaa = karakalpakLetters.test(lower) ? certain : karakalpakWords.has(folded) && !uzbekWords.has(folded) ? hint : 0
  return { letters, cyrillic: letters, uz, ru, en: 0, kaa }
}

function uzbekInLatin(lower: string, folded: string): number {
  let uz = uzbekWords.has(folded) ? certain : 0
  if (uzbekApostrophe.test(lower)) uz += likely
  if (folded.length > 3 && uzbekEndings.meets(folded)) uz += likely
  return uzbekInside.test(lower) ? uz + hint : uz
}

function englishInLatin(plain: string, isUzbekWord: boolean): number {
  let en = englishWords.has(plain) && (plain.length > 2 || !isUzbekWord) ? certain : 0
  if (englishEndings.meets(plain)) en += likely
  return englishInside.test(plain) ? en + hint : en
}

function karakalpakInLatin(lower: string, isListed: boolean): number {
  let kaa = isListed ? likely : 0
  if (karakalpakLetters.test(lower)) kaa += certain
  return karakalpakEndings.test(lower) ? kaa + likely : kaa
}

function russianInLatin(lower: string, folded: string, isUzbekWord: boolean): number {
  if (russianLatinWords.has(folded)) return certain
  return !isUzbekWord && russianLatinEndings.meets(lower) ? hint : 0
}

function evidenceOfLatin(lower: string, folded: string, letters: number): Evidence {
  const plain = lower.replace(anyApostrophe, '')
  const isUzbekWord = uzbekWords.has(folded)
  const kaa = karakalpakInLatin(lower, karakalpakWords.has(folded) && !isUzbekWord)
  return {
    letters,
    cyrillic: 0,
    uz: kaa >= certain ? 0 : uzbekInLatin(lower, folded),
    ru: russianInLatin(lower, folded, isUzbekWord),
    en: englishInLatin(plain, isUzbekWord),
    kaa,
  }
}

/** What one word says about the language of its text, from its letters, its ending and the lists of common words; `folded` is its fold. */
export function evidenceOf(word: string, folded = foldWord(word)): Evidence {
  const lower = (asciiOnly.test(word) ? word : word.normalize('NFKC')).toLowerCase()
  let [cyrillic, latin] = [0, 0]
  for (let at = 0; at < lower.length; at++) {
    const script = scriptOf(lower.charCodeAt(at))
    if (script === cyrillicScript) cyrillic++
    else if (script === latinScript) latin++
  }
  if (cyrillic + latin === 0) return noEvidence
  return cyrillic >= latin ? evidenceOfCyrillic(lower, folded, cyrillic) : evidenceOfLatin(lower, folded, latin)
}
