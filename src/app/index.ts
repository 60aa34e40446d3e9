/** The composition root: the only room that sees all the others, and the table of contents of cause and effect. */
import { addChannelRoutes, type ChannelRegistry, createBots, createChannelDesk, createOutgoing } from '#bots'
import { foldForSearch } from '#classifier'
import { createDesk, type Desk, type Edges } from '#desk'
import { ClockWaker, createIntakePlanner, handoffJobs, handoffSubscribers, handoffSweeps, setTemplateFold } from '#handoff'
import { createIntake, figuresSweep, searchSweep } from '#inbox'
import {
  type App,
  auditSweeps,
  type Config,
  type CreateApp,
  ctxOfRequest,
  fileRemovalSweep,
  type JobDefinition,
  jobBoardRoutes,
  type Platform,
} from '#platform'
import { type SealKey, signingKeyOf } from '#privacy'
import { paceSweep, presenceSweep } from '#staff'
import { npsSweeps, reportSweeps, statsSubscribers, statsSweeps } from '#stats'
import { approvedKnowledge } from './approved-knowledge.ts'
import { openAccounts } from './channel-accounts.ts'
import { classifierInUse } from './classifier-in-use.ts'
import { createDemo } from './demo.ts'
import { frequentProblems } from './frequent-problems.ts'
import { guardListsInForce } from './guard-lists-in-force.ts'
import { houseHealth } from './house-health.ts'
import { openChannels } from './open-channels.ts'
import { reclassifyBurst } from './reclassify-burst.ts'
import { retentionDesk, retentionSweep } from './retention.ts'
import { sealKeyOf } from './seal-key.ts'
import { seedBank } from './seed-bank.ts'
import { sendingReports } from './send-report.ts'
import { sessionDoor } from './session-door.ts'

/** What the rooms re-derive from their tables over and over. */
const housekeeping = [
  ...handoffSweeps,
  presenceSweep,
  paceSweep,
  ...statsSweeps,
  figuresSweep,
  searchSweep,
  fileRemovalSweep,
  retentionSweep,
]

/** Those that need the house's key or its ways out. */
const ownSweeps = (config: Config, channels: ChannelRegistry, sealKey: SealKey) => [
  ...auditSweeps(signingKeyOf(sealKey)),
  ...reportSweeps(sendingReports(config, channels)),
  ...npsSweeps(sendingReports(config, channels)),
]

export const createApp: CreateApp = async (config, platform): Promise<App> => {
  const { ctx, dataDirectory } = platform
  const classifier = await classifierInUse(ctx)
  const { classify } = classifier
  const guardLists = await guardListsInForce(ctx)
  setTemplateFold(foldForSearch)
  const demo = await createDemo(config, platform)
  const seeded = await seedBank(ctx, { dataDirectory, isDemo: demo.isOn, siteCode: demo.siteCode })
  const planner = await createIntakePlanner(ctx)
  const sealKey = sealKeyOf(config, dataDirectory)
  const intake = createIntake(ctx, { classify, planOpening: planner.planOpening }, { sealKey })
  const knowledge = await approvedKnowledge(ctx, planner.planOpening)
  const bots = createBots({ knowledge, findNotice: knowledge.findNotice })
  await openChannels(bots.channels, { config, ctx, intake, demo })
  const accounts = await openAccounts({ config, ctx, intake, sealKey, bots, demo })
  const outgoing = createOutgoing(sealKey)
  const waker = new ClockWaker(ctx)
  const jobs = [...bots.jobs, ...outgoing.jobs, ...handoffJobs] as readonly JobDefinition<unknown>[]
  const edges = edgesOf(platform, bots.channels, outgoing.desk, jobs)
  let desk: Desk | undefined
  ctx.log.info({ model: classifier.version(), mode: platform.mode, roles: config.ROLES.join(',') }, 'composed')

  return {
    work: {
      subscribers: [
        ...[...bots.subscribers, outgoing.subscriber, ...handoffSubscribers, ...statsSubscribers],
        reclassifyBurst(classify, planner.planOpening),
      ],
      jobs,
      sweeps: [...bots.sweeps, ...outgoing.sweeps, ...housekeeping, ...ownSweeps(config, bots.channels, sealKey)],
    },
    checks: {},
    addRoutes(server) {
      desk = createDesk(server, {
        ctx,
        ctxFor: (request) => ctxOfRequest(ctx, request),
        ...sessionDoor(config),
        insights: { classifier, problems: frequentProblems(), sealKey, guardLists },
        channelAccounts: accounts.desk,
        edges,
      })
      addChannelRoutes(server, bots.channels, () => ctx)
      accounts.addRoutes(server)
      return demo.addRoutes(server)
    },
    async start() {
      await desk?.start()
      if (config.ROLES.includes('worker')) waker.start()
      accounts.start()
      if (config.ROLES.includes('telegram')) for (const channel of bots.channels.all()) await channel.start?.()
    },
    greeting: (base) => [...demo.greeting(base), ...seeded.greeting(base)],
    async drain() {
      accounts.stop()
      await Promise.all(bots.channels.all().map((channel) => channel.stop?.()))
      await desk?.stop()
    },
    async stop() {
      await waker.stop()
      await intake.close()
      planner.close()
      classifier.stop()
      guardLists.stop()
      await demo.stop()
    },
  }
}

/** What the console may ask of the other edges and of the program itself. */
function edgesOf(
  platform: Platform,
  channels: ChannelRegistry,
  webhooks: Edges['webhooks'],
  jobs: readonly JobDefinition<unknown>[],
): Edges {
  const desk = createChannelDesk(channels)
  const names = jobs.map((job) => job.name)
  return {
    channels: desk,
    webhooks,
    retention: retentionDesk,
    house: houseHealth(platform, desk.health),
    jobBoard: jobBoardRoutes(platform.ctx.queue, names, '/api/jobs-board'),
  }
}
