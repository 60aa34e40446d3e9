import { describe, expect, it } from 'vitest'
import { type Language, languages } from '#contracts'
import { guardOutgoing } from '#privacy'
import { buttonData } from '../buttons.ts'
import { dialogueTexts } from '../dialogue-texts.ts'
import { type DialogueMemory, decideTurn, type TurnAction, type TurnFacts } from './decide-turn.ts'

const fresh: DialogueMemory = { step: 'fresh', failures: 0, offeredTemplateVersionId: null }
const answer = { templateVersionId: 'v1', text: 'Bo‘limlar 9:00 dan 18:00 gacha ishlaydi.', score: 0.9 }
const request: TurnFacts['request'] = {
  number: 'M-1001',
  type: 'question',
  priority: 'normal',
  topic: 'branch',
  language: 'uz-Latn',
  needsIdentity: false,
  isDangerNamed: false,
}
const base: TurnFacts = {
  language: 'uz-Latn',
  bank: null,
  visibility: 'private',
  request,
  texts: ['Bo‘lim soat nechada ochiladi?'],
  pressed: null,
  hasFiles: false,
  answer,
  advice: null,
  incident: null,
  mayAskLanguage: false,
  estimate: { kind: 'minutes', minutes: 4 },
  ownRequests: [],
}
const danger = { priority: 'urgent', isDangerNamed: true }
const facts = (changes: Partial<Omit<TurnFacts, 'request'>> & { request?: Partial<TurnFacts['request']> } = {}): TurnFacts => ({
  ...base,
  ...changes,
  request: { ...request, ...changes.request },
})
const saidIn = (actions: readonly TurnAction[]) => actions.find((action) => action.kind === 'say')
const handedIn = (actions: readonly TurnAction[]) => actions.find((action) => action.kind === 'hand_over')?.reason
const buttonsIn = (actions: readonly TurnAction[]) =>
  saidIn(actions)
    ?.buttons.flat()
    .map((button) => button.data) ?? []

