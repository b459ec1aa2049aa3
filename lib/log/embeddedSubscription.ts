/**
 * A consumer of the embedded log.
 *
 * States: joining (waiting for partitions) → holding (reading and handling) → left. Partitions are held by leases with a
 * generation; a heartbeat renews them and shares them out fairly. Whoever is paused beyond its lease loses it, and learns so
 * in `confirm`, inside the transaction that would have moved the position. (Rejected: session advisory locks, which a stopped
 * process holds for hours.)
 */
import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Clock } from '../clock.js'
import { sqlFile } from '../db/sqlFile.js'
import { LeaseLost } from './errors.js'
import type { Batch, EventLog, StoredEvent, SubscribeOptions, Subscription, TopicPartition } from './log.js'
import type { WakeUps } from './wakeUps.js'

const joinGroup = sqlFile(import.meta.url, './sql/joinGroup.sql')
const balanceGroup = sqlFile(import.meta.url, './sql/balanceGroup.sql')
const leaveGroup = sqlFile(import.meta.url, './sql/leaveGroup.sql')
const confirmLeases = sqlFile(import.meta.url, './sql/confirmLeases.sql')

export interface EmbeddedConsumer {
  readonly log: EventLog
  readonly pool: Pool
  readonly clock: Clock
  readonly wakeUps: WakeUps
  readonly leaseMs: number
}

interface Held extends TopicPartition {
  readonly generation: bigint
  /** Next offset to read into the buffer. */
  next: bigint
  buffer: StoredEvent[]
}

const nameOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`
const defaultLimits = { events: 1000, bytes: 16 * 1024 * 1024 }

/** Takes events off the buffers, oldest first over all partitions, each partition in order, within the limits. */
export function takeBatch(
  held: readonly { buffer: StoredEvent[] }[],
  limits: { events: number; bytes: number },
): StoredEvent[] {
  const taken: StoredEvent[] = []
  const heads = held.map((partition) => ({ events: partition.buffer, at: 0 }))
  let bytes = 0
  while (taken.length < limits.events && (taken.length === 0 || bytes < limits.bytes)) {
    let oldest: { events: StoredEvent[]; at: number } | undefined
    for (const head of heads) {
      const event = head.events[head.at]
      if (
        event !== undefined &&
        (oldest === undefined || event.timestamp < (oldest.events[oldest.at]?.timestamp ?? Infinity))
      )
        oldest = head
    }
    const event = oldest?.events[oldest.at]
    if (oldest === undefined || event === undefined) break
    oldest.at += 1
    bytes += event.value?.length ?? 0
    taken.push(event)
  }
  held.forEach((partition, i) => partition.buffer.splice(0, heads[i]?.at ?? 0))
  return taken
}

/** First and next offset of each partition in a batch. */
function rangesOf(events: readonly StoredEvent[]): Batch['ranges'] {
  const ranges = new Map<string, TopicPartition & { from: bigint; next: bigint }>()
  for (const { topic, partition, offset } of events) {
    const name = nameOf({ topic, partition })
    const range = ranges.get(name)
    if (range === undefined) ranges.set(name, { topic, partition, from: offset, next: offset + 1n })
    else range.next = offset + 1n
  }
  return [...ranges.values()]
}

/** Joins the group and handles its events until `stop()` is called or handling fails. */
export function subscribeEmbedded(consumer: EmbeddedConsumer, options: SubscribeOptions): Promise<Subscription> {
  const { log, pool, clock, wakeUps, leaseMs } = consumer
  const { group } = options
  const topics = [...options.topics]
  const member = randomUUID()
  const stopping = new AbortController()
  const held = new Map<string, Held>()
  let lastBeat = 0

  async function beat(): Promise<void> {
    lastBeat = clock.now().getTime()
    await pool.query(joinGroup, [group, member, topics, leaseMs])
    const { rows } = await pool.query<TopicPartition & { generation: bigint }>(balanceGroup, [
      group,
      member,
      topics,
      leaseMs,
    ])
    const now = new Map(rows.map((row) => [nameOf(row), row]))
    let changed = false
    for (const [name, partition] of held) {
      if (now.get(name)?.generation !== partition.generation) changed = held.delete(name)
    }
    const gained = rows.filter((row) => !held.has(nameOf(row)))
    if (gained.length > 0) {
      const positions = await options.positions(gained)
      for (const row of gained) {
        const position = positions.find((one) => one.topic === row.topic && one.partition === row.partition)
        held.set(nameOf(row), { ...row, next: position?.offset ?? 0n, buffer: [] })
      }
      changed = true
    }
    if (changed) options.onAssignment?.([...held.values()])
  }

  async function confirm(client: PoolClient, partitions: readonly Held[]): Promise<void> {
    const { rows } = await client.query<{ held: number }>(confirmLeases, [
      group,
      member,
      partitions.map((one) => one.topic),
      partitions.map((one) => one.partition),
      partitions.map((one) => one.generation),
    ])
    if (rows[0]?.held !== partitions.length) throw new LeaseLost(group, partitions)
  }

  async function fill(): Promise<void> {
    const limits = options.batchLimits?.() ?? defaultLimits
    for (const partition of held.values()) {
      if (partition.buffer.length > 0) continue
      partition.buffer = [
        ...(await log.read({ ...partition, from: partition.next, limit: limits.events, bytes: limits.bytes })),
      ]
      const last = partition.buffer.at(-1)
      if (last !== undefined) partition.next = last.offset + 1n
    }
  }

  async function handle(): Promise<boolean> {
    const events = takeBatch([...held.values()], options.batchLimits?.() ?? defaultLimits)
    if (events.length === 0) return false
    const ranges = rangesOf(events)
    const partitions = ranges.map((range) => held.get(nameOf(range))).filter((one) => one !== undefined)
    // The lease must outlive the work on a batch, however long it takes.
    const beating = setInterval(() => {
      pool.query(joinGroup, [group, member, topics, leaseMs]).catch(() => undefined)
    }, leaseMs / 3)
    try {
      await options.handleBatch({
        events,
        ranges,
        confirm: (client) => confirm(client, partitions),
        heartbeat: () => Promise.resolve(),
      })
    } finally {
      clearInterval(beating)
    }
    return true
  }

  async function run(): Promise<void> {
    try {
      while (!stopping.signal.aborted) {
        if (clock.now().getTime() - lastBeat >= leaseMs / 3) await beat()
        const seen = wakeUps.count()
        await fill()
        if (!(await handle())) await wakeUps.wait(seen, Math.min(1000, leaseMs / 3), stopping.signal)
      }
    } finally {
      // Leaving at once spares the others the wait for the lease; where it fails, the lease runs out by itself.
      await pool.query(leaveGroup, [group, member]).catch(() => undefined)
    }
  }

  const done = run()
  done.catch(() => undefined)
  return Promise.resolve({
    done,
    stop: async () => {
      stopping.abort()
      await done.catch(() => undefined)
    },
  })
}
