/** The topics of the system by their logical names; on a cluster each carries TOPIC_PREFIX in front. */
export const topics = {
  racecards: 'racecards',
  results: 'results',
  horseProfiles: 'horse-profiles',
  reference: 'reference',
  control: 'control',
  fetchLog: 'fetch-log',
  deadLetters: 'dead-letters',
  settled: 'settled',
} as const

export type TopicName = (typeof topics)[keyof typeof topics]
