/** What a request is scored by, and what marks come to. Pure. */
import { type MarkedItem, type QualityCardInput, type QualityItem, type QualityMark, scoreOf } from '#contracts'
import { AppError } from '#kernel'

const four = (uzLatn: string, uzCyrl: string, ru: string, en: string) => ({ 'uz-Latn': uzLatn, 'uz-Cyrl': uzCyrl, ru, en })
type Names = QualityItem['names']
const item = (code: string, group: QualityItem['group'], weight: number, names: Names, isCritical = false): QualityItem => ({
  ...{ code, group, weight, names, isCritical },
})

/** Until the bank makes its own: the four groups of the standard, and the two faults that undo everything else. */
export const firstCard: QualityCardInput = {
  items: [
    item('courtesy', 'culture', 15, four('Muomala va uslub', 'Муомала ва услуб', 'Вежливость и стиль', 'Courtesy and style')),
    item(
      'language',
      'culture',
      10,
      four('Tili va savodxonligi', 'Тили ва саводхонлиги', 'Язык и грамотность', 'Language and spelling'),
    ),
    item(
      'facts',
      'accuracy',
      20,
      four('Ma’lumot to‘g‘ri va to‘liq', 'Маълумот тўғри ва тўлиқ', 'Сведения верны и полны', 'Facts right and complete'),
    ),
    item(
      'wrong_rate',
      'accuracy',
      10,
      four(
        'Stavka, tarif, muddat to‘g‘ri aytilgan',
        'Ставка, тариф, муддат тўғри айтилган',
        'Ставка, тариф, срок названы верно',
        'Rates, tariffs, terms told right',
      ),
      true,
    ),
    item(
      'secrecy',
      'accuracy',
      10,
      four(
        'Bank siri va shaxsiy ma’lumot saqlangan',
        'Банк сири ва шахсий маълумот сақланган',
        'Тайна и личные данные сохранены',
        'Secrets and personal data kept',
      ),
      true,
    ),
    item('routing', 'routing', 15, four('To‘g‘ri yo‘naltirilgan', 'Тўғри йўналтирилган', 'Верно направлено', 'Routed right')),
    item(
      'resolution',
      'resolution',
      20,
      four('Masala hal qilingan', 'Масала ҳал қилинган', 'Вопрос решён', 'The matter is resolved'),
    ),
  ],
  causes: [
    { code: 'knowledge', names: four('Bilim yetishmagan', 'Билим етишмаган', 'Не хватило знаний', 'Lack of knowledge') },
    { code: 'attention', names: four('E’tiborsizlik', 'Эътиборсизлик', 'Невнимательность', 'Inattention') },
    { code: 'attitude', names: four('Munosabat', 'Муносабат', 'Отношение', 'Attitude') },
    {
      code: 'template',
      names: four(
        'Shablon noto‘g‘ri yoki yo‘q',
        'Шаблон нотўғри ёки йўқ',
        'Шаблон неверен или его нет',
        'Template wrong or missing',
      ),
    },
    { code: 'process', names: four('Tartib yoki tizim', 'Тартиб ёки тизим', 'Порядок или система', 'Process or system') },
    { code: 'workload', names: four('Ish yuklamasi', 'Иш юкламаси', 'Нагрузка', 'Workload') },
  ],
}

/**
 * The weighted share of what applied, 0..100; 0 where a critical item failed.
 * @throws quality.marks_incomplete where an item has no mark, has two, is of no card, or a fault has no known cause
 */
export function totalOf(card: QualityCardInput, marks: readonly MarkedItem[]): { total: number; isZeroed: boolean } {
  const byItem = new Map(marks.map((one) => [one.item, one]))
  if (byItem.size !== marks.length || marks.length !== card.items.length) throw new AppError('quality.marks_incomplete')
  const marked = card.items.map((one) => ({ ...one, mark: markOf(card, byItem.get(one.code), one.code) }))
  const score = scoreOf(marked)
  if (score === null) throw new AppError('quality.marks_incomplete')
  return score
}

function markOf(card: QualityCardInput, marked: MarkedItem | undefined, item: string): QualityMark {
  if (marked === undefined || !isExplained(card, marked)) throw new AppError('quality.marks_incomplete', { item })
  return marked.mark
}

const isFault = (mark: QualityMark) => mark !== null && mark < 1
const isExplained = (card: QualityCardInput, { mark, cause }: MarkedItem) =>
  isFault(mark) ? card.causes.some(({ code }) => code === cause) : cause === null

/** Two people's marks of one item, put beside each other. */
export type MarkPair = readonly [QualityMark, QualityMark]

/**
 * How far two who scored the same agree: the share of equal marks, and Cohen's kappa, which takes out what chance alone would
 * give. Null where nothing was compared, kappa also where chance alone explains everything.
 */
export function agreementOf(pairs: readonly MarkPair[]): { marks: number; share: number | null; kappa: number | null } {
  const marks = pairs.length
  if (marks === 0) return { marks, share: null, kappa: null }
  const share = pairs.filter(([a, b]) => a === b).length / marks
  const portion = (side: 0 | 1, mark: QualityMark) => pairs.filter((pair) => pair[side] === mark).length / marks
  const kinds: readonly QualityMark[] = [0, 0.5, 1, null]
  const chance = kinds.reduce<number>((sum, mark) => sum + portion(0, mark) * portion(1, mark), 0)
  return { marks, share, kappa: chance >= 1 ? null : (share - chance) / (1 - chance) }
}
