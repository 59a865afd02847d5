/** What a ticket touches: by its components, else its labels, the paths of its changes, or its project, in this order. */
import { describe, expect, it } from 'vitest';
import { touchedBy } from '../../domain/named-components.ts';
import type { ComponentSettings } from '../../domain/settings.ts';
import type { Ticket } from '../../domain/signs/ticket.ts';
import { reviewed, ticketWith } from './signs/known.ts';

const plain: ComponentSettings = {
  ...{ critical: false, admin: true, dependsOn: [], approvers: null, admins: null, approvals: 1 },
};
const components = {
  billing: { ...plain, paths: ['services/billing/**', '!**/*.md'] },
  db: { ...plain, paths: ['migrations/*.sql'] },
  app: plain,
};
const touching = (...paths: readonly string[]) => ({ changes: [{ ...reviewed, paths }] });

describe('a ticket touches', () => {
  it.each<[string, Partial<Ticket>, readonly string[]]>([
    ['what it names', { components: ['Billing'], labels: ['db'] }, ['billing']],
    ['what it names besides what nobody knows', { components: ['Ledger', 'billing'] }, ['ledger', 'billing']],
    [
      'its labels',
      { components: ['Ledger'], labels: ['DB', 'bug'], ...touching('services/billing/a.ts') },
      ['ledger', 'db'],
    ],
    [
      'the paths of its changes',
      { labels: ['bug'], ...touching('services/billing/x/.a.ts', 'migrations/1.sql'), project: 'app' },
      ['billing', 'db'],
    ],
    ['none by paths of nobody', touching('README.md', 'migrations/old/1.sql'), []],
    [
      'none by a change that was given up',
      { changes: [{ ...reviewed, state: 'closed', paths: ['migrations/1.sql'] }] },
      [],
    ],
    ['none by paths that were not read', { changes: [reviewed] }, []],
    [
      'not its project where the paths of a change were not read',
      { changes: [reviewed, { ...reviewed, paths: ['migrations/1.sql'] }], project: 'app' },
      [],
    ],
    ['its project', { project: 'App' }, ['app']],
    ['its repository', { project: 'acme/app' }, ['app']],
    ['nothing that is guessed', { project: 'application', title: 'billing', labels: ['constructor'] }, []],
  ])('%s', (_, parts, names) => {
    expect(touchedBy(ticketWith(parts), components)).toEqual({ names, unread: null });
  });
});

describe('nobody can tell what a ticket touches', () => {
  it.each<[string, Partial<Ticket>, string | null]>([
    ['whose changes were not read', { unread: { changes: 'HTTP 502' }, project: 'app' }, 'HTTP 502'],
    [
      'of whose changes some were not read',
      { unread: { changes: 'more than 3' }, ...touching('migrations/1.sql') },
      'more than 3',
    ],
    [
      'whose labels were not read',
      { unread: { labels: 'there are more' }, labels: ['db'] },
      'there are more',
    ],
    ['whose components were not read', { unread: { components: 'odd' }, labels: ['db'] }, 'odd'],
    ['but of one that names its components', { unread: { changes: 'x' }, components: ['db'] }, null],
    ['but of one whose labels say it', { unread: { changes: 'x' }, labels: ['db'] }, null],
    ['but of one whose links were not read', { unread: { links: 'x' }, project: 'app' }, null],
  ])('%s', (_, parts, unread) => {
    expect(touchedBy(ticketWith(parts), components).unread).toBe(unread);
  });

  it('but by changes where no component has paths', () => {
    expect(touchedBy(ticketWith({ unread: { changes: 'x' }, project: 'app' }), { app: plain })).toEqual({
      names: ['app'],
      unread: null,
    });
  });
});
