// Numbers as a reader wants them: with their unit, in the digits that matter.

import kk from '../strings/kk.json';
import type { Language } from './url';

/** Kazakh writes numbers as Russian does; not every browser knows its months. */
const LOCALE: Record<Language, string> = { en: 'en-GB', ru: 'ru-RU', kk: 'ru-RU' };
const MONTHS = kk.months.split(', ');

export function number(x: number, lang: Language, digits = 3): string {
  if (!Number.isFinite(x)) return '–';
  const big = Math.abs(x) >= 1000;
  const options: Intl.NumberFormatOptions = big
    ? { maximumFractionDigits: 0 }
    : { maximumSignificantDigits: digits };
  return minus(new Intl.NumberFormat(LOCALE[lang], options).format(Math.abs(x) < 1e-12 ? 0 : x));
}

const minus = (text: string): string => text.replace(/^-/, '−');

/** A value at an axis: no more digits than it needs. */
export function tick(x: number, unit: string, lang: Language): string {
  const value = unit === 'share' ? 100 * x : x;
  const text = new Intl.NumberFormat(LOCALE[lang], {
    maximumSignificantDigits: Math.abs(value) < 10 ? 2 : 3,
    maximumFractionDigits: 2,
  }).format(
    Math.abs(value) < 1e-9 ? 0 : value,
  );
  return minus(text) + (unit === 'share' ? ' %' : '');
}

/** A value without its unit: shares in per cent. */
export function bare(x: number, unit: string, lang: Language): string {
  if (!Number.isFinite(x)) return '–';
  if (unit === 'share') {
    const p = 100 * x;
    const digits = Math.abs(p) < 10 && p !== 0 ? 1 : 0;
    return new Intl.NumberFormat(LOCALE[lang], {
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
    }).format(Math.abs(p) < 1e-9 ? 0 : p);
  }
  if (unit === 'index') {
    return new Intl.NumberFormat(LOCALE[lang], {
      maximumFractionDigits: 2,
      minimumFractionDigits: 2,
    }).format(Math.abs(x) < 1e-9 ? 0 : x);
  }
  const digits = Math.abs(x) < 10 && x % 1 !== 0 ? 1 : 0;
  return new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: digits }).format(
    Math.abs(x) < 1e-9 ? 0 : x,
  );
}

/** A difference: points of per cent, with its sign, and digits enough to be seen. */
export function apart(x: number, unit: string, lang: Language): string {
  if (!Number.isFinite(x)) return '–';
  const value = unit === 'share' ? 100 * x : x;
  if (value === 0) return '0';
  const text = new Intl.NumberFormat(LOCALE[lang], {
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero',
  }).format(value);
  return minus(text);
}

export function month(at: number, start: number, lang: Language): string {
  const year = start + Math.floor(at / 12);
  if (lang === 'kk') return `${year} жылғы ${MONTHS[at % 12]}`;
  const date = new Date(Date.UTC(year, at % 12, 1));
  return new Intl.DateTimeFormat(LOCALE[lang], {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

export function stamp(at: number, start: number): string {
  return `${start + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

export function unstamp(text: string, start: number): number {
  const [year, m] = text.split('-').map(Number);
  return (year - start) * 12 + m - 1;
}

export function seconds(x: number, lang: Language): string {
  return `${new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: x < 10 ? 1 : 0 }).format(x)} s`;
}
