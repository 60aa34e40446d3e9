export { npsFell, npsRecovered } from './events.ts'
export { appealAnalysis } from './files/appeal-analysis.ts'
export { appealFile, type ReportFile, summaryFile } from './files/report-file.ts'
export { slaReportCsv } from './files/sla-report-csv.ts'
export { reportTimeZone } from './lines/read-pages.ts'
export { rebuildStats, statsSubscribers } from './project/project.ts'
export { keepPages, statsSweeps } from './project/upkeep.ts'
export {
  changeQualityCard,
  contestScore,
  decideContest,
  drawSample,
  forgetScores,
  listContests,
  listSamples,
  listTasks,
  ownScores,
  readQualityCard,
  readTask,
  scoreTask,
} from './quality/quality.ts'
export { qualityReport } from './quality/quality-report.ts'
export { scoreSheet } from './quality/score-sheet.ts'
export { behindNumber } from './report/behind.ts'
export { cutReport } from './report/cut-report.ts'
export {
  type CorrectedText,
  classifierWeeks,
  type Matter,
  readCorrections,
  readQuestions,
  readSameStretch,
} from './report/matters.ts'
export { reviewReport } from './report/review-report.ts'
export { satisfactionReport } from './report/satisfaction-report.ts'
export { slaReport } from './report/sla-report.ts'
export { templateReport, templateReportCsv } from './report/template-report.ts'
export {
  addSchedule,
  enableSchedule,
  listSchedules,
  removeSchedule,
  reportSweeps,
  type SendReport,
  sendDueReports,
} from './schedules/schedule.ts'
export { changeNpsRule, readNpsRule } from './watch/nps-rule.ts'
export { npsSweeps, tellNpsAlerts } from './watch/tell-nps.ts'
export { listNpsAlerts, markAlertSeen, npsStandings, watchNps } from './watch/watch-nps.ts'
