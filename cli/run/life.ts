import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runner } from '../../domain/messages/runner.ts';
import { runWords } from '../../texts/cli-run.ts';
import { answerOrUnreachable } from '../say/retry.ts';
import type { ApiAnswer, Way } from '../say/way.ts';

/** Heartbeats per `deadAfter`, so that a few may get lost before the program is taken for dead. */
const signsInTime = 4;

/** Sends a release the heartbeats of the program `runner` that deploys it, and reports trouble on stderr. */
export class Life {
  readonly #way: Way;
  readonly #ticket: string;
  readonly #runner: Runner;
  readonly #end = new AbortController();
  #isOurs = true;
  #isDead = false;
  #isAway = false;

  constructor(way: Way, ticket: string, runner: Runner) {
    this.#way = way;
    this.#ticket = ticket;
    this.#runner = runner;
  }

  /** False once the release is known to belong to another program, or to none. */
  get isOurs(): boolean {
    return this.#isOurs;
  }

  /** Whether the workflow of the release was terminated or deleted in Temporal. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Sends heartbeats until `stop` is called or the release is lost. */
  async live(): Promise<void> {
    const pauseMs = (this.#runner.deadAfter * 1000) / signsInTime;
    const { signal } = this.#end;
    while (!signal.aborted && this.#isOurs) {
      this.#hear(await answerOrUnreachable(this.#sign()));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  stop(): void {
    this.#end.abort();
  }

  /** Sends one heartbeat. If the release took us for dead and nobody else took over, starts it again. */
  async #sign(): Promise<ApiAnswer> {
    const told = await this.#way.heartbeat(this.#ticket, this.#runner.id);
    if (told.body['code'] !== 'pipelineLost') return told;
    const again = { signal: 'depStart', ticket: this.#ticket, runner: this.#runner } as const;
    const started = await this.#way.deploy({ ...again, commandId: randomUUID() });
    if (started.status < 400) console.error(runWords.back(this.#ticket));
    return started;
  }

  #hear(answer: ApiAnswer): void {
    if (this.#end.signal.aborted) return;
    if (!isTold(answer)) {
      if (!this.#isAway) console.error(runWords.away(answer.text));
      this.#isAway = true;
      return;
    }
    if (this.#isAway) console.error(runWords.answers);
    this.#isAway = false;
    if (answer.status < 400) return;
    this.#isOurs = false;
    this.#isDead = ['releaseDied', 'noRelease'].includes(String(answer.body['code']));
    console.error((this.#isDead ? runWords.dead : runWords.notOurs)(this.#ticket, answer.text));
  }
}

/** Whether the release itself answered. */
const isTold = ({ status }: ApiAnswer): boolean => status < 400 || status === 404 || status === 409;