describe('the first turn', () => {
  it('answers a plain question from approved knowledge and asks whether it helped', () => {
    const { actions, memory } = decideTurn(fresh, facts())
    expect(saidIn(actions)).toMatchObject({ templateVersionId: 'v1', isAnswer: true })
    expect(saidIn(actions)?.text).toContain(answer.text)
    // Registered under a number and warned of what not to write, once.
    for (const told of ['M-1001', dialogueTexts['uz-Latn'].notice]) {
      expect(saidIn(actions)?.text).toContain(told)
      const later = decideTurn({ ...fresh, step: 'asked' }, facts())
      expect(saidIn(later.actions)?.text).not.toContain(told)
    }
    expect(buttonsIn(actions)).toEqual([buttonData.helped, buttonData.notHelped, buttonData.person])
    expect(memory).toEqual({ step: 'offered', failures: 0, offeredTemplateVersionId: 'v1' })
    expect(handedIn(actions)).toBeUndefined()
  })

  const handed: [string, TurnFacts, string][] = [
    ['a complaint', facts({ request: { type: 'complaint' } }), 'complaint'],
    ['a suggestion', facts({ request: { type: 'suggestion' } }), 'suggestion'],
    ['what the classifier could not sort', facts({ request: { type: 'unsorted' } }), 'not_sorted'],
    [
      'a question about the client’s own data',
      facts({ request: { type: 'information_request', needsIdentity: true } }),
      'needs_identity',
    ],
    ['a question without an approved answer', facts({ answer: null }), 'no_approved_answer'],
    ['a question whose nearest answer is too far', facts({ answer: { ...answer, score: 0.4 } }), 'no_approved_answer'],
    ['a question with a file', facts({ hasFiles: true }), 'no_approved_answer'],
    ['Karakalpak', facts({ request: { language: 'kaa' } }), 'language'],
    [
      'a complaint in so many words that was taken for nothing',
      facts({ request: { type: 'other' }, texts: ['Foiz oshib ketgan, shikoyat qilaman'], answer: null }),
      'complaint',
    ],
    ['the wish for a person', facts({ texts: ['Operator bilan bog‘lang'] }), 'client_asked'],
    ['the command for a person', facts({ texts: ['/operator'] }), 'client_asked'],
  ]
  it.each(handed)('gives %s to a person, with the number and when they answer', (_what, given, reason) => {
    const { actions, memory } = decideTurn(fresh, given)
    expect(handedIn(actions)).toBe(reason)
    expect(saidIn(actions)?.text).toContain('M-1001')
    expect(saidIn(actions)?.text).toContain('4 daqiqada')
    expect(memory.step).toBe('handed')
  })

  it('says in danger first what to do now, and hands over at once', () => {
    const advice = { templateVersionId: 'v9', text: 'Hoziroq kartani bloklang: ilovada «Bloklash».' }
    const { actions } = decideTurn(fresh, facts({ request: { type: 'complaint', ...danger }, advice }))
    expect(saidIn(actions)?.text.startsWith(advice.text)).toBe(true)
    expect(handedIn(actions)).toBe('urgent')
  })
  it('says in danger what to do even where no approved text exists', () => {
    for (const language of languages) {
      const { actions } = decideTurn(fresh, facts({ language, request: danger }))
      expect(saidIn(actions)?.text.startsWith(dialogueTexts[language].urgentFallback)).toBe(true)
    }
  })
  it('advises nothing where the model alone thinks it urgent, but hands over at once all the same', () => {
    const advice = { templateVersionId: 'v9', text: 'Hoziroq kartani bloklang: ilovada «Bloklash».' }
    for (const language of languages) {
      const { actions } = decideTurn(fresh, facts({ language, advice, request: { priority: 'urgent' } }))
      const { urgentTaken, urgentFallback, urgentHandover } = dialogueTexts[language]
      expect(saidIn(actions)?.text.startsWith(urgentTaken)).toBe(true)
      expect(saidIn(actions)?.text).toContain(urgentHandover('M-1001'))
      for (const misleading of [advice.text, urgentFallback]) expect(saidIn(actions)?.text).not.toContain(misleading)
      expect(handedIn(actions)).toBe('urgent')
    }
  })
  it('says whom the client writes to, where the bank has told its name', () => {
    for (const language of languages) {
      const { actions } = decideTurn(
        fresh,
        facts({ language, bank: 'Ishonch Bank', request: { type: 'other' }, texts: ['Salom'] }),
      )
      expect(saidIn(actions)?.text.startsWith(dialogueTexts[language].greeting('Ishonch Bank'))).toBe(true)
      expect(saidIn(actions)?.text).toContain('Ishonch Bank')
    }
  })
  it('keeps silent in public and leaves it to a person', () => {
    const { actions } = decideTurn(fresh, facts({ visibility: 'public', request: { priority: 'urgent' } }))
    expect(actions).toEqual([{ kind: 'hand_over', reason: 'public' }])
  })
  it('asks a greeting how it can help, with a person one tap away', () => {
    const { actions, memory } = decideTurn(fresh, facts({ request: { type: 'other' }, texts: ['Salom'], answer: null }))
    expect(buttonsIn(actions)).toContain(buttonData.person)
    expect(memory.step).toBe('asked')
    expect(handedIn(actions)).toBeUndefined()
  })
  it('asks for the language once: of whom nobody asked before, with the one it guessed already spoken', () => {
    const greeting = facts({ request: { type: 'other' }, texts: ['Salom'], answer: null, mayAskLanguage: true })
    const first = decideTurn(fresh, greeting)
    const menu = languages.map((code) => buttonData.language(code))
    expect(buttonsIn(first.actions)).toEqual(expect.arrayContaining(menu))
    expect(saidIn(first.actions)?.text.startsWith(dialogueTexts['uz-Latn'].greeting(null))).toBe(true)
    const again = decideTurn(first.memory, { ...greeting, texts: ['/start'] })
    expect(buttonsIn(again.actions)).not.toEqual(expect.arrayContaining(menu))
    const known = decideTurn(fresh, { ...greeting, mayAskLanguage: false })
    expect(buttonsIn(known.actions)).toContain(buttonData.languageMenu)
    expect(buttonsIn(known.actions)).not.toEqual(expect.arrayContaining(menu))
  })
  it('says outside working hours when the bank opens', () => {
    const estimate = { kind: 'opens', at: new Date('2026-11-23T04:00:00Z'), timeZone: 'Asia/Tashkent' } as const
    const said = (language: Language) =>
      saidIn(decideTurn(fresh, facts({ language, estimate, request: { type: 'complaint' } })).actions)?.text
    expect(said('uz-Latn')).toContain('dushanba, 23-noyabr, 09:00')
    expect(said('ru')).toContain('понедельник, 23 ноября')
    expect(said('en')).toContain('Monday, November 23')
  })
  it('says that it has the files where there were no words', () => {
    const given = facts({ texts: [], hasFiles: true, request: { type: 'unsorted' }, answer: null })
    expect(saidIn(decideTurn(fresh, given).actions)?.text).toContain(dialogueTexts['uz-Latn'].gotFiles)
  })
})

