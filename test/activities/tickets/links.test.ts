/** Links between tickets, and the categories of their statuses. What a tracker does not report does not count as missing. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../domain/signs/evaluate.ts';
import type { Finding } from '../../../domain/signs/finding.ts';
import { expressionFinding } from '../../../domain/signs/expression.ts';
import type { Condition } from '../../../domain/signs/rule.ts';
import { ticketReader } from '../../support/ticket-reader.ts';
import { playing } from './played/playing.ts';
import type { Answers, Said } from './played/server.ts';
import { playedTrackers } from './played/trackers.ts';

const { server } = playing();
const told = { title: 'Refunds', text: '' };
const demo = { kind: 'link', type: 'Is demoed by', status: ['Done'] } as const;
const expression = { kind: 'expression', expression: 'ticket.links.exists(l, l.key == "PAY-2")' } as const;

const played = (name: string) => playedTrackers.find((one) => one.name === name) ?? expect.unreachable();

async function ticketOf(name: string, answers: Answers, more: object = {}) {
  const { config, key } = played(name);
  server.answers = answers;
  const tickets = { ...config(server.url), ...more };
  return (await ticketReader({ tickets }, { TOKEN: 'token', TRACKER_USER: 'bot' })).ticket(key);
}

async function find(condition: Condition, ...asked: Parameters<typeof ticketOf>): Promise<Finding> {
  const ticket = await ticketOf(...asked);
  return evaluate(condition, { ticket, pages: new Map(), wanted: new Map(), expression: expressionFinding });
}

/** The played ticket with more in it. `at`: the path of the answer to extend. */
const withMore =
  (name: string, at: RegExp, more: (body: object) => object): Answers =>
  (request) => {
    const said = played(name).found(told)(request);
    return said !== null && at.test(request.path) ? { ...said, body: more(said.body as object) } : said;
  };

it.each(['github', 'gitea', 'http', 'yandex'])('of %s none are read, so none is missing', async (name) => {
  const answers = played(name).found(told);
  for (const condition of [demo, { ...demo, status: null }, expression]) {
    const finding = await find(condition, name, answers);
    expect(finding).toMatchObject({ outcome: 'cannotTell', why: { why: 'unread', part: 'links' } });
  }
  expect((await ticketOf(name, answers)).unread).toEqual({});
});

describe('youtrack', () => {
  const linkType = { sourceToTarget: 'is demoed by', targetToSource: 'demoes' };
  const issue = (key: string, state: string | null, resolved: number | null) => ({
    ...{ idReadable: key, resolved },
    customFields: state === null ? [] : [{ name: 'State', value: { name: state } }],
  });
  const linked = (direction: string, ...issues: readonly object[]): Answers =>
    withMore('youtrack', /^\/api\/issues\//, (body) => ({
      ...body,
      links: [
        { direction: 'BOTH', linkType: { sourceToTarget: 'relates to', targetToSource: null }, issues: [] },
        { direction, linkType, issues },
      ],
    }));

  it.each<[string, Answers, string]>([
    ['in a status of that name', linked('OUTWARD', issue('PAY-2', 'Done', null)), 'passed'],
    ['that is resolved', linked('OUTWARD', issue('PAY-2', 'Verified', 1)), 'passed'],
    ['that is resolved, and has no state', linked('OUTWARD', issue('PAY-2', null, 1)), 'passed'],
    [
      'the second one of two',
      linked('OUTWARD', issue('PAY-3', 'Open', null), issue('PAY-2', 'Done', 1)),
      'passed',
    ],
    ['in another status', linked('OUTWARD', issue('PAY-2', 'Open', null)), 'missing'],
    ['without any state', linked('OUTWARD', issue('PAY-2', null, null)), 'missing'],
    ['the other way round', linked('INWARD', issue('PAY-2', 'Done', 1)), 'missing'],
    ['not at all', linked('OUTWARD'), 'missing'],
    [
      'nobody knows how',
      withMore('youtrack', /^\/api\/issues\//, (body) => ({ ...body, links: undefined })),
      'cannotTell',
    ],
  ])('is linked to one %s: %s', async (_, answers, outcome) => {
    expect((await find(demo, 'youtrack', answers)).outcome).toBe(outcome);
  });

  it('shows its links to expressions, by both their names', async () => {
    expect((await find(expression, 'youtrack', linked('OUTWARD', issue('PAY-2', null, null)))).outcome).toBe(
      'passed',
    );
    const inward = { ...demo, type: 'demoes' };
    expect((await find(inward, 'youtrack', linked('INWARD', issue('PAY-2', 'Done', 1)))).outcome).toBe(
      'passed',
    );
    expect(server.asked.at(-1)).toContain('links(direction,linkType(sourceToTarget,targetToSource),issues(');
  });
});

