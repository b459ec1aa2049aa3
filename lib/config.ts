/** Configuration from the environment, read once. All problems are told together; secrets never leave this object by name. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import * as z from 'zod'
import { RacingError } from './errors.js'
import { isLoopback } from './loopback.js'

export interface Config {
  readonly api: {
    /** Base address, `/v1` included. */
    readonly baseUrl: string
    readonly username: string
    readonly password: string
    /** Calls per second over everything; 0 for no limit. */
    readonly rate: number
    readonly concurrency: number
  }
  /** Whether credentials of the real API are set; otherwise the simulator stands in. */
  readonly hasCredentials: boolean
  /** Null: the embedded Postgres. */
  readonly databaseUrl: string | null
  /** Empty: the embedded log. */
  readonly kafkaBrokers: readonly string[]
  readonly schemaRegistryUrl: string | null
  readonly topicPrefix: string
  /** Lower case. */
  readonly regions: readonly string[]
  readonly logLevel: string
  /** Folder of data and logs. */
  readonly home: string
  /** A date that stands for today, or null. */
  readonly asOf: string | null
  /** Whether services do the jobs of the schedule; off for those who use cron. */
  readonly schedule: boolean
  readonly console: {
    readonly host: string
    /** Null: the usual port where it is free, else any. */
    readonly port: number | null
    /** Asked of every visitor where set; without one only the loopback address is listened on. */
    readonly token: string | null
  }
  /** Port of health and metrics of a service that runs alone; null for none. */
  readonly metricsPort: number | null
  readonly alerts: {
    /** `smtp://user:password@host:587`. */
    readonly smtpUrl: string | null
    readonly from: string
    readonly to: readonly string[]
    readonly slackWebhook: string | null
    readonly discordWebhook: string | null
    /** Whether webhooks may lead into private networks. */
    readonly allowPrivate: boolean
  }
  /** Values that must never be shown. */
  readonly secrets: readonly string[]
}

/** The environment does not say what is needed. */
export class ConfigInvalid extends RacingError {
  readonly code = 'CONFIG_INVALID'
  readonly retriable = false
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
      { problems },
    )
  }
}

const text = z.string().trim().min(1).optional()

const port = z.coerce.number({ error: 'is no port, such as 8480' }).int().min(0).max(65_535).optional()

const environment = z.object({
  RACING_API_USERNAME: text,
  RACING_API_PASSWORD: text,
  RACING_API_BASE_URL: z
    .url({ error: 'is no URL, such as https://api.theracingapi.com/v1' })
    .default('https://api.theracingapi.com/v1'),
  RACING_API_RATE: z.coerce
    .number({ error: 'is no number of calls per second, such as 2' })
    .min(0)
    .max(1000)
    .default(2),
  RACING_CONCURRENCY: z.coerce.number({ error: 'is no number, such as 4' }).int().min(1).max(64).default(4),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is no Postgres URL, such as postgresql://user:password@host:5432/database')
    .optional(),
  KAFKA_BROKERS: text,
  SCHEMA_REGISTRY_URL: z.url({ error: 'is no URL, such as http://localhost:8081' }).optional(),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/, 'may hold letters, digits, dots, dashes and underscores')
    .default(''),
  REGION_CODES: z
    .string()
    .regex(/^[A-Za-z]{2,4}(,[A-Za-z]{2,4})*$/, 'is no list of region codes, such as gb,ire')
    .default('gb,ire'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DARKHORSES_HOME: z.string().trim().min(1).default('./.darkhorses'),
  AS_OF: z.iso.date({ error: 'is no date, such as 2025-10-23' }).optional(),
  DARKHORSES_SCHEDULE: z.enum(['on', 'off'], { error: 'is neither on nor off' }).default('on'),
  CONSOLE_HOST: z.string().trim().min(1).default('127.0.0.1'),
  CONSOLE_PORT: port,
  CONSOLE_TOKEN: z.string().min(16, 'needs at least 16 characters, such as those of `openssl rand -hex 16`').optional(),
  METRICS_PORT: port,
  ALERT_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'is no address, such as smtp://user:password@mail.example.org:587')
    .optional(),
  ALERT_EMAIL_FROM: z.string().trim().min(3).default('darkhorses@localhost'),
  ALERT_EMAIL_TO: text,
  ALERT_SLACK_WEBHOOK: z.url({ protocol: /^https?$/, error: 'is no URL of a webhook' }).optional(),
  ALERT_DISCORD_WEBHOOK: z.url({ protocol: /^https?$/, error: 'is no URL of a webhook' }).optional(),
  ALERT_ALLOW_PRIVATE: z.enum(['true', 'false'], { error: 'is neither true nor false' }).default('false'),
})

const secretNames = [
  'RACING_API_USERNAME',
  'RACING_API_PASSWORD',
  'DATABASE_URL',
  'CONSOLE_TOKEN',
  'ALERT_SMTP_URL',
  'ALERT_SLACK_WEBHOOK',
  'ALERT_DISCORD_WEBHOOK',
]

type Environment = Readonly<Record<string, string | undefined>>

