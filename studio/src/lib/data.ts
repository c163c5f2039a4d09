// Where numbers come from: a server, the files of a static site, or the page itself.

import { Cube } from './cube';

export interface RunLine {
  id: string;
  title: string;
  scenario: string;
  changes: string;
  without: string;
  members: number;
  seed: number;
  start: number;
  months: number;
  software: string;
}
export interface Region {
  code: string;
  name: string;
  kind: string;
  column: number;
  row: number;
  adults: number;
  urban: number;
  rent: number;
}
export interface Quantity {
  id: string;
  group: string;
  unit: string;
  often: 'month' | 'year' | 'vote';
  doc: string;
  regional: boolean;
  labels: Record<string, string>;
}
export interface Event {
  month: number;
  date: string;
  kind: string;
  title: string;
  where: string;
}
export interface About extends RunLine {
  histories: number;
  regions: Region[];
  tiers: { id: string; posts: number }[];
  quantities: Quantity[];
  unit_quantities: string[];
  events: Event[];
  institutions: string;
  repeatable: boolean;
}
export interface Units {
  position: number[];
  name: string[];
  kind: string[];
  tier: string[];
  region: number[];
  adults: number[];
  urban: number[];
}
export interface Happening {
  month: number;
  date: string;
  kind: string;
  place: string;
  says: string;
}
export interface Observed {
  id: string;
  quantity: string;
  observed: number | string;
  band: [number, number];
  unit: string;
  period: string;
  source: string;
  grade: string;
  at: { quantity: string; first: number; last: number } | null;
}
export interface ScoredFact {
  id: string;
  quantity: string;
  unit: string;
  grade: string;
  observed: number | string;
  band: [number, number];
  median: number | null;
  low: number | null;
  high: number | null;
  passes: boolean | null;
  null_passes: boolean | null;
  scored: boolean;
  in_sample: boolean;
  happened: number | null;
  source: string;
  why_not: string;
  tolerance: string;
  period: string;
  sets: string;
}
export interface Card {
  facts: ScoredFact[];
  observed: Observed[];
  passed?: number;
  scored?: number;
  null_passed?: number;
  evidence?: number;
  in_sample?: number;
}
export interface Job {
  id: string;
  kind: string;
  title: string;
  state: 'queued' | 'running' | 'finished' | 'failed' | 'cancelled';
  phase: string;
  done: number;
  total: number;
  says: string;
  result: string;
  seconds: number;
  phase_seconds: number;
  eta: number | null;
}
export interface Problem {
  file?: string;
  line?: number | null;
  path?: string;
  says: string;
}
export interface Borders {
  type: 'FeatureCollection';
  features: { type: 'Feature'; properties: Record<string, unknown>; geometry: never }[];
}

export class Missing extends Error {}
export class Refused extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(sentence).join('\n'));
    this.problems = problems;
  }
}

export function sentence(p: Problem): string {
  const line = p.line ? `line ${p.line}: ` : '';
  return `${line}${p.path ? `${p.path}: ` : ''}${p.says}`;
}

/** Files that the page itself holds, compressed; empty but in a report. */
const held: Record<string, string> = (() => {
  const element = document.getElementById('held');
  return element ? JSON.parse(element.textContent || '{}') : {};
})();
export const isReport = Object.keys(held).length > 0;

async function unpacked(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

async function bytes(path: string): Promise<ArrayBuffer> {
  if (isReport) {
    if (!(path in held)) throw new Missing(path);
    return unpacked(held[path]);
  }
  const answer = await fetch(path);
  if (answer.status === 404) throw new Missing(path);
  if (!answer.ok) throw await refused(answer);
  return answer.arrayBuffer();
}

async function refused(answer: Response): Promise<Refused> {
  const said = await answer.json().catch(() => null);
  return new Refused(said?.problems ?? [{ says: `the server answered ${answer.status}` }]);
}

const kept = new Map<string, Promise<unknown>>();

function once<T>(path: string, read: (buffer: ArrayBuffer) => T): Promise<T> {
  if (!kept.has(path)) {
    const made = bytes(path).then(read);
    kept.set(path, made);
    made.catch(() => kept.delete(path));
  }
  return kept.get(path) as Promise<T>;
}

const json = (buffer: ArrayBuffer) => JSON.parse(new TextDecoder().decode(buffer));

export const studio = () => once<{ mode: string; version: string }>('api/studio.json', json);
export const runs = async (): Promise<RunLine[]> => json(await bytes('api/runs.json'));
export const about = (run: string) => once<About>(`api/runs/${run}/about.json`, json);
export const units = (run: string) => once<Units>(`api/runs/${run}/units.json`, json);
export const cube = (run: string, q: string) =>
  once(`api/runs/${run}/cubes/${q}.bin`, (b) => new Cube(b));
export const unitCube = (run: string, q: string) =>
  once(`api/runs/${run}/units/${q}.bin`, (b) => new Cube(b));

interface Kept {
  score: boolean;
  chronicles: number[];
  /** Runs whose difference there is; null: any can be made. */
  less: string[] | null;
}
/** What has been made of a run: asked first, so that nothing is asked for that is not there. */
const made = async (run: string): Promise<Kept> => json(await bytes(`api/runs/${run}/kept.json`));

export async function difference(run: string, other: string, q: string): Promise<Cube> {
  const path = `api/runs/${run}/less/${other}/${q}.bin`;
  if (!kept.has(path)) {
    const { less } = await made(run);
    if (less && !less.includes(other)) throw new Missing(path);
  }
  return once(path, (b) => new Cube(b));
}

export async function score(run: string): Promise<Card> {
  const path = `api/runs/${run}/score.json`;
  if (!kept.has(path) && !(await made(run)).score) throw new Missing(path);
  return once<Card>(path, json);
}

export async function chronicle(
  run: string,
  member: number,
): Promise<{ member: number; events: Happening[] }> {
  const path = `api/runs/${run}/chronicle/${member}.json`;
  if (!kept.has(path) && !(await made(run)).chronicles.includes(member)) throw new Missing(path);
  return once(path, json);
}

export const claims = async <T>(): Promise<T> => json(await bytes('api/claims.json'));
export const scenarios = <T>() => once<T>('api/scenarios.json', json);
export const jobs = async (): Promise<Job[]> => json(await bytes('api/jobs.json'));
export const borders = () => once<Borders>('api/borders.json', json);

export async function ask<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vertikal': 'studio' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw await refused(answer);
  return answer.json();
}

export async function send<T>(path: string, content: Blob): Promise<T> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-vertikal': 'studio' },
    body: content,
  });
  if (!answer.ok) throw await refused(answer);
  return answer.json();
}

/** Follow a job until it is over. */
export function watch(id: string, tell: (job: Job) => void): Promise<Job> {
  return new Promise((resolve, reject) => {
    const source = new EventSource(`api/jobs/${id}/events`);
    source.onmessage = (event) => {
      const job: Job = JSON.parse(event.data);
      tell(job);
      if (['finished', 'failed', 'cancelled'].includes(job.state)) {
        source.close();
        resolve(job);
      }
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) reject(new Error('the studio does not answer'));
    };
  });
}
