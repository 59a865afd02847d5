import { STATUS_CODES } from 'node:http';
import { plainText } from '../texts/plain-text.ts';
import type { Problem, Words } from './outcome.ts';

/** A problem as JSON, by RFC 9457. */
export const problemBody = ({ status, code, facts, words: worded }: Problem, words: Words) => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  code,
  detail: plainText(worded(words)),
  facts,
});
