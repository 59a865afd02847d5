import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { stillTrusts } from '../domain/trust.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { ApiServices } from './services.ts';

export const noToken = problem(401, 'noToken', (words) => words.noToken);
const trustChanged = problem(401, 'trustChanged', (words) => words.trustChanged);
const away = problem(503, 'logAway', ({ logAway }) => logAway);

/**
 * The token that a caller presents. Looked up on every request, so that
 * revocation takes effect at once, and so does the end of trust in its claims.
 */
export async function knownToken(
  given: string,
  { tokens, settingsNow }: Pick<ApiServices, 'tokens' | 'settingsNow'>,
): Promise<KnownToken | Problem> {
  try {
    const token = (given === '' ? null : await tokens?.used(given)) ?? null;
    if (token === null) return noToken;
    const { trust = [] } = await settingsNow();
    return !token.claims || stillTrusts(trust, token.claims, token) ? token : trustChanged;
  } catch (error) {
    console.error(`The tokens cannot be looked up: ${reasonOf(error)}`);
    return away;
  }
}
