// A seeded source of chance: the same seed and name give the same numbers on every machine. Each thing of the group
// draws from a stream of its own name, so that a new table does not shift what the others hold.

export type Random = {
  /** 0 ≤ x < 1 */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  shuffle<T>(list: readonly T[]): T[];
};

/** Four 32-bit words of a text (the mixing of MurmurHash3, four lanes). */
function wordsOf(text: string): [number, number, number, number] {
  let a = 1_779_033_703;
  let b = 3_144_134_277;
  let c = 1_013_904_242;
  let d = 2_773_480_762;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597_399_067);
    b = c ^ Math.imul(b ^ code, 2_869_860_233);
    c = d ^ Math.imul(c ^ code, 951_274_213);
    d = a ^ Math.imul(d ^ code, 2_716_044_179);
  }
  a = Math.imul(c ^ (a >>> 18), 597_399_067);
  b = Math.imul(d ^ (b >>> 22), 2_869_860_233);
  c = Math.imul(a ^ (c >>> 17), 951_274_213);
  d = Math.imul(b ^ (d >>> 19), 2_716_044_179);
  const all = a ^ b ^ c ^ d;
  return [all >>> 0, (b ^ all) >>> 0, (c ^ all) >>> 0, (d ^ all) >>> 0];
}

export function randomOf(seed: string, ...name: (string | number)[]): Random {
  const next = generatorOf(wordsOf([seed, ...name].join("\u001f")));
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => chosen(list, int(0, list.length - 1)),
    // Box and Muller (1958); 1 - x keeps the logarithm away from zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (list) => shuffled(list, int),
  };
}

/** The generator sfc32 of Doty-Humphrey's PractRand: small, fast, a period of at least 2^32. */
function generatorOf([first, second, third, fourth]: [number, number, number, number]): () => number {
  let a = first;
  let b = second;
  let c = third;
  let counter = fourth;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
}

function chosen<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

function shuffled<T>(list: readonly T[], int: Random["int"]): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = int(0, last);
    [result[last], result[other]] = [chosen(result, other), chosen(result, last)];
  }
  return result;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
const millisecondsOf = new Map<string, string>();

/** A UUID version 7 (RFC 9562) of a named thing; its time is the beginning of `day`. */
export function idOf(seed: string, day: string, ...name: (string | number)[]): string {
  const [a, b, c] = wordsOf([seed, "id", ...name].join("\u001f"));
  let time = millisecondsOf.get(day);
  if (time === undefined) {
    // The format counts from 1970; what is older begins there.
    time = hex(Math.max(0, Date.parse(`${day}T00:00:00Z`)), 12);
    millisecondsOf.set(day, time);
  }
  const low = (b & 0x3f_ff_ff_ff) | 0x80_00_00_00;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a >>> 20, 3)}-${hex(low >>> 0, 8).slice(0, 4)}-${hex(low & 0xff_ff, 4)}${hex(c, 8)}`;
}
