/** What the numbers of the reports mean, column by column, in English. */
import type { uzLatnNumbers } from './uz-latn.ts'

export const enNumbers = {
  numbers: {
    whole: (name: string) => `${name}: counted over`,
    daysTable: 'The days as a table',
    day: 'Day',
    appealChannels: 'Channels',
    appeals: {
      received: 'Requests opened in the quarter, by the type they have now.',
      before: 'Those opened in the quarter before, to compare with.',
      settled: 'Closings in the quarter. What was opened again and closed again counts twice.',
      inTime: 'Of the terms that began in the quarter, those met.',
      late: 'Of the terms that began in the quarter, those breached, answered later or not.',
      pending: 'Began in the quarter and are not due yet. In no share.',
      overdue: 'Began in the quarter, the term has passed and the work is not done. In the share they count as breached.',
      repeated: 'Of those opened in the quarter, those that repeat an earlier request of the same client.',
      official: 'Registered in the quarter under an official number, without those withdrawn.',
      extended: 'Requests whose legal term was extended in the quarter.',
      share: 'In time / (in time + late + overdue).',
      causes: 'Topics of the complaints of the quarter, the most frequent first.',
      outcomes: 'Closings of the quarter by outcome: complaints, information requests, suggestions and questions.',
      channels: 'Complaints, information requests, suggestions and questions of the quarter by channel.',
    },
    templates: {
      offered: 'Replies sent while the template stood in the list that was offered.',
      accepted: 'Of those, the ones sent with this very template. Share: of those offered.',
      sent: 'All replies sent with the template, offered or looked up.',
      edited: 'Sent with changed words. Share: of all sent.',
      beyond: 'Changed more than is allowed.',
      reopened: 'Requests opened again after the template. Share: of the requests it was used in.',
      csat: 'Mean of the newest marks (1–5) clients gave after the template.',
    },
    classifier: {
      opinions: 'What the model thought of the requests opened in the week.',
      abstained: 'The model was not sure and left the type to a person. Share: of its opinions.',
      corrected:
        'A person changed the type, the priority or the topic. Share: of those a person judged. Growth means the model is out of date.',
      mix: 'How the types fall: a sudden change means that the requests or the model have changed.',
    },
    problems:
      'Requests of the last hour written in similar words, against the same hour of the seven days before. Growth: now over usual (at least one).',
  },
} satisfies typeof uzLatnNumbers
