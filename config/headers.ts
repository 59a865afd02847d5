import { z } from 'zod';
import { keysThat, optional, crossChecked } from './mapping.ts';
import * as value from './values.ts';

/** Additional HTTP headers for requests to a server. */
export const headers = optional(
  crossChecked(
    z.record(
      z.string(),
      z
        .union([z.string(), z.number()], { error: value.mustBe('a text') })
        .transform(String)
        .refine((text) => /^[\t\x20-\x7e\xa0-\xff]*$/.test(text), {
          error: 'must be one line, in letters that a header can have',
        }),
      { error: value.mustBe('a mapping of headers') },
    ),
    keysThat((name) => /^[A-Za-z0-9-]+$/.test(name), 'must be the name of a header, such as X-Org-ID'),
  ),
  {},
);
