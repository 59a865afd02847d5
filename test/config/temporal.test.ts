import { expect, it, onTestFinished } from 'vitest';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { releaseIdOf } from '../../domain/messages/workflows.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import { startCompany } from '../support/company.ts';

/** By default, Temporal's client waits longer than this before it retries a query that was refused because another one was waiting. */
const patienceMs = 1300;
const rounds = 20;

it('asks a release that is at work again as soon as it has answered others', async () => {
  const company = await startCompany({ tickets: { 'PAY-1': ['billing'] } });
  onTestFinished(() => company.close());
  await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  const { client } = company.temporal;
  const release = client.workflow.getHandle(releaseIdOf('PAY-1'));
  const took: number[] = [];
  const ask = async () => {
    const began = performance.now();
    await release.query<ReleaseStatus>(statusQuery);
    took.push(performance.now() - began);
  };
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([release.signal('nothing it knows', {}), ask(), ask(), ask(), ask()]);
  }
  // A busy machine may delay a few rounds. Without the early retry, every third query takes that long.
  expect(took.filter((ms) => ms > patienceMs).length).toBeLessThan(took.length / 6);
});
