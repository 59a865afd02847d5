import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { bytesOf, commandBytes, fits, isTooDeep } from '../../../domain/messages/bounds.ts';
import { readCommand } from '../../../domain/messages/payload.ts';
import { readLockOrder } from '../../../domain/messages/lock-messages.ts';
import { readPreferenceOrder } from '../../../domain/preferences.ts';
import { readBatch } from '../../../domain/alerts/alert.ts';

describe('what enters', () => {
  it('is measured in bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(bytesOf(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
    expect(fits('ы'.repeat(10), 21)).toBe(false);
    expect(fits('ы'.repeat(10), 22)).toBe(true);
  });

  it('is too deep by what nests, not by what is quoted', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (json) => {
        expect(isTooDeep(json)).toBe(false);
      }),
    );
    expect(isTooDeep(JSON.stringify('["\\'.repeat(500)))).toBe(false);
    expect(isTooDeep('['.repeat(101) + ']'.repeat(101))).toBe(true);
  });

  it('is a command with names of bounded length, and bounded as a whole', () => {
    const actor = 'U_ANN';
    expect(readCommand('accept', { actor, commandId: 'x'.repeat(400) })).not.toBeNull();
    expect(readCommand('accept', { actor, commandId: 'x'.repeat(401) })).toBeNull();
    expect(readCommand('accept', { actor, saidAt: 1e300 })).toBeNull();
    expect(readCommand('accept', { actor, reason: 'ы'.repeat(3000) })).not.toBeNull();
    const components = Array.from({ length: 30 }, (_, n) => `${String(n)}${'x'.repeat(2900)}`);
    expect(JSON.stringify(components).length).toBeGreaterThan(commandBytes);
    expect(readCommand('request', { actor, components })).toBeNull();
  });

  it('is read by its form alone', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        for (const read of [readPreferenceOrder, readBatch]) expect(() => read(anything)).not.toThrow();
      }),
    );
    expect(readLockOrder('started', { requestId: 'r', releaseId: 'i', token: 1e300 })).toBeNull();
    expect(readLockOrder('started', { requestId: 'r', releaseId: 'i', token: 7 })).not.toBeNull();
  });
});
