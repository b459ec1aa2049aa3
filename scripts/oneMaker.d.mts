/** Makes what is missing, alone; whoever waited looks again, and as a rule finds it made. */
export function oneMaker(isMissing: () => boolean, make: () => void | Promise<void>, lock?: string): Promise<void>
