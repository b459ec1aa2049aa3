import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the project, from any folder inside it, built (dist/) or not: the nearest one above that has `infra/migrations`. */
export function projectRoot(from: string): string {
  let folder = from
  while (!existsSync(join(folder, 'infra', 'migrations'))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new Error(`No folder above ${from} holds infra/migrations: the installation is incomplete.`)
    folder = parent
  }
  return folder
}
