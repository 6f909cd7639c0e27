// Beside a report that waits to be judged: what may be the same. Where nothing is alike it takes no room.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { incidents } from "../contract.ts";
import { JudgeDialog } from "./IncidentDialogs.tsx";
import type { Incident } from "./incident.ts";
import { AlikeLine } from "./SameAs.tsx";

export function SameAsPanel({ incident }: { incident: Incident }) {
  const t = useText();
  const [chosen, choose] = useState<string | null>(null);
  const alike = useOperation(incidents.listAlike, { id: incident.id });
  const rows = alike.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t("incident.same.title")}>
      <ul className="inc-same">
        {rows.slice(0, 3).map((row) => (
          <li key={row.id}>
            <AlikeLine row={row} isLink />
            <Button size="s" onClick={() => choose(row.id)}>
              {t("incident.same.do")}
            </Button>
          </li>
        ))}
      </ul>
      {chosen ? <JudgeDialog incident={incident} sameAs={chosen} onClose={() => choose(null)} /> : null}
    </Panel>
  );
}
