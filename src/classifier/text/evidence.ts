import { foldWord } from './fold.ts'
import { englishWords, karakalpakWords, russianLatinWords, russianWords, uzbekWords } from './language-words.ts'

/** What the letters of one word say: evidence per language, and its script. */
export type Evidence = {
  readonly letters: number
  readonly cyrillic: number
  readonly uz: number
  readonly ru: number
  readonly en: number
  readonly kaa: number
}

const uzbekCyrillicLetters = /[ўқғҳ]/
const russianLetters = /[ыщ]/
const karakalpakLetters = /[áǵıńúÁǴŃÚ]|[әөүңһ]/u
const karakalpakEndings = /(?:iw|ıw|aǵan|egen|ǵan|[ae]jaq|atır|atir|nıń|niń|dıń|diń)$/
const anyApostrophe = /[ʻʼ‘’'`´ʹ′]/g
const uzbekInside = /q(?!u)|x[aou]|ng(?:iz|lar|da|a$)/
const uzbekApostrophe = /[og][ʻʼ‘’'`´ʹ′]/i
const uzbekEndings =
  /(?:lar|larni|larning|larga|lardan|larda|lari|larim|laringiz|ning|dan|dagi|mayapti|yapti|yapman|yapsiz|yaptilar|maydi|madi|madim|magan|adi|aman|asiz|gan|ganman|ganim|moqda|mokda|mokchi|ingiz|imiz|siz|sizlar|inglar|ishi|ilgan|ildi|dim|dik|dingiz|di|dir|ini|iga|ida|mdan|mga|mda|mni|mning|votti|voti|vomiza|votman|opti|ekan|miz|man|mi|lik|ligi|chi|roq|rok|ku|ib|ip)$/
const russianEndings =
  /(?:ый|ий|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ыми|ими|ых|их|ую|юю|ть|ться|тся|ешь|ет|ют|ит|ят|ат|ал|ла|ло|ли|лся|лась|лись|ов|ев|ами|ями|ах|ях|ость|ости|ение|ения|ание|ания|ция|ции|цию|ью|ия|ии)$/
const uzbekCyrillicEndings =
  /(?:лар|ларни|ларга|лардан|ларда|лари|ларим|нинг|дан|даги|япти|япман|мади|маган|майди|майапти|аман|асиз|ган|ганман|моқда|мокда|ингиз|имиз|сиз|инглар|илган|илди|дим|динг|ди|дир|ини|ига|ида|мдан|мга|мда|мни|екан|экан|миз|ман|ми|лик|лиги|чи|рок|ку|иб|ип|ти|си|ги|га|да|ни|ли|син|сам|санг|сангиз|чон|гиз|миз|либ|ман|йди|ади|йми|сими|дими|нгиз|инг|моқчи|мокчи|лаб|лади|диган)$/
const englishEndings = /(?:ing|tion|sion|ment|ness|ful|less|able|ible|ous|ive|ally|ly|ed|est|ies|ght|ck|ss|th|ty|ance|ence)$/
const englishInside = /th|wh|gh|oo|ee|ou|ea|ck|qu|^w|x|ph|[^aeiou]le$|[aeiou]y/
const russianLatinEndings = /(?:ogo|ego|omu|emu|iye|aya|oye|iy|yy|yet|ayut|tsya|ali|ili|yu|ushiy|nost|stvo|skiy|aet|uyu)$/

const none: Evidence = { letters: 0, cyrillic: 0, uz: 0, ru: 0, en: 0, kaa: 0 }
const cyrillicLetter = /\p{Script=Cyrillic}/gu
const latinLetter = /\p{Script=Latin}/gu
/** Weight of evidence that alone settles a short text. */
export const certain = 3
const likely = 1.2
const hint = 0.5

function evidenceOfCyrillic(lower: string, folded: string, letters: number): Evidence {
  let uz = uzbekWords.has(folded) && !russianWords.has(lower) ? certain : 0
  let ru = russianWords.has(lower) ? certain : 0
  if (uzbekCyrillicLetters.test(lower)) uz += certain
  if (russianLetters.test(lower)) ru += certain
  if (uzbekCyrillicEndings.test(lower)) uz += likely
  if (russianEndings.test(lower)) ru += likely
  if (/ь|ю$|^в[а-я]{2}|стр|ств|ск/.test(lower)) ru += hint
  const kaa = karakalpakLetters.test(lower) ? certain : karakalpakWords.has(folded) && !uzbekWords.has(folded) ? hint : 0
  return { letters, cyrillic: letters, uz, ru, en: 0, kaa }
}

function uzbekInLatin(lower: string, folded: string): number {
  let uz = uzbekWords.has(folded) ? certain : 0
  if (uzbekApostrophe.test(lower)) uz += likely
  if (folded.length > 3 && uzbekEndings.test(folded)) uz += likely
  return uzbekInside.test(lower) ? uz + hint : uz
}

function englishInLatin(plain: string, isUzbekWord: boolean): number {
  let en = englishWords.has(plain) && (plain.length > 2 || !isUzbekWord) ? certain : 0
  if (englishEndings.test(plain)) en += likely
  return englishInside.test(plain) ? en + hint : en
}

function karakalpakInLatin(lower: string, isListed: boolean): number {
  let kaa = isListed ? likely : 0
  if (karakalpakLetters.test(lower)) kaa += certain
  return karakalpakEndings.test(lower) ? kaa + likely : kaa
}

function russianInLatin(lower: string, folded: string, isUzbekWord: boolean): number {
  if (russianLatinWords.has(folded)) return certain
  return !isUzbekWord && russianLatinEndings.test(lower) ? hint : 0
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

/** What one word says about the language of its text, from its letters, its ending and the lists of common words. */
export function evidenceOf(word: string): Evidence {
  const lower = word.normalize('NFKC').toLowerCase()
  const cyrillic = lower.match(cyrillicLetter)?.length ?? 0
  const latin = lower.match(latinLetter)?.length ?? 0
  if (cyrillic + latin === 0) return none
  const folded = foldWord(word)
  return cyrillic >= latin ? evidenceOfCyrillic(lower, folded, cyrillic) : evidenceOfLatin(lower, folded, latin)
}
