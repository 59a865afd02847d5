import { NotRead } from '../tickets/api.ts';
import type { Reading } from '../../domain/watch/verdict.ts';

/** Runs a reading. A thrown `NotRead` becomes a reading that says nothing. */
export async function asking(ask: () => Promise<Reading>): Promise<Reading> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    return { says: 'nothing', reason: error.message };
  }
}
