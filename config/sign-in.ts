import { isNamed, readSecret } from './secret.ts';
import { isLoopback, webUrl } from './web.ts';

/** What the web page needs for sign-in with Slack. */
export interface SignInAccess {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The ID of the workspace whose members may see the page. */
  readonly team: string;
  /** The origin under which people reach the page, without a path. */
  readonly publicUrl: URL;
  /** Signs the sessions. */
  readonly sessionSecret: string;
  /** The OpenID Connect issuer. */
  readonly issuer: URL;
}

/** Only the web page needs these. */
export const signInVariables = [
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_TEAM_ID',
  'DOBROBOT_WEB_SECRET',
] as const;
const secretLength = 32;

/** Null: nobody has to sign in. Throws an error that names what is missing or wrong: incomplete settings must never mean "everybody". */
export function signInAccess(env: NodeJS.ProcessEnv): SignInAccess | null {
  if (!signInVariables.some((name) => isNamed(name, env))) return null;
  const publicUrl = webUrl(env);
  const values = signInVariables.map((name) => readSecret(name, env));
  const missing = [
    ...signInVariables.filter((_, index) => values[index] === null),
    ...(publicUrl === null ? ['DOBROBOT_WEB_URL'] : []),
  ];
  if (publicUrl === null || missing.length > 0) {
    throw new Error(
      `Sign-in with Slack also needs ${missing.join(', ')}. docs/page.md says where to get them; ` +
        `without any of ${signInVariables.join(', ')} nobody has to sign in.`,
    );
  }
  const [clientId = '', clientSecret = '', team = '', sessionSecret = ''] = values.map(
    (value) => value ?? '',
  );
  if (!/^T[A-Z0-9]+$/.test(team)) {
    throw new Error(
      `SLACK_TEAM_ID is ${JSON.stringify(team)}, which is not the ID of a workspace: T…, as in https://app.slack.com/client/T….`,
    );
  }
  if (sessionSecret.length < secretLength) {
    throw new Error(
      `DOBROBOT_WEB_SECRET is shorter than ${secretLength} characters; "openssl rand -base64 32" makes one.`,
    );
  }
  return {
    clientId,
    clientSecret,
    team,
    publicUrl: secureUrl('DOBROBOT_WEB_URL', publicUrl.origin),
    sessionSecret,
    issuer: secureUrl('SLACK_OIDC_ISSUER', env['SLACK_OIDC_ISSUER'] || 'https://slack.com'),
  };
}

function secureUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisMachine(url))) return url;
  throw new Error(
    `${name} is ${JSON.stringify(text)}, which is not an address such as https://dobrobot.example.com; http only goes for this machine, http://localhost:8080.`,
  );
}

const isThisMachine = ({ hostname }: URL): boolean => isLoopback(hostname.replace(/^\[|\]$/g, ''));
