import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a pipeline runs until the test lets it end. */
export async function heldCommand() {
  let isOver = false;
  const gate = createServer((_, response) => response.end(isOver ? 'over' : ''));
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const { port } = gate.address() as AddressInfo;
  const script = `
    const look = async () => {
      const answer = await fetch('http://127.0.0.1:${port}').then((told) => told.text());
      if (answer !== 'over') setTimeout(look, 100);
    };
    void look();`;
  return {
    command: [process.execPath, '-e', script],
    letGo: () => (isOver = true),
    close: () => {
      gate.closeAllConnections();
      gate.close();
    },
  };
}
