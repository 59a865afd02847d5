import { isIP } from 'node:net';

/** The host names of the page. */
export interface Hosts {
  /** In addition to those of this machine; without ports. */
  readonly names: readonly string[];
  /** Whether any IP address is accepted. Unlike a name, an address cannot be rebound. */
  readonly byAddress: boolean;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a `Host` header names the page. Another name may be a DNS rebinding attack. */
export function isOurs(header: string | undefined, { names, byAddress }: Hosts): boolean {
  const address = `http://${header ?? ''}`;
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  if ([...loopback, ...names].includes(hostname)) return true;
  return byAddress && isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
