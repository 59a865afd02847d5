import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, mostly waiting: it would hold up the end. */
const longest =
  /e2e\/(by-temporal|slack-crowd|slack-faults|recording|broken-off|killed|deaths|chaos)\.|start\/start\.|cli\/(say|verify)\.|web\/web\.|api\/schemathesis\./;

/** The longest begin first; what is pure fills the time that is left. In between, the larger file goes before the smaller one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) =>
      longest.test(moduleId) ? 0 : ['pure', 'alone'].includes(project.name) ? 2 : 1;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
