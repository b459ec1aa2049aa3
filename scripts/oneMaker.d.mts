/** Makes what is missing, alone; whoever waited looks again, and as a rule finds it made. `wait` stands for a pause in ms. */
export function oneMaker(
  isMissing: () => boolean,
  make: () => void | Promise<void>,
  lock?: string,
  wait?: (ms: number) => Promise<unknown>,
): Promise<void>
