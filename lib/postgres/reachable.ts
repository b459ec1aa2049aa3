import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ServerUser } from './serverUser.js'

/** The first folder on the way to a path (the path's own folders only, from the root down) that a user may not pass, or null. */
export function barrier(path: string, user: ServerUser): string | null {
  const above = dirname(path)
  if (above !== path) {
    const found = barrier(above, user)
    if (found !== null) return found
  }
  const { mode, uid, gid } = statSync(path)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & bit) === 0 ? path : null
}