describe('any JSON API', () => {
  const mapped = (links: unknown, expressionOf: string) =>
    [
      'http',
      withMore('http', /^\/tickets\//, (body) => ({ ...body, links })),
      { ticket: { title: '"T"', links: expressionOf } },
    ] as const;

  it('has the links that its mapping finds', async () => {
    const links = [
      { kind: 'is demoed by', of: 'D-1', state: 'Done' },
      { kind: 'blocks', of: 7 },
    ];
    const asked = mapped(
      links,
      'body.links.map(l, {"type": l.kind, "key": l.of, "status": has(l.state) ? l.state : ""})',
    );
    expect((await find(demo, ...asked)).outcome).toBe('passed');
    expect((await find({ ...demo, type: 'blocks', status: null }, ...asked)).outcome).toBe('passed');
    expect(await find({ ...demo, type: 'blocks' }, ...asked)).toMatchObject({
      outcome: 'cannotTell',
      why: { reason: 'the status of 7 cannot be read' },
    });
    expect((await find({ ...demo, type: 'follows' }, ...asked)).outcome).toBe('missing');
  });

  it('has none that are missing where its mapping does not fit', async () => {
    const asked = mapped([{ of: 'D-1' }], 'body.links.map(l, {"key": l.of})');
    expect(await find(demo, ...asked)).toMatchObject({ outcome: 'cannotTell', why: { part: 'links' } });
  });

  it('has no status that is missing where nothing says where it stands', async () => {
    const status = { kind: 'status', status: ['Done'] } as const;
    const asked = mapped([], 'body.links');
    expect(await find(status, ...asked)).toMatchObject({ outcome: 'cannotTell', why: { part: 'status' } });
  });
});

describe('a redmine that does not tell with a ticket whether its status is a closed one', () => {
  const relations = [{ id: 1, issue_id: 4711, issue_to_id: 12, relation_type: 'blocks' }];
  const statuses = (issue_statuses: readonly object[]): Said => ({ body: { issue_statuses } });
  const shipped = { id: 5, name: 'Shipped', is_closed: true };
  const open = { id: 1, name: 'New', is_closed: false };
  const older =
    (said: Said, status = 'Shipped'): Answers =>
    (request) => {
      if (request.path.startsWith('/issue_statuses.json')) return said;
      if (request.path.startsWith('/issues.json'))
        return { body: { issues: [{ id: 12, status: { id: 5, name: status } }] } };
      return withMore('redmine', /^\/issues\/4711/, (body) => {
        const { issue } = body as { issue: object };
        return { issue: { ...issue, status: { id: 5, name: status }, relations } };
      })(request);
    };
  const down: Said = { status: 500, body: '' };
  const isDone = { kind: 'status', status: ['done'] } as const;
  const blocks = { kind: 'link', type: 'blocks', status: ['done'] } as const;
  const category = { kind: 'expression', expression: 'ticket.status.category == "done"' } as const;
  const name = { kind: 'expression', expression: 'ticket.status.name == "Shipped"' } as const;

  it.each<[string, Answers, string]>([
    ['is told so by its statuses', older(statuses([open, shipped])), 'passed'],
    ['is told by them that it is open', older(statuses([open, shipped]), 'New'), 'missing'],
    ['cannot tell where they do not say', older(statuses([{ id: 5, name: 'Shipped' }])), 'cannotTell'],
    ['cannot tell where they cannot be asked', older(down), 'cannotTell'],
  ])('%s', async (_, answers, outcome) => {
    for (const condition of [isDone, blocks, category])
      expect((await find(condition, 'redmine', answers)).outcome).toBe(outcome);
  });

  it('knows the names of statuses all the same', async () => {
    const shippedAlone = { ...isDone, status: ['shipped'] };
    expect((await find(shippedAlone, 'redmine', older(down))).outcome).toBe('passed');
    expect((await find(name, 'redmine', older(down))).outcome).toBe('passed');
    expect((await find({ ...isDone, status: ['Tested'] }, 'redmine', older(down))).outcome).toBe('missing');
    expect((await find({ ...blocks, status: ['Tested'] }, 'redmine', older(down))).outcome).toBe('missing');
  });

  it('is asked for all statuses once, and not where it tells', async () => {
    await ticketOf('redmine', older(statuses([shipped])));
    expect(server.asked.filter((path) => path.startsWith('/issue_statuses'))).toHaveLength(1);
    const before = server.asked.length;
    await ticketOf('redmine', played('redmine').found(told));
    expect(server.asked.slice(before).filter((path) => path.startsWith('/issue_statuses'))).toEqual([]);
  });
});
