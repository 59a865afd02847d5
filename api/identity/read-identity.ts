import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { problem } from '../../answers/outcome.ts';
import type { Problem } from '../../answers/outcome.ts';
import type { Settings } from '../../domain/settings.ts';
import { judge } from '../../domain/trust.ts';
import type { TrustSettings } from '../../domain/trust.ts';
import type { Http } from '../../http/http.ts';
import { KeysAway } from './issuer-keys.ts';
import type { IssuerKeys } from './issuer-keys.ts';

/** A valid identity token, and the trust that covers it. */
export interface Identity {
  readonly claims: JWTPayload & { readonly jti: string; readonly exp: number };
  readonly trust: TrustSettings;
}

/** Allowed clock skew, in seconds. */
export const toleranceSeconds = 30;

/** Verifies an identity token; a problem if it is invalid or not trusted. Whether it was used before is left to the database. */
export async function readIdentity(
  token: string,
  { trust = [] }: Settings,
  keys: IssuerKeys,
  http: Pick<Http, 'ask'>,
): Promise<Identity | Problem> {
  const issuer = issuerIn(token);
  const trusted = trust.filter((one) => one.issuer === issuer);
  if (issuer === null || trusted.length === 0) {
    return problem(401, 'identityIssuer', (words) => words.identityIssuer);
  }
  try {
    const { payload } = await jwtVerify(token, (header, jws) => keys.keyFor(issuer, http, header, jws), {
      ...{ issuer, algorithms: ['RS256'], clockTolerance: toleranceSeconds },
      ...{ maxTokenAge: '24h', requiredClaims: ['exp', 'iat', 'jti'] },
    });
    const { jti, exp } = payload;
    if (typeof jti !== 'string' || jti === '' || exp === undefined) return notGood;
    const judged = judge(payload, trusted);
    if (judged.trusted) return { claims: { ...payload, jti, exp }, trust: judged.trust };
    const { claims } = judged;
    return problem(403, 'identityNotTrusted', (words) => words.identityNotTrusted(claims), { claims });
  } catch (error) {
    return problemOf(error);
  }
}

const notGood = problem(401, 'identityNotGood', (words) => words.identityNotGood);

function problemOf(error: unknown): Problem {
  if (error instanceof KeysAway) {
    console.error(`The keys of an issuer of identity tokens cannot be had: ${error.message}`);
    return problem(503, 'issuerAway', (words) => words.issuerAway);
  }
  const isTime =
    error instanceof errors.JWTExpired ||
    (error instanceof errors.JWTClaimValidationFailed && ['nbf', 'iat'].includes(error.claim));
  if (isTime) return problem(401, 'identityTime', (words) => words.identityTime);
  if (error instanceof errors.JOSEError) return notGood;
  throw error;
}

/** The issuer as the token claims it, not verified yet. */
function issuerIn(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}
