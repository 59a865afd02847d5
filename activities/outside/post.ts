import { cancellationSignal, ApplicationFailure } from '@temporalio/activity';
import { endedAfter } from '../../client/ended-after.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { failures } from '../../texts/outside.ts';

/** Shorter than the attempt, so that what was wrong is told. */
const patienceMs = 15_000;

/**
 * Posts JSON, follows no redirect and ignores what is answered but the status. Throws unless that is a good one; of the address only the origin is
 * told. With 410 the receiver says that it wants nothing any more, and nobody tries again.
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
  // Unread: it may be endless.
  await response.body?.cancel();
  const { ok, status } = response;
  if (ok) return;
  if (status === 410) throw ApplicationFailure.nonRetryable(failures.refused(origin, status));
  const redirected = status >= 300 && status < 400;
  throw new Error(redirected ? failures.redirected(origin, status) : failures.refused(origin, status));
}
