/** Cases for Gitea, run against a real one and against its recorded answers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sectionText } from '../../../../domain/signs/page.ts';
import { ticketReader } from '../../../support/ticket-reader.ts';
import type { TicketReader } from '../../../support/ticket-reader.ts';

/** What `test/trackers/gitea-company.ts` creates. */
export interface GiteaScene {
  readonly url: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<'bot' | 'gone' | 'narrow', string>>;
}

export function giteaCases(begin: () => Promise<GiteaScene>): void {
  let scene: GiteaScene;
  let bot: TicketReader;
  const readerWith = (token: string, checks: object = {}) =>
    ticketReader(
      {
        tickets: { tracker: 'gitea', url: scene.url, tokenEnv: 'GITEA_TOKEN' },
        checks: { qa: false, customerDemo: false, releaseDocs: false, rollbackDocs: false, ...checks },
      },
      { GITEA_TOKEN: token },
    );
  const key = (name: string): string => {
    const found = scene.keys[name];
    if (found === undefined) throw new Error(`There is no ${name}`);
    return found;
  };
  beforeAll(async () => {
    scene = await begin();
    bot = await readerWith(scene.tokens.bot);
  });

  it('has an issue, with the pull requests that refer to it, also from another repository', async () => {
    const ticket = await bot.ticket(key('refunds'));
    expect(ticket).toMatchObject({
      key: key('refunds'),
      title: 'refunds',
      url: `${scene.url}/acme/app/issues/1`,
      project: 'acme/app',
      kind: 'issue',
      status: { name: 'closed', category: 'done' },
      author: 'rita',
      assignee: 'oleg',
      labels: ['qa-passed'],
      fields: { Milestone: '2.0' },
      checkboxes: [
        { text: 'Customer demo', checked: true },
        { text: 'Rollback', checked: false },
      ],
      pages: ['https://wiki.example.com/Refunds'],
      unread: {},
    });
    expect(ticket.changes.map(({ name, state }) => [name, state])).toEqual([
      [key('merged').toLowerCase(), 'merged'],
      [key('given up').toLowerCase(), 'closed'],
      [key('elsewhere').toLowerCase(), 'open'],
    ]);
    expect(await bot.check(key('refunds'))).toMatchObject({ outcome: 'checked', missingSigns: [] });
  });

  it('has no change where none refers to it, nor one that may not be seen', async () => {
    for (const name of ['alone', 'hush']) {
      expect(await bot.ticket(key(name))).toMatchObject({ changes: [], unread: {} });
      expect(await bot.check(key(name))).toMatchObject({ missingSigns: ['codeReview'] });
    }
  });

  it('has a pull request by its own key', async () => {
    const ticket = await bot.ticket(key('success'));
    expect(ticket).toMatchObject({ kind: 'pull request', status: { name: 'open', category: null } });
    expect(ticket.changes).toEqual([
      {
        name: key('success').toLowerCase(),
        title: 'success',
        url: `${scene.url}/acme/app/pulls/${key('success').split('#')[1] ?? ''}`,
        state: 'open',
        draft: false,
        author: 'rita',
        approvals: [
          {
            by: 'oleg',
            commit: ticket.changes[0]?.headCommit,
            at: expect.any(Number) as number,
            stale: false,
          },
        ],
        headCommit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        lastCommitAt: null,
        pipeline: 'passed',
        openThreads: null,
        paths: ['success'],
      },
    ]);
  });

  it.each([
    ['merged', 'passed'],
    ['approved', 'passed'],
    ['seen again', 'passed'],
    ['mended', 'passed'],
    ['approved and commented', 'passed'],
    ['unseen', { lack: 'approvals', has: 0, needs: 1 }],
    ['commented', { lack: 'approvals', has: 0, needs: 1 }],
    ['taken back', { lack: 'approvals', has: 0, needs: 1 }],
    ['dismissed', { lack: 'approvals', has: 0, needs: 1 }],
    ['by a reader', { lack: 'approvals', has: 0, needs: 1 }],
    ['pushed', { lack: 'freshApprovals', staleBy: ['oleg'] }],
    ['WIP: draft', { lack: 'draft' }],
  ])('judges a change that is %s', async (name, judged) => {
    const report = await bot.check(key(name));
    expect(report).toMatchObject(
      judged === 'passed'
        ? { missingSigns: [], evidence: { codeReview: { outcome: 'passed' } } }
        : {
            missingSigns: ['codeReview'],
            evidence: { codeReview: { outcome: 'missing', why: { why: 'change', lacks: judged } } },
          },
    );
  });

  it.each([
    ['success', 'passed', []],
    ['failure', 'failed', ['codeReview']],
    ['pending', 'running', ['codeReview']],
    ['approved', 'none', ['codeReview']],
  ])('knows the pipeline of a change with the status %s', async (name, pipeline, missing) => {
    expect((await bot.ticket(key(name))).changes).toMatchObject([{ pipeline }]);
    const strict = await readerWith(scene.tokens.bot, { codeReview: { changes: { pipeline: 'passed' } } });
    expect(await strict.check(key(name))).toMatchObject({ missingSigns: missing });
  });

  it('knows that one is not there where its repository can be seen, and follows a repository that was renamed', async () => {
    for (const gone of [key('deleted'), 'ACME/APP#4711']) {
      expect(await bot.read(gone)).toEqual({ outcome: 'unknown' });
    }
    expect(await bot.ticket(key('moved'))).toMatchObject({ title: 'moved', key: key('moved') });
  });

  it.each(['hidden', 'ACME/SECRET#4711', 'ACME/NOTHING#1', 'NOBODY/APP#1'])(
    'cannot tell of %s, whose repository it may not see',
    async (name) => {
      const one = scene.keys[name] ?? name;
      const repo = one.split('#')[0]?.toLowerCase() ?? '';
      expect(await bot.read(one)).toEqual({
        outcome: 'cannotTell',
        reason: `${scene.url} shows no repository ${repo}: either it is not there, or the credential may not see it`,
      });
    },
  );

  it.each(['refunds', 'deleted', 'hidden'])(
    'cannot tell of %s with a token that is wrong or was revoked',
    async (name) => {
      for (const wrong of ['no-such-token', scene.tokens.gone]) {
        const reader = await readerWith(wrong);
        const reason = `${scene.url} does not take the credential in GITEA_TOKEN: it is wrong or has expired`;
        expect(await reader.read(key(name))).toEqual({ outcome: 'badCredentials', reason });
        expect(reader.refused).toEqual([reason]);
      }
    },
  );

  it.each(['refunds', 'deleted'])('cannot tell of %s with a token for something else', async (name) => {
    const narrow = await readerWith(scene.tokens.narrow);
    expect(await narrow.read(key(name))).toEqual({
      outcome: 'cannotTell',
      reason: `${scene.url} does not let the credential see it (HTTP 403)`,
    });
  });

  describe('a page', () => {
    it.each([
      ['src/branch/main/docs/plan.md', 'Plan'],
      ['raw/branch/main/docs/plan.md', 'Plan'],
      ['src/branch/release/2.0/docs/next.md', 'Plan'],
      ['wiki/Release-plan', 'Release plan'],
      ['wiki/Plan%3A+2026-11-28.-', 'Plan: 2026-11-28'],
      ['wiki/100%25-%D0%B1%D0%BE%D0%BB%D1%8C%D1%88%D0%B5', '100% больше'],
    ])('is read at %s', async (path, title) => {
      const reading = await bot.page(`${scene.url}/acme/app/${path}`);
      expect(reading).toMatchObject({ outcome: 'found', page: { title } });
      if (reading.outcome === 'found')
        expect(sectionText(reading.page, 'Release')).toBe('Switch it on for everybody.');
    });

    it.each([
      'app/src/branch/main/docs/nothing.md',
      'app/src/branch/nothing/docs/plan.md',
      'app/wiki/Nothing',
      'lib/wiki/Nothing',
    ])('is missing at %s', async (path) => {
      expect(await bot.page(`${scene.url}/acme/${path}`)).toEqual({ outcome: 'missing' });
    });

    it.each(['secret/src/branch/main/README.md', 'secret/wiki/Plan', 'nothing/wiki/Plan'])(
      'cannot be told at %s',
      async (path) => {
        expect(await bot.page(`${scene.url}/acme/${path}`)).toMatchObject({ outcome: 'cannotTell' });
      },
    );

    it('cannot be told with a token that was revoked', async () => {
      const gone = await readerWith(scene.tokens.gone);
      for (const path of ['src/branch/main/docs/plan.md', 'wiki/Nothing']) {
        expect(await gone.page(`${scene.url}/acme/app/${path}`)).toMatchObject({
          outcome: 'cannotTell',
          reason: expect.stringContaining('GITEA_TOKEN') as string,
        });
      }
    });
  });
}
