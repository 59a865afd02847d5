/** `npm run build`: makes the workflow bundles before the first start, as a container image does. */
import { workflowBundle } from './workflow-bundle.ts';

for (const traced of [false, true]) console.log(await workflowBundle(traced));
