/** `npm run worker`. */
import { main } from '../config/main.ts';

main('worker', () => import('./worker.ts'));
