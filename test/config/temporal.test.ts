import { expect, it, onTestFinished } from 'vitest';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { releaseIdOf } from '../../domain/messages/workflows.ts';
import { statusQuery } from '../../domain/messages/definitions.ts';
import { startCompany } from '../support/company.ts';

/** Temporal's client waits longer than this before it asks a workflow again that another query was waiting for. */
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
  // A busy machine may hold up a round or three; without asking again soon every third query takes that long.
  expect(took.filter((ms) => ms > patienceMs).length).toBeLessThan(took.length / 6);
});
