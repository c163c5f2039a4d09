// What is on screen, as an address and back. Pure: the page and its tests share it.

export const VIEWS = ['explore', 'compare', 'score', 'claims', 'instruments', 'runs'] as const;
export const LANGUAGES = ['en', 'ru', 'kk'] as const;
export const LOOKS = ['auto', 'light', 'dark'] as const;
export type View = (typeof VIEWS)[number];
export type Language = (typeof LANGUAGES)[number];
export type Look = (typeof LOOKS)[number];

export interface Shown {
  view: View;
  /** Run on screen; empty: the newest. */
  run: string;
  /** Run it is compared with. */
  other: string;
  quantity: string;
  /** Month, `2022-01`; empty: the middle of the run. */
  at: string;
  /** Code of a region; empty: the whole country. */
  region: string;
  history: number;
  tier: string;
  /** Units below the regions: a swarm of dots, or a table. */
  below: 'swarm' | 'table';
  /** Whether published facts stand in the frame. */
  observed: boolean;
  /** Kinds of events told; empty: all but directives. */
  kind: string;
  /** A claim that is opened, by its id. */
  claim: string;
  lang: Language;
  look: Look;
}

export const START: Shown = {
  view: 'explore',
  run: '',
  other: '',
  quantity: 'activism',
  at: '',
  region: '',
  history: 0,
  tier: 'district',
  below: 'swarm',
  observed: false,
  kind: '',
  claim: '',
  lang: 'en',
  look: 'auto',
};

type Rule = { test: (text: string) => boolean; read: (text: string) => unknown };
const text = (pattern: RegExp): Rule => ({ test: (t) => pattern.test(t), read: (t) => t });
const one = (words: readonly string[]): Rule => ({ test: (t) => words.includes(t), read: (t) => t });

const RULES: Record<keyof Shown, Rule> = {
  view: one(VIEWS),
  run: text(/^[0-9a-f]{16}$/),
  other: text(/^[0-9a-f]{16}$/),
  quantity: text(/^[a-z0-9_]{1,60}$/),
  at: text(/^\d{4}-(0[1-9]|1[0-2])$/),
  region: text(/^[A-Z]{2}-[A-Z0-9]{1,4}$/),
  history: { test: (t) => /^(0|[1-9]\d{0,3})$/.test(t), read: Number },
  tier: one(['district', 'locality', 'village']),
  below: one(['swarm', 'table']),
  observed: { test: (t) => t === 'true' || t === 'false', read: (t) => t === 'true' },
  kind: text(/^(all|[a-z]{1,20})$/),
  claim: text(/^[a-z0-9_]{1,80}$/),
  lang: one(LANGUAGES),
  look: one(LOOKS),
};

/** Read an address; what is not understood is as if it were not there. */
export function parse(hash: string): Shown {
  const said = new URLSearchParams(hash.replace(/^#\/?/, ''));
  const shown: Record<string, unknown> = { ...START };
  for (const [key, rule] of Object.entries(RULES)) {
    const value = said.get(key);
    if (value !== null && rule.test(value)) shown[key] = rule.read(value);
  }
  return shown as unknown as Shown;
}

/** Write an address: only what differs from the start, always in the same order. */
export function write(shown: Shown): string {
  const parts: string[] = [];
  for (const key of Object.keys(RULES) as (keyof Shown)[]) {
    if (shown[key] !== START[key]) parts.push(`${key}=${encodeURIComponent(String(shown[key]))}`);
  }
  return parts.length ? `#${parts.join('&')}` : '';
}
