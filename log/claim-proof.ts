import { createHmac, timingSafeEqual } from 'node:crypto';
import { provenPart } from '../domain/messages/token-claim.ts';
import type { TokenClaim, ClaimedCommand } from '../domain/messages/token-claim.ts';

/** How long a claim is valid, in ms, so that a copy from Temporal's history is of no use later. */
const goodForMs = 5 * 60_000;

/** Claims a command for the holder of the token with that ID and hash. `now` in epoch ms. */
export function claimFor(
  token: { readonly id: string; readonly hash: string },
  command: Omit<ClaimedCommand, 'claim'>,
  now: number,
): TokenClaim {
  const claim = { token: token.id, at: now };
  return { ...claim, proof: proofOf({ claim, ...command }, token.hash) };
}

/** Claims commands for the holder of that token, as of now. */
export const claimsOf =
  (token: Parameters<typeof claimFor>[0]) =>
  (command: Omit<ClaimedCommand, 'claim'>): TokenClaim =>
    claimFor(token, command, Date.now());

/** Whether the claim was made recently by a door that knew the hash of the token. `now` in epoch ms. */
export function isProven(claimed: ClaimedCommand, hash: string, now: number): boolean {
  const { at, proof } = claimed.claim;
  const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(claimed, hash))];
  return Math.abs(now - at) < goodForMs && given.length === right.length && timingSafeEqual(given, right);
}

const proofOf = (claimed: Parameters<typeof provenPart>[0], hash: string): string =>
  createHmac('sha256', hash).update(provenPart(claimed)).digest('hex');
