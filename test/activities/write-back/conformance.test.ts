/** What is written into the tickets of every tracker: each thing once, in order, whatever happens to its server. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpFor } from '../../../http/http.ts';
import { writeBackActivities } from '../../../activities/write-back/write-back-activities.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import type { TicketNews } from '../../../domain/messages/write-back.ts';
import type { ToldOutside } from '../../../domain/told-outside.ts';
import { releaseRow } from '../../log/rows.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { playedServer } from '../tickets/played/server.ts';
import type { Answers, PlayedServer } from '../tickets/played/server.ts';
import { playedDeployments, playedWriters } from '../tickets/played/writing.ts';
import type { PlayedTicket } from '../tickets/played/writing.ts';

const secret = 's3cret-token';
const reason = 'ask @all, @channel: {color:red}*bold* [x|https://evil.example.com] <b> ``` /close #12';
let server: PlayedServer;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  server = await playedServer();
});
afterEach(async () => {
  server.close();
  for (const close of closing.splice(0)) await close();
});

const events: readonly ToldOutside[] = ['started', 'finished', 'rolledBack'];
const news = (ticket: string, type: ToldOutside): TicketNews => ({
  ticket,
  row: {
    ...releaseRow(events.indexOf(type) + 5, { type }),
    tickets: [ticket, 'PAY-2'],
    components: ['billing'],
    actor: 'U_DAN',
    facts: { reason },
  },
});

/** The activities of a worker that has just started. */
async function worker(tracker: object, timeoutMs = 2000) {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const all = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    tickets: tracker,
  };
  await writeFile(path, stringify(all));
  const http = httpFor(['127.0.0.1'], timeoutMs);
  closing.push(http.close);
  // Requests to a public server go to the local server instead.
  const ask: typeof http.ask = (url, asked) =>
    http.ask(url.replace('https://api.atlassian.com', server.url), asked);
  const told: unknown[] = [];
  return {
    told,
    ...writeBackActivities({
      settingsNow: () => loadSettings(path),
      worldOf: () => ({ http: { ...http, ask }, env: { TOKEN: secret, TRACKER_USER: 'bot' } }),
      nameOf: () => Promise.resolve('Dan @here'),
      tell: (trouble) => Promise.resolve(void told.push(trouble)),
    }),
  };
}
type Worker = Awaited<ReturnType<typeof worker>>;

const failure = async (attempt: Promise<unknown>): Promise<ApplicationFailure> => {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApplicationFailure)) throw new Error(`no failure: ${String(error)}`);
  expect(JSON.stringify([error.message, error.details])).not.toContain(secret);
  return error;
};

