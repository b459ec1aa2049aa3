/** Where a run's lines go: progress to stdout, errors to stderr, and a bar below them where stderr is a terminal. */
import { coloured, wantsColour } from '../terminal.js'

export interface Screen {
  line(text: string): void
  error(text: string): void
  /** Draws the bar anew: made for a width in columns. */
  bar(text: (width: number) => string): void
  close(): void
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ScreenOptions {
  /** Everything to stderr, because stdout is for data. */
  readonly quietStdout: boolean
  readonly out?: Stream
  readonly err?: Stream
}

/** A screen. Lines are written above the bar, which is drawn again below them. */
export function createScreen({ quietStdout, out = process.stdout, err = process.stderr }: ScreenOptions): Screen {
  let drawn = ''
  const clear = () => {
    if (drawn !== '') err.write('\r\u001B[K')
  }
  const write = (stream: Stream, text: string) => {
    clear()
    stream.write(`${text}\n`)
    if (drawn !== '') err.write(drawn)
  }
  return {
    line: (text) => write(quietStdout ? err : out, text),
    error: (text) => write(err, coloured(`error: ${text}`, 'red', wantsColour(err))),
    bar: (text) => {
      if (err.isTTY !== true) return
      const fresh = text(err.columns ?? 80)
      if (fresh === drawn) return
      clear()
      drawn = fresh
      err.write(fresh)
    },
    close: () => {
      clear()
      drawn = ''
    },
  }
}
