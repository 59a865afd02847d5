import type { CommandSignal } from '../../../domain/command/commands.ts';
import type { ListedRelease, ReleaseMemo } from '../../../domain/messages/memo.ts';
import { isEnd } from '../../../domain/release/stage.ts';
import type { Stage } from '../../../domain/release/stage.ts';
import type { Person } from '../../support/company.ts';
import type { ApiCompany } from '../../support/api.ts';
import type { SlackLine } from '../../support/slack-line.ts';
import type { Random } from '../chaos/random.ts';
import { call, mention } from './said.ts';
import type { Said, Told, Words } from './said.ts';

/** The share of commands given in Slack, where a channel takes one message a second; the rest come from pipelines. */
const inSlack = 0.1;
/** The share of commands that advance a release. The rest are out of turn, or by users without the right. */
const apt = 0.5;
/** The maximum number of calls under way; further ones are skipped. */
const mostUnderWay = 800;
/** A requested release that no list shows after this time has either not begun or already ended. */
const shownWithinMs = 60_000;

const requesters = ['U_ANN', 'U_BEN'] as const;
const approvers = ['U_NORA', 'U_OTTO'] as const;

export const ticketOf = (n: number): string => `LOAD-${n}`;
const requesterOf = (ticket: string): Person => requesters[Number(ticket.split('-')[1]) % 2] ?? 'U_ANN';

/** Users who request releases and bring them to their ends, at random. */
export class Crowd {
  readonly told: Told[] = [];
  readonly said: Said[] = [];
  /** The requested tickets. */
  readonly tickets = new Set<string>();
  /** How many commands were skipped because too much was under way. */
  stayedAway = 0;
  readonly #api: ApiCompany;
  readonly #line: SlackLine;
  readonly #random: Random;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #underWay = new Set<Promise<unknown>>();
  #open: readonly ListedRelease[] = [];
  /** When releases that no list shows yet were requested, by ticket, epoch ms. */
  readonly #new = new Map<string, number>();

  private constructor(api: ApiCompany, line: SlackLine, random: Random, tokens: ReadonlyMap<string, string>) {
    this.#api = api;
    this.#line = line;
    this.#random = random;
    this.#tokens = tokens;
  }

  static async of(api: ApiCompany, line: SlackLine, random: Random): Promise<Crowd> {
    const everyone = [...requesters, ...approvers, 'U_SAM'];
    const tokens = everyone.map(async (actor) => [actor, await api.tokenOf(actor)] as const);
    return new Crowd(api, line, random, new Map(await Promise.all(tokens)));
  }

  /** The number of listed releases. */
  get shown(): number {
    return this.#open.length;
  }

  /** Includes releases that no list shows yet. */
  get open(): number {
    return this.#open.length + this.#new.size;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Reads the open releases from Temporal's list. Keeps the previous ones if that fails. */
  async look(): Promise<void> {
    const { client } = this.#api.company.temporal;
    const query = `WorkflowType = 'release' AND ExecutionStatus = 'Running'`;
    const open: ListedRelease[] = [];
    for await (const { memo } of client.workflow.list({ query })) {
      const { release } = (memo ?? {}) as Partial<ReleaseMemo>;
      if (release !== undefined && !isEnd(release.stage)) open.push(release);
    }
    for (const { ticket } of open) this.#new.delete(ticket);
    for (const [ticket, at] of this.#new) if (Date.now() - at > shownWithinMs) this.#new.delete(ticket);
    this.#open = open;
  }

  /** Issues one command: requests a release while fewer than `wanted` are open, or acts on an open one. */
  speak(wanted: number): void {
    if (this.#underWay.size >= mostUnderWay) {
      this.stayedAway += 1;
      return;
    }
    const words = this.open < wanted ? this.#request() : this.#wordsOf(this.#random.one(this.#open));
    if (words !== null) this.#say(words, this.#random.chance(inSlack));
  }

  /** Issues the command that advances each open release. */
  bringAllOn(): void {
    for (const release of this.#open) {
      const words = aptFor(release.ticket, release.stage);
      if (words !== null) this.#say(words, false);
    }
  }

  /** Resolves once every command is answered, or Slack has given up delivering it to the bot. */
  async allHeard(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #request(): Words {
    const ticket = ticketOf(this.tickets.size + 1);
    this.tickets.add(ticket);
    this.#new.set(ticket, Date.now());
    return { ticket, signal: 'request', actor: requesterOf(ticket) };
  }

  #wordsOf(release: ListedRelease | undefined): Words | null {
    if (release === undefined) return null;
    const { ticket, stage } = release;
    const words = this.#random.chance(apt) ? aptFor(ticket, stage) : null;
    return words ?? this.#inept(ticket);
  }

  /** Commands that do not advance a release: a question, a command without the right or out of turn, and sometimes an end. */
  #inept(ticket: string): Words {
    const requester = requesterOf(ticket);
    const one = this.#random.next();
    const say = (signal: CommandSignal | 'status', actor: Person): Words => ({ ticket, signal, actor });
    if (one < 0.01) return say('cancel', requester);
    if (one < 0.02) return say('reject', 'U_NORA');
    if (one < 0.1) return say('hotfix', 'U_OTTO');
    if (one < 0.3) return say('recheck', requester);
    if (one < 0.5) return say('accept', 'U_BEN');
    if (one < 0.7) return say('depFinish', requester);
    return one < 0.95 ? say('adminHere', 'U_ANN') : say('status', requester);
  }

  #say(words: Words, isInSlack: boolean): void {
    const token = this.#tokens.get(words.actor) ?? '';
    const saying =
      isInSlack || words.signal === 'status'
        ? mention(this.#api, this.#line, words).then((said) => this.said.push(said))
        : call(this.#api, token, words).then((told) => this.told.push(told));
    this.#underWay.add(saying);
    void saying.finally(() => this.#underWay.delete(saying));
  }
}

/** The command that advances a release from this stage; null if only the program can. */
function aptFor(ticket: string, stage: Stage): Words | null {
  const n = Number(ticket.split('-')[1]);
  switch (stage) {
    case 'awaiting_approval':
      return { ticket, signal: 'accept', actor: approvers[n % 2] ?? 'U_NORA' };
    case 'awaiting_admin':
      return { ticket, signal: 'adminHere', actor: 'U_SAM' };
    case 'ready':
      return { ticket, signal: 'depStart', actor: requesterOf(ticket) };
    case 'deploying':
      return { ticket, signal: n % 10 === 0 ? 'depRollback' : 'depFinish', actor: requesterOf(ticket) };
    default:
      return null;
  }
}
