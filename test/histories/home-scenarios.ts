import type { Client } from '@temporalio/client';
import { preferenceSignal } from '../../domain/messages/definitions.ts';
import { homeReasons } from '../../domain/messages/home.ts';
import { homeIdOf, homeWorkflow, taskQueue, welcomeId, welcomeWorkflow } from '../../domain/messages/workflows.ts';
import type { PreferenceOrder } from '../../domain/preferences.ts';

interface Stage {
  readonly client: Client;
}

export const homeScenarios = {
  'home-after-a-command': {
    script: {},
    play: async ({ client }: Stage) => {
      const options = { workflowId: homeIdOf('U_DAN'), taskQueue, args: ['U_DAN'], signalArgs: [] };
      const [opened, commanded] = homeReasons;
      const handle = await client.workflow.signalWithStart(homeWorkflow, { ...options, signal: commanded });
      await client.workflow.signalWithStart(homeWorkflow, { ...options, signal: opened });
      await handle.result();
      return handle;
    },
  },
  'preferences-and-welcome': {
    script: {},
    play: async ({ client }: Stage) => {
      const options = { workflowId: homeIdOf('U_DORA'), taskQueue, args: ['U_DORA'] };
      const order = (answer: PreferenceOrder['answer']): PreferenceOrder => ({ change: { type: 'notQuiet' }, answer });
      const change = (answer: PreferenceOrder['answer']) =>
        client.workflow.signalWithStart(homeWorkflow, { ...options, signal: preferenceSignal, signalArgs: [order(answer)] });
      const handle = await change(null);
      await change({ commandId: 'click', replyTo: 'D1' });
      await client.workflow.signalWithStart(homeWorkflow, { ...options, signal: homeReasons[0], signalArgs: [] });
      await handle.result();
      return handle;
    },
  },
  welcome: {
    script: {},
    play: async ({ client }: Stage) => {
      const handle = await client.workflow.start(welcomeWorkflow, { workflowId: welcomeId, taskQueue });
      await handle.result();
      return handle;
    },
  },
};
