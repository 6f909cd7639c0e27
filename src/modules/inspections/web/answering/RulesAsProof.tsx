// The rules of the ledgers to be shown as proof; one past its review proves nothing until it was looked at.
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

export function Rules({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { inspection, refresh } = useAnswering();
  const listed = useOperation(inspections.listRulesForProof, { id: inspection.id });
  const take = useCommand(inspections.addRuleAsProof);
  if (listed.isError) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />;
  if (!listed.data) return <Loading rows={3} />;
  const { rows } = listed.data;
  return (
    <>
      <p className="small soft">{t("answering.evidenceRuleHelp")}</p>
      {rows.length === 0 ? (
        <p className="soft">
          {t("answering.evidenceRuleNone")} <Go to="/ledgers/rules">{t("answering.evidenceRuleGo")}</Go>
        </p>
      ) : null}
      <ul className="lines known">
        {rows.map((rule) => (
          <li key={rule.id}>
            <span>
              <LangText text={rule.name} />
              <small>
                {rule.isGroups ? `${t("answering.evidenceRuleGroup")} · ` : ""}
                {t("answering.evidenceRuleUntil", { day: format.day(rule.reviewDueOn, "plain") })}
              </small>
            </span>
            <span className="end">
              <Button
                size="s"
                offBecause={rule.isOverdue ? t("answering.evidenceRuleOver") : null}
                isBusy={take.isPending && take.variables?.ruleId === rule.id}
                onClick={() =>
                  take.mutate(
                    { id: inspection.id, ruleId: rule.id, controlIds: [row.controlId] },
                    {
                      onSuccess: () => {
                        void refresh(row.controlId);
                        onClose();
                      },
                    },
                  )
                }
              >
                {t("answering.evidenceUse")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <FormError error={take.error} />
    </>
  );
}
