import { z } from 'zod';
import { iso } from '../../domain/iso.ts';
import { failures } from '../../texts/http.ts';
import { RefusedByTracker } from '../tickets/api.ts';
import { partsOfKey } from '../tickets/repository.ts';
import { commentOnce } from './comment-once.ts';
import type { Wire } from './wire.ts';
import type { Deployment, Writer } from './writer.ts';

const comments = z.array(z.object({ body: z.string().nullish() }));
const pull = z.object({
  merged: z.boolean(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }),
});
const repository = z.object({ default_branch: z.string() });
const deployment = z.object({ id: z.number(), payload: z.unknown().optional() });
const ours = z.object({ dobrobot: z.string() });
const statuses = z.array(z.object({ state: z.string() }));

/** The state of a deployment after each event of a release. */
const states = { started: 'in_progress', finished: 'success', rolledBack: 'failure' } as const;

/** Writes to GitHub by the REST API, which is at `rest` below the base. */
export function githubWriter(wireFor: (repo: string) => Promise<Wire>, rest: string): Writer {
  const at = async (key: string) => {
    const { repo, number } = partsOfKey(key);
    return { wire: await wireFor(repo), path: `${rest}/repos/${repo}`, repo, number };
  };
  return {
    async comment(key, comment) {
      const { wire, path, number } = await at(key);
      const all = `${path}/issues/${number}/comments`;
      const query = `per_page=100&since=${iso(comment.since)}`;
      await commentOnce(wire, { all, query, comments }, comment);
    },
    async deploy(key, wanted) {
      const { wire, path, repo, number } = await at(key);
      const all = `${path}/deployments`;
      const id = (await deploymentOf(wire, all, wanted)) ?? (await newDeployment(wire, path, number, wanted));
      if (id === null) throw new RefusedByTracker(failures.noTicket(wire.origin, `${repo}#${number}`));
      const state = states[wanted.event];
      const told = `${all}/${id}/statuses`;
      if (await wire.has(`${told}?per_page=100`, statuses, (one) => one.state === state)) return;
      await wire.send(told, { state, environment: wanted.environment, description: 'dobrobot' });
    },
  };
}

/** The ID of the deployment with this marker; null if there is none. GitHub lists the newest first. */
async function deploymentOf(
  wire: Wire,
  all: string,
  { marker, environment }: Deployment,
): Promise<number | null> {
  const query = `environment=${encodeURIComponent(environment)}&per_page=100`;
  const found = await wire.first(
    `${all}?${query}`,
    z.array(deployment),
    ({ payload }) => ours.safeParse(payloadIn(payload)).data?.dobrobot === marker,
  );
  return found?.id ?? null;
}

/** GitHub returns the payload as it was sent: as an object or as a string. */
function payloadIn(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload;
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return null;
  }
}

async function newDeployment(
  wire: Wire,
  path: string,
  number: string,
  { marker, environment }: Deployment,
): Promise<number | null> {
  const ref = await refOf(wire, path, number);
  if (ref === null) return null;
  // The deployment only reports what happens, so GitHub must neither merge nor wait for checks.
  const body = { ref, environment, payload: { dobrobot: marker }, auto_merge: false, required_contexts: [] };
  const answer = await wire.send(`${path}/deployments`, { ...body, description: 'dobrobot' });
  return wire.read(answer, deployment).id;
}

/**
 * The ref of a deployment. For a pull request its head or, once merged, the merge commit,
 * because a squash leaves its own commits behind. For an issue the default branch.
 */
async function refOf(wire: Wire, path: string, number: string): Promise<string | null> {
  const found = await wire.find(`${path}/pulls/${number}`, pull);
  if (found !== null) return found.merged ? (found.merge_commit_sha ?? found.head.sha) : found.head.sha;
  return (await wire.find(path, repository))?.default_branch ?? null;
}
