/** Approved words over HTTP: their way from draft to withdrawn, the composer's mode, the proof of one message, the report. */
import { z } from 'zod'
import { FourTexts, mostTemplateFiles, TemplateFile, TemplateVariable } from './desk-api.ts'
import { Instant } from './messages.ts'
import { ChannelKind, DeliveryState, Language, TopicCode, Visibility } from './vocabulary.ts'

/**
 * What a version is at this moment. `scheduled`, `in_force`, `replaced` and `expired` were all approved: the first waits for
 * its first day, the second is the one that is sent, the third gave way to a newer one, the fourth is past its last day.
 */
export const templateStandings = ['draft', 'review', 'scheduled', 'in_force', 'replaced', 'expired', 'withdrawn'] as const
export type TemplateStanding = (typeof templateStandings)[number]
export const TemplateStanding = z.enum(templateStandings)

/** Where the words may be said. Approved together with them. An empty list is "everywhere". */
export const TemplateScope = z.object({
  /** Ranks the template first in this topic. */
  topic: TopicCode.nullable(),
  /** Also keeps it out of every other topic. */
  isTopicOnly: z.boolean().optional(),
  channels: z.array(ChannelKind).max(20),
  departmentIds: z.array(z.string().max(64)).max(100),
  /** `public`: may also be said under a post; `private`: never there. */
  visibility: Visibility,
  botMayAnswer: z.boolean(),
})
export type TemplateScope = z.infer<typeof TemplateScope>

/** A member of staff by name; null where it was approved with the program. */
const Person = z.object({ id: z.string(), name: z.string() }).nullable()

export const TemplateVersionView = z.object({
  versionId: z.string(),
  version: z.number().int(),
  standing: TemplateStanding,
  texts: FourTexts,
  variables: z.array(TemplateVariable),
  files: z.array(TemplateFile),
  scope: TemplateScope,
  /** Texts that another text has left behind; touched or confirmed before approval. */
  stale: z.array(Language),
  author: Person,
  approver: Person,
  /** Why it last came back from review; null once it is submitted again. */
  rejection: z.object({ by: Person, reason: z.string(), at: Instant }).nullable(),
  createdAt: Instant.nullable(),
  submittedAt: Instant.nullable(),
  publishedAt: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
})
export type TemplateVersionView = z.infer<typeof TemplateVersionView>

/** One row of the library: `inForce` is what is sent now, `latest` the newest version whatever it is. */
export const TemplateListItem = z.object({
  id: z.string(),
  shortcut: z.string(),
  title: FourTexts,
  isArchived: z.boolean(),
  scope: TemplateScope,
  inForce: z
    .object({
      versionId: z.string(),
      version: z.number().int(),
      publishedAt: Instant.nullable(),
      validUntil: Instant.nullable(),
    })
    .nullable(),
  latest: z.object({
    versionId: z.string(),
    version: z.number().int(),
    standing: TemplateStanding,
    stale: z.array(Language),
    author: Person,
    createdAt: Instant.nullable(),
  }),
})
export type TemplateListItem = z.infer<typeof TemplateListItem>

