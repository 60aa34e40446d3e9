/** The board's cards about the matters themselves and the screens of the heads of shift, in Uzbek, Latin script. */

export const uzLatnScreens = {
  insights: {
    problems: 'Ko‘p uchrayotgan muammolar',
    problemLine: (topic: string, count: string) => `${topic}: oxirgi bir soatda ${count} ta`,
    usual: (usual: string) => `odatda ${usual} ta`,
    usualUnknown: 'odatdagisi hali noma’lum',
    growth: (times: string) => `${times} baravar`,
    noProblems: 'Oxirgi bir soatda ko‘p takrorlangan muammo yo‘q.',
    faq: 'Tasdiqlangan javobi yo‘q savollar',
    faqCount: (count: string) => `${count} marta so‘ralgan`,
    classifier: 'Tasniflagich',
    model: 'Ishlayotgan model',
    week: 'Hafta',
    opinions: 'Xulosalar',
    abstained: 'Xulosa bermagan',
    corrected: 'Odam tuzatgan',
    mix: 'Turlar ulushi',
    mixPart: (type: string, share: string) => `${type}: ${share}`,
    noWeeks: 'Hali xulosalar yo‘q.',
    switchTo: 'Boshqa versiya',
    switchTitle: 'Model versiyasini almashtirish',
    switchAsk: (from: string, to: string) =>
      `${from} o‘rniga ${to} ishlaydi. Yangi murojaatlar darhol shu model bilan tasniflanadi, avvalgilari o‘zgarmaydi.`,
    switchSubmit: 'Almashtirish',
    switched: (version: string) => `Endi ${version} ishlayapti.`,
  },
  reveal: {
    show: 'Asl matnni ko‘rsatish',
    title: 'Yashirilgan matnning asli',
    reason: 'Nima uchun kerak?',
    onRecord: 'Kim, qachon va nima uchun ochgani jurnalda qoladi.',
    submit: 'Asl matnni ochish',
    recorded: 'Bu matnni ochganingiz jurnalga yozildi. Uni hech kimga yubormang.',
    hidesIn: (s: number) => `${s} soniyadan keyin yashiriladi`,
    hide: 'Hozir yashirish',
  },
}
