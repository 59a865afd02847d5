import type { Alert } from './alert.ts';

/** Alerts that are reported as one. Instants are epoch ms. */
export interface AlertIncident {
  /** Never reused. */
  readonly id: string;
  /** When its first alert began to fire, and when we first heard of it. */
  readonly at: number;
  readonly heardAt: number;
  /** By fingerprint. */
  readonly alerts: Readonly<Record<string, Alert>>;
  /** When the last alert ended; null while one is firing. */
  readonly endedAt: number | null;
  /** When we last heard anything about it. */
  readonly changedAt: number;
  /** Grows with each change that people should see. */
  readonly version: number;
  /** How many times all of its alerts have ended. */
  readonly endings: number;
}

/** The incidents of one sender that are still remembered, oldest first. */
export type Storm = readonly AlertIncident[];

/** Alerts that begin this soon after an incident belong to it: one problem fires many alerts. */
export const joinWithinMs = 60_000;
/** How long a resolved incident is kept, so that a late copy of its alerts opens no new one. */
export const knownForMs = 10 * 60_000;
/** How long a firing incident is kept without news. By then its sender has forgotten it. */
const forgottenAfterMs = 3 * 24 * 3_600_000;
/** Alerts kept per incident, further ones are dropped. A sender that has more groups them. */
const mostAlerts = 2000;
/** Alerts kept over all incidents. Temporal carries no more over continue-as-new. */
const mostOfAll = 4000;
/** Alerts per incident whose texts are kept. */
const mostWorded = 20;

/** Applies the alerts of a delivery, in its order. Alerts that are already known change nothing. */
export function takeAlerts(storm: Storm, sender: string, alerts: readonly Alert[], now: number): Storm {
  const known = storm.map((incident) => new Taking(incident));
  for (const alert of alerts) take(known, sender, alert, now);
  return known.map((one) => one.taken());
}

function take(known: Taking[], sender: string, alert: Alert, now: number): void {
  // An alert may fire in an older incident than the latest one that has it, because it can join a firing incident of its group.
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
      known.findLast(({ heardAt }) => now - heardAt < joinWithinMs) ??
      (of?.fires === true ? of : undefined) ??
      known.findLast((one) => one.fires && one.groups.has(alert.group));
    if (joined === undefined) begin(known, sender, alert, now);
    else if (joined === of || sizeOf(known) < mostOfAll) joined.add(alert, now);
  }
}

const sizeOf = (known: readonly Taking[]): number => known.reduce((sum, { alerts }) => sum + alerts.size, 0);

/** Opens an incident. While there are too many alerts, the oldest incident is dropped, resolved ones first. */
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

/** An incident while a delivery is applied. Keeps counts, because a storm has thousands of alerts and must not be scanned for each. */
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

  /** It still fires; nothing else is new. */
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

/** Drops the incidents that no longer need to be kept. */
export const remembered = (storm: Storm, now: number): Storm =>
  storm.filter(
    ({ endedAt, changedAt }) => now - changedAt < (endedAt === null ? forgottenAfterMs : knownForMs),
  );

/** When the next incident may be dropped, epoch ms; null if there is none. */
export const nextForgetting = (storm: Storm): number | null =>
  storm.length === 0
    ? null
    : Math.min(
        ...storm.map(
          ({ endedAt, changedAt }) => changedAt + (endedAt === null ? forgottenAfterMs : knownForMs),
        ),
      );
