/** Answers that any server may give, for tickets as well as for pages. */
import type { Answers, Said } from './server.ts';

/** The same answers, each after one redirect. */
export const moved =
  (answers: Answers): Answers =>
  (request) =>
    request.path.startsWith('/moved')
      ? answers({ ...request, path: request.path.slice('/moved'.length) })
      : { status: 308, body: '', headers: { location: `/moved${request.path}` } };

/** Texts that have to come through unchanged. */
export const oddWords: readonly (readonly [string, string])[] = [
  ['markup', '<!channel> *bold* <https://evil.example.com|PAY-1> & "quotes"'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['right to left', 'תיקון החזרים \u202Eabc'],
];

/** How a server says that it got too many requests, and after how many ms it may be asked again. */
export const tooMany: readonly (readonly [string, Said, number])[] = [
  ['says for how long', { status: 429, body: '', headers: { 'retry-after': '7' } }, 7000],
  ['does not', { status: 429, body: '' }, 1000],
];
