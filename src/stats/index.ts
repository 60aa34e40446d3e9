export { type CorrectedText, classifierWeeks, type Matter, readCorrections, readQuestions, readSameStretch } from './matters.ts'
export { rebuildStats, statsSubscribers } from './project.ts'
export { reportTimeZone, slaReport } from './sla-report.ts'
export { slaReportCsv } from './sla-report-csv.ts'
