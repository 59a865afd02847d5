import { condition, continueAsNew, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { readBatch } from '../domain/alerts/alert.ts';
import type { Alert } from '../domain/alerts/alert.ts';
import { nextForgetting, remembered, takeAlerts } from '../domain/alerts/storm.ts';
import type { Storm } from '../domain/alerts/storm.ts';
import { alertRow, endRow, toldIncident } from '../domain/alerts/told-alerts.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { AlertActivities } from '../domain/messages/activities.ts';
import { alertsSignal } from '../domain/messages/definitions.ts';
import type { AlertsInput } from '../domain/messages/hooks.ts';
import { logIgnored } from './log-ignored.ts';
import { mustContinueAsNew } from './long-life.ts';
import { recordEvents } from './record.ts';
import { untilDelivered } from './until-delivered.ts';

const { tellOfAlerts } = proxyActivities<AlertActivities>(untilDelivered);

/** A message is updated at most this often: a storm brings hundreds of alerts in a moment. */
const betweenChanges = '3 seconds';

/**
 * Groups the alerts of one sender into incidents: those that begin together are one incident, which is announced once, updated and closed.
 * Lives while there is an incident and for some time after, since copies of a delivery may come late.
 */
export async function alerts(input: AlertsInput): Promise<void> {
  const inbox: (readonly Alert[])[] = [];
  setHandler(alertsSignal, (payload: unknown) => {
    const batch = readBatch(payload);
    if (batch === null) logIgnored('A malformed signal was ignored', alertsSignal.name, payload);
    else inbox.push(batch);
  });
  const sender = new Sender(input);
  for (;;) {
    for (const batch of inbox.splice(0)) sender.take(batch);
    const next = sender.forget();
    if (next === null && sender.inHand === 0) return;
    if (mustContinueAsNew(sender.inHand === 0)) return continueAsNew<typeof alerts>(sender.left);
    const { inHand } = sender;
    const news = () => inbox.length > 0 || sender.inHand !== inHand || mustContinueAsNew(sender.inHand === 0);
    await (next === null ? condition(news) : condition(news, Math.max(1000, next - Date.now())));
  }
}

/** Announces and records the incidents, each at its own pace and independently of the others. */
class Sender {
  readonly #hook: string;
  readonly #actor: string;
  #storm: Storm;
  /** By incident: the version that was announced last. */
  readonly #told: Map<string, number>;
  /** Incidents whose last announcement said that they are over. */
  readonly #over: Set<string>;
  /** Incidents that an earlier run may have announced without noting it. */
  readonly #tried: Set<string>;
  readonly #telling = new Set<string>();
  #recording = 0;

  constructor({ hook, actor, storm = [], told = {}, over = [], tried = [] }: AlertsInput) {
    this.#hook = hook;
    this.#actor = actor;
    this.#storm = storm;
    this.#told = new Map(Object.entries(told));
    this.#over = new Set(over);
    this.#tried = new Set(tried);
    for (const incident of storm) {
      this.#tell(incident.id);
      // The previous run may not have finished this. The log takes each row only once.
      this.#record(alertRow(incident, actor));
      if (incident.endedAt !== null) this.#record(endRow(incident, actor));
    }
  }

  /** How much is not announced or recorded yet. */
  get inHand(): number {
    return this.#telling.size + this.#recording;
  }

  /** The input of the next run. */
  get left(): AlertsInput {
    return {
      ...{ hook: this.#hook, actor: this.#actor, storm: this.#storm },
      told: Object.fromEntries(this.#told),
      over: [...this.#over],
      tried: [...this.#telling],
    };
  }

  take(batch: readonly Alert[]): void {
    const before = new Map(this.#storm.map((incident) => [incident.id, incident]));
    this.#storm = takeAlerts(this.#storm, this.#hook, batch, Date.now());
    for (const incident of this.#storm) {
      const known = before.get(incident.id);
      if (known === undefined) this.#record(alertRow(incident, this.#actor));
      if (incident.endings !== (known?.endings ?? 0)) this.#record(endRow(incident, this.#actor));
      if (incident.version !== known?.version) this.#tell(incident.id);
    }
  }

  /** Forgets old incidents, except those being announced. Returns when the next one may be forgotten, epoch ms; null if there is none. */
  forget(): number | null {
    const kept = remembered(this.#storm, Date.now());
    const isTelling = ({ id }: Storm[number]) => this.#telling.has(id);
    this.#storm = this.#storm.filter((one) => kept.includes(one) || isTelling(one));
    for (const id of [...this.#told.keys()]) {
      if (this.#storm.some((one) => one.id === id)) continue;
      this.#told.delete(id);
      this.#over.delete(id);
    }
    return nextForgetting(this.#storm.filter((one) => !isTelling(one)));
  }

  #record(row: EventRow): void {
    this.#recording += 1;
    void recordEvents([row]).then(() => (this.#recording -= 1));
  }

  #tell(id: string): void {
    if (this.#telling.has(id)) return;
    this.#telling.add(id);
    void this.#tellAll(id);
  }

  async #tellAll(id: string): Promise<void> {
    for (;;) {
      const incident = this.#storm.find((one) => one.id === id);
      const shown = this.#told.get(id) ?? null;
      if (incident === undefined || incident.version === shown) {
        // Right after the check, so that no change comes in between.
        this.#telling.delete(id);
        return;
      }
      const tried = this.#tried.delete(id);
      const isOver = incident.endedAt !== null;
      const ends = isOver && shown !== null && !this.#over.has(id);
      await tellOfAlerts({ incident: toldIncident(incident), shown, ends, tried, since: incident.heardAt });
      this.#told.set(id, incident.version);
      if (isOver) this.#over.add(id);
      else this.#over.delete(id);
      await sleep(betweenChanges);
    }
  }
}
