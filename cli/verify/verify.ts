import type { Client } from '@temporalio/client';
import { retentionMs } from '../../client/retention.ts';
import { connectClient } from '../../config/temporal.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import { words } from '../../texts/cli.ts';
import { withLog } from '../open-log.ts';
import { verifyLog } from './verify-log.ts';
import type { LogDifference } from './verify-log.ts';

/** `dobrobot log verify`. Resolves to the exit code. Instants are epoch ms; without them everything that Temporal remembers is compared. */
export function verify(asked: { readonly since?: number; readonly until?: number }): Promise<number> {
  return withLog(async (log) => {
    const { client, connection } = await connectClient();
    try {
      const remembered = await remembersSince(client);
      const { since = remembered, until = Date.now() } = asked;
      if (since < remembered) console.error(words.forgotten(remembered));
      const period = { since: Math.max(since, remembered), until };
      return await report(verifyLog({ client, log, ...period }));
    } finally {
      await connection.close();
    }
  });
}

const remembersSince = async (client: Client): Promise<number> =>
  Math.max(0, Date.now() - (await retentionMs(client)));

async function report(findings: ReturnType<typeof verifyLog>): Promise<number> {
  const tally = { missing: 0, underway: 0, wrong: 0, silent: 0 };
  for (;;) {
    const { done, value } = await findings.next();
    if (done) {
      console.log(words.verified({ ...tally, ...value }));
      return tally.wrong + tally.silent === 0 ? 0 : 1;
    }
    console.log(worded(value));
    tally[heading(value)]++;
  }
}

function heading(finding: LogDifference): 'missing' | 'underway' | 'wrong' | 'silent' {
  switch (finding.type) {
    case 'missing':
      return finding.underway ? 'underway' : 'missing';
    case 'differs':
    case 'untold':
      return 'wrong';
    case 'silent':
      return 'silent';
  }
}

function worded(finding: LogDifference): string {
  switch (finding.type) {
    case 'missing':
      return words.missing(finding.row, finding.underway);
    case 'differs':
      return words.differs(finding.row, finding.logged, differing(finding.row, finding.logged));
    case 'untold':
      return words.untold(finding.logged);
    case 'silent':
      return words.silent(finding.workflowId, finding.runId, finding.reason);
  }
}

function differing(row: EventRow, logged: EventRow): readonly string[] {
  const names = Object.keys(row) as (keyof EventRow)[];
  return names.filter((name) => JSON.stringify(row[name]) !== JSON.stringify(logged[name]));
}
