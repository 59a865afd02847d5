/** `npm run build`: builds the page ahead of the first start, for images. */
import { pageBundleFile } from './page-bundle.ts';

console.log(await pageBundleFile());
