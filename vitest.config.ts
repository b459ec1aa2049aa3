import { defineConfig } from 'vitest/config'

/** In ms. A limit ends what hangs: on a busy machine a test may take ten times its usual time. */
const slow = 300_000

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{cli,services,lib,scripts}/**/*.test.ts', 'test/unit/**/*.test.ts'],
          testTimeout: slow,
          hookTimeout: slow,
        },
      },
      {
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**', '**/node_modules/**'],
          globalSetup: ['test/support/globalSetup.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          expect: { poll: { timeout: slow / 3 } },
          maxWorkers: 2,
        },
      },
    ],
  },
})
