import type { DeployStep } from '../../domain/hooks/hook-event.ts';
import { lacksKey } from '../../domain/encryption-variable.ts';
import type { ChannelTrouble } from '../../domain/trouble.ts';
import { code, escapeAll, mention } from '../mrkdwn.ts';
import type { SetupTexts } from '../setup.ts';
import { and } from './language.ts';

const channelTrouble: Readonly<Record<ChannelTrouble, (channel: string) => string>> = {
  channel_not_found: (channel) => `I see no channel ${channel}`,
  is_archived: (channel) => `the channel ${channel} is archived`,
  not_in_channel: (channel) => `I am not in the channel ${channel}`,
  restricted_action: (channel) => `the channel ${channel} does not let me write`,
  missing_scope: (channel) => `the app lacks a scope for the channel ${channel}`,
};

const deployStep: Readonly<Record<DeployStep, string>> = {
  started: 'has started',
  succeeded: 'has succeeded',
  failed: 'has failed',
};

export const setup: SetupTexts = {
  unannounced: (what, channel, reason) =>
    `${code(what)} could not be announced: ${channelTrouble[reason](code(channel))}. All else goes on; it is announced as soon as an admin of the bot has mended that.`,
  elsewhere: (what, channel, reason) =>
    `${code(what)} is announced in the release channel, but not everywhere: ${channelTrouble[reason](code(channel))}. Everything else goes on; the admins of the bot are told.`,
  trouble: (trouble) => {
    switch (trouble.type) {
      case 'channel': {
        const why = channelTrouble[trouble.reason](code(trouble.channel));
        const { components } = trouble;
        if (components === undefined)
          return `Nothing is announced: ${why}. Please invite me to it, or name another channel under ${code('slack.releaseChannel')}.`;
        return `What is announced of ${and(components.map(code))} goes to the release channel instead: ${why}. Please invite me to it, or name another channel under ${and(components.map((name) => code(`components.${name}.channel`)))}.`;
      }
      case 'scopes':
        return `The Slack app lacks the scopes ${and(trouble.missing.map(code))}. Please update it from ${code('slack-manifest.yaml')} and install it again.`;
      case 'person':
        return `${code(trouble.where)} names ${mention(trouble.user)} (${code(trouble.user)}), who is no living person of this workspace. Please mend the configuration.`;
      case 'group':
        return `${code(trouble.where)} names the user group ${code(trouble.group)}, in which Slack shows nobody. Please mend the group or the configuration.`;
      case 'credential':
        return `The tracker ${code(trouble.tracker)} cannot be read, so releases of its tickets stay in their checks: ${escapeAll(trouble.reason)}. Once that is mended they go on by themselves.`;
      case 'writeBack':
        return `${code(trouble.ticket)} in the tracker ${code(trouble.tracker)} was not told of its release: ${escapeAll(trouble.reason)}. The release goes on. Please mend that, or ${code('writeBack')} of the tracker in the configuration; what was given up is not tried again.`;
      case 'hook': {
        const what = trouble.ticket === null ? trouble.components.map(code).join(', ') : code(trouble.ticket);
        return `:warning: ${code(trouble.hook)} says that the deployment of ${what} ${deployStep[trouble.step]}, and I did not note that: ${escapeAll(trouble.reason)}`;
      }
      case 'configuration':
        return `The configuration ${code(trouble.place)} cannot be used, so what ran before goes on: ${escapeAll(trouble.reason)}. Please mend that; ${code('dobrobot config check')} says whether it is right.`;
      case 'lockStays': {
        const lock = code(trouble.component);
        const why = {
          gone: `${lock} has left the configuration`,
          uncritical: `${lock} is not critical any more`,
          renamed: `${lock} is called ${and(trouble.now.map(code))} now`,
          nameLeftOut: `${lock} is called ${and(trouble.now.map(code))} now (the configuration no longer says so)`,
        };
        const meanwhile =
          trouble.why === 'gone'
            ? `What holds or awaits it can be ended as before. If it only has another name now, please say so there: ${code(`renamedFrom: ${trouble.component}`)}.`
            : `Until then whoever releases ${trouble.now.length > 0 ? and(trouble.now.map(code)) : 'it'} takes that lock, too.`;
        return `${why[trouble.why]}, but its lock is held, awaited or frozen, so it stays until nobody has to do with it. ${meanwhile} ${code(`queue ${trouble.component}`)} shows who.`;
      }
      case 'sharedPart':
        return `${and(trouble.tickets.map(code))} are on production at once, and both touch ${code(trouble.component)}: the configuration says so since they are there. Nobody else starts there before both have ended. Please have those who release them agree who goes on, or roll one of them back.`;
      case 'failingTasks': {
        const { workflowIds, count, reason } = trouble;
        const others = count > workflowIds.length ? [`${count - workflowIds.length} more`] : [];
        const stuck = and([...workflowIds.map(code), ...others]);
        const why = reason === null ? '' : `: ${escapeAll(reason)}`;
        const what = `:warning: ${stuck} cannot go on, as a workflow task fails again and again${why}`;
        if (lacksKey(reason))
          return `${what} Please give that key to every process: then it goes on by itself and has lost nothing. Terminate nothing.`;
        return `${what}. Most often a worker of another version runs, or ran: with the version of before, or a mended one, it goes on by itself and has lost nothing. Else terminate it in Temporal (${code(`temporal workflow terminate --workflow-id ${workflowIds[0] ?? ''}`)}), releases before locks. A lock is there again within half a minute and asks the open releases what they hold. A release is over then: it can be asked for again, and a lock that it had on production stays until ${code('unlock')}.`;
      }
      case 'pages':
        return `The pages of ${code(trouble.pages)} cannot be read, so releases that need them stay in their checks: ${escapeAll(trouble.reason)}. Once that is mended they go on by themselves.`;
    }
  },
};
