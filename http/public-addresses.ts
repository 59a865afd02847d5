import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that the configuration does not allow, told by the host. */
export class InternalAddress extends Error {
  override readonly name = 'InternalAddress';
}

/** Whether an IP address is one of the internet at large. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address within an IPv6 one is what it is about.
  return ipaddr.process(address).range() === 'unicast';
}

/** A host that is an IP address itself, without the brackets of a URL. */
export const literalOf = (hostname: string): string | null => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
};

/**
 * Resolves a name for a connection, to public addresses only unless the name is among `internalHosts`. What was resolved is what is
 * connected to, so that no second look at the DNS can tell something else.
 */
export const publicLookup =
  (internalHosts: readonly string[]): LookupFunction =>
  (hostname, options, callback) => {
    const single = (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
      const [first] = found;
      if (options.all === true || error !== null || first === undefined) callback(error, found);
      else callback(null, first.address, first.family);
    };
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) single(error, []);
      else if (
        internalHosts.includes(hostname.toLowerCase()) ||
        found.every(({ address }) => isPublic(address))
      ) {
        single(null, found);
      } else single(new InternalAddress(hostname), []);
    });
  };
