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

/** An identity token that is good, and by what it is trusted. */
export interface Identity {
  readonly claims: JWTPayload & { readonly jti: string; readonly exp: number };
  readonly trust: TrustSettings;
}

/** Clocks may differ by so much, in seconds. */
export const toleranceSeconds = 30;

/** Whom an identity token is of, if it is good and trusted; else why not. Whether it was taken before the database tells. */
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

/** Whose it says it is; nothing of it is known to be true yet. */
function issuerIn(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}
