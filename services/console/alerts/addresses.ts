/** Where a webhook may lead: to addresses of the public internet, unless private ones are allowed. */
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { RacingError } from '../../../lib/errors.js'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

/** Names to addresses. */
export type Resolve = (host: string) => Promise<readonly Address[]>

/** A webhook leads where it may not. */
export class AddressRefused extends RacingError {
  readonly code = 'ADDRESS_REFUSED'
  readonly retriable = false
  constructor(host: string, address: string, range: string) {
    super(
      `${host} leads to ${address} (${range}): webhooks go to public addresses only, unless ALERT_ALLOW_PRIVATE=true.`,
      { host, address, range },
    )
  }
}

/** All addresses of a name, as the machine's resolver has them. */
export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))

/** IPv4 in an IPv6 address: mapped (::ffff:1.2.3.4), NAT64 (64:ff9b::/96) or 6to4 (2002::/16); else the address itself. */
function inner(parsed: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (parsed.kind() === 'ipv4') return parsed
  const v6 = parsed as ipaddr.IPv6
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address()
  const bytes = v6.toByteArray()
  if (v6.range() === 'rfc6052') return new ipaddr.IPv4(bytes.slice(12))
  if (v6.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  return v6
}

/** The range of an address that is not public, such as `private` or `loopback`; null for a public one. */
export function privateRange(address: string): string | null {
  if (!ipaddr.isValid(address)) return 'no address'
  const range = inner(ipaddr.parse(address)).range()
  return range === 'unicast' ? null : range
}

/**
 * The addresses of a host, every one of them checked. The connection is made to these and asks no resolver again, so that a
 * name cannot lead elsewhere between the check and the call. @throws AddressRefused
 */
export async function allowedAddresses(
  host: string,
  options: { readonly allowPrivate: boolean; readonly resolve: Resolve },
): Promise<readonly Address[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  const literal = ipaddr.isValid(bare)
  const addresses: readonly Address[] = literal
    ? [{ address: bare, family: bare.includes(':') ? 6 : 4 }]
    : await options.resolve(bare)
  const [first] = addresses
  if (first === undefined) throw new AddressRefused(bare, 'no address', 'unknown')
  for (const { address } of options.allowPrivate ? [] : addresses) {
    const range = privateRange(address)
    if (range !== null) throw new AddressRefused(bare, address, range)
  }
  return addresses
}
