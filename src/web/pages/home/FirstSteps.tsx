// An empty group: three steps to the first inspection, each with what is done already.
import { organization } from "#modules/organization/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { standards } from "#modules/standards/contract.ts";
import { useOperation } from "../../api.ts";
import { GoButton } from "../../navigation.tsx";
import { useMay, useSession } from "../../session.ts";
import { useText } from "../../text/i18n.ts";
import { Icon } from "../../ui/icons.tsx";
import { Panel } from "../../ui/Panel.tsx";

const steps = [
  { name: "import", to: "/imports" },
  { name: "standard", to: "/standards" },
  { name: "round", to: "/rounds" },
] as const;

/** What is still to be done before the first inspection; null when it has been opened, or is not this reader's work. */
export function useFirstSteps(): { isDone: Record<(typeof steps)[number]["name"], boolean> } | null {
  const { isGroupWide } = useSession();
  const mayManage = useMay("round.manage");
  const isMine = isGroupWide && mayManage;
  const counts = useOperation(organization.countCompanies, {}, { enabled: isMine });
  const editions = useOperation(standards.listEditions, {}, { enabled: isMine });
  const all = useOperation(rounds.listRounds, {}, { enabled: isMine });
  if (!isMine || !counts.data || !all.data) return null;
  if (all.data.rows.some((round) => round.state === "open" || round.state === "closed")) return null;
  return {
    isDone: {
      import: counts.data.companies > 1,
      standard: editions.data?.rows.some((edition) => edition.state === "published") ?? false,
      round: false,
    },
  };
}

export function FirstSteps({ isDone }: NonNullable<ReturnType<typeof useFirstSteps>>) {
  const t = useText();
  const next = steps.find((step) => !isDone[step.name]);
  return (
    <Panel title={t("home.firstSteps")} isFlush>
      <ol className="first-steps">
        {steps.map((step, index) => (
          <li key={step.name} className={isDone[step.name] ? "done" : undefined}>
            <span className="nth">{isDone[step.name] ? <Icon name="check" /> : index + 1}</span>
            <b>{t(`home.steps.${step.name}.title`)}</b>
            {isDone[step.name] ? (
              <span className="small soft">{t("home.steps.done")}</span>
            ) : (
              <GoButton to={step.to} look={step === next ? "main" : "outlined"}>
                {t(`home.steps.${step.name}.act`)}
              </GoButton>
            )}
            <p>{t(`home.steps.${step.name}.help`)}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
