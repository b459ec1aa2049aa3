/** A message by SMTP. */
import { createTransport } from 'nodemailer'

export interface MailOptions {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  readonly url: string
  readonly from: string
  readonly to: readonly string[]
}

/** Sends a text; STARTTLS is used where the server offers it. Rejects with what the server said. */
export async function sendMail({ url, from, to }: MailOptions, subject: string, text: string): Promise<void> {
  const target = new URL(url)
  const secure = target.protocol === 'smtps:'
  const transport = createTransport({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port === '' ? (secure ? 465 : 587) : Number(target.port),
    secure,
    ...(target.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from, to: [...to], subject, text })
  } finally {
    transport.close()
  }
}
