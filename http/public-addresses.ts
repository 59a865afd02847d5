import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The configuration does not allow this address. The message is the host. */
export class InternalAddress extends Error {
  override readonly name = 'InternalAddress';
}

/** Whether an IP address is on the public internet. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address embedded in an IPv6 one is judged as IPv4.
  return ipaddr.process(address).range() === 'unicast';
}

/** A host that is an IP address, without the brackets of a URL; null if it is a name. */
export const literalOf = (hostname: string): string | null => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
};

/**
 * Resolves a name for a connection, to public addresses only, unless the name is among `internalHosts`.
 * The connection uses exactly these addresses, so a second DNS answer cannot change them.
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
