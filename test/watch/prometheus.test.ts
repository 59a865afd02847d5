/** Reads a real Prometheus from Debian, with an exporter that is well, bad, absent, or none of these. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prometheusSource } from '../../activities/watch/prometheus.ts';
import { pollCheck } from '../../activities/watch/poll-check.ts';
import { httpFor } from '../../http/http.ts';
import type { WatchCheck } from '../../domain/watch/check.ts';
import type { WatchPlan } from '../../domain/watch/plan.ts';
import { verdictOf } from '../../domain/watch/verdict.ts';
import { beginWatch } from '../../domain/watch/watch.ts';
import { eventually } from '../support/eventually.ts';
import { someSettings } from './some-settings.ts';
import { startExporter } from './exporter.ts';
import type { Exporter } from './exporter.ts';
import { startPrometheus } from './prometheus-server.ts';
import type { Prometheus } from './prometheus-server.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const startedAt = Date.now();

let exporter: Exporter;
let prometheus: Prometheus;
const http = httpFor(['127.0.0.1']);

beforeAll(async () => {
  exporter = await startExporter();
  prometheus = await startPrometheus(exporter.address, { samples: before() });
});
afterAll(() => Promise.all([exporter.close(), http.close()]));

/** Past samples: 2 on average in the hour before, and 4 a week ago. */
function before(): string {
  const samples = (from: number, value: number) =>
    Array.from({ length: 60 }, (_, minute) => `latency ${value} ${(from + minute * 60_000) / 1000}`);
  const all = [...samples(startedAt - weekMs, 4), ...samples(startedAt - hourMs, 2)];
  return ['# TYPE latency gauge', ...all, '# EOF', ''].join('\n');
}

const sourceAt = (url: string, more = {}) =>
  prometheusSource(
    { kind: 'prometheus', url, tokenEnv: null, userEnv: null, passwordEnv: null, headers: {}, ...more },
    http,
    { TOKEN: 'a-secret-token' },
  );
const checkOf = (query: string, bound = {}): WatchCheck => ({
  ...{ kind: 'prometheus', name: 'a', source: 'prom', times: 1, query },
  bound: { above: null, below: null, worseThanBefore: null, ...bound },
});
const now = { since: startedAt, at: null };

/** Expects this verdict once the exporter's values have been scraped. */
const verdict = (query: string, expected: object, bound: object = { above: 2 }) =>
  eventually(async () => {
    const check = checkOf(query, bound);
    expect(verdictOf(check, await sourceAt(prometheus.url).read(check, now), null)).toMatchObject(expected);
  });

it('is well, and bad, and well again, as its values are', async () => {
  exporter.show({ 'errors{app="billing"}': 1 });
  await verdict('sum(errors)', { is: 'well', value: 1 });
  exporter.show({ 'errors{app="billing"}': 3 });
  await verdict('sum(errors)', { is: 'bad', value: 3, limit: 2 });
  exporter.show({ 'errors{app="billing"}': 1 });
  await verdict('sum(errors)', { is: 'well', value: 1 });
});

it('cannot tell where there is nothing, no number, or more than one series', async () => {
  exporter.show({ nan: 'NaN', inf: '+Inf', 'two{a="1"}': 9, 'two{a="2"}': 9, some: 1 });
  await verdict('nan', { is: 'cannotTell', why: 'notANumber' });
  await verdict('inf', { is: 'cannotTell', why: 'notANumber' });
  await verdict('two', { is: 'cannotTell', why: 'severalSeries' });
  await verdict('absent_metric', { is: 'cannotTell', why: 'empty' });
  // Divisions by a missing series, and by zero.
  await verdict('some / absent_metric', { is: 'cannotTell', why: 'empty' });
  await verdict('some / (some - 1) - some / (some - 1)', { is: 'cannotTell', why: 'notANumber' });
  exporter.show({});
  await verdict('some', { is: 'cannotTell', why: 'empty' });
});

it('takes a scalar, and neither a text nor a whole series', async () => {
  await verdict('scalar(vector(5))', { is: 'bad', value: 5 });
  await verdict('5', { is: 'bad', value: 5 });
  await verdict('"five"', { is: 'cannotTell', why: 'source' });
  await verdict('up[5m]', { is: 'cannotTell', why: 'source' });
});

it('tells what Prometheus has to say to a query that it does not understand, in a line', async () => {
  const reading = await sourceAt(prometheus.url).read(checkOf('sum('), now);
  expect(reading).toMatchObject({
    says: 'nothing',
    reason: expect.stringMatching(/says: .*parse error/) as string,
  });
  expect(JSON.stringify(reading)).not.toContain('\\n');
});

it('cannot tell while it is down or answers with something else, and shows no secret', async () => {
  const down = await sourceAt('http://127.0.0.1:1', { tokenEnv: 'TOKEN' }).read(checkOf('up'), now);
  expect(down).toMatchObject({
    says: 'nothing',
    reason: expect.stringContaining('cannot be reached') as string,
  });
  const other = await sourceAt(`http://${exporter.address}`, { tokenEnv: 'TOKEN' }).read(checkOf('up'), now);
  expect(other).toMatchObject({ says: 'nothing' });
  const unset = await sourceAt(prometheus.url, { tokenEnv: 'OTHER' }).read(checkOf('up'), now);
  expect(unset).toMatchObject({ says: 'nothing', reason: 'OTHER is not set, nor OTHER_FILE' });
  expect(JSON.stringify([down, other, unset])).not.toContain('a-secret-token');
});

it('compares with the hour before the start, and the same hour a week ago', async () => {
  const plan = (worseThanBefore: number): WatchPlan => ({
    ...{ forMs: 1000, everyMs: 1000, holdLock: false },
    checks: [{ id: 'app/a', component: 'app', check: checkOf('max(latency)', { worseThanBefore }) }],
  });
  const settings = someSettings({ prom: { kind: 'prometheus', url: prometheus.url } });
  const look = async (factor: number) => {
    const planned = plan(factor);
    const looks = await pollCheck(planned, beginWatch(planned), startedAt, settings, { http, env: {} });
    return looks.get('app/a');
  };
  exporter.show({ latency: 7 });
  await eventually(async () => {
    const found = await look(1.5);
    expect(found?.verdict).toEqual({ is: 'bad', value: 7, limit: 6, named: [] });
    expect(found?.baseline).toEqual({ hourBefore: 2, weekBefore: 4 });
  });
  expect((await look(2))?.verdict.is).toBe('well');
});

it('knows how it was before, and how it went', async () => {
  const check = checkOf('latency');
  const source = sourceAt(prometheus.url);
  expect(await source.read(check, { since: startedAt, at: startedAt - 60_000 })).toEqual({
    says: 'values',
    values: [2],
  });
  const course = await source.course(check, startedAt - hourMs, startedAt - hourMs / 2);
  expect(course?.length).toBeGreaterThan(100);
  expect(course?.every(([, value]) => value === 2)).toBe(true);
  // Slightly more than ten minutes: whatever the step, the last value is at the end.
  const end = startedAt - hourMs / 2;
  expect((await source.course(check, end - 601_500, end))?.at(-1)).toEqual([end, 2]);
  expect(await source.course(checkOf('absent_metric'), startedAt - hourMs, startedAt)).toEqual([]);
  const down = sourceAt('http://127.0.0.1:1');
  expect(await down.course(check, startedAt - hourMs, startedAt)).toBeNull();
});
