/** Builds dist/ if a source is newer than the last complete build. Throws when the build fails. */
export function ensureBuilt(): Promise<void>
