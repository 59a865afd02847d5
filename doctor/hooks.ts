import { Webhook } from 'standardwebhooks';
import { isNamed, readSecret } from '../config/secret.ts';
import { neededSecrets } from '../config/secrets.ts';
import { signInVariables } from '../config/sign-in.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { HookKind } from '../domain/hooks/hook-settings.ts';
import type { Settings } from '../domain/settings.ts';
import { hookWords } from '../texts/doctor-hooks.ts';
import { ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** A secret of a hook and what is wrong with it. `value` is null if it is missing or unreadable. */
interface HookSecret {
  readonly hook: string;
  readonly variable: string;
  readonly value: string | null;
  readonly mistake: string | null;
}

/**
 * Checks the secrets by which the senders of hooks prove who they are. Only the web page has them, so in any other environment it cannot
 * tell.
 */
export function diagnoseHooks(settings: Settings, env: NodeJS.ProcessEnv): readonly Diagnosis[] {
  const all = Object.entries(settings.hooks).flatMap(([hook, { kind, secretEnv }]) =>
    secretEnv.map((variable) => secretOf(hook, kind, variable, env)),
  );
  if (all.length === 0) return [];
  if (!isOfWeb([...webs, ...all.map(({ variable }) => variable)], env))
    return [unknown('hooks', hookWords.notHere)];
  const mistakes = [
    ...all.flatMap(({ mistake }) => mistake ?? []),
    ...sharedAmong(all),
    ...sharedWithOthers(all, settings, env),
  ];
  return mistakes.length === 0
    ? [ok('hooks', hookWords.hooks)]
    : mistakes.map((mistake) => wrong('hooks', mistake));
}

/** Variables that workers do not have, even where all processes share the rest. */
const webs = [
  ...['SLACK_CLIENT_SECRET', 'DOBROBOT_WEB_SECRET'],
  ...['DOBROBOT_WEB_HOST', 'DOBROBOT_WEB_PORT', 'DOBROBOT_WEB_OPEN'],
];

const isOfWeb = (variables: readonly string[], env: NodeJS.ProcessEnv): boolean =>
  variables.some((variable) => isNamed(variable, env));

function secretOf(hook: string, kind: HookKind, variable: string, env: NodeJS.ProcessEnv): HookSecret {
  const named = { hook, variable };
  try {
    const value = readSecret(variable, env);
    const mistake =
      value === null
        ? hookWords.missing(variable, hook)
        : kind === 'standard' && !signs(value)
          ? hookWords.malformed(variable, hook)
          : null;
    return { ...named, value, mistake };
  } catch (error) {
    return { ...named, value: null, mistake: hookWords.unreadable(reasonOf(error), hook) };
  }
}

/** Whether the secret can sign a delivery as Standard Webhooks requires. */
function signs(secret: string): boolean {
  try {
    return new Webhook(secret).sign('id', new Date(), '') !== '';
  } catch {
    return false;
  }
}

function sharedAmong(all: readonly HookSecret[]): readonly string[] {
  return all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => other.hook !== one.hook && one.value !== null && other.value === one.value)
      .map((other) => hookWords.shared(one, other)),
  );
}

/** Anyone who knows a secret for something else could pose as the sender of the hook. */
function sharedWithOthers(
  all: readonly HookSecret[],
  settings: Settings,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const others = [...new Set([...neededSecrets(settings).map(({ variable }) => variable), ...ours])];
  return all.flatMap((one) =>
    others
      .filter((other) => one.value !== null && valueOf(other, env) === one.value)
      .map((other) => hookWords.sharedWith(one, other)),
  );
}

/** Our secrets that the configuration does not name. */
const ours = [...signInVariables, 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];

/** The secret, or null if it is missing or unreadable. */
function valueOf(variable: string, env: NodeJS.ProcessEnv): string | null {
  try {
    return readSecret(variable, env);
  } catch {
    return null;
  }
}
