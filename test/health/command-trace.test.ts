import { expect, it } from 'vitest';
import { tracesGo } from '../../config/health.ts';
import { asAnswer, asFirstSpan, idsOf, idsOfBeginning } from '../../health/command-trace.ts';

it('is named by its command, in all processes alike', () => {
  const { traceId, spanId } = idsOf('C1:1.2');
  expect([traceId, spanId]).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  expect(idsOf('C1:1.2')).toEqual({ traceId, spanId });
  expect(idsOf('C1:1.3').traceId).not.toBe(traceId);
});

it('does nothing but what is to be done where there are no traces', async () => {
  expect(await asFirstSpan('C1:1.2', {}, () => Promise.resolve(1))).toBe(1);
  expect(await asAnswer(['C1:1.2', 'C1:1.3'], {}, () => Promise.resolve(2))).toBe(2);
  expect(await asAnswer([], {}, () => Promise.resolve(3))).toBe(3);
  const failing = () => Promise.reject(new Error('no'));
  await expect(asFirstSpan('C1:1.2', {}, failing)).rejects.toThrow('no');
  expect(idsOfBeginning()).toBeNull();
});

it('goes where the environment says, if that is an address', () => {
  expect([tracesGo({}), tracesGo({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })]).toEqual([
    false,
    true,
  ]);
  expect(() => tracesGo({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' })).toThrow(
    'OTEL_EXPORTER_OTLP_ENDPOINT is "localhost:4318", which is not an address',
  );
});
