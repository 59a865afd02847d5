/** Commands given by a program (a service) instead of a person. */
import { describe, expect, it } from 'vitest';
import { readCommand, readCommandRequest } from '../../domain/messages/payload.ts';
import { commandSignals } from '../../domain/command/commands.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { applyCommand, begin } from '../../domain/release/commands.ts';
import { applyLockCommand } from '../../domain/lock/commands.ts';
import { emptyLock } from '../../domain/lock/lock-queue.ts';
import { isService } from '../../domain/service.ts';
import { rules } from '../support/scripted-activities.ts';

const actor = 'service:ci-main';
const noRole = { approver: false, approves: [], admin: false };

function command(signal: CommandSignal, payload: object) {
  const read = readCommand(signal, { actor, ...payload });
  if (read === null) throw new Error('The test sends a malformed command.');
  return read;
}
const asked = () => begin('PAY-1', 'key', rules, command('request', {}), 0);
const refusal = (signal: CommandSignal, payload: object) => {
  const outcome = applyCommand(asked(), command(signal, payload), noRole, 1);
  return outcome.ok ? null : outcome.refusal.code;
};

describe('a service', () => {
  it.each(['service:ci', 'service:ci-main', 'service:4', 'service:a-'])('may be called %s', (name) => {
    expect(isService(name)).toBe(true);
    expect(readCommand('request', { actor: name })?.actor).toBe(name);
    expect(readCommand('unfreeze', { actor: 'U_VERA', user: name })?.user).toBe(name);
  });

  it.each([
    'service:',
    'service:CI',
    'service:-a',
    'service:a b',
    'Service:a',
    'service:a\n',
    'bot:a',
    'S_OPS',
  ])('is never called %j', (name) => {
    expect(readCommand('request', { actor: name })).toBeNull();
    expect(readCommand('unfreeze', { actor: 'U_VERA', user: name })).toBeNull();
  });

  it('may ask for a release, as anyone may', () => {
    expect(asked()).toMatchObject({ requester: actor, events: [{ type: 'requested', actor }] });
  });

  it('has no role', () => {
    expect(refusal('reject', { reason: 'why' })).toBe('notApprover');
    expect(refusal('hotfix', { reason: 'why' })).toBe('notApprover');
    const freeze = readCommand('freeze', { actor, reason: 'why' });
    if (freeze === null) throw new Error('The test sends a malformed command.');
    expect(applyLockCommand(emptyLock('db'), freeze, { general: false, here: false }, 1)).toMatchObject({
      refusal: { code: 'notApproverOrAdmin' },
    });
  });

  it('claims nothing by a signal; an update may, for the look-up to judge', () => {
    const claim = { token: '0b4ef8a6-7d4f-4c06-9f5e-0d5d6c9d3a10', at: 1, proof: 'p' };
    expect(readCommand('depStart', { actor, claim })?.claim).toBeNull();
    const request = (more: object) =>
      readCommandRequest(commandSignals, { signal: 'depStart', actor, ...more });
    expect(request({ claim })?.claim).toEqual(claim);
    expect(request({})?.claim).toBeNull();
    expect(request({ claim: { ...claim, token: 'mine' } })).toBeNull();
  });

  it('brings on a release that is not its own only where that was found to be its right', () => {
    const ready = { ...asked(), stage: 'deploying' as const };
    const finish = command('depFinish', {});
    expect(applyCommand(ready, finish, noRole, 1)).toMatchObject({ ok: true });
    const other = { ...finish, actor: 'service:other' };
    expect(applyCommand(ready, other, noRole, 1)).toMatchObject({ refusal: { code: 'notRequesterOrAdmin' } });
    expect(applyCommand(ready, other, { ...noRole, deploys: true }, 1)).toMatchObject({
      state: { stage: 'finished' },
    });
    const cancel = { ...command('cancel', {}), actor: 'service:other' };
    expect(applyCommand(asked(), cancel, { ...noRole, deploys: true }, 1)).toMatchObject({ ok: false });
  });

  it('cannot take a release over', () => {
    expect(refusal('handover', { user: 'service:other' })).toBe('missingUser');
  });
});
