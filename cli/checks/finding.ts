/** What was found of one thing the program needs. */
export interface CheckFinding {
  readonly check: string
  /** `none`: there is nothing to look at, and that is fine. */
  readonly state: 'right' | 'warning' | 'wrong' | 'none'
  readonly found: string
  /** What to do about it; null where nothing is to be done. */
  readonly todo: string | null
}

export const right = (check: string, found: string): CheckFinding => ({ check, state: 'right', found, todo: null })
export const none = (check: string, found: string): CheckFinding => ({ check, state: 'none', found, todo: null })
export const warning = (check: string, found: string, todo: string): CheckFinding => ({
  check,
  state: 'warning',
  found,
  todo,
})
export const wrong = (check: string, found: string, todo: string): CheckFinding => ({
  check,
  state: 'wrong',
  found,
  todo,
})
