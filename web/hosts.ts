import { isIP } from 'node:net';

/** By which names people come to the page. */
export interface Hosts {
  /** Besides those of this machine; without ports. */
  readonly names: readonly string[];
  /** By the number of any interface: only a name can be made to point somewhere else. */
  readonly byAddress: boolean;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a `Host` header names the page. Any other is that of a page that had its name point at this machine. */
export function isOurs(header: string | undefined, { names, byAddress }: Hosts): boolean {
  const address = `http://${header ?? ''}`;
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  if ([...loopback, ...names].includes(hostname)) return true;
  return byAddress && isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
