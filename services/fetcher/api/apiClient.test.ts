import { expect, test } from 'vitest'
import { asksForZip } from './apiClient.js'

test.each([
  ['https://api.theracingapi.com/v1', true],
  ['http://localhost.example.com/v1', true],
  ['http://127.0.0.1:4010/v1', false],
  ['http://localhost:4010/v1/', false],
  ['http://[::1]:4010/v1', false],
])('answers of %s are asked for zipped: %s', (baseUrl, zipped) => {
  expect(asksForZip(baseUrl)).toBe(zipped)
})