/** GET /api/templates/library. A template is found by a standing if one of its versions has it. */
export const TemplateLibraryQuery = z.object({
  text: z.string().max(200).optional(),
  standing: TemplateStanding.optional(),
  topic: TopicCode.optional(),
  channel: ChannelKind.optional(),
  departmentId: z.string().max(64).optional(),
  visibility: Visibility.optional(),
  archived: z.enum(['true', 'false']).default('false'),
  /** The last shortcut of the page before. */
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type TemplateLibraryQuery = z.infer<typeof TemplateLibraryQuery>
export const TemplateLibrary = z.object({ items: z.array(TemplateListItem), nextCursor: z.string().nullable() })
export type TemplateLibrary = z.infer<typeof TemplateLibrary>

/** GET /api/templates/:templateId: everything that was ever written under this shortcut, the newest first. */
export const TemplateDetail = z.object({
  id: z.string(),
  shortcut: z.string(),
  title: FourTexts,
  isArchived: z.boolean(),
  createdAt: Instant,
  versions: z.array(TemplateVersionView),
})
export type TemplateDetail = z.infer<typeof TemplateDetail>

/** What the operator types after "/": small letters of either script, digits, one dash at a time. */
export const TemplateShortcut = z
  .string()
  .max(64)
  .regex(/^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$/u)

const Text = z.string().max(4000)
const Texts = z.object({ 'uz-Latn': Text, 'uz-Cyrl': Text, ru: Text, en: Text })
const Label = z.string().trim().min(1).max(120)
const Title = z.object({ 'uz-Latn': Label, 'uz-Cyrl': Label, ru: Label, en: Label })

/** POST /api/templates/:templateId/versions and PATCH /api/template-versions/:versionId: the whole draft as it now stands. */
export const TemplateDraftInput = z.object({
  texts: Texts,
  variables: z.array(TemplateVariable).max(20),
  scope: TemplateScope,
  /** Uploaded before (POST /api/template-files), in the order they are sent; absent: those it had. */
  fileIds: z.array(z.string().max(64)).max(mostTemplateFiles).optional(),
  validFrom: Instant.nullable().optional(),
  validUntil: Instant.nullable().optional(),
  /** Unchanged texts that were read and still say the same as the changed ones. */
  confirmed: z.array(Language).max(4).optional(),
})
export type TemplateDraftInput = z.infer<typeof TemplateDraftInput>
/** POST /api/templates. */
export const NewTemplateInput = TemplateDraftInput.extend({ shortcut: TemplateShortcut, title: Title })
export type NewTemplateInput = z.infer<typeof NewTemplateInput>
/** PATCH /api/templates/:templateId: what only the staff sees, so it needs no approval. */
export const RenameTemplateInput = z.object({ shortcut: TemplateShortcut.optional(), title: Title.optional() })
export type RenameTemplateInput = z.infer<typeof RenameTemplateInput>
/** POST /api/template-versions/:versionId/confirm. */
export const ConfirmTextsInput = z.object({ languages: z.array(Language).min(1).max(4) })
/** POST /api/template-versions/:versionId/reject and /withdraw. */
export const TemplateReasonInput = z.object({ reason: z.string().trim().min(3).max(1000) })

/**
 * How free an operator's words are. `free`: any; `difference`: a template must be the beginning and what was changed in it is
 * kept and measured; `locked`: a template as approved and nothing else.
 */
export const composerModes = ['free', 'difference', 'locked'] as const
export type ComposerMode = (typeof composerModes)[number]
export const ComposerMode = z.enum(composerModes)

/** GET /api/requests/:requestId/composer: the strictest of the channel's, the topic's and, in public, the public mode. */
export const ComposerView = z.object({
  mode: ComposerMode,
  /** The end of the channel's window for a reply; null where it has none. */
  windowEndsAt: Instant.nullable(),
})
export type ComposerView = z.infer<typeof ComposerView>

/** GET /api/composer-modes. What is not listed is `free`. */
export const ComposerModes = z.object({
  channels: z.array(z.object({ channel: ChannelKind, mode: ComposerMode })),
  topics: z.array(z.object({ topic: TopicCode, mode: ComposerMode })),
  /** For whatever everybody can read, on any channel; `difference` until a bank says otherwise. */
  publicMode: ComposerMode,
  /** Above this share of changed words (0..1) an edit is marked as going beyond its template. */
  editLimit: z.number().min(0).max(1),
})
export type ComposerModes = z.infer<typeof ComposerModes>
/** PATCH /api/composer-modes: one setting at a time. */
export const ComposerModeInput = z.union([
  z.strictObject({ channel: ChannelKind, mode: ComposerMode }),
  z.strictObject({ topic: TopicCode, mode: ComposerMode }),
  z.strictObject({ publicMode: ComposerMode }),
  z.strictObject({ editLimit: z.number().min(0).max(1) }),
])
export type ComposerModeInput = z.infer<typeof ComposerModeInput>

/** What was changed in a template's words before they were sent; the parts joined in order give either text. */
export const TemplateEditView = z.object({
  rendered: z.string(),
  sent: z.string(),
  /** Share of changed words, 0..1. */
  share: z.number(),
  isBeyond: z.boolean(),
  parts: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
})
export type TemplateEditView = z.infer<typeof TemplateEditView>

/** GET /api/messages/:messageId/proof: which words the client was sent, who wrote them, who approved them, what was changed. */
export const MessageProof = z.object({
  messageId: z.string(),
  requestId: z.string(),
  authorKind: z.string(),
  author: Person,
  sentAt: Instant,
  text: z.string(),
  delivery: z.object({ state: DeliveryState, sentAt: Instant.nullable() }).nullable(),
  template: z
    .object({
      templateId: z.string(),
      shortcut: z.string(),
      versionId: z.string(),
      version: z.number().int(),
      /** What it is now; it was in force when the message was sent. */
      standing: TemplateStanding,
      language: Language.nullable(),
      /** The approved text of that language with its places open; null where the language was not recorded. */
      approvedText: z.string().nullable(),
      /** The files approved with it; what the message carried is among its attachments. */
      files: z.array(TemplateFile),
      author: Person,
      approver: Person,
      publishedAt: Instant.nullable(),
      validFrom: Instant.nullable(),
      validUntil: Instant.nullable(),
    })
    .nullable(),
  /** Null where it was sent as approved, or in free words. */
  edit: TemplateEditView.nullable(),
})
export type MessageProof = z.infer<typeof MessageProof>

/** GET /api/statistics/templates and .csv. Shares are null where nothing was counted. */
export const TemplateReportRow = z.object({
  templateId: z.string(),
  shortcut: z.string(),
  title: FourTexts,
  isArchived: z.boolean(),
  /** Replies sent while it stood in the list the composer offered. */
  offered: z.number().int(),
  /** Of those, how often it was put into the composer, and how often sent. */
  inserted: z.number().int(),
  accepted: z.number().int(),
  acceptance: z.number().nullable(),
  /** All replies sent with it, offered or looked up. */
  sent: z.number().int(),
  edited: z.number().int(),
  editedShare: z.number().nullable(),
  beyond: z.number().int(),
  /** Requests it was used in, and how many of them were opened again afterwards. */
  requests: z.number().int(),
  reopened: z.number().int(),
  reopenedShare: z.number().nullable(),
  /** Marks 1..5 the clients gave those requests. */
  rated: z.number().int(),
  csat: z.number().nullable(),
  lastSentAt: Instant.nullable(),
})
export type TemplateReportRow = z.infer<typeof TemplateReportRow>
export const TemplateReportQuery = z.object({
  /** Local dates of the bank's time zone, both inclusive. */
  from: z.iso.date(),
  to: z.iso.date(),
})
export type TemplateReportQuery = z.infer<typeof TemplateReportQuery>
export const TemplateReport = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date(), timeZone: z.string() }),
  asOf: Instant,
  rows: z.array(TemplateReportRow),
})
export type TemplateReport = z.infer<typeof TemplateReport>
