/** The real workflows, and those they are compared with. */
export { lock } from '../../workflows/lock.ts';
export { release } from '../../workflows/release.ts';
export { chatFloor } from './chat-floor.ts';
export { directHolder, directLock } from './direct.ts';
export { floorHolder, floorLock, nothing } from './floor.ts';
export { holder } from './holder.ts';
