// Numbers by series, place and time, as the server packs them: a line of JSON, then the numbers.

export interface Head {
  series: string[];
  places: number;
  times: number[];
  scale: [number, number];
  kind: 'u2' | 'f4';
  low?: number;
  step?: number;
  missing?: number;
  pairs?: number;
  probability?: boolean;
}

export class Cube {
  readonly head: Head;
  readonly values: Float32Array;
  private readonly place: Map<string, number>;

  constructor(buffer: ArrayBuffer) {
    const bytes = new Uint8Array(buffer);
    const end = bytes.indexOf(10);
    this.head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    const body = buffer.slice(end + 1);
    if (this.head.kind === 'f4') {
      this.values = new Float32Array(body);
    } else {
      const packed = new Uint16Array(body);
      const { low = 0, step = 1, missing = 65535 } = this.head;
      this.values = new Float32Array(packed.length);
      for (let i = 0; i < packed.length; i++) {
        this.values[i] = packed[i] === missing ? NaN : low + packed[i] * step;
      }
    }
    this.place = new Map(this.head.series.map((name, i) => [name, i]));
  }

  get times(): number[] {
    return this.head.times;
  }

  get histories(): number {
    return this.head.series.filter((name) => /^h\d+$/.test(name)).length;
  }

  has(series: string): boolean {
    return this.place.has(series);
  }

  /** Values of a series at a place, over time. */
  row(series: string, place: number): Float32Array {
    const n = this.times.length;
    const s = this.place.get(series) ?? -1;
    if (s < 0 || place >= this.head.places) return new Float32Array(n).fill(NaN);
    const from = (s * this.head.places + place) * n;
    return this.values.subarray(from, from + n);
  }

  /** Position of the last time that is not after `month`; -1 if there is none. */
  index(month: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= month) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  at(series: string, place: number, month: number): number {
    const k = this.index(month);
    return k < 0 ? NaN : this.row(series, place)[k];
  }
}
