/** What the numbers of the reports mean, column by column, in Uzbek, Latin script. */

export const uzLatnNumbers = {
  numbers: {
    whole: (name: string) => `${name}: nimadan hisoblangan`,
    daysTable: 'Kunlar jadvali',
    day: 'Kun',
    appealChannels: 'Kanallar',
    appeals: {
      received: 'Chorakda ochilgan murojaatlar, hozirgi turi bo‘yicha.',
      before: 'Oldingi chorakda ochilganlari: taqqoslash uchun.',
      settled: 'Chorakdagi yopilishlar. Qayta ochilib, yana yopilgani ikki marta sanaladi.',
      inTime: 'Chorakda boshlangan muddatlardan vaqtida bajarilganlari.',
      late: 'Chorakda boshlangan muddatlardan buzilganlari, keyin javob berilgan bo‘lsa ham.',
      pending: 'Chorakda boshlangan, muddati hali kelmagan ishlar. Ulushga kirmaydi.',
      overdue: 'Chorakda boshlangan, muddati o‘tgan va hali bajarilmagan ishlar. Ulushda buzilgan qatorida sanaladi.',
      repeated: 'Chorakda ochilganlardan mijozning oldingi murojaatini takrorlaganlari.',
      official: 'Chorakda rasmiy raqam bilan ro‘yxatga olinganlari, qaytarib olinganlarsiz.',
      extended: 'Chorakda qonuniy muddati uzaytirilganlari.',
      share: 'Muddatida / (muddatida + kechikib + muddati o‘tgan).',
      causes: 'Chorakda kelgan shikoyatlar mavzusi, eng ko‘pi birinchi.',
      outcomes: 'Chorakdagi yopilishlar natijasi bo‘yicha: shikoyat, so‘rov, taklif va savollar.',
      channels: 'Chorakda kelgan shikoyat, so‘rov, taklif va savollar kanali bo‘yicha.',
    },
    templates: {
      offered: 'Shablon taklif qilingan ro‘yxatda turganida yuborilgan javoblar.',
      accepted: 'Taklif qilinganda aynan shu shablon bilan yuborilganlari. Ulush: taklif qilinganlardan.',
      sent: 'Shablon bilan yuborilgan barcha javoblar: taklif qilingan yoki qidirib topilgan.',
      edited: 'Yuborishdan oldin matni o‘zgartirilganlari. Ulush: jami yuborilganlardan.',
      beyond: 'O‘zgarishi ruxsat etilgan chegaradan oshganlari.',
      reopened: 'Shablon ishlatilgandan keyin qayta ochilgan murojaatlar. Ulush: shablon ishlatilgan murojaatlardan.',
      csat: 'Shablon ishlatilgandan keyin mijozlar qo‘ygan oxirgi baholarning o‘rtachasi (1–5).',
    },
    classifier: {
      opinions: 'Haftada ochilgan murojaatlarga model bergan xulosalar.',
      abstained: 'Model ishonchi yetmay, turini xodimga qoldirganlari. Ulush: xulosalardan.',
      corrected:
        'Xodim turini, muhimligini yoki mavzusini o‘zgartirganlari. Ulush: xodim ko‘rib chiqqanlardan. O‘sishi model eskirganini bildiradi.',
      mix: 'Turlar taqsimoti: keskin o‘zgarsa, murojaatlar yoki model o‘zgargan.',
    },
    problems:
      'So‘nggi bir soatda o‘xshash so‘zlar bilan yozilgan murojaatlar, oldingi yetti kunning shu soatiga nisbatan. O‘sish: hozirgi / odatdagi (kamida bir).',
  },
}
