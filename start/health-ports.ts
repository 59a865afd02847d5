import { healthDoor } from '../config/health.ts';
import { StartError } from './start-error.ts';

type Name = 'worker' | 'bot' | 'web';

/** The health ports of all three: the port in the environment and the two after it; null: none. @throws StartError if one is invalid */
function healthDoors(env: NodeJS.ProcessEnv) {
  try {
    const door = healthDoor(env);
    if (door === null) return null;
    const doorOf = (index: number) =>
      healthDoor({ ...env, DOBROBOT_HEALTH_PORT: String(door.port + index) }) ?? door;
    return { worker: doorOf(0), bot: doorOf(1), web: doorOf(2) };
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}

/** The environment variables for the health port of each. @throws StartError */
export function healthOfEach(env: NodeJS.ProcessEnv): Readonly<Record<Name, NodeJS.ProcessEnv>> {
  const doors = healthDoors(env);
  const envOf = (name: Name) => (doors === null ? {} : { DOBROBOT_HEALTH_PORT: String(doors[name].port) });
  return { worker: envOf('worker'), bot: envOf('bot'), web: envOf('web') };
}

/** The health address of each, for people; null: none. */
export function healthAddresses(env: NodeJS.ProcessEnv): Readonly<Record<Name, string>> | null {
  const doors = healthDoors(env);
  const address = (name: Name) => `http://localhost:${doors?.[name].port ?? ''}`;
  return doors && { worker: address('worker'), bot: address('bot'), web: address('web') };
}
