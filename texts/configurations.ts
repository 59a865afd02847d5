/** Log lines about configurations and texts of `dobrobot config`, for operators and always in English. */
import type {
  ConfigurationReport,
  PlaceConfiguration,
  RunningConfiguration,
} from '../domain/configurations.ts';
import { dataDifferences } from '../domain/differences.ts';
import type { DataDifference } from '../domain/differences.ts';
import { iso } from '../domain/iso.ts';

type Values = Pick<ConfigurationReport, 'values'>;

const mostPaths = 10;

/** The paths at which a file differs from the running configuration, without the values. */
export function differingPaths(running: Values, file: Values): string {
  const paths = dataDifferences(running.values, file.values).map(({ path }) => path);
  const more = paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : '';
  return `${paths.slice(0, mostPaths).join(', ') || 'their order'}${more}`;
}

export const configurationWords = {
  mistake: (error: Error) => `The configuration is not used: ${error.message}`,
  other: (running: RunningConfiguration, file: (Values & { readonly version: string }) | null) => {
    const runs = `The configuration ${running.version} runs, which ${running.place} introduced at ${iso(running.at)}`;
    return file === null
      ? `${runs}: the file here cannot be used.`
      : `${runs}; that of this process, ${file.version}, differs in ${differingPaths(running, file)}.`;
  },
  config: 'Looks at the configuration before, or after, it is given to the workers',
  check: 'Says each mistake of a configuration, with its line, and changes nothing',
  diff: 'Says in what a configuration differs from the one that runs, and which workers have another one',
  file: 'the configuration; what DOBROBOT_CONFIG names unless given',
  checkCodes: `
Exit code: 0 if it is right, 1 if it has a mistake, 2 if the words cannot be understood.`,
  diffCodes: `
Exit code: 0 if it is the one that runs, 1 if it differs or has a mistake, 2 if the words cannot be understood, 3 if Temporal cannot be reached.`,
  right: (path: string, version: string) => `${path} is right; its version is ${version}.`,
  unreachable: (reason: string) =>
    `It cannot be told which configuration runs: ${reason}. TEMPORAL_ADDRESS has to name the Temporal of the workers.`,
  noneRuns: 'No worker has introduced a configuration yet.',
  runs: ({ version, place, at }: RunningConfiguration) =>
    `${version} runs, which ${place} introduced at ${iso(at)}.`,
  same: 'This file says the same.',
  differs: (version: string) => `This file, ${version}, differs (- runs, + here):`,
  difference: ({ path, before, after }: DataDifference): readonly string[] => [
    ...(before === undefined ? [] : [`- ${path}: ${JSON.stringify(before)}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${JSON.stringify(after)}`]),
  ],
  place: ({ place, version, since }: PlaceConfiguration) => `Worker ${place}: ${version} since ${iso(since)}`,
};
