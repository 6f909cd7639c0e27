// Where a control stands among those of its area: one place up or down, as everybody will read them.
import { useCommand } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { IconButton } from "#web/ui/Button.tsx";
import { standards } from "../../contract.ts";
import { type Draft, draftReads } from "./reads.ts";

export function Place({ id, draft, controlId }: { id: string; draft: Draft; controlId: string }) {
  const t = useText();
  const move = useCommand(standards.moveControl, draftReads);
  const own = draft.controls.find((one) => one.id === controlId)?.area;
  const order = draft.controls.filter((one) => one.area === own).map((one) => one.id);
  const at = order.indexOf(controlId);
  const go = (before: string | undefined) => move.mutate({ id, controlId, ...(before ? { before } : {}) });
  return (
    <span className="row">
      {at > 0 ? <IconButton icon="up" label={t("draft.moveUp")} onClick={() => go(order[at - 1])} /> : null}
      {at < order.length - 1 ? (
        <IconButton icon="down" label={t("draft.moveDown")} onClick={() => go(order[at + 2])} />
      ) : null}
    </span>
  );
}
