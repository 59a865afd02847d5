import { z } from 'zod';
import { fromJson } from '../../domain/from-json.ts';
import type { WatchCheck, WatchSource } from '../../domain/watch/check.ts';
import type { Point } from '../../domain/watch/verdict.ts';
import type { Http } from '../../http/http.ts';
import { failures } from '../../texts/http.ts';
import { Api, cannotTell, NotRead } from '../tickets/api.ts';
import { basic, secretOf } from '../tickets/credential.ts';
import { asking } from './asking.ts';
import type { Source } from './source.ts';

type PrometheusSource = Extract<WatchSource, { kind: 'prometheus' }>;

/** `NaN` for a value such as `+Inf`, which cannot be compared either. */
const number = z.string().transform((text) => (/^[-+.\de]+$/i.test(text) ? Number(text) : NaN));
const sample = z.tuple([z.number(), number]);
/** A histogram has no `value`. */
const vector = z.array(z.object({ value: sample.optional() }));
const matrix = z.array(z.object({ values: z.array(sample).default([]) }));

const data = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: vector }),
  z.object({ resultType: z.literal('matrix'), result: matrix }),
  z.object({ resultType: z.literal('scalar'), result: sample }),
  z.object({ resultType: z.literal('string'), result: sample }),
]);
const answered = z.object({
  status: z.literal('success'),
  data,
  /** VictoriaMetrics: some of its storage nodes did not answer. */
  isPartial: z.boolean().default(false),
  /** Prometheus: some of its sources did not answer. Notes about the query start with `PromQL `. */
  warnings: z.array(z.string()).default([]),
});
const refused = z.object({ status: z.literal('error'), error: z.string() });

/** The most points in a chart. */
const mostPoints = 240;
const shortestStepSeconds = 5;

/** Prometheus and servers with its API: VictoriaMetrics, Mimir, Thanos. */
export function prometheusSource(source: PrometheusSource, http: Http, env: NodeJS.ProcessEnv): Source {
  async function ask(path: string, parameters: Readonly<Record<string, string>>) {
    const api = new Api(http, await accessOf(source, env));
    // Refuses partial responses: if a part of Thanos or VictoriaMetrics is down, the other parts are not a valid answer.
    const whole = { partial_response: 'false', deny_partial_response: '1' };
    const search = new URLSearchParams({ ...parameters, ...whole });
    const answer = await api.ask(`/api/v1/${path}?${search.toString()}`);
    // Errors have a status of their own, but the message says more, so it is read first.
    const words = refused.safeParse(fromJson(answer.text));
    if (words.success) throw cannotTell(api.said(failures.said(api.origin, words.data.error)));
    const { data, isPartial, warnings } = api.read(answer, answered);
    const lack = warnings.find((warning) => !warning.startsWith('PromQL '));
    if (lack !== undefined) throw cannotTell(api.said(failures.said(api.origin, lack)));
    if (isPartial) throw cannotTell(failures.partial(api.origin));
    return data;
  }

  return {
    remembers: true,

    read: (check, { at }) =>
      asking(async () => {
        const time: Record<string, string> = at === null ? {} : { time: seconds(at) };
        const { resultType, result } = await ask('query', { query: queryOf(check), ...time });
        switch (resultType) {
          case 'vector':
            return { says: 'values', values: result.map(({ value }) => value?.[1] ?? NaN) };
          case 'scalar':
            return { says: 'values', values: [result[1]] };
          case 'matrix':
          case 'string':
            return { says: 'nothing', reason: failures.noNumbers(new URL(source.url).origin, resultType) };
        }
      }),

    async course(check, from, to) {
      const step = Math.max(shortestStepSeconds, Math.ceil((to - from) / 1000 / mostPoints));
      // Steps count from the start, so the start is moved for the last point to fall on `to`.
      const start = to - Math.floor((to - from) / 1000 / step) * step * 1000;
      try {
        const found = await ask('query_range', {
          ...{ query: queryOf(check), start: seconds(start), end: seconds(to), step: String(step) },
        });
        if (found.resultType !== 'matrix' || found.result.length !== 1) return [];
        return (found.result[0]?.values ?? []).map(([at, value]): Point => [at * 1000, value]);
      } catch (error) {
        if (error instanceof NotRead) return null;
        throw error;
      }
    },
  };
}

async function accessOf(
  { url, headers, tokenEnv, userEnv, passwordEnv }: PrometheusSource,
  env: NodeJS.ProcessEnv,
) {
  const authorization =
    tokenEnv !== null
      ? { authorization: `Bearer ${await secretOf(tokenEnv, env)}` }
      : userEnv !== null && passwordEnv !== null
        ? { authorization: basic(await secretOf(userEnv, env), await secretOf(passwordEnv, env)) }
        : {};
  return { base: url, headers: { ...headers, ...authorization }, credential: tokenEnv ?? passwordEnv };
}

const queryOf = (check: WatchCheck): string => (check.kind === 'prometheus' ? check.query : '');

const seconds = (at: number): string => String(at / 1000);
