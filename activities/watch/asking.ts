import { NotRead } from '../tickets/api.ts';
import type { SourceReading } from '../../domain/watch/verdict.ts';

/** Runs a reading. A thrown `NotRead` becomes a reading that says nothing. */
export async function asking(ask: () => Promise<SourceReading>): Promise<SourceReading> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    return { says: 'nothing', reason: error.message };
  }
}
