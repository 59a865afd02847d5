/**
 * A validating admission webhook: an object can be changed only with the annotations `dobrobot/component` and
 * `dobrobot/token` of a release that holds the lock exclusively. DOBROBOT_URL is the server, DOBROBOT_TOKEN
 * (scope `read`) or the file DOBROBOT_TOKEN_FILE the token for it; TLS_CERT and TLS_KEY are files; PORT defaults
 * to 8443. With `failurePolicy: Fail` in its configuration, nothing can be changed while it does not answer. A
 * controller that changes the object without a new deployment needs an exception there (`matchConditions`).
 */
import { readFileSync } from 'node:fs';
import { createServer as plain } from 'node:http';
import { createServer as secure } from 'node:https';
import { text } from 'node:stream/consumers';

const {
  DOBROBOT_URL,
  DOBROBOT_TOKEN,
  DOBROBOT_TOKEN_FILE,
  TLS_CERT,
  TLS_KEY,
  PORT = '8443',
  HOST,
} = process.env;

/** Read each time, because the file may have been replaced. */
const ours = () => DOBROBOT_TOKEN || readFileSync(DOBROBOT_TOKEN_FILE, 'utf8').trim();

/** Why the change is refused; null if it is allowed. */
async function refusal({ object, oldObject }) {
  const { 'dobrobot/component': component, 'dobrobot/token': token } = object?.metadata?.annotations ?? {};
  const { 'dobrobot/component': before = component } = oldObject?.metadata?.annotations ?? {};
  if (component !== before) return `This is a part of ${before}: whoever deploys may not say otherwise`;
  if (!component || !/^[0-9]{1,15}$/.test(token ?? '')) {
    return 'The annotations dobrobot/component and dobrobot/token have to say who deploys';
  }
  const answer = await fetch(`${DOBROBOT_URL}/api/v1/locks/${encodeURIComponent(component)}/verify`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ours()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: Number(token) }),
    signal: AbortSignal.timeout(8000),
  });
  if (!answer.ok) return `Nobody can tell whether the token is good: HTTP ${answer.status}`;
  const { valid, holder } = await answer.json();
  if (valid !== true) return `The token ${token} is not good for ${component} (any more)`;
  return holder.mode === 'shared'
    ? `By the token ${token} ${component} stands still, and does not change`
    : null;
}

async function review(body) {
  const { apiVersion, kind, request } = JSON.parse(body);
  const why = await refusal(request).catch(
    (error) => `Nobody can tell whether the token is good: ${error.message}`,
  );
  const status = why === null ? {} : { status: { code: 403, message: why } };
  return { apiVersion, kind, response: { uid: request.uid, allowed: why === null, ...status } };
}

const listener = (request, response) => {
  text(request)
    .then(review)
    .then((reviewed) => {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(reviewed));
    })
    .catch(() => {
      response.writeHead(400).end();
    });
};
const server = TLS_CERT
  ? secure({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) }, listener)
  : plain(listener);
server.listen(Number(PORT), HOST, () => {
  console.log(`The gate listens on port ${server.address().port}`);
});
