/**
 * Which configuration runs. Each worker reports its file. Of the files that workers still have, all use the one that was introduced last. A
 * worker that comes back with an old file introduces nothing.
 */
import { z } from 'zod';
import type { Renamed } from './components.ts';
import { formerNames } from './former-names.ts';
import { bytesOf } from './messages/bounds.ts';

/** A configuration, as read from a file. */
export interface ConfigurationReport {
  /** The host and the path of the file: `HOST:PATH`. */
  readonly place: string;
  /** Differs for any other content. */
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
  /** Null until a place with this version reports again. */
  readonly values: unknown;
}

/** The version at a place, and since when (epoch ms). */
export interface PlaceConfiguration {
  readonly place: string;
  readonly version: string;
  readonly since: number;
}

export interface Configurations {
  /** Null: none has been introduced yet. */
  readonly running: RunningConfiguration | null;
  readonly places: readonly PlaceConfiguration[];
  /** The versions that places have, and the latest ones before. */
  readonly introduced: readonly Introduced[];
  /** The later names by former name, of all that have run: see `formerNames`. Absent before 1.2. */
  readonly formerNames?: Renamed;
}

export const noConfigurations: Configurations = { running: null, places: [], introduced: [] };

const mostPlaces = 100;
const mostIntroduced = 200;

/**
 * Notes the file that a worker has read. It becomes the newest version if the worker had another one before (somebody edited it) or if no
 * worker ever had it. `now` in epoch ms.
 */
export function introduce(known: Configurations, report: ConfigurationReport, now: number): Configurations {
  const { place, version } = report;
  if (containsNothingNew(known, report)) return known;
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

/** Whether the report contains nothing new. */
export const containsNothingNew = (
  { places, running }: Configurations,
  { place, version }: ConfigurationReport,
): boolean =>
  places.some((other) => other.place === place && other.version === version) &&
  (running?.version !== version || running.values !== null);

/** Forgets places that have no worker any longer. The running version stays until another one comes. */
export const leave = (known: Configurations, gone: readonly string[]): Configurations =>
  settled({ ...known, places: known.places.filter(({ place }) => !gone.includes(place)) }, null);

function settled(known: Configurations, report: ConfigurationReport | null): Configurations {
  const introduced = known.introduced.slice(-mostIntroduced);
  const there = introduced.filter(({ version }) => known.places.some((place) => place.version === version));
  const last = there.reduce<Introduced | null>((a, b) => (a !== null && a.at > b.at ? a : b), null);
  if (last === null) return { ...known, introduced };
  const valuesBefore = known.running?.version === last.version ? known.running.values : null;
  const values = report?.version === last.version ? report.values : valuesBefore;
  const before = namesSoFar(known);
  return {
    ...{ ...known, introduced, running: { ...last, values } },
    formerNames: values === null ? before : formerNames(before, values),
  };
}

const namesSoFar = ({ formerNames: former, running }: Configurations): Renamed =>
  formerNames(former ?? {}, running?.values);

const longestPlace = 1000;
/** The largest configuration that can be shared, in bytes of JSON. */
export const largestConfiguration = 500_000;
const place = z.string().min(1).max(longestPlace);
const reportSchema = z.object({
  place,
  version: z.string().min(1).max(100),
  // Counted in characters as before 1.2, so that a history is read as it was recorded.
  values: z
    .record(z.string(), z.unknown())
    .refine((values) => (jsonOf(values)?.length ?? Infinity) <= largestConfiguration),
});

/** JSON; null if the values cannot be serialized. */
function jsonOf(values: unknown): string | null {
  try {
    return JSON.stringify(values);
  } catch {
    return null;
  }
}

/** In bytes of JSON; `Infinity` if it cannot be serialized. */
export function sizeOf(values: unknown): number {
  const json = jsonOf(values);
  return json === null ? Infinity : bytesOf(json);
}

/** Null if it is malformed or too large. */
export const readReport = (payload: unknown): ConfigurationReport | null =>
  reportSchema.safeParse(payload).data ?? null;

export const readPlaces = (payload: unknown): readonly string[] | null =>
  z.array(place).max(mostPlaces).safeParse(payload).data ?? null;
