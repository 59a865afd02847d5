import { z } from 'zod';
import type { LockMode } from '../../domain/components.ts';
import type { Answer } from './way.ts';

const good = z.object({
  valid: z.literal(true),
  holder: z.object({ mode: z.enum(['exclusive', 'shared']) }),
});

/** How a lock is held by a token that is good, as the answer to `verify` tells it; null: the token is not. */
export const heldBy = (body: Answer['body']): LockMode | null =>
  good.safeParse(body).data?.holder.mode ?? null;
