// `npm run kafka`: a broker and a schema registry for a person. Prints their addresses; Ctrl+C stops both.
import { findKafka } from '../test/support/kafka.js'

const found = await findKafka({ registry: true })
if ('unavailable' in found) {
  console.error(`error: ${found.unavailable}`)
  process.exitCode = 1
} else {
  console.log(`kafka ${found.brokers.join(',')}`)
  console.log(`registry ${found.registryUrl ?? ''}`)
  console.error(`From ${found.from}. In another terminal:`)
  console.error(`  export KAFKA_BROKERS=${found.brokers.join(',')} SCHEMA_REGISTRY_URL=${found.registryUrl ?? ''}`)
  console.error('Ctrl+C stops both; what they hold is gone then.')
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    // Nothing else keeps the process alive while the servers run.
    setInterval(() => undefined, 60_000)
  })
  await found.stop()
  process.exit(0)
}
