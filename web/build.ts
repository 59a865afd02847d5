/** `npm run build`: makes the page ahead of the first start, as an image does. */
import { pageBundleFile } from './page-bundle.ts';

console.log(await pageBundleFile());