describe('while an incident lasts', () => {
  const incident = { templateVersionId: 'i1', text: 'Ilova ishlamayapti, 12:00 gacha tuzatamiz.' }

  it('what the bank says of it is the answer to whoever asks, and a person comes where it does not help', () => {
    const first = decideTurn(fresh, facts({ incident }))
    expect(saidIn(first.actions)).toMatchObject({ templateVersionId: 'i1', isAnswer: true })
    expect(saidIn(first.actions)?.text).toContain(incident.text)
    expect(handedIn(first.actions)).toBeUndefined()
    expect(buttonsIn(first.actions)).toEqual([buttonData.helped, buttonData.notHelped, buttonData.person])
    const second = decideTurn(first.memory, facts({ incident, texts: [], pressed: buttonData.notHelped }))
    expect(saidIn(second.actions)?.text).not.toContain(incident.text)
    const third = decideTurn(second.memory, facts({ incident, answer: null, texts: ['Qachon tuzaladi?'] }))
    expect(saidIn(third.actions)?.text).not.toContain(incident.text)
    expect(handedIn(third.actions)).toBe('no_approved_answer')
  })
  it('what nobody approved is told and does not count as an answer', () => {
    const { actions } = decideTurn(fresh, facts({ incident: { ...incident, templateVersionId: null } }))
    expect(saidIn(actions)).toMatchObject({ templateVersionId: null, isAnswer: false })
    expect(saidIn(actions)?.text).toContain(incident.text)
  })
  it('a complaint goes to a person and is told it as well, and danger comes before', () => {
    const complaint = decideTurn(fresh, facts({ incident, request: { type: 'complaint' } }))
    expect(saidIn(complaint.actions)?.text).toContain(incident.text)
    expect(handedIn(complaint.actions)).toBe('complaint')
    const danger = decideTurn(fresh, facts({ incident, request: { type: 'complaint', priority: 'urgent' } }))
    expect(saidIn(danger.actions)?.text).not.toContain(incident.text)
  })
  it('in public nothing is said', () => {
    expect(saidIn(decideTurn(fresh, facts({ incident, visibility: 'public' })).actions)).toBeUndefined()
  })
})

describe('later turns', () => {
  const offered: DialogueMemory = { step: 'offered', failures: 0, offeredTemplateVersionId: 'v1' }
  it('closes as answered when the client says it helped', () => {
    const { actions } = decideTurn(offered, facts({ texts: [], pressed: buttonData.helped }))
    expect(actions.at(-1)).toEqual({ kind: 'close', outcome: 'answered' })
  })
  it('tries once more when it did not help, and then stops', () => {
    const first = decideTurn(offered, facts({ texts: [], pressed: buttonData.notHelped }))
    expect(handedIn(first.actions)).toBeUndefined()
    expect(buttonsIn(first.actions)).toContain(buttonData.person)
    const second = decideTurn(first.memory, facts({ texts: [], pressed: buttonData.notHelped }))
    expect(handedIn(second.actions)).toBe('two_failures')
  })
  it('does not give the same answer twice', () => {
    const { actions, memory } = decideTurn(offered, facts({ texts: ['Bo‘lim qachon ochiladi?'] }))
    expect(saidIn(actions)?.text).not.toContain(answer.text)
    expect(memory.failures).toBe(1)
  })
  it('gives another answer to another question', () => {
    const { memory } = decideTurn(offered, facts({ answer: { ...answer, templateVersionId: 'v2' } }))
    expect(memory.offeredTemplateVersionId).toBe('v2')
  })
  it('stops after small talk that leads nowhere twice', () => {
    const talk = facts({ request: { type: 'other' }, texts: ['hmm'], answer: null })
    const asked = decideTurn(fresh, talk)
    const first = decideTurn(asked.memory, talk)
    expect(handedIn(first.actions)).toBeUndefined()
    expect(handedIn(decideTurn(first.memory, talk).actions)).toBe('two_failures')
  })
  it.each(['rahmat', 'Katta rahmat!', 'раҳмат 🙏', 'Спасибо большое', 'thank you'])('takes %j as the end', (text) => {
    const { actions } = decideTurn(offered, facts({ texts: [text], answer: null }))
    expect(actions.at(-1)).toEqual({ kind: 'close', outcome: 'answered' })
  })
  it('does not take thanks with a matter in it as the end', () => {
    const { actions } = decideTurn(
      offered,
      facts({ texts: ['Rahmat, lekin pul tushmadi'], answer: null, request: { type: 'complaint' } }),
    )
    expect(handedIn(actions)).toBe('complaint')
  })
})

