/** A person on call finds every symptom in the runbook, verbatim. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../start/project.ts';
import { sectionsOf } from './sections.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const sections = sectionsOf(read('docs/runbook.md'));
const sourcesIn = (room: string): string =>
  readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join(room, file)))
    .join('\n');
const sources = ['activities', 'cli', 'config', 'doctor', 'slack', 'texts', 'worker']
  .map(sourcesIn)
  .join('\n');

const { groups } = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ alert: z.string(), annotations: z.object({ runbook: z.string() }) })),
      }),
    ),
  })
  .parse(parse(read('deploy/prometheus/alerts.yml')));
const alerts = groups.flatMap(({ rules }) => rules);

it.each(alerts)('the alert $alert leads to a section that names it', ({ alert, annotations }) => {
  const [file, anchor] = annotations.runbook.split('#');
  expect(file).toBe('docs/runbook.md');
  expect(sections.find((section) => section.anchor === anchor)?.seen).toContain(alert);
});

/** The subjects that `doctor` checks, from the code that reports them as wrong. */
const doctors = sourcesIn('doctor');
const constants = new Map(
  [...doctors.matchAll(/const (\w+) = '([\w ]+)';/g)].map(([, name, text]) => [name, text]),
);
const looks = new Set(
  [...doctors.matchAll(/\bwrong\(\s*(?:'([^']+)'|(\w+))/g)].map(
    ([, text, name]) => text ?? constants.get(name ?? ''),
  ),
);

it('doctor finds nothing wrong that the first table does not lead from', () => {
  const [, ...rows] = sections[0]?.tables[1] ?? [];
  const named = rows.flatMap(([says = '']) => [...says.matchAll(/`WRONG ([^`]+)`/g)].map(([, name]) => name));
  expect(looks.size).toBeGreaterThan(9);
  expect([...named].sort()).toEqual([...looks].sort());
});

it('each program in a command has its way in Compose and in Kubernetes', () => {
  const [, ...rows] = sections[0]?.tables[0] ?? [];
  const program = (line: string) => line.replace(/^DOBROBOT_ACTOR=\S+ /, '').split(' ')[0] ?? '';
  const translated = new Set(rows.map(([here = '']) => program(here.replaceAll('`', ''))));
  const blocks = [...read('docs/runbook.md').matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)];
  const lines = blocks.flatMap(([, block = '']) => block.split('\n').map((line) => line.trim()));
  const used = lines.filter((line) => line !== '' && !line.startsWith('#')).map(program);
  expect(used.length).toBeGreaterThan(20);
  const onTheHost = ['docker', 'kubectl'];
  expect(used.filter((name) => !translated.has(name) && !onTheHost.includes(name))).toEqual([]);
});

describe('what is seen', () => {
  const quoted = sections.flatMap(({ title, seen }) => seen.map((line) => ({ title, line })));

  it.each(quoted)('in "$title" is said by the program: $line', ({ line }) => {
    if (alerts.some(({ alert }) => alert === line)) return;
    const unknown = line.split('…').filter((part) => !sources.includes(part.trim()));
    expect(unknown).toEqual([]);
  });
});

it('each section says how one tells that it is over', () => {
  const symptoms = sections.slice(1).filter(({ seen }) => seen.length > 0);
  const endless = symptoms.filter(
    ({ text }) => !/It is over when|restart|Exit code 0|needs a restart/.test(text),
  );
  expect(endless.map(({ title }) => title)).toEqual([]);
});
