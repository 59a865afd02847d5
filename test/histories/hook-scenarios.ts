/** Deliveries to hooks: alerts that begin and end, a ticket that changes, and a deployment that waits. */
import { hearOfAlerts, hearOfTicket, openGate } from '../../client/hooks.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { alertsIdOf, gateIdOf, ticketChangedIdOf } from '../../domain/messages/workflows.ts';
import { untilAsked } from './steps.ts';
import type { Scenario } from './steps.ts';

export const alert: Alert = {
  ...{ fingerprint: 'f', group: 'g', at: 0, endedAt: null, components: ['app'] },
  words: { name: 'Down', summary: null, url: null },
};

export const hookScenarios = {
  alerts: {
    script: {},
    play: async ({ client }) => {
      const sender = { hook: 'prom', actor: 'service:prom' };
      const handle = client.workflow.getHandle(alertsIdOf(sender.hook));
      const told = (times: number) => untilAsked(handle, 'tellOfAlerts', times);
      await hearOfAlerts(client, sender, [alert, { ...alert, fingerprint: 'e' }]);
      await told(1);
      await hearOfAlerts(client, sender, [{ ...alert, endedAt: 1 }]);
      await told(2);
      await hearOfAlerts(client, sender, [{ ...alert, fingerprint: 'e', endedAt: 1 }]);
      await told(3);
      // It stays open for a while, since it remembers ended alerts.
      await handle.terminate('That is all');
      return handle;
    },
  },
  'ticket-changed': {
    script: {},
    play: async ({ client }) => {
      const changed = { hook: 'jira', ticket: 'T-1' };
      await hearOfTicket(client, changed);
      await hearOfTicket(client, changed);
      const handle = client.workflow.getHandle(ticketChangedIdOf(changed.hook, changed.ticket));
      await handle.result();
      return handle;
    },
  },
  gate: {
    script: {},
    play: async ({ client }) => {
      const place = { callback: 'https://g.example.com/', environment: 'production', repository: 'a/b' };
      const asked = { ...place, hook: 'github', id: 'd', ticket: 'T-1', texts: [], requestedAt: Date.now() };
      await openGate(client, asked);
      const handle = client.workflow.getHandle(gateIdOf(asked));
      await handle.result();
      return handle;
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
