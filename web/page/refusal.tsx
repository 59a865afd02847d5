import type { Told } from './tell.ts';

/** Why a command was not carried out; empty if it was. */
export function Refusal({ told }: { readonly told: Told | null }) {
  return (
    <div role="status" class="trouble">
      {told === null || told.kind === 'done' ? null : <p>{told.text}</p>}
    </div>
  );
}
