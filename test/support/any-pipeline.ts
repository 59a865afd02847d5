import fc from 'fast-check';

/** What happens to the pipeline of a release. */
export const pipelineEvents = {
  pipelineLost: fc.record({ afterSeconds: fc.integer({ min: 2, max: 60 }) }),
  pipelineTaken: fc.record({ back: fc.boolean() }),
};

/** What a pipeline is refused. */
export const pipelineRefusals = (components: fc.Arbitrary<string[]>) => ({
  locksLost: fc.record({ components }),
  pipelineRuns: fc.constant({}),
  notYourPipeline: fc.record({ why: fc.constantFrom('yours', 'lost', 'taken', 'unlocked', 'ended') }),
});
