import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

async function idOf(flag: '-u' | '-g'): Promise<number | undefined> {
  try {
    return Number((await run('id', [flag, 'postgres'])).stdout)
  } catch {
    // No such user yet.
    return undefined
  }
}

/** Whom the server runs as: ourselves (undefined), or the user `postgres`, created if need be, when we are root. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  if ((await idOf('-u')) === undefined) await run('useradd', ['--system', '--user-group', 'postgres'])
  const [uid, gid] = [await idOf('-u'), await idOf('-g')]
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}
