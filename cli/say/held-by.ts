import { z } from 'zod';
import type { LockMode } from '../../domain/components.ts';
import type { ApiAnswer } from './way.ts';

const good = z.object({
  valid: z.literal(true),
  holder: z.object({ mode: z.enum(['exclusive', 'shared']) }),
});

/** The mode in which the holder of a valid token holds the lock, read from the answer to `verify`. Null if the token is not valid. */
export const heldBy = (body: ApiAnswer['body']): LockMode | null =>
  good.safeParse(body).data?.holder.mode ?? null;