describe.each(playedWriters)('$name', ({ config, key, play, writes, moves }) => {
  const tracker = () => ({
    ...config(server.url),
    writeBack: {
      comment: true,
      ...(moves
        ? { transitions: { started: 'in release', finished: 'Released', rolledBack: 'Reopened' } }
        : {}),
    },
  });
  let ticket: PlayedTicket;
  beforeEach(() => {
    ticket = play();
    server.answers = ticket.answers;
  });
  const tellOf = async (type: ToldOutside, by: Worker) => {
    const one = news(key, type);
    for (const step of await by.planWriteBack(one)) await by.takeWriteBackStep(one, step);
  };
  const comment = (by: Worker, type: ToldOutside = 'started') =>
    by.takeWriteBackStep(news(key, type), { kind: 'comment' });
  /** The first write gets the answer `said`, and is carried out only if `done`. */
  const onceFailing = (said: ReturnType<Answers>, done: boolean): Answers => {
    let failed = false;
    return (request) => {
      if (failed || !writes(request)) return ticket.answers(request);
      failed = true;
      if (done) ticket.answers(request);
      return said;
    };
  };

  it('is told of start and end, each once, in order', async () => {
    const by = await worker(tracker());
    await tellOf('started', by);
    await tellOf('started', by);
    await tellOf('finished', by);
    expect(ticket.comments).toHaveLength(2);
    expect(ticket.comments[0]).toMatch(/^.*Release started: billing/);
    expect(ticket.comments[1]).toMatch(/^.*Released: billing/);
    if (moves) expect(ticket.statuses).toEqual(['Ready', 'In release', 'Released']);
  });

  it('is told by whom and why, with no markup of theirs that pings', async () => {
    await comment(await worker(tracker()), 'rolledBack');
    const [said = ''] = ticket.comments;
    expect(said).toContain('Rolled back: billing');
    expect(said).toMatch(/PAY.{0,2}-2|PAY－2/);
    if (said.startsWith('{"type":"doc"')) {
      // In that format, text cannot be anything but text.
      const kinds = [...said.matchAll(/"type":"(\w+)"/g)].map(([, kind]) => kind);
      expect(new Set(kinds)).toEqual(new Set(['doc', 'paragraph', 'text']));
      expect(said).toContain('@all');
      return;
    }
    const outsideOfCode = said.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '').replace(/<!--[^<>]*-->$/, '');
    expect(outsideOfCode).not.toMatch(config('')['tracker'] === 'jira' ? /(?<!\\)[[{*|]/ : /[@<[{*]/);
  });

  it('has a comment once though the answer was lost, or the worker died meanwhile', async () => {
    server.answers = onceFailing(null, true);
    const lost = await failure(comment(await worker(tracker(), 100)));
    expect(lost.nonRetryable).toBe(false);
    expect(ticket.comments).toHaveLength(1);
    await comment(await worker(tracker()));
    expect(ticket.comments).toHaveLength(1);
  });

  if (moves) {
    it('goes to a status once though the answer was lost, and not when somebody has moved it since', async () => {
      const one = news(key, 'started');
      const by = await worker(tracker(), 100);
      const [step] = await by.planWriteBack(one);
      expect(step).toEqual({ kind: 'transition', from: 'Ready', to: 'in release' });
      if (step === undefined) return;
      server.answers = onceFailing(null, true);
      expect((await failure(by.takeWriteBackStep(one, step))).nonRetryable).toBe(false);
      ticket.statuses.push('Testing');
      await (await worker(tracker())).takeWriteBackStep(one, step);
      expect(ticket.statuses).toEqual(['Ready', 'In release', 'Testing']);
    });

    it('is refused a status that there is none of, and hears which there are', async () => {
      const by = await worker({
        ...tracker(),
        writeBack: { transitions: { started: 'Deployed' } },
      });
      const one = news(key, 'started');
      const [step] = await by.planWriteBack(one);
      if (step === undefined) throw new Error('nothing is planned');
      const { nonRetryable, message } = await failure(by.takeWriteBackStep(one, step));
      expect(nonRetryable).toBe(true);
      expect(message).toMatch(/Deployed.*Released/);
      expect(await by.planWriteBack(news(key, 'finished'))).toEqual([]);
    });
  }

  it.each([
    ['is down', { status: 502, body: '' }, /HTTP 502/],
    [
      'has had too many requests',
      { status: 429, body: '', headers: { 'retry-after': '7' } },
      /too many requests/,
    ],
  ] as const)('is told later when its server %s', async (_, said, message) => {
    server.answers = onceFailing(said, false);
    const failed = await failure(comment(await worker(tracker())));
    expect(failed.message).toMatch(message);
    expect(failed.nonRetryable).toBe(false);
    if (said.status === 429) expect(failed.nextRetryDelay).toBe(7000);
    await comment(await worker(tracker()));
    expect(ticket.comments).toHaveLength(1);
  });

  it.each([
    [403, /does not take it with the credential in TOKEN \(HTTP 403\): not you$|HTTP 403/],
    [401, /does not take the credential in TOKEN: it is wrong or has expired$/],
  ])('is not told again and again when it answers %d', async (status, message) => {
    server.answers = onceFailing({ status, body: { message: 'not you', errorMessages: [] } }, false);
    const failed = await failure(comment(await worker(tracker())));
    expect(failed.message).toMatch(message);
    expect(failed.nonRetryable).toBe(true);
    expect(ticket.comments).toEqual([]);
  });

  it('is told nothing where the configuration does not want it any more', async () => {
    const by = await worker(config(server.url));
    expect(await by.planWriteBack(news(key, 'started'))).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it('has the admins told by its name', async () => {
    const by = await worker(tracker());
    await by.tellOfWriteBack(news(key, 'started'), 'it is down');
    expect(by.told).toEqual([{ type: 'writeBack', tracker: 'tickets', ticket: key, reason: 'it is down' }]);
  });
});

describe('deployments of GitHub', () => {
  const tracker = () => ({
    ...{ tracker: 'github', url: server.url, tokenEnv: 'TOKEN' },
    writeBack: { deployments: { environment: 'production' } },
  });
  const deploy = async (type: ToldOutside, key = 'ACME/APP#12', timeoutMs?: number) => {
    const by = await worker(tracker(), timeoutMs);
    const one = news(key, type);
    for (const step of await by.planWriteBack(one)) await by.takeWriteBackStep(one, step);
  };

  it.each<[ToldOutside, string]>([
    ['finished', 'success'],
    ['rolledBack', 'failure'],
  ])('are of the commit that was merged, and end with %s', async (type, state) => {
    const { answers, deployments } = playedDeployments();
    server.answers = answers;
    await deploy('started');
    await deploy('started');
    await deploy(type);
    expect(deployments).toMatchObject([
      {
        sent: { ref: 'm1', environment: 'production', auto_merge: false, required_contexts: [] },
        states: ['in_progress', state],
      },
    ]);
  });

  it('of an issue are of the default branch, and those of two tickets are two', async () => {
    const { answers, deployments } = playedDeployments();
    server.answers = answers;
    await deploy('started', 'ACME/APP#12');
    await deploy('started', 'ACME/APP#13');
    expect(deployments.map(({ sent }) => sent['ref'])).toEqual(['m1', 'trunk']);
  });

  it.each(['deployments', 'statuses'])(
    'are there once though the answer to new %s was lost',
    async (what) => {
      const { answers, deployments } = playedDeployments();
      let lost = false;
      server.answers = (request) => {
        const said = answers(request);
        if (lost || request.method !== 'POST' || !request.path.endsWith(what)) return said;
        lost = true;
        return null;
      };
      await failure(deploy('started', 'ACME/APP#12', 100));
      await deploy('started');
      expect(deployments).toMatchObject([{ states: ['in_progress'] }]);
    },
  );
});
