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
/** So many of them are told in words. */
const mostWorded = 20;

/** Takes what a sender tells of its alerts, in its order. What is known already changes nothing. */
export const takeAlerts = (storm: Storm, sender: string, alerts: readonly Alert[], now: number): Storm =>
  alerts.reduce((known, alert) => take(known, sender, alert, now), storm);

function take(storm: Storm, sender: string, alert: Alert, now: number): Storm {
  const of = storm.findLast(({ alerts }) => alert.fingerprint in alerts);
  const before = of?.alerts[alert.fingerprint];
  if (alert.endedAt !== null) {
    const isNew = of !== undefined && before?.endedAt === null && alert.at >= before.at;
    return isNew ? replaced(storm, withAlert(of, { ...before, endedAt: alert.endedAt }, now)) : storm;
  }
  if (of !== undefined && before !== undefined && (before.endedAt === null || alert.at <= before.at)) {
    return before.endedAt === null ? replaced(storm, { ...of, changedAt: now }) : storm;
  }
  const joined =
    storm.findLast(({ heardAt }) => now - heardAt < togetherMs) ??
    (of?.endedAt === null ? of : undefined) ??
    storm.findLast(({ endedAt, alerts }) => endedAt === null && isOfGroup(alerts, alert.group));
  return joined === undefined
    ? [...storm, begun(sender, alert, now)]
    : replaced(storm, withAlert(joined, alert, now));
}

const isOfGroup = (alerts: AlertIncident['alerts'], group: string): boolean =>
  group !== '' && Object.values(alerts).some((one) => one.group === group);

const begun = (sender: string, alert: Alert, now: number): AlertIncident => ({
  id: `${sender}:${alert.fingerprint}:${alert.at}`,
  at: alert.at,
  heardAt: now,
  alerts: { [alert.fingerprint]: alert },
  endedAt: null,
  changedAt: now,
  version: 1,
  endings: 0,
});

function withAlert(incident: AlertIncident, alert: Alert, now: number): AlertIncident {
  const { alerts, version, endings } = incident;
  const known = Object.keys(alerts).length;
  if (known >= mostAlerts && !(alert.fingerprint in alerts)) return incident;
  const worded = Object.values(alerts).filter(({ words }) => words !== null).length;
  const own = alert.fingerprint in alerts || worded < mostWorded ? alert : { ...alert, words: null };
  const all = { ...alerts, [alert.fingerprint]: own };
  const ends = Object.values(all).map(({ endedAt }) => endedAt);
  const ended = ends.filter((end) => end !== null);
  const endedAt = ended.length === ends.length ? Math.max(...ended) : null;
  return {
    ...incident,
    alerts: all,
    endedAt,
    changedAt: now,
    version: version + 1,
    endings: endedAt === null ? endings : endings + 1,
  };
}

const replaced = (storm: Storm, by: AlertIncident): Storm =>
  storm.map((one) => (one.id === by.id ? by : one));

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
