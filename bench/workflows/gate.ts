import { defineSignal, setHandler } from '@temporalio/workflow';
import { goSignal } from '../names.ts';

/** Keeps the first holder from letting go until all others are in the queue. */
export function setGate(gated: boolean): { readonly open: boolean } {
  const gate = { open: !gated };
  setHandler(defineSignal(goSignal), () => {
    gate.open = true;
  });
  return gate;
}
