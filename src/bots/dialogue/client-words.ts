/** A few things a client says in so many words. A wrong "yes" here only ever leads to a person or a menu. Pure. */

/** Apostrophes of Uzbek Latin come in seven shapes; ё is often written е. */
const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[ʻʼ’‘`´']/gu, "'")
    .replace(/ё/gu, 'е')
    .trim()

const person =
  /(?:^|[\s/])operator(?:ga|ni|\b)|jonli odam|odam bilan|inson bilan|xodim(?:ingiz)? bilan|mutaxassis bilan|оператор|жонли одам|одам билан|инсон билан|ходим билан|мутахассис билан|жив(?:ой|ым|ого) человек|с человеком|позовите человека|со? (?:специалист|сотрудник|менеджер)ом|\bhuman\b|real person|live agent|speak to (?:someone|a person|an? operator)/u
const status =
  /^\/status|murojaat(?:im|imning|ning)? (?:holat|status)|ariza(?:m|mning)? holat|мурожаат(?:им|имнинг)? (?:ҳолат|статус)|ариза(?:м|мнинг)? ҳолат|статус (?:моего |моей |моих )?(?:обращени|заяв|жалоб)|status of my (?:request|complaint|application)|my request status/u
const complaint = /shikoyat (?:qil|ber|yoz|et)|шикоят (?:қил|бер|ёз|эт)|жалу(?:юсь|емся)|жалоб[уы]|\bcomplain(?:t|ing)?\b/u
const language =
  /^\/language|^\/til\b|^(?:til|тил|язык|language)$|tilni o'zgartir|тилни ўзгартир|(?:сменить|поменять|измени\S*) язык|change (?:the )?language/u
/** What may stand after it without making it anything else: signs and emoji. */
const nothingMore = '[^\\p{L}\\p{N}]*$'
const thanks = new RegExp(
  [
    '^(?:katta |kattakon )?(?:rahmat|raxmat|tashakkur|minnatdorman)(?: sizga| katta)?',
    '^(?:катта )?(?:раҳмат|рахмат|ташаккур)(?: сизга)?',
    '^(?:большое )?(?:спасибо|благодарю)(?: вам| большое)?',
    '^(?:thanks|thank you|thx)(?: a lot| so much| very much)?',
  ]
    .map((words) => words + nothingMore)
    .join('|'),
  'u',
)

const longestOrder = 90 // beyond this it is a story that mentions an operator, and the story is the matter

export const asksForPerson = (text: string) => text.length <= longestOrder && person.test(fold(text))
export const asksForStatus = (text: string) => text.length <= longestOrder && status.test(fold(text))
export const asksForLanguage = (text: string) => text.length <= 40 && language.test(fold(text))
/** Whoever says in so many words that they complain is never asked how one can help, whatever the classifier made of it. */
export const saysComplaint = (text: string) => complaint.test(fold(text))
export const isThanks = (text: string) => thanks.test(fold(text))
export const isCommand = (text: string) => /^\/start\b|^\/help\b/.test(text.trim())
