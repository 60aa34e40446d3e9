/**
 * What the last word of an Uzbek sentence does, by its folded endings: an Uzbek sentence says there whether it states, denies, wishes,
 * orders or asks. The first that fits counts.
 */
const moods: readonly RegExp[] = [
  // must
  /^(?:kerak|kerek|kere|kera|kk|krk|keraku|kerakde|lozim|zarur|shart|darkor|karak|keragidi)$/,
  // is lacking
  /^(?:yok|yoku|yogu|yokku|yuk|yokda|yoka|yokakan|mavjudmas|etishmaydi|etarlimas|kam|kamku|topilmaydi|topilmadi|kani)$/,
  // is not
  /^(?:emas|emasku|emasda|mas|nemas|.{2,}mas|bolmaydi|bomaydi|bumaydi|bolmadi)$/,
  // asks
  /(?:mi|mikan|mikin|micha|chi)$/,
  // does not
  /m[aie](?:y|v|yap|yab|vot|yot)(?:ap|ab|di|ti|man|siz|miz|ot|sa|p|b)|mit{1,2}i(?:ku)?$|(?:olma|lma|rma|tma|shma|nma|kma|yma|zma|pma|sma)(?:y|di|gan|s|v|b|p)|m(?:adi|adim|adik|adila|agan|abdi|apti|idi|edi|edim)$/,
  // would
  /(?:ardi|ardim|erdim|erdik|ardik|bolarid|bularid|aredi|ar|arkin)$/,
  // let it
  /(?:sin|sinlar|sinla|sinda|sinde)$/,
  // if
  /(?:sa|salar|sala|sela|sangiz|sangizlar|sanglar|sangla|sak|sayiz|saladi|sayam|salaring)$/,
  // do
  /(?:[^n]ing|inglar|ingla|inglor|inlar|nglar|ila|ilar|ela|elar|inla|iz|izlar|izla|vering|gin|gil|sanchi|vor|voring)$/,
  // we wait and hope
  /^(?:kutamiz|kutaman|kutib|kolamiz|kolaman|umiddaman|umiddamiz|umid|tilayman|tilaymiz)$/,
  // I did
  /(?:dim|dik|ganman|ganmiz|ibman|uvdim|udim)$/,
  // is doing
  /(?:yapti|yabdi|yapdi|vot|voti|votti|otir|yotir|yapman|voman|vomman|votman|moda|mokda)$/,
  // does
  /(?:adi|ydi|idi|edi|aman|yman|amiz|ymiz|asiz|ysiz|adilar|ydilar|arkan|arakan)$/,
  // did
  /(?:di|ti|bdi|pti|ipti|ibdi|dila|dilar|gan|kan|ikan)$/,
]

const trailing =
  /^(?:iltimos|iltmos|rahmat|raht|rahmt|ekan|akan|da|de|ku|edi|endi|ahir|bole|aka|opa|uka|plz|pliz|pojaluysta|umuman|fakat|shu|hozir|tezda|tez|deb|dep|hamaga|menimcha|yana|ham|omad)$/

/** The mood of a folded Uzbek word at a sentence's end: 0 where its ending tells none, -1 where the word before it decides. */
export function moodOf(folded: string): number {
  return trailing.test(folded) ? -1 : moods.findIndex((shape) => shape.test(folded)) + 1
}

/** How many moods there are, the unknown one included. */
export const moodCount = moods.length + 1
