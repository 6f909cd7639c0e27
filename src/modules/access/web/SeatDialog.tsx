// One position: who holds it now, who stands in, which rights are the position's; giving one to it, ending one.
import { useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { useCommand } from "#web/api.ts";
import { EndDialog } from "#web/forms/EndDialog.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { GiveForm } from "./GiveForm.tsx";
import { NameDeputy } from "./NameDeputy.tsx";
import { Held } from "./RightsDialog.tsx";
import { access } from "../contract.ts";

export type Seat = {
  id: string;
  name: string;
  holder: { id: string; name: string } | null;
  /** The last day away, of a holder who is away now. */
  awayUntil: string | null;
  deputy: { id: string; name: string; isActing: boolean } | null;
};
type Props = {
  seat: Seat;
  company: { id: string; name: string; mayManage: boolean };
  mayGive: boolean;
  onClose: () => void;
};

export const seatReads = [standingIn.listStandIns, access.listGrants];

export function SeatDialog({ seat, company, mayGive, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const [asks, ask] = useState<"name" | "end" | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title={t("grant.ofPosition", { name: seat.name })} size="l">
      <div className="stack">
        <p className="soft">{t("grant.ofPositionHelp")}</p>
        <KeyValue
          rows={[
            [
              t("grant.heldNow"),
              <span key="holder" className="row wrap">
                {seat.holder ? <LangText text={seat.holder.name} /> : t("company.vacant")}
                {seat.awayUntil ? (
                  <Tag>{t("position.holderAway", { day: format.day(seat.awayUntil, "plain") })}</Tag>
                ) : null}
              </span>,
            ],
            [
              t("grant.deputy"),
              <span key="deputy" className="row wrap">
                {seat.deputy ? <LangText text={seat.deputy.name} /> : t("grant.noDeputy")}
                {seat.deputy?.isActing ? <Tag>{t("position.deputyActing")}</Tag> : null}
                <Button
                  size="s"
                  offBecause={company.mayManage ? null : t("grant.deputyNotYours")}
                  onClick={() => ask("name")}
                >
                  {t("position.nameDeputy")}
                </Button>
                {seat.deputy ? (
                  <Button
                    size="s"
                    offBecause={company.mayManage ? null : t("grant.deputyNotYours")}
                    onClick={() => ask("end")}
                  >
                    {t("position.endDeputy")}
                  </Button>
                ) : null}
              </span>,
            ],
          ]}
        />
        <Held positionId={seat.id} mayEnd={mayGive} />
        {mayGive ? (
          <GiveForm
            whom={{
              positionId: seat.id,
              name: t("grant.whoeverHolds", { position: seat.name }),
              companyId: company.id,
              companyName: company.name,
            }}
          />
        ) : null}
      </div>
      {asks === "name" ? <NameDeputy seat={seat} companyId={company.id} onClose={() => ask(null)} /> : null}
      {asks === "end" ? <EndDeputy seat={seat} onClose={() => ask(null)} /> : null}
    </Dialog>
  );
}

function EndDeputy({ seat, onClose }: { seat: Seat; onClose: () => void }) {
  const t = useText();
  const end = useCommand(standingIn.endDeputy, seatReads);
  return (
    <EndDialog
      title={t("position.endDeputyTitle", { name: seat.name })}
      dayLabel={t("ending.from")}
      dayHint={t("ending.fromHelp")}
      effect={() => t("position.endDeputyEffect")}
      action={(day) => t("position.endDeputyFrom", { day })}
      isBusy={end.isPending}
      error={end.error}
      onEnd={(on, reason) => end.mutate({ id: seat.id, on, reason }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** The last day of an absence that covers the day, of those of one person. */
export function useAwayUntil() {
  const { today } = useSession();
  return (
    absences: readonly { personId: string; from: string; until: string }[],
    personId: string | null,
  ) => {
    const now = absences.find((one) => one.personId === personId && one.from <= today && today < one.until);
    return now ? addDays(now.until, -1) : null;
  };
}
