import type { z } from '@hono/zod-openapi';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';

type Issue = z.core.$ZodIssue;

/** Parts of a request are not as the description says. */
export const invalid = (...parts: readonly string[]): Problem =>
  problem(422, 'invalid', (words) => words.invalid(parts.join(', ')), { parts });

/** The names of the parts that are wrong. `whole`: where they are. */
export function wrongParts(issues: readonly Issue[], whole: string): readonly string[] {
  const parts = issues.flatMap((issue): readonly string[] => {
    // Of several forms the one that comes nearest.
    if (issue.code === 'invalid_union') {
      const [nearest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
      return wrongParts(nearest, '').map((part) => [...issue.path, part].filter(Boolean).join('.'));
    }
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return [[...issue.path, ...unknown].join('.')];
  });
  return [...new Set(parts.map((part) => part || whole))];
}
