// What other screens show of emergencies: that one has taken a role now, and until when.
import type { Output } from "#core/contract.ts";
import { access } from "#modules/access/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tag } from "#web/ui/small.tsx";
import { emergencies } from "../contract.ts";

export type Emergency = Output<typeof emergencies.getEmergency>;
type Row = Output<typeof emergencies.listEmergencies>["rows"][number];

export function StateTag({ of }: { of: Pick<Row, "state" | "verdict"> }) {
  const t = useText();
  return <Tag>{t(of.verdict ? `emergency.verdict.${of.verdict}` : `emergency.state.${of.state}`)}</Tag>;
}

/** Stands under the top bar of every page while it lasts. */
export function EmergencyBand() {
  const t = useText();
  const format = useFormat();
  const { emergency } = useSession();
  const end = useCommand(emergencies.endEmergency, [
    access.getSession,
    emergencies.listEmergencies,
    emergencies.getEmergency,
    emergencies.getEmergencyOffer,
  ]);
  if (!emergency) return null;
  return (
    <div className="band urgent" role="status">
      <b>{t("emergency.band", { at: format.moment(emergency.endsAt) })}</b>
      <FormError error={end.error} />
      <span className="row end">
        <GoButton size="s" to="/emergencies/$id" params={{ id: emergency.id }}>
          {t("emergency.look")}
        </GoButton>
        <Button size="s" isBusy={end.isPending} onClick={() => end.mutate({ id: emergency.id })}>
          {t("emergency.end")}
        </Button>
      </span>
    </div>
  );
}
