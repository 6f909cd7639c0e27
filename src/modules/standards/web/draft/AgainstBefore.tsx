// Title and requirement against the edition before, in the language they are written in, as readers meet them: with the values
// of the parameters put in, so that another value shows too.
import { useText } from "#web/text/i18n.ts";
import { Redline } from "#web/ui/Redline.tsx";
import type { Control, ControlWords } from "../../contract.ts";
import { filledTexts, valuesOf } from "../../rules.ts";
import type { Draft } from "./reads.ts";

const parts = ["title", "requirement"] as const;

type Props = { draft: Draft; before: ControlWords | null; control: Control };

export function AgainstBefore({ draft, before, control }: Props) {
  const t = useText();
  const { original } = draft;
  const values = valuesOf(draft.frame);
  const changed = parts.flatMap((part) => {
    const was = before?.[part][original];
    const now = filledTexts(control[part], values)[original];
    return was && now && was !== now ? [{ part, was, now }] : [];
  });
  if (changed.length === 0) return null;
  return (
    <div className="draft-part">
      <h3>{t("draft.redline", { edition: draft.previous?.edition ?? "" })}</h3>
      {changed.map(({ part, was, now }) => (
        <Redline key={part} before={was} after={now} lang={original} />
      ))}
    </div>
  );
}
