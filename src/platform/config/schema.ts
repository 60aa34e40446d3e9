/**
 * Every setting of the program, in one place: its shape, its default and the sentence that explains it. `.env.example` is
 * written from here. All are read once at start; a change needs a restart.
 */
import { z } from 'zod'
import { Secret } from './secret.ts'

export const roleNames = ['web', 'worker', 'telegram'] as const
export type ProcessRole = (typeof roleNames)[number]

const words = (value: string) =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

const secretOf = (schema: z.ZodType<string>) => schema.transform((value) => new Secret(value))
const url = (protocols: RegExp, says: string) => z.url({ protocol: protocols, error: says })
const number = (least: number, most: number) =>
  z.coerce
    .number({ error: `a whole number from ${least} to ${most}` })
    .int()
    .min(least)
    .max(most)

/** `note` explains it, `sample` is shown where there is no default. The order is the order of .env.example. */
export const settings = {
  DATABASE_URL: {
    note: 'PostgreSQL to use, 14 or newer. Unset: an embedded one in the data directory.',
    sample: 'postgresql://murojaat:password@127.0.0.1:5432/murojaat',
    schema: secretOf(url(/^postgres(ql)?$/, 'a postgresql:// address')).optional(),
  },
  REDIS_URL: {
    note: 'Redis for the queue and for talk between processes. Unset: both in PostgreSQL and this process.',
    sample: 'redis://127.0.0.1:6379',
    schema: secretOf(url(/^rediss?$/, 'a redis:// address')).optional(),
  },
  ROLES: {
    note: 'What this process does: any of web, worker, telegram. Fewer than all three need REDIS_URL and DATABASE_URL.',
    schema: z
      .string()
      .default('web,worker,telegram')
      .transform(words)
      .pipe(z.array(z.enum(roleNames)).min(1))
      .transform((list) => [...new Set(list)]),
  },
  PORT: { note: 'Port to listen on.', schema: number(0, 65_535).default(8_080) },
  HOST: { note: 'Address to listen on. 0.0.0.0 opens it to the network.', schema: z.string().min(1).default('127.0.0.1') },
  MAX_CONNECTIONS: {
    note: 'Connections open at once at most, the lines of screens and widgets among them; whoever comes beyond is hung up on. Stay well below the file handles this process may have.',
    schema: number(100, 100_000).default(12_000),
  },
  CLIENT_CALLS: {
    note: 'Calls of vendors and widgets under way at once in this process at most; whoever comes beyond is told 503 and comes again. It lets in fewer by itself while it is late.',
    schema: number(8, 10_000).default(256),
  },
  SCREENS_PER_PERSON: {
    note: 'Live lines of the console one member of staff may have open at once in this process.',
    schema: number(1, 10_000).default(20),
  },
  STOP_GRACE_SECONDS: {
    note: 'Seconds for which the program, asked to stop, still serves while it calls itself not ready, so that a load balancer looks away first. The supervisor must wait 45 s longer than this.',
    schema: number(0, 60).default(0),
  },
  PUBLIC_URL: {
    note: 'How the outside reaches this program, without a slash at the end. Webhooks, links and the origin check use it.',
    sample: 'https://murojaat.example.uz',
    schema: url(/^https?$/, 'an http:// or https:// address')
      .transform((value) => value.replace(/\/+$/, ''))
      .optional(),
  },
  DATA_DIR: { note: 'Directory of the embedded database and of attachments.', schema: z.string().min(1).default('.local') },
  S3_ENDPOINT: {
    note: 'S3-compatible store for attachments. Needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY. Unset: the data directory.',
    sample: 'https://s3.bank.example.uz',
    schema: url(/^https?$/, 'an http:// or https:// address').optional(),
  },
  S3_BUCKET: {
    note: 'Bucket of that store.',
    sample: 'murojaat',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name')
      .optional(),
  },
  S3_REGION: { note: 'Region that store signs by.', schema: z.string().min(1).default('us-east-1') },
  S3_ACCESS_KEY_ID: {
    note: 'Access key of that store.',
    sample: 'replace-me',
    schema: secretOf(z.string().min(1)).optional(),
  },
  S3_SECRET_ACCESS_KEY: {
    note: 'Secret key of that store.',
    sample: 'replace-me',
    schema: secretOf(z.string().min(1)).optional(),
  },
  CLAMD_ADDRESS: {
    note: 'clamd that scans every attachment before it is stored, host:port. Unset: no scanner, unless SCAN_COMMAND is set.',
    sample: '127.0.0.1:3310',
    schema: z
      .string()
      .regex(/^[\w.-]+:\d{1,5}$/, 'host:port')
      .optional(),
  },
  SCAN_COMMAND: {
    note: 'Command that scans an attachment from its standard input: exit code 0 is clean, 1 infected.',
    sample: 'clamdscan --no-summary -',
    schema: z.string().min(1).optional(),
  },
  LOG_LEVEL: {
    note: 'debug, info, warn, error or silent.',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
  DEMO: {
    note: 'A made-up bank with a demo page and a Telegram emulator: on, off, or auto (on where there is no bot token and no DATABASE_URL).',
    schema: z.enum(['auto', 'on', 'off']).default('auto'),
  },
  POOL_SIZE: { note: 'Database connections of this process for ordinary queries.', schema: number(2, 200).default(10) },
  TRUST_PROXY: {
    note: 'Addresses of reverse proxies whose X-Forwarded-For is believed, comma separated.',
    sample: '127.0.0.1',
    schema: z.string().default('').transform(words),
  },
  METRICS_TOKEN: {
    note: 'Bearer token for /metrics. Unset: only this machine may read it.',
    sample: 'a-long-random-word',
    schema: secretOf(z.string().min(16, 'at least 16 characters')).optional(),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    note: 'OpenTelemetry collector that takes traces over HTTP. Unset: no traces.',
    sample: 'http://127.0.0.1:4318',
    schema: url(/^https?$/, 'an http:// or https:// address')
      .transform((value) => value.replace(/\/+$/, ''))
      .optional(),
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    note: 'Headers that collector wants, name=value, comma separated.',
    sample: 'authorization=Bearer%20replace-me',
    schema: secretOf(z.string().min(1)).optional(),
  },
  OTEL_TRACES_SAMPLER_ARG: {
    note: 'Share of the traces that are told, from 0 to 1.',
    schema: z.coerce.number({ error: 'a number from 0 to 1' }).min(0).max(1).default(1),
  },
  SEAL_KEY: {
    note: 'Key that seals originals of masked texts: 32 bytes in base64. Unset: made once and kept in the data directory.',
    sample: '(openssl rand -base64 32)',
    schema: secretOf(z.string().refine((value) => Buffer.from(value, 'base64').length === 32, '32 bytes in base64')).optional(),
  },
  SEAL_KEYS_BEFORE: {
    note: 'Former SEAL_KEYs, comma separated: they open what they sealed and seal nothing. npm run reseal makes them needless.',
    schema: secretOf(
      z
        .string()
        .refine((value) => words(value).every((key) => Buffer.from(key, 'base64').length === 32), '32 bytes in base64 each'),
    ).optional(),
  },
  BACKUP_PASSPHRASE: {
    note: 'Seals backups, and opens them again. Unset: a backup is as readable as the database. Keep it elsewhere than the backups.',
    sample: 'a-long-random-sentence',
    schema: secretOf(z.string().min(16, 'at least 16 characters')).optional(),
  },
  TELEGRAM_BOT_TOKEN: {
    note: 'Token of the bot, from BotFather.',
    sample: '123456:replace-me',
    schema: secretOf(z.string().regex(/^\d+:[\w-]{10,}$/, 'a token as BotFather gives it')).optional(),
  },
  TELEGRAM_MODE: {
    note: 'webhook needs PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET; polling needs neither.',
    schema: z.enum(['webhook', 'polling', 'off']).default('polling'),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    note: 'What Telegram must send with every webhook: 16 to 256 letters, digits, _ or -.',
    sample: 'a-long-random-word',
    schema: secretOf(z.string().regex(/^[\w-]{16,256}$/, '16 to 256 letters, digits, _ or -')).optional(),
  },
  TELEGRAM_API_ROOT: {
    note: 'Where the Bot API answers; an emulator or a local Bot API server may stand there.',
    schema: url(/^https?$/, 'an http:// or https:// address').default('https://api.telegram.org'),
  },
  TELEGRAM_SENDS_PER_SECOND: {
    note: 'Messages a second the bot may send to all chats together. Telegram bears about 30; more only with paid broadcasts.',
    schema: number(1, 1_000).default(28),
  },
  META_GRAPH_ROOT: {
    note: 'Where the Graph API of Facebook and WhatsApp answers; an emulator may stand there.',
    schema: url(/^https?$/, 'an http:// or https:// address').default('https://graph.facebook.com'),
  },
  META_INSTAGRAM_ROOT: {
    note: 'Where the API of Instagram Login answers.',
    schema: url(/^https?$/, 'an http:// or https:// address').default('https://graph.instagram.com'),
  },
  OIDC_ISSUER: {
    note: 'The bank’s own sign-in (OpenID Connect). Needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; it sends back to PUBLIC_URL/api/session/oidc/callback.',
    sample: 'https://login.bank.example.uz',
    schema: url(/^https?$/, 'an https:// address').optional(),
  },
  OIDC_CLIENT_ID: { note: 'Client id registered there.', sample: 'murojaat', schema: z.string().min(1).optional() },
  OIDC_CLIENT_SECRET: {
    note: 'Client secret registered there.',
    sample: 'replace-me',
    schema: secretOf(z.string().min(1)).optional(),
  },
  OIDC_LABEL: { note: 'What the button of that sign-in says.', schema: z.string().min(1).max(60).default('Single sign-on') },
  SMTP_URL: {
    note: 'Mail server for scheduled reports. Unset: reports go by Telegram or not at all. Needs MAIL_FROM.',
    sample: 'smtps://reports:password@mail.bank.example.uz',
    schema: secretOf(url(/^smtps?$/, 'an smtp:// or smtps:// address')).optional(),
  },
  MAIL_FROM: {
    note: 'Sender of those letters.',
    sample: 'murojaat@bank.example.uz',
    schema: z.email().optional(),
  },
  WIDGET_IDENTITY_SECRET: {
    note: 'Shared with the bank’s site, which signs the id of a client who is logged in there.',
    sample: 'a-long-random-word',
    schema: secretOf(z.string().min(16, 'at least 16 characters')).optional(),
  },
  WIDGET_ALLOWED_ORIGINS: {
    note: 'Sites that may show the chat widget, comma separated. This program’s own pages always may.',
    sample: 'https://bank.example.uz',
    schema: z
      .string()
      .default('')
      .transform(words)
      .pipe(z.array(url(/^https?$/, 'origins like https://bank.example.uz').transform((value) => new URL(value).origin))),
  },
} as const satisfies Record<string, { note: string; schema: z.ZodType; sample?: string }>

export type SettingName = keyof typeof settings
export type Config = Readonly<{ [K in SettingName]: z.output<(typeof settings)[K]['schema']> }>
