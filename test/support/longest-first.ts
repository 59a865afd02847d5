import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest, and mostly waits, begins first; what is pure fills the time that is left. Where no run before has told how long each
 * file takes, the larger one counts as the longer one.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isPure = ({ project }: TestSpecification) => project.name === 'pure';
    return [...sorted.filter((file) => !isPure(file)), ...sorted.filter(isPure)];
  }
}
