import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';

/**
 * A door's word that a caller came with a token which lets them do more than their roles do. Whoever only reaches Temporal cannot give it:
 * the proof takes what the database has of the token (`log/claim-proof.ts`).
 */
export interface Claim {
  /** The ID of the token. */
  readonly token: string;
  /** When the door gave it, epoch ms. */
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

/** What of it is proven. */
export const provenPart = ({
  claim: { token, at },
  signal,
  to,
  commandId,
  actor,
}: Omit<Claimed, 'claim'> & { readonly claim: Omit<Claim, 'proof'> }): string =>
  JSON.stringify([token, at, signal, to, commandId, actor]);
