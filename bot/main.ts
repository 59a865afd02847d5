/** `npm run bot`. */
import { main } from '../config/main.ts';

main('bot', () => import('./bot.ts'));
