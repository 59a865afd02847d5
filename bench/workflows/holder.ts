import { condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { readLockNews } from '../../domain/messages/lock-messages.ts';
import type { AddressedOrder } from '../../domain/messages/lock-messages.ts';
import { lockIdOf } from '../../domain/messages/workflows.ts';
import { newKey } from '../../workflows/new-key.ts';
import { signalLock } from '../../workflows/signal-lock.ts';
import { grantedSignal } from '../names.ts';
import type { HolderInput } from '../names.ts';
import { setGate } from './gate.ts';

/** Sends the real coordinator what a release sends it, and does nothing else. `starts`: it also goes to production. */
export async function holder({ lockId, gated, starts }: HolderInput): Promise<void> {
  const { workflowId: releaseId } = workflowInfo();
  const component = lockId.slice(lockIdOf('').length);
  const releaseKey = newKey();
  const requestId = `${releaseKey}:1`;
  let token: number | null = null;
  setHandler(defineSignal<[unknown]>(grantedSignal), (payload) => {
    const news = readLockNews('lockGranted', payload);
    if (news?.type === 'lockGranted') token = news.payload.token;
  });
  const gate = setGate(gated);
  const request = {
    requestId,
    releaseKey,
    releaseId,
    ticket: releaseId.slice('release:'.length),
    mode: 'exclusive',
    priority: 'normal',
    since: Date.now(),
    passesFreeze: false,
    onProduction: false,
  } as const;
  const tell = (message: Omit<AddressedOrder, 'component'>) =>
    signalLock({ ...message, component } as AddressedOrder);
  await tell({ type: 'acquire', payload: request });
  await condition(() => token !== null && gate.open);
  const grant = { requestId, token: Number(token) };
  if (starts) await tell({ type: 'started', payload: { ...grant, releaseId } });
  // An unused turn is released by its token; a turn on production is released unconditionally.
  await tell({ type: 'release', payload: { requestId, token: starts ? null : grant.token } });
}
