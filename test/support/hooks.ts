import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** The secrets of a test, as in the server's environment. */
export const hookSecrets = {
  HOOK_STANDARD: `whsec_${Buffer.from('the-new-secret-of-the-standard').toString('base64')}`,
  HOOK_STANDARD_OLD: `whsec_${Buffer.from('the-old-secret-of-the-standard').toString('base64')}`,
  HOOK_GITHUB: 'a secret of GitHub',
  HOOK_GITLAB: 'a-secret-of-gitlab',
  HOOK_GITEA: 'a-secret-of-gitea',
  HOOK_JIRA: 'a-secret-of-jira',
  HOOK_ALERTS: 'a-secret-of-alertmanager',
  HOOK_GRAFANA: 'a-secret-of-grafana',
} as const;

export const hookSettings = {
  argo: { kind: 'standard', secretEnv: ['HOOK_STANDARD', 'HOOK_STANDARD_OLD'] },
  narrow: { kind: 'standard', secretEnv: 'HOOK_STANDARD', components: ['ios-app'] },
  mapped: {
    kind: 'standard',
    secretEnv: 'HOOK_STANDARD',
    as: 'service:spinnaker',
    payload: {
      event: 'body.details.status == "SUCCEEDED" ? "succeeded" : "started"',
      ticket: 'body.content.ticket',
    },
  },
  github: { kind: 'github', secretEnv: 'HOOK_GITHUB', environments: { production: ['billing'] } },
  gitlab: { kind: 'gitlab', secretEnv: 'HOOK_GITLAB', environments: { prod: ['ledger'] } },
  'gitlab-signing': { kind: 'gitlab', secretEnv: 'HOOK_STANDARD' },
  gitea: { kind: 'gitea', secretEnv: 'HOOK_GITEA' },
  jira: { kind: 'jira', secretEnv: 'HOOK_JIRA' },
  alerts: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS', names: { 'billing-api': 'billing' } },
  storm: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS' },
  flood: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS' },
  night: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS' },
  crash: { kind: 'alertmanager', secretEnv: 'HOOK_ALERTS' },
  grafana: { kind: 'grafana', secretEnv: 'HOOK_GRAFANA', timestampHeader: 'X-Signed-At' },
  nameless: { kind: 'github', secretEnv: 'HOOK_THAT_IS_NOT_SET' },
} as const;

export type HookName = keyof typeof hookSettings;

const hmac = (secret: string, signed: string): string =>
  createHmac('sha256', secret).update(signed).digest('hex');

/** The headers by which a sender proves a body. */
export function signed(
  name: HookName,
  body: string,
  { id = randomUUID(), at = new Date(), secret = '', event = '' } = {},
): Readonly<Record<string, string>> {
  const { kind, secretEnv } = hookSettings[name];
  const variable = (typeof secretEnv === 'string' ? secretEnv : secretEnv[0]) as keyof typeof hookSecrets;
  const own = secret === '' ? hookSecrets[variable] : secret;
  switch (kind) {
    case 'standard':
      return {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(own).sign(id, at, body),
      };
    case 'github':
      return {
        'X-GitHub-Event': event,
        'X-GitHub-Delivery': id,
        'X-Hub-Signature-256': `sha256=${hmac(own, body)}`,
      };
    case 'gitea':
      return { 'X-Gitea-Event': event, 'X-Gitea-Signature': hmac(own, body) };
    case 'jira':
      return { 'X-Hub-Signature': `sha256=${hmac(own, body)}` };
    case 'gitlab':
      return { 'X-Gitlab-Token': own };
    case 'alertmanager':
      return { Authorization: `Bearer ${own}` };
    case 'grafana': {
      const time = String(Math.floor(at.getTime() / 1000));
      return { 'X-Signed-At': time, 'X-Grafana-Alerting-Signature': hmac(own, `${time}:${body}`) };
    }
  }
}

/** The answer of a hook. */
export interface Heard {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** Posts this body to a hook, with these headers. */
export async function postRaw(
  url: string,
  name: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Heard> {
  const response = await fetch(`${url}/api/v1/hooks/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Heard['body'],
  };
}

/** Posts to a hook as its sender does. */
export function tellHook(
  url: string,
  name: HookName,
  body: unknown,
  how: Parameters<typeof signed>[2] = {},
): Promise<Heard> {
  const text = JSON.stringify(body);
  return postRaw(url, name, text, signed(name, text, how));
}
