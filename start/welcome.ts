import type { Settings } from '../domain/settings.ts';
import { healthAddresses } from './health-ports.ts';
import { portOf } from './ports.ts';
import { namespaceOf, slackPort, temporalPort, temporalUiPort, webPort } from './servers.ts';
import type { Plan, Started } from './servers.ts';
import { releaseChannel } from './workspace.ts';

/** The addresses of everything, and what to type first. `actors`: the actors available on the page. */
export function welcome(
  plan: Plan,
  { slack, actors }: Pick<Started, 'slack'> & { readonly actors: readonly string[] },
  settings: Settings,
  env: NodeJS.ProcessEnv,
): string {
  const page = `http://localhost:${portOf(webPort, env)}`;
  const isEmbedded = slack && plan.slack.kind === 'embedded';
  return [
    '',
    'dobrobot is ready.',
    `  Web page         ${page}`,
    ...(isEmbedded ? [`  Slack page       http://localhost:${portOf(slackPort, env)}`] : []),
    ...(plan.temporal ? temporalLines(env) : [`  Temporal         ${env['TEMPORAL_ADDRESS'] ?? ''}`]),
    ...healthLines(env, slack),
    '',
    ...(slack ? [] : [withoutSlack(actors)]),
    firstWords(plan, slack, actors, settings),
    'Ctrl-C ends it all.',
    '',
  ].join('\n');
}

function healthLines(env: NodeJS.ProcessEnv, slack: boolean): string[] {
  const addresses = healthAddresses(env);
  return addresses === null
    ? []
    : [
        `  Health           worker ${addresses.worker}, ${slack ? `bot ${addresses.bot}, ` : ''}web ${addresses.web}`,
      ];
}

const withoutSlack = (actors: readonly string[]): string =>
  actors.length === 0
    ? 'It runs without Slack: the terminal takes every command.'
    : 'It runs without Slack: the web page and the terminal take every command.';

function firstWords(
  { slack: { kind } }: Plan,
  hasSlack: boolean,
  [actor]: readonly string[],
  settings: Settings,
): string {
  if (!hasSlack) {
    return actor === undefined
      ? 'Type first, in a terminal: DOBROBOT_ACTOR=U_DEV1 npx dobrobot dobro PAY-1'
      : `Type first, on the web page, as ${actor}: dobro PAY-1`;
  }
  if (kind === 'named') return 'Type first, in the release channel of your Slack: @dobrobot dobro PAY-1';
  const channel = releaseChannel(settings.slack.releaseChannel).name;
  return `Type first, on the Slack page, as dev1 in #${channel}: @dobrobot dobro PAY-1`;
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