describe('at every step', () => {
  const memories: DialogueMemory[] = [fresh, { ...fresh, step: 'asked', failures: 1 }, { ...fresh, step: 'offered' }]
  const wishes = [
    'operator',
    'Operatorga ulang',
    'jonli odam kerak',
    'Оператор керак',
    'позовите оператора',
    'живой человек есть? с человеком хочу',
    'I want to speak to a human',
  ]
  it.each(wishes)('%j leads to a person', (text) => {
    for (const memory of memories) expect(handedIn(decideTurn(memory, facts({ texts: [text] })).actions)).toBe('client_asked')
  })
  it('the button leads to a person', () => {
    for (const memory of memories) {
      expect(handedIn(decideTurn(memory, facts({ texts: [], pressed: buttonData.person })).actions)).toBe('client_asked')
    }
  })
  it('whatever is said offers a person or ends at one, the last word too', () => {
    for (const memory of memories) {
      for (const type of ['question', 'other', 'complaint', 'unsorted']) {
        const { actions } = decideTurn(memory, facts({ request: { type } }))
        expect(handedIn(actions) !== undefined || buttonsIn(actions).includes(buttonData.person)).toBe(true)
      }
      const ending = [facts({ texts: [], pressed: buttonData.helped }), facts({ texts: ['rahmat'], answer: null })]
      for (const given of ending) expect(buttonsIn(decideTurn(memory, given).actions)).toContain(buttonData.person)
    }
  })
  it('the language can be changed', () => {
    const menu = decideTurn(fresh, facts({ texts: ['/language'] }))
    expect(buttonsIn(menu.actions)).toEqual([...languages.map((code) => buttonData.language(code)), buttonData.person])
    const { actions } = decideTurn(menu.memory, facts({ texts: [], pressed: buttonData.language('ru') }))
    expect(actions[0]).toEqual({ kind: 'set_language', language: 'ru' })
    expect(saidIn(actions)?.text).toContain(dialogueTexts.ru.languageChosen)
  })
  it('the client’s own requests are told, and nobody else’s', () => {
    const ownRequests = [{ number: 'M-7', status: 'open' as const }]
    const { actions } = decideTurn(fresh, facts({ texts: ['Murojaatim holati qanday?'], ownRequests }))
    expect(saidIn(actions)?.text).toContain('M-7: ko‘rib chiqilmoqda')
    expect(handedIn(actions)).toBeUndefined()
    const none = decideTurn(fresh, facts({ texts: ['статус моего обращения'], ownRequests: [] }))
    expect(handedIn(none.actions)).toBe('no_approved_answer')
  })
})

describe('the texts', () => {
  it.each(languages)('of %s fit every channel and keep buttons within 64 bytes of data', (language) => {
    const texts = dialogueTexts[language]
    for (const label of Object.values(texts.buttons)) expect(label.length).toBeLessThanOrEqual(64)
    for (const data of [buttonData.person, buttonData.language(language)])
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
  })
  it.each(languages)('of %s pass the guard of everything that leaves: they ask for no secret', (language) => {
    const { greeting, ...texts } = dialogueTexts[language]
    const fixed = Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : []))
    const told = [...fixed, greeting(null), greeting('Ishonch Bank')]
    for (const text of told) expect(guardOutgoing(text, 'private'), text).toEqual({ ok: true })
  })
  it('say minutes in Russian as Russians do', () => {
    const said = (minutes: number) => dialogueTexts.ru.when({ kind: 'minutes', minutes })
    expect(said(1)).toContain('за 1 минуту')
    expect(said(2.5)).toContain('за 3 минуты')
    expect(said(11)).toContain('за 15 минут')
  })
})
