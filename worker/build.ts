/** `npm run build`: makes the workflow bundle ahead of the first start, as an image does. */
import { workflowBundle } from './workflow-bundle.ts';

console.log(await workflowBundle());
