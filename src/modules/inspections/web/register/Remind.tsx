import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { useNow } from "#web/ui/now.ts";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import type { Row } from "./filter.ts";

/** Reminds whoever has these inspections in hand; says before the click whom it reaches and whom not. */
export function Remind({ roundId, rows, clear }: { roundId: string; rows: Row[]; clear: () => void }) {
  const t = useText();
  const now = useNow();
  const remind = useCommand(reviewing.remindInspections, [inspections.listInspections]);
  const reached = rows.filter((row) => row.clock !== null);
  const rested = reached.filter(
    (row) => row.clock?.remindedAt && Date.parse(row.clock.remindedAt) > now.getTime() - 20 * 3_600_000,
  );
  const count = reached.length - rested.length;
  return (
    <BulkBar
      title={t("table.selected", { count: rows.length })}
      effect={t("inspections.remindEffect", {
        reached: count,
        rested: rested.length,
        without: rows.length - reached.length,
      })}
      onClear={clear}
    >
      <Button
        icon="bell"
        look="main"
        isBusy={remind.isPending}
        offBecause={count === 0 ? t("inspections.remindNobody") : null}
        onClick={() =>
          remind.mutate(
            { roundId, inspectionIds: reached.map((row) => row.id) },
            {
              onSuccess: (done) => {
                toast(t("inspections.reminded", { count: done.reminded }));
                clear();
              },
            },
          )
        }
      >
        {t("inspections.remind", { count })}
      </Button>
      {remind.error ? <FormError error={remind.error} /> : null}
    </BulkBar>
  );
}
