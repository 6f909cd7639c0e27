// What a control is beside its words, said so that two editions can be compared: "T1–T3 required; T4 recommended". Pure.
import type { Say } from "#core/text/told.ts";
import type { facts } from "./changes.ts";
import { type Control, type Frame, textIn, type TextLanguage } from "./edition.ts";

type Fact = (typeof facts)[number];
type Around = { frame: Pick<Frame, "tiers" | "scopeConditions">; language: TextLanguage; say: Say };

/** Null for what is words: those are compared by a redline. */
export function factSaid(control: Control, fact: Fact, { frame, language, say }: Around): string | null {
  if (fact === "tiers") return tiersSaid(control, frame, say);
  if (fact === "weight") return String(control.weight);
  if (fact === "mandatory") return say(control.mandatory ? "changes.said.yes" : "changes.said.no");
  if (fact === "coverage") return say(control.asksCoverage ? "changes.said.yes" : "changes.said.no");
  if (fact !== "scope") return null;
  const condition = frame.scopeConditions.find(({ id }) => id === control.appliesWhen);
  return condition ? textIn(condition.question, language) : control.appliesWhen;
}

/** Neighbours that ask the same stand together, in the order of the edition. */
function tiersSaid(control: Control, frame: Around["frame"], say: Say): string {
  const order = frame.tiers.map(({ id }) => id);
  const said = (["required", "recommended"] as const).flatMap((demand) => {
    const runs: string[][] = [];
    for (const [at, id] of order.entries()) {
      if (control.tiers[id] !== demand) continue;
      const run = runs.at(-1);
      if (run && run.at(-1) === order[at - 1]) run.push(id);
      else runs.push([id]);
    }
    if (runs.length === 0) return [];
    const tiers = runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(", "))).join(", ");
    return [say("changes.said.tiers", { tiers, demand: say(`standard.demand.${demand}`) })];
  });
  return said.length > 0 ? said.join("; ") : say("changes.said.none");
}
