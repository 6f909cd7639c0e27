// Step 3: the tier, proposed by what the company said; the group office decides where it changes.
import { organization } from "#modules/organization/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onboarding } from "../contract.ts";
import type { SetUp } from "./onboarding.ts";

export function useTierTitle({ tier, said, steps }: SetUp): string {
  const t = useText();
  if (!tier || !said) return tier ? t("guided.tier.first") : t("onboarding.step.tier");
  if (tier.tier === tier.proposed) return t("guided.tier.fits", { tier: tier.tier });
  const isDone = steps.find((one) => one.step === "tier")?.isDone;
  return t(isDone ? "guided.tier.decided" : "guided.tier.waits", tier);
}

export function TierStep({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { tier, said, can } = setUp;
  const because = tier ? format.list(tier.because.map((one) => any(`tierMark.${one}`))) : "";
  return (
    <>
      {tier ? (
        <p>{t(because ? "guided.tier.standsBecause" : "guided.tier.stands", { tier: tier.tier, because })}</p>
      ) : null}
      {tier?.reason ? <Note>{tier.reason}</Note> : null}
      <p className="soft">{t("guided.tier.meaning")}</p>
      {can.decideTier ? null : <p className="soft">{t("guided.tier.who")}</p>}
      {said && said.differs.length > 0 && can.decideTier ? <TakeOver setUp={setUp} /> : null}
      {said && said.differs.length === 0 && tier && tier.tier !== tier.proposed && can.decideTier ? (
        <Otherwise companyId={setUp.companyId} />
      ) : null}
    </>
  );
}

/** The group office writes what the company said into the register, and the tier follows; or it decides otherwise there. */
function TakeOver({ setUp }: { setUp: SetUp }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { today } = useSession();
  const { companyId, said, recorded } = setUp;
  const take = useCommand(organization.changeFacts, [
    onboarding.getSetUp,
    onboarding.getPlan,
    organization.getCompany,
  ]);
  if (!said || !recorded) return null;
  const nameOf = (name: string) => (name === "country" ? t("company.country") : any(`facts.${name}`));
  const takeOver = () =>
    take.mutate(
      {
        id: companyId,
        from: today,
        // Of the register as it was read here: what somebody changed in it since is not written over.
        rowVersion: setUp.rowVersion,
        reason: t("guided.tier.takeOverReason", { day: format.day(said.on, "plain") }),
        facts: { ...recorded, ...said.facts },
      },
      { onSuccess: () => toast(t("guided.tier.takenOver")) },
    );
  return (
    <>
      <Note kind="warn">{t("guided.facts.differs", { what: format.list(said.differs.map(nameOf)) })}</Note>
      <FormError error={take.error} />
      <div className="row">
        <Button look="main" isBusy={take.isPending} onClick={takeOver}>
          {t("guided.tier.takeOver")}
        </Button>
        <Otherwise companyId={companyId} />
      </div>
    </>
  );
}

/** The tier is set on the company's page; where it stays as it is for a reason, the step is waived with it on the plan's. */
function Otherwise({ companyId }: { companyId: string }) {
  const t = useText();
  return (
    <>
      <GoButton to="/companies/$id" params={{ id: companyId }}>
        {t("guided.tier.otherwise")}
      </GoButton>
      <GoButton to="/companies/$id/onboarding" params={{ id: companyId }}>
        {t("guided.tier.keep")}
      </GoButton>
    </>
  );
}
