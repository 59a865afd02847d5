import { Client } from '@temporalio/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { showHomeAfter } from '../../client/app-home.ts';
import { eventually } from '../support/eventually.ts';
import { testNamespace } from '../support/temporal.ts';

it('lets a command stand though the App Home cannot be brought up to date', async () => {
  const temporal = await testNamespace();
  onTestFinished(() => temporal.close());
  const { connection } = temporal.client;
  const refuse = { signalWithStart: () => Promise.reject(new Error('refused')) };
  const { namespace } = temporal;
  const client = new Client({ connection, namespace, interceptors: { workflow: [refuse] } });
  const report = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => {
    report.mockRestore();
  });
  showHomeAfter(client, { actor: 'U_ANN', replyTo: 'U_ANN' });
  await eventually(() => {
    expect(report).toHaveBeenCalledWith(expect.stringMatching(/U_ANN/), expect.any(Error));
  });
});
