// Which controls a visit looks at: all that are mandatory, and of the others a random share of each area that anybody can draw again
// from the seed. Pure.

export type Drawable = { id: string; area: string; isMandatory: boolean };
export type Drawn = { id: string; why: "mandatory" | "sample" };

/** 32 bits of a text, well mixed: FNV-1a, then the finalizer of MurmurHash3 (both in the public domain). */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(text)) hash = Math.imul(hash ^ unit, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The order in which the seed draws: of each area as many as the share makes, rounded up, so that no area stays unseen while there
 * is a share at all. In the order of the standard.
 */
export function draw(controls: readonly Drawable[], seed: string, sharePercent: number): Drawn[] {
  const rest = Map.groupBy(
    controls.filter((one) => !one.isMandatory),
    (one) => one.area,
  );
  const chosen = new Set<string>();
  for (const [, ofArea] of rest) {
    const count = Math.ceil((ofArea.length * sharePercent) / 100);
    const order = ofArea
      .map(({ id }) => ({ id, place: mixed(`${seed}\u001f${id}`) }))
      .toSorted((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
    for (const { id } of order.slice(0, count)) chosen.add(id);
  }
  return controls.flatMap(({ id, isMandatory }): Drawn[] =>
    isMandatory ? [{ id, why: "mandatory" }] : chosen.has(id) ? [{ id, why: "sample" }] : [],
  );
}
