// Step 6: the first self-inspection, in the round that runs.
import { useState } from "react";
import { rounds } from "#modules/rounds/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { onboarding } from "../contract.ts";
import type { SetUp } from "./onboarding.ts";

export function useInspectionTitle({ inspection, round }: SetUp): string {
  const t = useText();
  const format = useFormat();
  if (inspection?.submittedOn)
    return t("guided.inspection.submitted", { day: format.day(inspection.submittedOn, "plain") });
  if (inspection)
    return t("guided.inspection.asked", {
      round: inspection.round,
      day: format.day(inspection.dueOn, "plain"),
    });
  return round?.byRule ? t("guided.inspection.runs", { round: round.name }) : t("guided.inspection.waits");
}

export function InspectionStep({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const { inspection, round, can } = setUp;
  if (inspection) {
    const isOpen = inspection.submittedOn === null && can.answer;
    const to = { params: { id: inspection.id } };
    return (
      <>
        <p className="soft">{t("guided.inspection.help")}</p>
        <div className="row">
          {isOpen ? (
            <GoButton to="/inspections/$id/answer" {...to} look="main">
              {t(inspection.hasBegun ? "guided.inspection.goOn" : "guided.inspection.start")}
            </GoButton>
          ) : (
            <GoButton to="/inspections/$id" {...to}>
              {t("guided.inspection.open")}
            </GoButton>
          )}
        </div>
      </>
    );
  }
  return (
    <>
      <p className="soft">{t(round?.byRule ? "guided.inspection.joins" : "guided.inspection.help")}</p>
      {round && can.addToRound ? <AddToRound setUp={setUp} round={round} /> : null}
    </>
  );
}

/** At once, by whoever runs the round, where the company is not to wait for its tier. */
function AddToRound({ setUp, round }: { setUp: SetUp; round: NonNullable<SetUp["round"]> }) {
  const t = useText();
  const { today } = useSession();
  const planned = setUp.steps.find((one) => one.step === "inspection")?.dueOn;
  const [dueOn, setDueOn] = useState([planned ?? today, round.dueOn, today].toSorted().at(-1) ?? today);
  const add = useCommand(rounds.addMember, [onboarding.getSetUp, onboarding.getPlan]);
  return (
    <div className="form">
      <DateField label={t("guided.inspection.dueOn")} value={dueOn} onChange={setDueOn} />
      <FormError error={add.error} />
      <div className="row">
        <Button
          isBusy={add.isPending}
          offBecause={dueOn ? null : t("forms.first", { field: t("guided.inspection.dueOn") })}
          onClick={() =>
            add.mutate({
              id: round.id,
              companyId: setUp.companyId,
              dueOn,
              reason: t("guided.inspection.addReason"),
            })
          }
        >
          {t("guided.inspection.add", { round: round.name })}
        </Button>
      </div>
    </div>
  );
}
