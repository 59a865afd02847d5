import type { Alert } from './alert.ts';

/** Alerts that are told as one. Instants are epoch ms. */
export interface AlertIncident {
  /** Unique for ever. */
  readonly id: string;
  /** When its first alert began to fire, and when we heard of it. */
  readonly at: number;
  readonly heardAt: number;
  /** By their fingerprints. */
  readonly alerts: Readonly<Record<string, Alert>>;
  /** When the last of them ended; null: one fires. */
  readonly endedAt: number | null;
  /** When we last heard anything new of it. */
  readonly changedAt: number;
  /** Grows with each change that people should see. */
  readonly version: number;
  /** So often all of its alerts have ended. */
  readonly endings: number;
}

/** The incidents of one sender that are not forgotten, oldest first. */
export type Storm = readonly AlertIncident[];

/** What begins so soon after an incident is part of it: one trouble makes many alerts. */
export const togetherMs = 60_000;
/** An ended incident is known for so long, so that a late copy of its alerts begins no new one. */
export const knownForMs = 10 * 60_000;
/** One of which nobody has told for so long was forgotten by its sender. */
const forgottenAfterMs = 3 * 24 * 3_600_000;
/** So many alerts of one incident are kept apart; a sender that has more groups them. */
const mostAlerts = 2000;
/** And of all: Temporal keeps no more for a workflow that goes on as new. */
const mostOfAll = 4000;
/** So many of them are told in words. */
const mostWorded = 20;

/** Takes what a sender tells of its alerts, in its order. What is known already changes nothing. */
export function takeAlerts(storm: Storm, sender: string, alerts: readonly Alert[], now: number): Storm {
  const known = storm.map((incident) => new Taking(incident));
  for (const alert of alerts) take(known, sender, alert, now);
  return known.map((one) => one.taken());
}

function take(known: Taking[], sender: string, alert: Alert, now: number): void {
  // It may fire in an older one than that which knew it last: an alert joins whatever its sender takes for the same matter.
  const of =
    known.findLast(({ alerts }) => alerts.get(alert.fingerprint)?.endedAt === null) ??
    known.findLast(({ alerts }) => alerts.has(alert.fingerprint));
  const before = of?.alerts.get(alert.fingerprint);
  if (alert.endedAt !== null) {
    if (of === undefined || before?.endedAt !== null || alert.at < before.at) return;
    of.add({ ...before, endedAt: alert.endedAt }, now);
  } else if (of !== undefined && before?.endedAt === null) {
    of.hear(now);
  } else if (before === undefined || alert.at > before.at) {
    const joined =
      known.findLast(({ heardAt }) => now - heardAt < togetherMs) ??
      (of?.fires === true ? of : undefined) ??
      known.findLast((one) => one.fires && one.groups.has(alert.group));
    if (joined === undefined) begin(known, sender, alert, now);
    else if (joined === of || sizeOf(known) < mostOfAll) joined.add(alert, now);
  }
}

const sizeOf = (known: readonly Taking[]): number => known.reduce((sum, { alerts }) => sum + alerts.size, 0);

/** For a new one the oldest goes, one that is over first, if there are too many alerts. */
function begin(known: Taking[], sender: string, alert: Alert, now: number): void {
  while (sizeOf(known) >= mostOfAll) {
    const over = known.findIndex(({ fires }) => !fires);
    known.splice(Math.max(0, over), 1);
  }
  const incident: AlertIncident = {
    ...{ id: `${sender}:${alert.fingerprint}:${alert.at}`, at: alert.at, heardAt: now, alerts: {} },
    ...{ endedAt: null, changedAt: now, version: 0, endings: 0 },
  };
  const begun = new Taking(incident);
  begun.add(alert, now);
  known.push(begun);
}

/** An incident while a delivery is read. A storm has thousands of alerts: none of them may cost a look at all others. */
class Taking {
  readonly alerts: Map<string, Alert>;
  readonly groups: Set<string>;
  readonly #before: AlertIncident;
  #changes = 0;
  #endings = 0;
  #changedAt: number;
  #firing = 0;
  #worded = 0;

  constructor(before: AlertIncident) {
    this.#before = before;
    this.#changedAt = before.changedAt;
    this.alerts = new Map(Object.entries(before.alerts));
    const all = [...this.alerts.values()];
    this.groups = new Set(all.flatMap(({ group }) => (group === '' ? [] : [group])));
    for (const one of all) this.#count(one, 1);
  }

  get heardAt(): number {
    return this.#before.heardAt;
  }

  get fires(): boolean {
    return this.#firing > 0;
  }

  /** Nothing new, but it goes on. */
  hear(now: number): void {
    this.#changedAt = now;
  }

  add(alert: Alert, now: number): void {
    const { fingerprint, group } = alert;
    const before = this.alerts.get(fingerprint);
    if (before === undefined && this.alerts.size >= mostAlerts) return;
    const isWorded = before !== undefined || this.#worded < mostWorded;
    const own = isWorded ? alert : { ...alert, words: null };
    if (before !== undefined) this.#count(before, -1);
    this.#count(own, 1);
    this.alerts.set(fingerprint, own);
    if (group !== '') this.groups.add(group);
    this.#changedAt = now;
    this.#changes += 1;
    if (!this.fires) this.#endings += 1;
  }

  /** As it is now. */
  taken(): AlertIncident {
    const changedAt = this.#changedAt;
    if (this.#changes === 0) return { ...this.#before, changedAt };
    const ends = [...this.alerts.values()].map(({ endedAt }) => endedAt ?? 0);
    return {
      ...this.#before,
      alerts: Object.fromEntries(this.alerts),
      endedAt: this.fires ? null : Math.max(...ends),
      changedAt,
      version: this.#before.version + this.#changes,
      endings: this.#before.endings + this.#endings,
    };
  }

  #count({ endedAt, words }: Alert, by: 1 | -1): void {
    if (endedAt === null) this.#firing += by;
    if (words !== null) this.#worded += by;
  }
}

/** Without those that need not be known any more. */
export const remembered = (storm: Storm, now: number): Storm =>
  storm.filter(
    ({ endedAt, changedAt }) => now - changedAt < (endedAt === null ? forgottenAfterMs : knownForMs),
  );

/** When the next of them may be forgotten; null if there is none. */
export const nextForgetting = (storm: Storm): number | null =>
  storm.length === 0
    ? null
    : Math.min(
        ...storm.map(
          ({ endedAt, changedAt }) => changedAt + (endedAt === null ? forgottenAfterMs : knownForMs),
        ),
      );
