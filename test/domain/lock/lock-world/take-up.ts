import { applyCommand } from '../../../../domain/release/commands.ts';
import { lifecycle } from '../../../../domain/release/lifecycle.ts';
import { fallenSilent } from '../../../../domain/release/runner.ts';
import { readCommand } from '../../../../domain/messages/payload.ts';
import { everyRole } from './company.ts';
import { summary } from './world.ts';
import type { Release } from './parts.ts';
import type { World } from './world.ts';

/** A new pipeline takes over a release on production. Repeated, it continues once it has its tokens. */
export function takeUp(world: World, release: Release): void {
  const { now } = world;
  const { runner, renewal, requester: actor } = release.state;
  const id = renewal?.runner ?? `pipeline-${now}`;
  const command = readCommand('depStart', { actor, runner: { id } });
  if (command === null) throw new Error('The model sends a malformed command.');
  // The new pipeline may take over because the previous one has fallen silent.
  const state = runner === null ? release.state : fallenSilent(release.state, runner.id, now);
  const outcome = applyCommand(state, command, everyRole, now);
  release.state = outcome.ok && lifecycle[state.stage].onProduction ? outcome.state : state;
  world.say(`${release.state.key} is taken up by ${id}: ${summary(release)}`);
}
