import { z } from 'zod';

const text = z.string().nullish();
const side = z.looseObject({ ref: text, repo: z.looseObject({ id: z.number() }).nullish() });

/** The pull requests of a run of GitHub Actions. */
export const pullsOfRun = z
  .array(z.looseObject({ title: text, head: side.nullish(), base: side.nullish() }))
  .nullish();

/** Whether a pull request from a fork caused the run. Outsiders name its branch as they like. GitHub does not list such pull requests. */
export function isOfFork(event: string, pulls: z.output<typeof pullsOfRun>): boolean {
  if (!event.startsWith('pull_request')) return false;
  const isOwn = ({ head, base }: NonNullable<typeof pulls>[number]) =>
    head?.repo != null && head.repo.id === base?.repo?.id;
  return pulls == null || pulls.length === 0 || !pulls.every(isOwn);
}
