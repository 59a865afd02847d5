import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tests that take longest, mostly waiting: started late, they would delay the end. */
const longest =
  /e2e\/(by-temporal|slack-crowd|slack-faults|recording|broken-off|killed|deaths|chaos)\.|start\/start\.|cli\/(say|verify)\.|web\/web\.|api\/schemathesis\./;

/** The longest files start first, and pure ones fill the remaining time. In between, larger files go before smaller ones. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) =>
      longest.test(moduleId) ? 0 : ['pure', 'alone'].includes(project.name) ? 2 : 1;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
