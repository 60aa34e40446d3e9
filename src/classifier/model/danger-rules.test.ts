import { describe, expect, it } from 'vitest'
import { dangersOf } from './danger-rules.ts'
import { readText } from './reading.ts'
import { foldedOf } from './word.ts'

function codesOf(text: string): string[] {
  return dangersOf(readText(text)).map(({ code }) => code)
}

describe('dangersOf', () => {
  it.each([
    ['card_lost', 'Hamyonimni bozorda o‘g‘irlashdi, kartalarim ichida edi'],
    ['card_lost', 'Телефонимни ўғирлаб кетишди'],
    ['card_lost', 'Выронила карточку в маршрутке, найти не могу'],
    ['card_lost', 'somebody snatched my handbag with the card'],
    ['card_data_given', 'Kuryerga kodni aytib qo‘ydim'],
    ['card_data_given', 'Бегона одамга кодни бериб қўйибман'],
    ['card_data_given', 'Продиктовала мужчине три цифры и код'],
    ['card_data_given', 'I read out the code to a man on the telephone'],
    ['money_going', 'pulim ketyapti, to‘xtatinglar'],
    ['money_going', 'ҳар дақиқада пул ечиляпти'],
    ['money_going', 'деньги уходят, опять списалось'],
    ['money_going', 'money is leaving my account as we chat'],
    ['caller_on_line', 'onam hali ham telefonda, kod so‘rayapti'],
    ['caller_on_line', 'у ҳали гўшакда, нима қилай'],
    ['caller_on_line', 'он ещё на линии и просит назвать код'],
    ['caller_on_line', 'he is still on the line with my mother'],
    ['remote_control', 'AnyDesk o‘rnattirdi, ekranim o‘zi yuribdi'],
    ['remote_control', 'Телефонимни кимдир масофадан бошқаряпти'],
    ['remote_control', 'попросили включить демонстрацию экрана'],
    ['remote_control', 'the cursor is moving by itself, TeamViewer is open'],
    ['safe_account', 'pulni xavfsiz hisobga o‘tkazing deyishdi'],
    ['safe_account', 'пулни хавфсиз ҳисобга ўтказдим'],
    ['safe_account', 'велят перевести всё на безопасный счёт'],
    ['safe_account', 'he told me to move my savings to a safe account'],
    ['account_taken', 'parolim almashtirilgan, begona qurilma turibdi'],
    ['account_taken', 'аккаунтимга бегона қурилма уланган'],
    ['account_taken', 'пришло: вход с нового устройства, пароль изменён'],
    ['account_taken', 'someone logged in as me and changed my password'],
    ['codes_coming', 'tinmay kod kelyapti'],
    ['codes_coming', 'кетма-кет код келяпти'],
    ['codes_coming', 'приходят коды один за другим'],
    ['codes_coming', 'codes keep coming to my phone'],
    ['not_my_deed', 'nomimga kredit rasmiylashtirilibdi'],
    ['not_my_deed', 'мен бу кредитни олмаганман, номимга қарз чиқибди'],
    ['not_my_deed', 'на меня оформили займ, я ничего не подписывала'],
    ['not_my_deed', 'there is a payment that I didn’t make'],
    ['sim_dead', 'simkartam o‘chib qoldi, boshqa odam tiklab olibdi'],
    ['sim_dead', 'сим картам ўчиб қолди, бошқа одам тиклаб олибди'],
    ['sim_dead', 'симку перевыпустили без меня'],
    ['sim_dead', 'my SIM stopped at night'],
    ['bait_taken', 'taklifnoma degan faylni ochdim'],
    ['bait_taken', 'ҳаволани босдим'],
    ['bait_taken', 'нажала на ссылку, перевела мошенникам'],
    ['bait_taken', 'I opened the link from a fake bank'],
  ])('tells %s in «%s»', (code, text) => {
    expect(codesOf(text)).toContain(code)
  })

  it.each([
    ['the card is found', 'kartamni yo‘qotib qo‘ygan edim, topildi'],
    ['the card is found', 'Отбой, потеряла карту, но нашлась в машине'],
    ['the card is found', 'False alarm, I lost my card and found it at home'],
    ['it is long past', 'O‘tgan yili kodni aytib qo‘ygan edim'],
    ['it is long past', 'В прошлом году назвала код мошенникам'],
    ['it is long past', 'I was scammed two years ago'],
    ['a price is asked', 'yo‘qolgan kartani almashtirish necha so‘m'],
    ['a price is asked', 'карту потеряла, сколько стоит новая'],
    ['a price is asked', 'how much is a replacement for a stolen card'],
    ['it is only imagined', 'Kartamni yo‘qotib qo‘ysam nima bo‘ladi'],
    ['it is only imagined', 'Что делать, если украдут телефон с картой'],
    ['it is only imagined', 'What if my card gets stolen'],
    ['others are warned', 'Ehtiyot bo‘linglar, taklifnoma degan faylni ochmang'],
    ['others are warned', 'Будьте бдительны, просят включить демонстрацию экрана'],
    ['others are warned', 'Beware, they tell you to install AnyDesk'],
    ['time is robbed in a metaphor', 'украли у меня полдня жизни в очереди за картой'],
    ['nothing at all', 'Kartani qanday ochsam bo‘ladi?'],
  ])('tells none where %s: «%s»', (_, text) => {
    expect(codesOf(text)).toEqual([])
  })

  it.each([
    'Topildi degandim, lekin kartamdan pul ketyapti, yo‘qotib qo‘yganman',
    'Отбой не даю: карта нашлась, но деньги уходят',
    'I found my card but money is leaving my account',
  ])('resolves upward where harm goes on whatever soothes: «%s»', (text) => {
    expect(codesOf(text)).toContain('money_going')
  })

  it('wants the thing named that is lost, and names each danger once with its place', () => {
    expect(codesOf('выронил')).toEqual([])
    const reading = readText('I lost my card, my card was stolen')
    const dangers = dangersOf(reading)
    expect(dangers.map(({ code }) => code)).toEqual(['card_lost'])
    expect(foldedOf(reading.senses[reading.cues.lastAt(dangers[0]?.cue ?? 0)] ?? 0)).toBe('lost')
  })
})
