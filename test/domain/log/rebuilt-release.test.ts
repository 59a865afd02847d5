import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../../domain/log/event-row.ts';
import { ofNothing } from '../../../domain/log/event-row.ts';
import { project } from '../../../domain/log/projection.ts';
import { rebuiltRelease } from '../../../domain/log/rebuilt-release.ts';
import { nobody } from '../../../domain/messages/origin.ts';
import { statusOf } from '../../../domain/release/status.ts';
import { rules } from '../../support/scripted-activities.ts';

const components = {
  db: { critical: true },
  billing: { critical: true, dependsOn: ['db'] },
} as never;

const row = (n: number, type: string, more: Partial<EventRow> = {}): EventRow => ({
  ...ofNothing,
  ...nobody,
  ...{
    key: `k:${n}`,
    at: n * 1000,
    about: 'release',
    type,
    releaseKey: 'k',
    n,
    ticket: 'PAY-1',
    tickets: ['PAY-1'],
  },
  ...{
    title: 'Pay',
    url: 'https://t.example/PAY-1',
    requester: 'U_ANN',
    components: ['billing'],
    pipeline: null,
  },
  facts: {},
  ...more,
});

const granted = (n: number, component: string) => row(n, 'lockGranted', { component, token: n });

const story = [
  row(1, 'requested', { actor: 'U_ANN', commandId: 'c1' }),
  row(2, 'checksPassed'),
  row(3, 'accepted', { actor: 'U_NORA' }),
  granted(4, 'billing'),
  row(5, 'turnLost'),
  granted(6, 'billing'),
  granted(7, 'db'),
  row(8, 'turnCame'),
  row(9, 'adminFound', { actor: 'U_SAM' }),
  row(10, 'started', {
    actor: 'U_ANN',
    facts: { components: ['billing'], stage: 'deploying', since: 10_000 },
  }),
];

function rebuilt(rows: readonly EventRow[]) {
  const [release] = project(rows);
  if (release === undefined) throw new Error('The log knows no release');
  return rebuiltRelease({ release, rows }, { components, release: rules }, nobody, 50_000);
}

const orders = (state: ReturnType<typeof rebuilt>) =>
  state.pendingOrders.map(({ type, component, payload }) => [
    type,
    component,
    'mode' in payload ? payload.mode : null,
  ]);

describe('a release that the log knows on production', () => {
  it('asks for the locks of its last turn, as one that is there already', () => {
    const state = rebuilt(story);
    expect(orders(state)).toEqual([
      ['acquire', 'billing', 'exclusive'],
      ['acquire', 'db', 'shared'],
    ]);
    expect(
      state.pendingOrders.every(({ payload }) => 'onProduction' in payload && payload.onProduction),
    ).toBe(true);
  });

  it('stands as it stood, and goes on counting its events', () => {
    const state = rebuilt(story);
    expect(statusOf(state, 60_000)).toMatchObject({
      stage: 'deploying',
      since: '1970-01-01T00:00:10.000Z',
      requester: 'U_ANN',
      acceptedBy: ['U_NORA'],
      admin: { user: 'U_SAM' },
    });
    expect(state.events.at(-1)).toMatchObject({
      n: 11,
      type: 'rebuilt',
      facts: { components: ['billing', 'db'] },
    });
    expect(state.events.at(-2)?.facts).toEqual({ components: ['billing'] });
  });

  it('goes on counting past a row that the log lacks', () => {
    expect(rebuilt(story.filter(({ n }) => n !== 2)).events.at(-1)?.n).toBe(11);
  });

  it('does not ask for a lock that was taken from it, whoever tells of that', () => {
    const told = row(11, 'lockLost', { component: 'db', facts: { deploying: true } });
    expect(orders(rebuilt([...story, told]))).toEqual([['acquire', 'billing', 'exclusive']]);
    const untold = row(12, 'unlocked', {
      ...{ about: 'lock', releaseKey: null, n: null, ticket: null, tickets: [], component: 'billing' },
      facts: { holders: [{ releaseKey: 'k', orphan: false }], reason: 'gone' },
    } as const);
    const state = rebuilt([...story, untold]);
    expect(orders(state)).toEqual([['acquire', 'db', 'shared']]);
    expect(state.locks[0]).toMatchObject({ component: 'billing', state: 'lost' });
  });

  it('is of a text, of a page or of several tickets, as it was', () => {
    const of = (more: Partial<EventRow>) => rebuilt(story.map((event) => ({ ...event, ...more }))).subject;
    const numbered = { ticket: 'REL-7', tickets: [] };
    expect(of({ ...numbered, title: 'new logo', url: null, wikiLink: null })).toEqual({
      id: 'REL-7',
      items: [{ kind: 'text', text: 'new logo' }],
    });
    const page = 'https://wiki.example/plan';
    expect(of({ ...numbered, title: 'Plan', url: page, wikiLink: page }).items).toEqual([
      { kind: 'page', url: page },
    ]);
    expect(of({ tickets: ['PAY-1', 'PAY-2'] }).items).toHaveLength(2);
  });
});
