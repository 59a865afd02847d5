import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';

/**
 * A door's statement that the caller has a token which grants more than their roles. It cannot be forged by access to Temporal alone: the
 * proof takes the token's hash from the database (`log/claim-proof.ts`).
 */
export interface TokenClaim {
  /** The ID of the token. */
  readonly token: string;
  /** When the door made the claim, epoch ms. */
  readonly at: number;
  readonly proof: string;
}

/** What is claimed: the right to give this very command. */
export interface ClaimedCommand {
  readonly claim: TokenClaim;
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
}: Omit<ClaimedCommand, 'claim'> & { readonly claim: Omit<TokenClaim, 'proof'> }): string =>
  JSON.stringify([token, at, signal, to, commandId, actor]);
