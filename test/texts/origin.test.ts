/** How texts name the origin of a command: its door, pipeline and token. */
import { describe, expect, it } from 'vitest';
import { nobody } from '../../domain/messages/origin.ts';
import type { ReleaseEvent } from '../../domain/release/events.ts';
import { textsIn } from '../../texts/index.ts';
import { originParts, pipelineLabel } from '../../texts/origin.ts';
import { logWords } from '../../texts/en/log-words.ts';
import { releaseRow } from '../log/rows.ts';
import { aCard } from '../support/a-card.ts';

const pipeline = {
  ...{ token: 'ci', repository: 'acme/app', run: '42', sha: 'd6fde92930d4715a2b49857d24b940956b26d2d3' },
  url: 'https://github.com/acme/app/actions/runs/42',
};
const bare = { token: null, repository: null, run: null, sha: null, url: null };
const around = { linkOf: () => null, timezone: 'UTC', now: 0 };

it('names the run, and what is not known of it not', () => {
  expect(pipelineLabel(pipeline)).toBe('acme/app #42 @ d6fde92');
  expect(pipelineLabel({ ...bare, run: '42' })).toBe('#42');
  expect(pipelineLabel({ ...bare, token: 'ci' })).toBe('');
});

it.each([
  [{ via: 'slack' }, []],
  [{ via: null }, []],
  [{}, []],
  [{ via: 'terminal' }, ['via `terminal`']],
  [{ via: 'api', pipeline: { ...bare, token: 'ann-laptop' } }, ['via `api`', 'token `ann-laptop`']],
  [{ via: 'api', pipeline }, ['via `api`', `<${pipeline.url}|acme/app #42 @ d6fde92>`, 'token `ci`']],
  [
    { via: 'api', pipeline: { ...pipeline, url: null, token: null } },
    ['via `api`', 'acme/app #42 @ d6fde92'],
  ],
  [{ via: '<!channel>' }, ['via `&lt;!channel&gt;`']],
])('tells %j', (origin, parts) => {
  expect(originParts(origin, logWords)).toEqual(parts);
});

describe('in Slack', () => {
  const surroundings = {
    ...{
      ...around,
      approvers: [],
      asked: [],
      approversOf: [],
      admins: [],
      components: [],
      locks: [],
      usual: {},
    },
    adminsOf: { components: [], people: [] },
  };
  const told = '`api` · <https://github.com/acme/app/actions/runs/42|acme/app #42 @ d6fde92>';

  it('the thread has it below what was done', () => {
    const event: ReleaseEvent = {
      ...{ ...nobody, n: 9, at: 0, actor: 'service:ci', via: 'api', pipeline },
      type: 'started',
      facts: { components: ['billing'] },
    };
    const { announcement } = textsIn('en');
    expect(announcement(aCard, event, surroundings)).toContain(`\n_via ${told} · token \`ci\`_`);
    expect(announcement(aCard, { ...event, via: 'slack', pipeline: null }, surroundings)).not.toContain(
      '_via',
    );
  });

  it('the card says by which way it was started, and goes on saying so', () => {
    const started = { via: 'api', pipeline };
    const { card } = textsIn('ru');
    const { fields } = card({ ...aCard, stage: 'deploying', started }, surroundings);
    expect(fields).toContainEqual({ name: 'Запуск', value: `через ${told} · токен \`ci\`` });
    expect(card({ ...aCard, stage: 'finished', started }, surroundings).headline).toContain(told);
    expect(card({ ...aCard, stage: 'deploying' }, surroundings).fields.map(({ name }) => name)).not.toContain(
      'Запуск',
    );
  });
});

describe('the log', () => {
  it('has it in the line of an event', () => {
    const events = [releaseRow(2, { type: 'started', actor: 'service:ci', via: 'api', pipeline })];
    const page = { subject: null, since: null, events, more: 0, countedTo: 10, workspace: null };
    const [, line] = textsIn('en').releaseLog.page(page, around).split('\n');
    expect(line).toMatch(/`ci` · `billing` · via `api` · <https:\S+\|acme\/app #42 @ d6fde92> · token `ci`$/);
  });

  it('links what a suspect changed', () => {
    const none = { startedAt: 0, endedAt: null, endedAs: null, overriddenAt: null, overrideReason: null };
    const release = {
      ...{ releaseKey: 'k', ticket: 'PAY-1', tickets: ['PAY-1'], title: null, url: null, wikiLink: null },
      ...{ requester: 'U_DAN', admin: null, components: ['billing'], stage: 'deploying', stageSince: 0 },
      ...{ askedAt: 0, announcedAt: 0, goodAt: 0, turnAt: 0, ...none, nudges: 0, commit: null },
    } as const;
    const compare = 'https://github.com/acme/app/compare/a...b';
    const told = (suspects: readonly object[]) =>
      textsIn('en').releaseLog.suspects(
        { at: 0, component: null, suspects: suspects as never, more: 0 },
        around,
      );
    expect(told([{ release, reasons: [], compare }])).toContain(
      `\`billing\` · what it changed: <${compare}|${compare}>`,
    );
    expect(told([{ release, reasons: [] }])).not.toContain('what it changed');
  });
});
