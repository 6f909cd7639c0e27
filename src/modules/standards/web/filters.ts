// What of the controls page stands in its address.
import type { Input } from "#core/contract.ts";
import type { standards } from "../contract.ts";

export type Beside = "ja" | "en" | "zh";
export type ControlUrl = {
  area: string;
  topic: string;
  harm: string;
  function: string;
  tier: string;
  demand: "required" | "recommended";
  scope: string;
  must: number;
  search: string;
  beside: Beside;
  /** The control whose panel is open. */
  control: string;
};

export const filterNames = [
  "area",
  "topic",
  "harm",
  "function",
  "tier",
  "demand",
  "scope",
  "must",
  "search",
] as const satisfies readonly (keyof ControlUrl)[];

export const hasFilter = (url: Partial<ControlUrl>) => filterNames.some((name) => url[name] !== undefined);

type Filter = Omit<Input<typeof standards.listControls>, "id" | "after" | "limit">;

/** Spread into the operation's input; what is absent in the address is absent there. */
export function filterOf({ must, search, ...rest }: Partial<ControlUrl>): Filter {
  const known = Object.entries(rest).filter(
    ([name, value]) =>
      value !== undefined && (name === "beside" || (filterNames as readonly string[]).includes(name)),
  );
  return {
    ...Object.fromEntries(known),
    ...(must ? { mandatoryOnly: true } : {}),
    ...(search === undefined ? {} : { search: String(search) }),
  };
}
