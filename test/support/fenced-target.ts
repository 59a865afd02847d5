import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Change {
  readonly pipeline: string;
  readonly token: number;
}

/** A deployment target. Verifies the token before it accepts a change, one at a time. */
export interface FencedTarget {
  readonly url: string;
  /** All accepted changes, in order. */
  readonly changes: readonly Change[];
  /** The pipelines that it refused. */
  readonly refused: ReadonlySet<string>;
  /** These pipelines are kept working until they are removed here, or refused. */
  readonly kept: Set<string>;
  readonly close: () => Promise<void>;
}

export async function startFencedTarget(isGood: (token: number) => Promise<boolean>): Promise<FencedTarget> {
  const changes: Change[] = [];
  const refused = new Set<string>();
  const kept = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  const take = async (change: Change): Promise<boolean> => {
    const isTaken = await isGood(change.token);
    if (isTaken) changes.push(change);
    else refused.add(change.pipeline);
    return isTaken;
  };
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const change = JSON.parse(body) as Change;
      const taken = last.then(() => take(change));
      last = taken.catch(() => undefined);
      const isTaken = await taken.catch(() => false);
      response.writeHead(isTaken ? 200 : 403).end(kept.has(change.pipeline) ? 'more' : 'enough');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ changes, refused, kept, url: `http://127.0.0.1:${port}` },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The program of a pipeline: changes the target repeatedly until the target has enough, and fails once it is refused. */
export const deployment = `
const { ledger: token } = JSON.parse(process.env.DOBROBOT_TOKENS);
for (let change = 0; ; change += 1) {
  const body = JSON.stringify({ pipeline: process.env.PIPELINE, token });
  const answer = await fetch(process.env.TARGET, { method: 'POST', body }).catch(() => null);
  if (answer?.status === 403) process.exit(7);
  if (answer !== null && (await answer.text()) === 'enough' && change >= 2) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
console.log(process.env.DOBROBOT_TICKET + ' is out');
`;
