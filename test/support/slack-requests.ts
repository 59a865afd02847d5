import { createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly body: string;
  readonly contentType: string;
  /** Epoch seconds; default: now. */
  readonly at?: number;
  readonly secret: string;
  readonly retryNumber?: number;
}

/** Sends the bot an HTTP request as Slack does, with its signature (v0). */
export async function requestOf(
  port: number,
  { body, contentType, at = Math.floor(Date.now() / 1000), secret, retryNumber }: SignedRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signature}`,
      ...(retryNumber === undefined
        ? {}
        : { 'x-slack-retry-num': String(retryNumber), 'x-slack-retry-reason': 'http_timeout' }),
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}
