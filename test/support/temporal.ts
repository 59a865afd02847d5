import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { inject } from 'vitest';
import { asksBusyWorkflowsAgain, channelArgs } from '../../config/temporal.ts';
import { temporalEnvironment, type TemporalEnvironment } from '../../start/embedded-temporal.ts';
import { findTestServer } from '../../start/temporal-binaries.ts';
import { eventually } from './eventually.ts';

// Workers in the test's own process log warnings and errors only.
Runtime.install({ logger: new DefaultLogger('WARN') });

export interface TestNamespace {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  /** What a worker or bot process needs to connect to it. */
  readonly env: TemporalEnvironment;
  close(): Promise<void>;
}

/** Creates a namespace on a dev server, by default the one that all test files share. */
export async function testNamespace(address = inject('temporalAddress')): Promise<TestNamespace> {
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({
    address,
    channelArgs,
    interceptors: [asksBusyWorkflowsAgain],
  });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await eventually(() => connection.workflowService.listWorkflowExecutions({ namespace }));
  return {
    address,
    namespace,
    client: new Client({ connection, namespace }),
    env: temporalEnvironment(address, namespace),
    close: () => connection.close(),
  };
}

/** The server whose clock jumps over timers. Its environment runs one workflow at a time. The caller has to call `teardown`. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer(process.env);
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
}
