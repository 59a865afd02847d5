import getPort from 'get-port';

/** Below the ports of outgoing connections, one of which might be taken between this check and the use. */
const [lowest, highest] = [15_000, 32_000];

/** A port on which nobody listens. Processes that call this at the same time hardly ever get the same one. */
export const freePort = (): Promise<number> =>
  getPort({
    port: Array.from({ length: 100 }, () => lowest + Math.floor(Math.random() * (highest - lowest))),
  });
