import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AddressRefused, allowedAddresses, privateRange } from './addresses.js'

describe('addresses that are not public', () => {
  test.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b::c0a8:101',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
    '',
  ])('%s', (address) => expect(privateRange(address)).not.toBeNull())

  test.each(['1.1.1.1', '172.32.0.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'])(
    '%s is public',
    (address) => expect(privateRange(address)).toBeNull(),
  )

  test('an IPv4 address and its mapped form are judged alike', () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        (address) => (privateRange(address) === null) === (privateRange(`::ffff:${address}`) === null),
      ),
    )
  })
})

describe('hosts', () => {
  const resolve = (host: string) =>
    Promise.resolve(
      host === 'rebinding.example'
        ? [
            { address: '93.184.216.34', family: 4 as const },
            { address: '::1', family: 6 as const },
          ]
        : [{ address: '93.184.216.34', family: 4 as const }],
    )
  const allowed = (url: string, allowPrivate = false) =>
    allowedAddresses(new URL(url).hostname, { allowPrivate, resolve })

  test('one bad address among good ones refuses the host', async () => {
    await expect(allowed('https://rebinding.example/x')).rejects.toThrow(AddressRefused)
    await expect(allowed('https://rebinding.example/x')).rejects.toThrow(
      /leads to ::1 \(loopback\).*ALERT_ALLOW_PRIVATE/,
    )
    expect(await allowed('https://rebinding.example/x', true)).toHaveLength(2)
    expect(await allowed('https://hooks.example/x')).toEqual([{ address: '93.184.216.34', family: 4 }])
  })

  test.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[0:0:0:0:0:ffff:7f00:1]/',
    'http://169.254.169.254/latest',
  ])('%s is refused as it is written', (url) => expect(allowed(url)).rejects.toThrow(AddressRefused))

  test('a name without an address is refused', () =>
    expect(
      allowedAddresses('nowhere.example', { allowPrivate: true, resolve: () => Promise.resolve([]) }),
    ).rejects.toThrow(AddressRefused))
})
