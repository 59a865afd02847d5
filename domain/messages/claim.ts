import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';

/**
 * A door's statement that the caller has a token which grants more than their roles. It cannot be forged by access to Temporal alone: the
 * proof takes the token's hash from the database (`log/claim-proof.ts`).
 */
export interface Claim {
  /** The ID of the token. */
  readonly token: string;
  /** When the door made the claim, epoch ms. */
  readonly at: number;
  readonly proof: string;
}

/** What is claimed: the right to give this very command. */
export interface Claimed {
  readonly claim: Claim;
  readonly signal: CommandSignal | LockCommandSignal;
  /** The workflow ID of the release or the lock. */
  readonly to: string;
  readonly commandId: string | null;
  readonly actor: string;
}

/** The text that the proof signs. */
export const provenPart = ({
  claim: { token, at },
  signal,
  to,
  commandId,
  actor,
}: Omit<Claimed, 'claim'> & { readonly claim: Omit<Claim, 'proof'> }): string =>
  JSON.stringify([token, at, signal, to, commandId, actor]);
