// Colours: one hue path from dark to light (after cividis), readable without red and green.

const PATH = ['#fdea9b', '#e3cd6f', '#bfaf6c', '#9a9378', '#7b7a77', '#5e6570', '#3d506c', '#123570'];
const APART = ['#1f5f99', '#6a9cc4', '#bcd2e3', '#f1efe9', '#ecd3a5', '#d79f42', '#9a6408'];

function rgb(hex: string): [number, number, number] {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
}

function along(path: string[], t: number): [number, number, number] {
  const x = Math.min(Math.max(t, 0), 1) * (path.length - 1);
  const i = Math.min(Math.floor(x), path.length - 2);
  const [a, b] = [rgb(path[i]), rgb(path[i + 1])];
  return a.map((v, k) => Math.round(v + (b[k] - v) * (x - i))) as [number, number, number];
}

export interface Shade {
  fill: string;
  /** Ink that can be read on the fill. */
  ink: string;
}

function shade(c: [number, number, number]): Shade {
  const light = (0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]) / 255;
  return { fill: `rgb(${c.join(',')})`, ink: light > 0.52 ? '#16202a' : '#ffffff' };
}

export function sequential(value: number, [low, high]: [number, number]): Shade {
  return shade(along(PATH, (value - low) / (high - low || 1)));
}

export function diverging(value: number, [low, high]: [number, number]): Shade {
  const far = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return shade(along(APART, 0.5 + value / (2 * far)));
}
