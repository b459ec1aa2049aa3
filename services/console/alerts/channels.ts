/** Where alerts go beside the log: those of e-mail, Slack and Discord that are configured. */
import type { Config } from '../../../lib/config.js'
import type { Alert } from './alert.js'
import type { Resolve } from './addresses.js'
import { sendMail } from './mail.js'
import { postJson } from './webhook.js'

export interface Channel {
  readonly name: 'e-mail' | 'Slack' | 'Discord'
  send(alert: Alert): Promise<void>
}

const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** Discord takes 2,000 characters; mail and Slack more than any alert has. */
const discordMost = 1900

/** The channels of a configuration. */
export function channelsOf(config: Config['alerts'], resolve?: Resolve): Channel[] {
  const { smtpUrl, slackWebhook, discordWebhook, from, to, allowPrivate } = config
  const webhook = (url: string) => ({ url, allowPrivate, ...(resolve === undefined ? {} : { resolve }) })
  const channels: Channel[] = []
  if (smtpUrl !== null)
    channels.push({
      name: 'e-mail',
      send: ({ kind, text }) => sendMail({ url: smtpUrl, from, to }, `darkhorses: ${kind}`, `${text}\n`),
    })
  if (slackWebhook !== null)
    channels.push({
      name: 'Slack',
      send: ({ kind, text }) => postJson(webhook(slackWebhook), { text: slackText(`*darkhorses: ${kind}*\n${text}`) }),
    })
  if (discordWebhook !== null)
    channels.push({
      name: 'Discord',
      send: ({ kind, text }) =>
        postJson(webhook(discordWebhook), {
          content: `**darkhorses: ${kind}**\n${text.slice(0, discordMost)}`,
          // Nothing that stands in an error of somebody else's calls people.
          allowed_mentions: { parse: [] },
        }),
    })
  return channels
}
