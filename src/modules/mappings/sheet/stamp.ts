// Which two sets a sheet of the product's lies between, in a sheet of the workbook that nobody sees.
import type { Resource } from "../given.ts";
import type { End } from "../oscal/write.ts";

export const stampSheet = "yagura";

const heads = ["end", "set", "standard", "edition", "name"] as const;

export const stampOf = ({ source, target }: { source: End; target: End }): (string | null)[][] => [
  [...heads],
  ...(
    [
      ["source", source],
      ["target", target],
    ] as const
  ).map(([end, one]) => [end, one.setId ?? null, one.standard ?? null, one.edition ?? null, one.title]),
];

/** The columns of the stamp, by which it is known from a sheet that somebody else called so. */
export const stampColumns = Object.fromEntries(heads.map((head) => [head, [head]]));

/** @param rows the rows below the heading. */
export function readStamp(
  labels: readonly string[],
  rows: readonly (readonly string[])[],
): { source: Resource | null; target: Resource | null } {
  const isStamp = heads.every((head, at) => labels[at] === head);
  const endOf = (name: string): Resource | null => {
    const row = isStamp ? rows.find(([end]) => end === name) : undefined;
    if (!row) return null;
    const [, set, standard, edition, title] = row;
    return {
      name: title ?? "",
      setId: set || null,
      edition: standard && edition ? { standard, edition } : null,
    };
  };
  return { source: endOf("source"), target: endOf("target") };
}
