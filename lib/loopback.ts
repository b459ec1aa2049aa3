/** Names and addresses of this machine, as they stand in configuration and in addresses of the web. */
const names: readonly string[] = ['127.0.0.1', '::1', '[::1]', 'localhost']

/** Whether a host is this machine, which nobody else reaches by that name. */
export const isLoopback = (host: string): boolean => names.includes(host)
