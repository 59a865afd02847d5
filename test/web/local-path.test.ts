import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from '../../web/local-path.ts';

const page = 'https://dobrobot.example.com';

describe('where one goes after signing in', () => {
  it.each([
    '/',
    '/?component=billing&at=1700000000000#story',
    '/releases/owner%2Frepo%2312',
    '/a//b',
    '/?to=https://evil.example',
  ])('is %s, a path of the page', (to) => {
    expect(localPath(to)).toBe(to);
  });

  it.each([
    undefined,
    '',
    'releases',
    '//evil.example',
    '///evil.example',
    String.raw`/\evil.example`,
    String.raw`\\evil.example`,
    String.raw`/\/evil.example`,
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'https://evil.example/',
    'https:/evil.example',
    'javascript:alert(1)',
    '//[',
    '/sign-out',
    '/sign-in?to=/sign-in',
    '/./sign-out',
    `/${'a'.repeat(500)}`,
  ])('is the beginning instead of %j', (to) => {
    expect(localPath(to)).toBe('/');
  });

  it('is never elsewhere, whatever is asked for, and however often it is read', () => {
    const piece = fc.oneof(
      fc.constantFrom(...['/', '\\', '//', '.', '..', '\t', '\n', '\r', '\0', ' ', '@', ':', '?', '#']),
      fc.constantFrom(...['evil.example', 'https:', 'javascript:', '%2f', '%5c', '%09', '%2e', '／', '。']),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const anyTo = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.boolean(), anyTo, (slashed, text) => {
        const to = localPath(slashed ? `/${text}` : text);
        expect(to).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
        expect(to.split(/[?#]/)[0]).not.toContain('\\');
        expect(new URL(to, page).origin).toBe(page);
        expect(localPath(to)).toBe(to);
      }),
      { numRuns: 5000 },
    );
  });
});
