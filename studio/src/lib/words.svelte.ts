// The interface's words: one file a language; what a language lacks is said in English.

import en from '../strings/en.json';
import kk from '../strings/kk.json';
import ru from '../strings/ru.json';
import { shown } from './store.svelte';
import type { Quantity } from './data';

const BOOKS: Record<string, Record<string, string>> = { en, ru, kk };

export function say(key: string, fill: Record<string, string | number> = {}): string {
  const text = BOOKS[shown.lang]?.[key] ?? BOOKS.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(fill[name] ?? ''));
}

export function named(q: Quantity): string {
  if (q.labels.tier) return say('q.elected', { tier: say(`tier.${q.labels.tier}`) });
  return say(`q.${q.id}`);
}

/** The unit, as it stands behind a number. */
export function unitOf(unit: string): string {
  return say(`unit.${unit}`);
}
