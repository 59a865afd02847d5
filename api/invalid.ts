import type { z } from '@hono/zod-openapi';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';

type Issue = z.core.$ZodIssue;

/** Some parts of a request do not match the description. */
export const invalid = (...parts: readonly string[]): Problem =>
  problem(422, 'invalid', (words) => words.invalid(parts.join(', ')), { parts });

/** The names of the invalid parts. `whole`: the name for the value as a whole. */
export function wrongParts(issues: readonly Issue[], whole: string): readonly string[] {
  const parts = issues.flatMap((issue): readonly string[] => {
    // Report against the closest alternative.
    if (issue.code === 'invalid_union') {
      const [nearest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
      return wrongParts(nearest, '').map((part) => [...issue.path, part].filter(Boolean).join('.'));
    }
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return [[...issue.path, ...unknown].join('.')];
  });
  return [...new Set(parts.map((part) => part || whole))];
}
