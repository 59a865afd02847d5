/** What a ticket touches: by its components, its labels, the paths of its changes, or its project, in this order. */
import { describe, expect, it } from 'vitest';
import { namedComponents } from '../../domain/named-components.ts';
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
    ['its project', { project: 'App' }, ['app']],
    ['its repository', { project: 'acme/app' }, ['app']],
    ['nothing that is guessed', { project: 'application', title: 'billing', labels: ['constructor'] }, []],
  ])('%s', (_, parts, names) => {
    expect(namedComponents(ticketWith(parts), components)).toEqual(names);
  });
});