/** `.env` and `.env.local` of a folder, the latter first, below what the environment itself says. */
function withEnvFiles(environment: Environment, folder: string): Environment {
  const read = (name: string) =>
    existsSync(resolve(folder, name)) ? parseEnv(readFileSync(resolve(folder, name), 'utf8')) : {}
  return { ...read('.env'), ...read('.env.local'), ...environment }
}

/** Secrets given as files: `NAME_FILE` names the file that holds `NAME`. */
function withSecretFiles(environment: Environment, problems: string[]): Environment {
  const found: Record<string, string> = {}
  for (const name of secretNames) {
    const file = environment[`${name}_FILE`]
    if (file === undefined || environment[name] !== undefined) continue
    try {
      found[name] = readFileSync(file, 'utf8').trim()
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read.`)
    }
  }
  return { ...environment, ...found }
}

function secretsOf(values: z.infer<typeof environment>): string[] {
  const secrets: (string | undefined)[] = [values.RACING_API_PASSWORD]
  if (values.DATABASE_URL !== undefined)
    secrets.push(values.DATABASE_URL, decodeURIComponent(new URL(values.DATABASE_URL).password))
  if (values.ALERT_SMTP_URL !== undefined && URL.canParse(values.ALERT_SMTP_URL))
    secrets.push(values.ALERT_SMTP_URL, decodeURIComponent(new URL(values.ALERT_SMTP_URL).password))
  secrets.push(values.CONSOLE_TOKEN, values.ALERT_SLACK_WEBHOOK, values.ALERT_DISCORD_WEBHOOK)
  return secrets.filter((secret): secret is string => secret !== undefined && secret !== '')
}

/** Reads the configuration. @throws ConfigInvalid with every problem there is */
export function readConfig(given: Environment = process.env, folder: string = process.cwd()): Config {
  const problems: string[] = []
  const all = withSecretFiles(withEnvFiles(given, folder), problems)
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(present)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = issue.path.join('.')
      problems.push(
        `${name} ${issue.message}${secretNames.includes(name) ? '' : ` (it is ${JSON.stringify(present[name])})`}.`,
      )
    }
  }
  if (present['SUPABASE_URL'] !== undefined && present['DATABASE_URL'] === undefined) {
    problems.push('SUPABASE_URL is of the old scripts: set DATABASE_URL to the Postgres connection string instead.')
  }
  if (present['KAFKA_BROKERS'] !== undefined && present['SCHEMA_REGISTRY_URL'] === undefined) {
    problems.push('KAFKA_BROKERS is set without SCHEMA_REGISTRY_URL: events need a registry for their schemas.')
  }
  if (parsed.success && !isLoopback(parsed.data.CONSOLE_HOST) && parsed.data.CONSOLE_TOKEN === undefined) {
    problems.push(
      `CONSOLE_HOST is ${parsed.data.CONSOLE_HOST}, which others can reach: set CONSOLE_TOKEN as well, or leave it at 127.0.0.1.`,
    )
  }
  if (parsed.success && parsed.data.ALERT_SMTP_URL !== undefined && parsed.data.ALERT_EMAIL_TO === undefined) {
    problems.push('ALERT_SMTP_URL is set without ALERT_EMAIL_TO: say who gets the mail.')
  }
  if (!parsed.success || problems.length > 0) throw new ConfigInvalid(problems)
  const values = parsed.data
  return {
    api: {
      baseUrl: values.RACING_API_BASE_URL,
      username: values.RACING_API_USERNAME ?? '',
      password: values.RACING_API_PASSWORD ?? '',
      rate: values.RACING_API_RATE,
      concurrency: values.RACING_CONCURRENCY,
    },
    hasCredentials: values.RACING_API_USERNAME !== undefined,
    databaseUrl: values.DATABASE_URL ?? null,
    kafkaBrokers: values.KAFKA_BROKERS?.split(',').map((broker) => broker.trim()) ?? [],
    schemaRegistryUrl: values.SCHEMA_REGISTRY_URL ?? null,
    topicPrefix: values.TOPIC_PREFIX,
    regions: values.REGION_CODES.toLowerCase().split(','),
    logLevel: values.LOG_LEVEL,
    home: resolve(folder, values.DARKHORSES_HOME),
    asOf: values.AS_OF ?? null,
    schedule: values.DARKHORSES_SCHEDULE === 'on',
    console: {
      host: values.CONSOLE_HOST,
      port: values.CONSOLE_PORT ?? null,
      token: values.CONSOLE_TOKEN ?? null,
    },
    metricsPort: values.METRICS_PORT ?? null,
    alerts: {
      smtpUrl: values.ALERT_SMTP_URL ?? null,
      from: values.ALERT_EMAIL_FROM,
      to: values.ALERT_EMAIL_TO?.split(',').map((address) => address.trim()) ?? [],
      slackWebhook: values.ALERT_SLACK_WEBHOOK ?? null,
      discordWebhook: values.ALERT_DISCORD_WEBHOOK ?? null,
      allowPrivate: values.ALERT_ALLOW_PRIVATE === 'true',
    },
    secrets: secretsOf(values),
  }
}
