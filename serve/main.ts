/** `npm run web`. */
import { main } from '../config/main.ts';

main('web', () => import('./serve.ts'));
