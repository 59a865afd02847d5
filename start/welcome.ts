import type { Settings } from '../domain/settings.ts';
import { portOf } from './ports.ts';
import { namespaceOf, slackPort, temporalPort, temporalUiPort, webPort, type Plan } from './servers.ts';
import { releaseChannel } from './workspace.ts';

/** Where everything is and what to type first. */
export function welcome(plan: Plan, settings: Settings, env: NodeJS.ProcessEnv): string {
  const channel = releaseChannel(settings.slack.releaseChannel).name;
  return [
    '',
    'dobrobot is ready.',
    `  Web page         http://localhost:${portOf(webPort, env)}`,
    ...(plan.slack === null ? [] : [`  Slack page       http://localhost:${portOf(slackPort, env)}`]),
    ...(plan.temporal ? temporalLines(env) : [`  Temporal         ${env['TEMPORAL_ADDRESS'] ?? ''}`]),
    '',
    plan.slack === null
      ? `Type first, in the release channel of your Slack: @dobrobot dobro PAY-1`
      : `Type first, on the Slack page, as dev1 in #${channel}: @dobrobot dobro PAY-1`,
    'Ctrl-C ends it all.',
    '',
  ].join('\n');
}

function temporalLines(env: NodeJS.ProcessEnv): string[] {
  const ui = `http://localhost:${portOf(temporalUiPort, env)}`;
  const query = encodeURIComponent('`WorkflowType`="release"');
  return [
    `  Temporal Web UI  ${ui}`,
    `  all releases     ${ui}/namespaces/${namespaceOf(env)}/workflows?query=${query}`,
    `  Temporal         127.0.0.1:${portOf(temporalPort, env)}`,
  ];
}
