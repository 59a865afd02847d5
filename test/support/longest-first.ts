import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, mostly waiting: it would hold up the end. */
const longest = /e2e\/(slack-faults|broken-off|killed|deaths|chaos)\.|start\/start\.|cli\/verify\./;

/** The longest begin first; what is pure fills the time that is left. In between, the larger file goes before the smaller one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) =>
      longest.test(moduleId) ? 0 : project.name === 'pure' ? 2 : 1;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
