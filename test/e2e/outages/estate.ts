import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import { startApiCompany } from '../../support/api.ts';
import type { ApiCompany } from '../../support/api.ts';
import { startDatabaseServer } from '../../support/database-server.ts';
import { startDevServer } from '../../support/dev-server.ts';
import type { SlackLine } from '../../support/slack-line.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { cutOff, Kept } from './kept.ts';
import type { Mortal } from './kept.ts';
import type { Outage, Part } from './plan.ts';
import { startTracker, trackerSettings } from './tracker.ts';

/** The number of critical components. Some depend on others, and some need an admin. */
const componentCount = 40;
const nameOf = (n: number): string => `part-${n % componentCount}`;
const componentsOf = (n: number): readonly string[] =>
  n % 5 === 0 ? [nameOf(n), nameOf(n + 7)] : [nameOf(n)];
const components = Object.fromEntries(
  Array.from({ length: componentCount }, (_, n) => [
    nameOf(n),
    { critical: true, admin: n % 4 === 0, ...(n % 6 === 5 ? { dependsOn: [nameOf(n - 1)] } : {}) },
  ]),
);

/** Everything a company runs on: its own servers, each of which can be made unavailable. */
export class Estate {
  readonly api: ApiCompany;
  readonly line: SlackLine;
  readonly #parts: Readonly<Record<Part, Mortal>>;
  readonly #kept: readonly Kept[];
  readonly #close: () => Promise<void>;

  private constructor(
    api: ApiCompany,
    line: SlackLine,
    parts: Record<Part, Mortal>,
    close: () => Promise<void>,
  ) {
    this.api = api;
    this.line = line;
    this.#parts = parts;
    this.#kept = Object.values(parts).filter((part) => part instanceof Kept);
    this.#close = close;
  }

  static async start(): Promise<Estate> {
    const folder = await temporaryFolder();
    const kept = { port: await freePort(), dbFile: join(folder, 'temporal.db') };
    const port = await freePort();
    const [temporal, database, tracker] = await Promise.all([
      startDevServer(kept),
      startDatabaseServer(port),
      startTracker(componentsOf),
    ]);
    const api = await startApiCompany({
      ...{ tickets: {}, components, ownLine: true, temporalAddress: temporal.address },
      ...{ database: database.env.DATABASE_URL, env: { TRACKER_TOKEN: 'secret' } },
      settings: trackerSettings(tracker.url),
    });
    const { company } = api;
    const { line } = company;
    if (line === null) throw new Error('The company has no line of its own');
    const parts = {
      worker: new Kept(company.worker(), company.startWorker),
      bot: new Kept(company.bot(), company.startBot),
      web: new Kept(api.web(), api.startWeb),
      temporal: new Kept(temporal.child, async () => (await startDevServer(kept)).child),
      postgresql: new Kept(
        database.child,
        async () => (await startDatabaseServer(port, database.folder)).child,
      ),
      slack: cutOff(
        () => {
          line.faults.down();
          line.dropConnections();
        },
        () => {
          line.faults.up();
        },
      ),
      tracker: cutOff(
        () => {
          tracker.way.cut();
        },
        () => {
          tracker.way.mend();
        },
      ),
    };
    return new Estate(api, line, parts, async () => {
      await api.close();
      await tracker.way.close();
      tracker.close();
    });
  }

  /** Makes each part unavailable at its time, or as soon as its previous outage is over. Resolves when all are back. */
  async areAway(outages: readonly Outage[]): Promise<void> {
    const away = new Map<Part, Promise<void>>();
    const begun = Date.now();
    for (const { at, part, forMs } of outages) {
      await sleep(begun + at - Date.now());
      const before = away.get(part) ?? Promise.resolve();
      away.set(
        part,
        before.then(() => this.#parts[part].isAway(forMs)),
      );
    }
    await Promise.all(away.values());
  }

  /** How processes ended that were not killed on purpose. */
  get fell(): readonly string[] {
    return this.#kept.flatMap(({ fell }) => fell);
  }

  /** Those that ended with an uncaught error. */
  get crashed(): readonly string[] {
    return this.fell.filter((how) => /^ *Node\.js v\d/m.test(how));
  }

  async close(): Promise<void> {
    for (const kept of this.#kept) kept.leave();
    await this.#close();
  }
}
