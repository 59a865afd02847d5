/** `npm run build`: makes the workflow bundles ahead of the first start, as an image does. */
import { workflowBundle } from './workflow-bundle.ts';

for (const traced of [false, true]) console.log(await workflowBundle(traced));
