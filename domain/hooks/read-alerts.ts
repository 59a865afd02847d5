import { z } from 'zod';
import type { Alert } from '../alerts/alert.ts';
import { oneLine } from '../one-line.ts';
import type { HookEvent } from './hook-event.ts';
import type { HookSettings } from './hook-settings.ts';

/** Alerts of a delivery whose texts are kept. */
const mostWorded = 20;
const longestName = 150;
const longestSummary = 300;
const longestAddress = 500;
const longestKey = 200;

const texts = z.record(z.string(), z.coerce.string());
/** Alertmanager's webhook, version 4, and Grafana's, which is modelled on it. */
const delivery = z.looseObject({ groupKey: z.string().optional(), alerts: z.array(z.unknown()) });
const delivered = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts.nullish(),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }).nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().min(1).optional(),
});
type Delivered = z.output<typeof delivered>;

type Mapping = Pick<HookSettings, 'labels' | 'names'>;

/** The readable alerts of a delivery; null if all of them are unreadable, or if the body is not a delivery. `now` is epoch ms. */
export function readAlerts(
  body: unknown,
  mapping: Mapping,
  known: readonly string[],
  now: number,
): HookEvent | null {
  const { data } = delivery.safeParse(body);
  if (data === undefined) return null;
  const group = (data.groupKey ?? '').slice(0, longestKey);
  const read = data.alerts.flatMap((one) => delivered.safeParse(one).data ?? []);
  const unreadable = data.alerts.length - read.length;
  if (read.length === 0 && unreadable > 0) return null;
  const alerts = read.map((one, index): Alert => ({
    fingerprint: (one.fingerprint ?? labelsKey(one.labels)).slice(0, longestKey),
    group,
    at: instantOf(one.startsAt, now),
    endedAt: one.status === 'firing' ? null : endOf(one, now),
    components: componentsOf(one.labels, mapping, known),
    words: index < mostWorded ? wordsOf(one) : null,
  }));
  return { type: 'alerts', alerts, unreadable };
}

/** Not in the future, and not in a year that a database cannot store. */
const instantOf = (text: string, now: number): number => Math.min(now, Math.max(0, Date.parse(text)));

/** A firing alert has an end in the year 1; an end before the start counts as `now`. */
function endOf({ startsAt, endsAt }: Delivered, now: number): number {
  const end = endsAt == null ? now : Date.parse(endsAt);
  return end < instantOf(startsAt, now) ? now : Math.min(now, end);
}

function componentsOf(
  labels: Readonly<Record<string, string>>,
  mapping: Mapping,
  known: readonly string[],
): readonly string[] {
  const named = mapping.labels.flatMap((label) => labels[label] ?? []);
  const meant = named.map((name) =>
    Object.hasOwn(mapping.names, name) ? (mapping.names[name] ?? name) : name.toLowerCase(),
  );
  return [...new Set(meant)].filter((name) => known.includes(name));
}

function wordsOf({ labels, annotations, generatorURL }: Delivered): Alert['words'] {
  const summary = annotations?.['summary'] ?? annotations?.['description'] ?? null;
  return {
    name: shortLine(labels['alertname'] ?? '?', longestName),
    summary: summary === null ? null : shortLine(summary, longestSummary),
    url: addressIn(annotations?.['runbook_url']) ?? addressIn(generatorURL),
  };
}

const shortLine = (text: string, limit: number): string => {
  const line = oneLine(text);
  return line.length <= limit ? line : `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

const addressIn = (text: string | null | undefined): string | null =>
  text != null && text.length <= longestAddress && /^https?:\/\/[^\s<>|]+$/.test(text) && URL.canParse(text)
    ? text
    : null;

const labelsKey = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
