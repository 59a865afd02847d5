import type { Told } from './tell.ts';

/** Why something was not done; nothing where it was. */
export function Refusal({ told }: { readonly told: Told | null }) {
  return (
    <div role="status" class="trouble">
      {told === null || told.kind === 'done' ? null : <p>{told.text}</p>}
    </div>
  );
}
