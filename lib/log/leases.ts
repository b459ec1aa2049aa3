/**
 * Membership of a group in the embedded log. Partitions are held by leases with a generation; a member beats in its own row,
 * and whoever has not beaten for the length of a lease holds nothing any more. It learns so in `confirm`, inside the
 * transaction that would have moved the position. (Rejected: session advisory locks, which a stopped process holds for hours.)
 */
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { prepared } from '../db/prepared.js'
import { sqlFile } from '../db/sqlFile.js'
import type { GroupMember, HeldPartition } from './consume.js'
import { LeaseLost } from './errors.js'
import type { WakeUps } from './wakeUps.js'

const makeLeases = sqlFile(import.meta.url, './sql/makeLeases.sql')
const beat = sqlFile(import.meta.url, './sql/beat.sql')
const balanceGroup = sqlFile(import.meta.url, './sql/balanceGroup.sql')
const leaveGroup = sqlFile(import.meta.url, './sql/leaveGroup.sql')
const confirmLeases = sqlFile(import.meta.url, './sql/confirmLeases.sql')

export interface LeaseOptions {
  readonly pool: Pool
  readonly wakeUps: WakeUps
  readonly group: string
  readonly topics: readonly string[]
  /** How long a silent member keeps what it holds, in ms. */
  readonly leaseMs: number
}

/** The name under which comings and goings in a group are told. */
export const groupChannel = (group: string): string => `@${group}`

/** Joins a group. The first beat and the first share are taken when holdings are asked for. */
export function joinByLease({ pool, wakeUps, group, topics, leaseMs }: LeaseOptions): GroupMember {
  const member = randomUUID()
  let holding: readonly HeldPartition[] = []
  let joined = false
  let gone = false
  let due = true
  let seen = -1
  let beating: Promise<unknown> | undefined

  const sendBeat = () => pool.query(beat, [group, member, leaseMs])
  // By the machine's own clock, as leases run out by the database's: a stopped process must be late.
  const timer = setInterval(() => {
    due = true
    beating ??= sendBeat()
      .catch(() => undefined)
      .finally(() => (beating = undefined))
  }, leaseMs / 3)

  return {
    holdings: async () => {
      const changes = wakeUps.count([groupChannel(group)])
      if (!due && changes === seen) return holding
      due = false
      seen = changes
      if (!joined) {
        await pool.query(makeLeases, [group, topics])
        await sendBeat()
        joined = true
      }
      const { rows } = await pool.query<HeldPartition>(balanceGroup, [group, member, topics, leaseMs])
      holding = rows
      return holding
    },
    // A beat waits for nobody: the timer goes on while a batch is handled.
    whileBusy: (work) => work(),
    confirm: async (client, partitions) => {
      const { rows } = await client.query<{ held: number }>(
        prepared(confirmLeases, [
          group,
          member,
          partitions.map((one) => one.topic),
          partitions.map((one) => one.partition),
          partitions.map((one) => one.generation),
        ]),
      )
      if (gone || rows[0]?.held !== partitions.length) throw new LeaseLost(group, partitions)
    },
    handled: () => undefined,
    leave: async () => {
      gone = true
      clearInterval(timer)
      await beating
      await pool.query(leaveGroup, [group, member])
    },
  }
}
