/** The board's cards about the matters themselves and the screens of the heads of shift, in English. */
import type { uzLatnScreens } from './uz-latn.ts'

export const enScreens = {
  insights: {
    problems: 'Frequent problems',
    problemLine: (topic: string, count: string) => `${topic}: ${count} in the last hour`,
    usual: (usual: string) => `usually ${usual}`,
    usualUnknown: 'the usual number is not known yet',
    growth: (times: string) => `${times} times as many`,
    noProblems: 'Nothing was repeated often in the last hour.',
    faq: 'Questions without an approved answer',
    faqCount: (count: string) => `asked ${count}×`,
    classifier: 'Classifier',
    model: 'Model in use',
    week: 'Week',
    opinions: 'Opinions',
    abstained: 'Abstained',
    corrected: 'Corrected',
    mix: 'Type mix',
    mixPart: (type: string, share: string) => `${type}: ${share}`,
    noWeeks: 'No opinions yet.',
    switchTo: 'Another version',
    switchTitle: 'Switch the model version',
    switchAsk: (from: string, to: string) =>
      `${to} will work instead of ${from}. New requests are read by it at once; earlier ones do not change.`,
    switchSubmit: 'Switch',
    switched: (version: string) => `${version} works now.`,
  },
  reveal: {
    show: 'Show original',
    title: 'The original of a masked text',
    reason: 'Why is it needed?',
    onRecord: 'Who opened it, when and why stays on record.',
    submit: 'Open the original',
    recorded: 'That you opened this text is on record. Pass it to nobody.',
    hidesIn: (s: number) => `Hidden again in ${s} s`,
    hide: 'Hide now',
  },
} satisfies typeof uzLatnScreens
