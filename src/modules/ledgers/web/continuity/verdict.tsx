// What the last test says, as a mark with its word.
import type { Output } from "#core/contract.ts";
import { useText } from "#web/text/i18n.ts";
import { Sym } from "#web/ui/marks.tsx";
import type { ledgers } from "../../contract.ts";

export type Verdict = Output<typeof ledgers.listContinuity>["rows"][number]["verdict"];

const symbols = { within: "meets", slower: "serious", failed: "serious", never: "not_known" } as const;

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const t = useText();
  return (
    <span className="row">
      <Sym kind={symbols[verdict]} />
      {t(`continuity.verdict.${verdict}`)}
    </span>
  );
}
