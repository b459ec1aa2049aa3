// Follows results on Kafka with kafkajs and the registry's client alone, nothing of this project: docs/subscribing.md.
// KAFKA_BROKERS=… SCHEMA_REGISTRY_URL=… npx tsx subscribe.ts
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { Kafka } from 'kafkajs'

interface ResultFetched {
  readonly event_id: string
  readonly race_id: string
  readonly race: { readonly course: string | null; readonly runners: readonly { horse: string; position: string }[] }
}

export async function followResults(
  from: { brokers: string[]; registryUrl: string; prefix?: string; group: string },
  onResult: (event: ResultFetched) => Promise<void> | void,
): Promise<() => Promise<void>> {
  const registry = new SchemaRegistry({ host: from.registryUrl })
  const consumer = new Kafka({ brokers: from.brokers }).consumer({ groupId: from.group })
  await consumer.connect()
  await consumer.subscribe({ topics: [`${from.prefix ?? ''}results`], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (message.value !== null) await onResult((await registry.decode(message.value)) as ResultFetched)
    },
  })
  return () => consumer.disconnect()
}
