// What two devices entered differently, to be decided by somebody who sees both.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { audits } from "../../contract.ts";
import { Decision } from "../on-site/Conflicts.tsx";
import { useTitle } from "../on-site/useWords.ts";
import type { Sheet } from "./counts.ts";

export function ToDecide({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const title = useTitle(sheet);
  const decide = useCommand(audits.decideConflict, [audits.getAuditSheet]);
  if (sheet.conflicts.length === 0) return null;
  return (
    <Panel title={t("audits.sheet.toDecide", { count: sheet.conflicts.length })}>
      <FormError error={decide.error} />
      <ul className="to-decide">
        {sheet.conflicts.map((conflict) => {
          const check = sheet.checks.find((one) => one.id === conflict.checkId);
          const place = sheet.places.find((one) => one.id === check?.placeId);
          return (
            <li key={conflict.opId}>
              <p>
                {check ? title(check) : null} <small className="soft">{place?.name}</small>
              </p>
              <Decision
                conflict={conflict}
                onKeep={(value) =>
                  decide.mutate({
                    id: sheet.visitId,
                    opId: conflict.opId,
                    keep: value === conflict.value ? "other" : "holds",
                    revision: conflict.holds.revision,
                  })
                }
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
