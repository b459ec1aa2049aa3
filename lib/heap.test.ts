import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { heapFlags } from './heap.js'

test('this Node knows the settings of the heap', () => {
  const { status, stderr } = spawnSync(process.execPath, [...heapFlags(), '-e', '0'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
