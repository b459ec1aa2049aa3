/** One record as a broker sends it (kafkajs' shape), control records included. */
export interface RawRecord {
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: string
  readonly headers?: Readonly<Record<string, unknown>>
  readonly isControlRecord?: boolean
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean }
}

export interface AbortedTransaction {
  readonly producerId: string
  readonly firstOffset: string
}

/** Control records have a key of version and type, two bytes each; type 0 is an abort. */
const isAbort = (record: RawRecord) => record.key !== null && record.key.length >= 4 && record.key.readInt16BE(2) === 0

/**
 * The records of committed transactions, in order, from an offset on. A broker names the aborted transactions in the order in
 * which they *ended*; kafkajs takes them as if by first offset, and begins one per record, so that records of interleaved
 * aborted transactions reach its consumers. Rule: org.apache.kafka.clients.consumer.internals.CompletedFetch.
 */
export function committedRecords<R extends RawRecord>(
  records: readonly R[],
  aborted: readonly AbortedTransaction[],
  from: bigint,
): R[] {
  const starts = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, first: BigInt(firstOffset) }))
    .sort((a, b) => (a.first < b.first ? -1 : 1))
  const open = new Set<string>()
  let started = 0
  return records.filter((record) => {
    const offset = BigInt(record.offset)
    for (let start = starts[started]; start !== undefined && start.first <= offset; start = starts[++started]) {
      open.add(start.producerId)
    }
    const { producerId, inTransaction } = record.batchContext ?? { producerId: '', inTransaction: false }
    if (record.isControlRecord === true) {
      if (isAbort(record)) open.delete(producerId)
      return false
    }
    return offset >= from && !(inTransaction && open.has(producerId))
  })
}
