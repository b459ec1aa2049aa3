/** Lists that come in pages and can change while they are read: read until `skip ≥ total`, united by id. */
import { listProblem } from './answerShape.js'
import type { ApiAnswer, ApiCall, ApiClient } from './apiClient.js'

type Json = Readonly<Record<string, unknown>>

export interface PagedList {
  readonly status: number
  readonly items: readonly Json[]
  readonly calls: number
  /** Address of the first page, and when it arrived (ms). */
  readonly source: string
  readonly at: number
}

/** The elements of a page and the total it tells; without a total, a page that is not full is the last. */
function itemsOf(answer: ApiAnswer, field: string, skip: number, limit: number): { items: Json[]; total: number } {
  const body = answer.body as Json
  const items = body[field] as Json[]
  const told = Number(body['total'] ?? Number.NaN)
  if (Number.isFinite(told)) return { items, total: told }
  return { items, total: items.length < limit ? skip + items.length : Number.POSITIVE_INFINITY }
}

async function readOnce(
  client: ApiClient,
  call: ApiCall,
  field: string,
  id: string,
  limit: number,
): Promise<PagedList & { agreed: boolean }> {
  const united = new Map<string, Json>()
  let first: ApiAnswer | undefined
  let calls = 0
  const totals = new Set<number>()
  for (let skip = 0; ; skip += limit) {
    const answer = await client.call({
      check: (body) => listProblem(body, field),
      ...call,
      query: [...(call.query ?? []), ['limit', String(limit)], ['skip', String(skip)]],
    })
    calls += answer.calls
    first ??= answer
    if (answer.status !== 200)
      return { status: answer.status, items: [], calls, source: first.source, at: first.at, agreed: true }
    const { items, total } = itemsOf(answer, field, skip, limit)
    if (Number.isFinite(total)) totals.add(total)
    items.forEach((item, i) => united.set(typeof item[id] === 'string' ? item[id] : `${skip + i}`, item))
    if (skip + limit >= total || items.length === 0) break
  }
  return {
    status: 200,
    items: [...united.values()],
    calls,
    source: first.source,
    at: first.at,
    agreed: totals.size <= 1 && [...totals][0] === united.size,
  }
}

/**
 * All elements of a paged list. Where the totals of the pages disagree the list is read once more and both are united.
 * @throws what the client throws
 */
export async function readPages(
  client: ApiClient,
  call: ApiCall,
  field: string,
  id: string,
  limit: number,
): Promise<PagedList> {
  const once = await readOnce(client, call, field, id, limit)
  if (once.agreed) return once
  const again = await readOnce(client, call, field, id, limit)
  const united = new Map(
    [...once.items, ...again.items].map((item, i) => [typeof item[id] === 'string' ? item[id] : `${i}`, item]),
  )
  return { ...again, items: [...united.values()], calls: once.calls + again.calls }
}
