/** A number with a comma between thousands: 1234567 → `1,234,567`. The language tables of Intl would take a command longer to load. */
export function thousands(value: number | bigint): string {
  return String(value).replace(/\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','))
}
