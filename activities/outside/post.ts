import { cancellationSignal, ApplicationFailure } from '@temporalio/activity';
import { endedAfter } from '../../client/ended-after.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { failures } from '../../texts/outside.ts';

/** Shorter than the attempt, so that the error is reported. */
const patienceMs = 15_000;

/**
 * Posts JSON. Follows no redirect and ignores the body of the response. Throws unless the status is 2xx; the error
 * contains only the origin of the address. On 410 the receiver wants nothing more, so that error is non-retryable.
 */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  const { origin } = new URL(url);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'dobrobot', ...headers },
    body,
    redirect: 'manual',
    signal: endedAfter(patienceMs, [cancellationSignal()]),
  }).catch((error: unknown) => {
    throw new Error(failures.unreachable(origin, reasonOf(error)));
  });
  // Discarded unread, because it may be endless.
  await response.body?.cancel();
  const { ok, status } = response;
  if (ok) return;
  if (status === 410) throw ApplicationFailure.nonRetryable(failures.refused(origin, status));
  const redirected = status >= 300 && status < 400;
  throw new Error(redirected ? failures.redirected(origin, status) : failures.refused(origin, status));
}
