/**
 * Which configuration runs. Each worker introduces the file that it has, and all go by the one that was introduced last among those that
 * are there still: one that comes back with an old file introduces nothing.
 */
import { z } from 'zod';
import { bytesOf } from './messages/bounds.ts';

/** A configuration as a file has it. */
export interface ConfigurationReport {
  /** The host and the path of the file: `HOST:PATH`. */
  readonly place: string;
  /** Tells it from all that say anything else. */
  readonly version: string;
  /** The file as plain data. */
  readonly values: unknown;
}

/** When and where a version was introduced. */
interface Introduced {
  readonly version: string;
  /** Epoch ms. */
  readonly at: number;
  readonly place: string;
}

export interface RunningConfiguration extends Introduced {
  /** Null until a place that has it says so once more. */
  readonly values: unknown;
}

/** What a place has, and since when, epoch ms. */
export interface PlaceConfiguration {
  readonly place: string;
  readonly version: string;
  readonly since: number;
}

export interface Configurations {
  /** Null: nobody has introduced one yet. */
  readonly running: RunningConfiguration | null;
  readonly places: readonly PlaceConfiguration[];
  /** Those that places have, and the last ones before. */
  readonly introduced: readonly Introduced[];
}

export const noConfigurations: Configurations = { running: null, places: [], introduced: [] };

const mostPlaces = 100;
const mostIntroduced = 200;

/**
 * A worker has read its file. Where another one was before, somebody has edited it, which introduces it; so does what nobody had yet. `now`
 * in epoch ms.
 */
export function introduce(known: Configurations, report: ConfigurationReport, now: number): Configurations {
  const { place, version } = report;
  if (isKnown(known, report)) return known;
  const before = known.places.find((other) => other.place === place);
  const isSame = before?.version === version;
  const earlier = known.introduced.find((other) => other.version === version);
  const isNew = earlier === undefined || (before !== undefined && !isSame);
  const introduced = isNew
    ? [...known.introduced.filter((other) => other !== earlier), { version, at: now, place }]
    : known.introduced;
  const places = [
    ...known.places.filter((other) => other !== before),
    { place, version, since: isSame ? before.since : now },
  ];
  return settled({ ...known, introduced, places: places.slice(-mostPlaces) }, report);
}

/** Whether it goes without saying. */
export const isKnown = (
  { places, running }: Configurations,
  { place, version }: ConfigurationReport,
): boolean =>
  places.some((other) => other.place === place && other.version === version) &&
  (running?.version !== version || running.values !== null);

/** At these places is no worker any more. What ran goes on until another one comes. */
export const leave = (known: Configurations, gone: readonly string[]): Configurations =>
  settled({ ...known, places: known.places.filter(({ place }) => !gone.includes(place)) }, null);

function settled(known: Configurations, report: ConfigurationReport | null): Configurations {
  const introduced = known.introduced.slice(-mostIntroduced);
  const there = introduced.filter(({ version }) => known.places.some((place) => place.version === version));
  const last = there.reduce<Introduced | null>((a, b) => (a !== null && a.at > b.at ? a : b), null);
  if (last === null) return { ...known, introduced };
  const valuesBefore = known.running?.version === last.version ? known.running.values : null;
  const values = report?.version === last.version ? report.values : valuesBefore;
  return { ...known, introduced, running: { ...last, values } };
}

const longestPlace = 1000;
/** What all can go by, in bytes of the values as JSON. */
export const largestConfiguration = 500_000;
const place = z.string().min(1).max(longestPlace);
const reportSchema = z.object({
  place,
  version: z.string().min(1).max(100),
  // In characters, of which versions before took as many: a history has to be read as it was.
  values: z
    .record(z.string(), z.unknown())
    .refine((values) => (jsonOf(values)?.length ?? Infinity) <= largestConfiguration),
});

/** As JSON; null if it cannot be written so. */
function jsonOf(values: unknown): string | null {
  try {
    return JSON.stringify(values);
  } catch {
    return null;
  }
}

/** In bytes of JSON; infinity if it cannot be written so. */
export function sizeOf(values: unknown): number {
  const json = jsonOf(values);
  return json === null ? Infinity : bytesOf(json);
}

/** Null if it is none, or too large. */
export const readReport = (payload: unknown): ConfigurationReport | null =>
  reportSchema.safeParse(payload).data ?? null;

export const readPlaces = (payload: unknown): readonly string[] | null =>
  z.array(place).max(mostPlaces).safeParse(payload).data ?? null;
