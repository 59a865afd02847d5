import fc from 'fast-check';

/** Events of a release's pipeline. */
export const pipelineEvents = {
  pipelineLost: fc.record({ afterSeconds: fc.integer({ min: 2, max: 60 }) }),
  pipelineTaken: fc.record({ back: fc.boolean() }),
};

/** The refusals that a pipeline gets. */
export const pipelineRefusals = (components: fc.Arbitrary<string[]>) => ({
  locksLost: fc.record({ components }),
  pipelineRuns: fc.constant({}),
  notYourPipeline: fc.record({ why: fc.constantFrom('yours', 'lost', 'taken', 'unlocked', 'ended') }),
});
