import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { Configuration, CustomFetch } from 'openid-client';
import { z } from 'zod';
import type { SignInAccess } from '../config/sign-in.ts';
import type { SignInRefusal } from '../texts/sign-in.ts';
import type { About } from './wire.ts';

export type User = NonNullable<About['user']>;

/** A refused sign-in. `why` is for the log: codes and messages of the library, never what was sent. */
export interface RefusedSignIn {
  readonly refusal: SignInRefusal;
  readonly why: string;
}

/** Ties the callback from Slack to the request that started it. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
}

/** Identifies users by Slack's OpenID Connect. */
export interface SlackIdentity {
  /** The address at Slack where the user consents. */
  askingUrl(attempt: Attempt): Promise<URL | RefusedSignIn>;
  /** `search` is the query of the callback. */
  identify(search: string, attempt: Attempt): Promise<User | RefusedSignIn>;
}

export const callbackPath = '/sign-in/callback';

const patienceSeconds = 5;
/** A character may take twelve bytes in a cookie; Slack's own names have at most 80. */
const longestName = 80;

export function slackIdentity(access: SignInAccess): SlackIdentity {
  const { team, publicUrl } = access;
  const redirectUri = new URL(callbackPath, publicUrl);
  let slack: Promise<Configuration> | null = null;

  /** Discovered when the first user signs in, since a web process starts without Slack; cached after a success. */
  const discovered = (): Promise<Configuration> => {
    slack ??= discover(access).catch((error: unknown) => {
      slack = null;
      throw error;
    });
    return slack;
  };

  return {
    async askingUrl({ state, nonce }) {
      try {
        const parameters = { redirect_uri: redirectUri.href, scope: 'openid profile', state, nonce, team };
        return buildAuthorizationUrl(await discovered(), parameters);
      } catch (error) {
        return refused(error);
      }
    },
    async identify(search, { state, nonce }) {
      try {
        const way = new URL(search, redirectUri);
        const checks = { expectedState: state, expectedNonce: nonce, idTokenExpected: true };
        const tokens = await authorizationCodeGrant(await discovered(), way, checks);
        return memberOf(team, claimsSchema.parse(tokens.claims()));
      } catch (error) {
        return refused(error);
      }
    },
  };
}

function discover({ issuer, clientId, clientSecret }: SignInAccess): Promise<Configuration> {
  // The token comes from Slack over TLS, so OpenID Connect does not require checking its signature. It is checked anyway.
  const execute = [enableNonRepudiationChecks];
  // Marked as deprecated only to draw attention. The configuration allows http for this machine only.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (issuer.protocol === 'http:') execute.push(allowInsecureRequests);
  return discovery(issuer, clientId, undefined, ClientSecretPost(clientSecret), {
    execute,
    timeout: patienceSeconds,
    [customFetch]: fetchWithStatus,
  });
}

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() });

/** Slack refuses with status 200 and `{ok: false, error}`. The standard, and so the library, expects an error status. */
const fetchWithStatus: CustomFetch = async (url, options) => {
  const response = await fetch(url, { ...options, body: options.body ?? null });
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  if (!response.ok || !refusalSchema.safeParse(body).success) return response;
  return new Response(response.body, { status: 400, headers: response.headers });
};

const claimsSchema = z.object({
  'https://slack.com/team_id': z.string(),
  'https://slack.com/user_id': z.string(),
  name: z.string().optional(),
});

function memberOf(team: string, claims: z.infer<typeof claimsSchema>): User | RefusedSignIn {
  const { 'https://slack.com/team_id': theirs, 'https://slack.com/user_id': id, name } = claims;
  if (theirs !== team) return { refusal: 'stranger', why: `of ${theirs}` };
  return {
    id,
    name: Array.from(name || id)
      .slice(0, longestName)
      .join(''),
  };
}

/** Error codes of Slack and the standard: for this attempt only, and for temporary failures. All others are for operators. */
const ofTheAttempt = ['invalid_code', 'code_already_used', 'invalid_grant'];
const passing = [
  ...['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
  ...['server_error', 'temporarily_unavailable'],
];
/** The library's codes for unusable answers. An error without a code is a network error. */
const noAnswer = [
  ...['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_PARSE_ERROR'],
  ...['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'],
];

function refused(error: unknown): RefusedSignIn {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    // The code may have been typed into the address bar.
    const code = /^\w{1,60}$/.test(error.error) ? error.error : 'an unknown error';
    if (code === 'access_denied') return { refusal: 'denied', why: code };
    if (ofTheAttempt.includes(code)) return { refusal: 'unknownAttempt', why: code };
    return { refusal: passing.includes(code) ? 'away' : 'setUp', why: code };
  }
  if (error instanceof WWWAuthenticateChallengeError) return { refusal: 'setUp', why: error.message };
  if (error instanceof z.ZodError) return { refusal: 'untrusted', why: 'claims of Slack are missing' };
  if (error instanceof ClientError) {
    const why = `${error.message} (${error.code ?? causeOf(error)})`;
    const answered = error.code !== undefined && !noAnswer.includes(error.code);
    return { refusal: answered ? 'untrusted' : 'away', why };
  }
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return { refusal: 'away', why: `${error.message} (${causeOf(error)})` };
  }
  throw error;
}

function causeOf({ cause }: Error): string {
  const code = z.object({ code: z.string() }).safeParse(cause);
  if (code.success) return code.data.code;
  return cause instanceof Error ? cause.message : 'for an unknown reason';
}
