import getPort from 'get-port';

/** Below those that systems give to outgoing connections: of them one may be taken between the look and the use. */
const [lowest, highest] = [15_000, 32_000];

/** A port where nobody listens; several processes that look at once hardly ever find the same one. */
export const freePort = (): Promise<number> =>
  getPort({
    port: Array.from({ length: 100 }, () => lowest + Math.floor(Math.random() * (highest - lowest))),
  });
