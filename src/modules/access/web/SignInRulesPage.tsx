// What signing in demands of whom: the rules in force, how many they still wait for, and a new one.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { RuleForm } from "./RuleForm.tsx";
import { useRoleName } from "./words.ts";
import "./access.css";

type Rule = Output<typeof access.listSignInRules>["rows"][number];

export default function SignInRulesPage() {
  const t = useText();
  const rules = useOperation(access.listSignInRules, {});
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button look="main" onClick={() => setAdding(true)}>
      {t("signInRule.add")}
    </Button>
  );
  return (
    <Page title={t("signInRule.title")} crumbs={[{ label: t("rail.signInRules") }]} actions={add}>
      <p className="soft lead-in">{t("signInRule.intro")}</p>
      {rules.isError ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : !rules.data ? (
        <Loading />
      ) : rules.data.rows.length === 0 ? (
        <EmptyState icon="lock" title={t("signInRule.empty")}>
          {t("signInRule.emptyHelp")}
        </EmptyState>
      ) : (
        <Panel>
          <ul className="lines sign-in-rules">
            {rules.data.rows.map((rule) => (
              <RuleRow key={rule.id} rule={rule} />
            ))}
          </ul>
        </Panel>
      )}
      {isAdding ? (
        <Dialog isOpen onClose={() => setAdding(false)} title={t("signInRule.add")}>
          <RuleForm onDone={() => setAdding(false)} />
        </Dialog>
      ) : null}
    </Page>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const t = useText();
  const format = useFormat();
  const end = useCommand(access.endSignInRule, [access.listSignInRules]);
  const [doing, setDoing] = useState<"end" | "missing" | null>(null);
  const nameOf = useRoleName();
  const { roleId, roleName } = rule;
  const whom = roleId ? nameOf({ roleId, roleName }) : t("signInRule.everybody");
  return (
    <li>
      <span>
        <b>{whom}</b> <LangText text={rule.unitName} />
        <small>
          {t("signInRule.asks", {
            demand: t(`demand.${rule.demands}`),
            from: format.day(rule.fromDay, "plain"),
            due: format.day(rule.dueOn, "plain"),
          })}
          <LangText text={` · ${rule.reason}`} />
        </small>
      </span>
      <span className="end row">
        {rule.missing > 0 ? (
          <button type="button" className="linkish" onClick={() => setDoing("missing")}>
            {t("signInRule.missing", { missing: rule.missing, people: rule.people })}
          </button>
        ) : (
          <span className="mute">{t("signInRule.all", { people: rule.people })}</span>
        )}
        <Button size="s" onClick={() => setDoing("end")}>
          {t("signInRule.end")}
        </Button>
      </span>
      {doing === "missing" ? (
        <Dialog isOpen onClose={() => setDoing(null)} title={t("signInRule.missingTitle")}>
          <Missing rule={rule} />
        </Dialog>
      ) : null}
      <ConfirmDialog
        isOpen={doing === "end"}
        onClose={() => setDoing(null)}
        title={t("signInRule.endTitle", { whom, where: rule.unitName })}
        effect={t("signInRule.endEffect")}
        action={t("signInRule.end")}
        isDanger
        reason={{ label: t("change.reason") }}
        isBusy={end.isPending}
        error={<FormError error={end.error} />}
        onConfirm={(reason) =>
          end.mutate(
            { id: rule.id, reason: reason.slice(0, 500), rowVersion: rule.rowVersion },
            { onSuccess: () => setDoing(null) },
          )
        }
      />
    </li>
  );
}

const most = 200;

function Missing({ rule }: { rule: Rule }) {
  const t = useText();
  const format = useFormat();
  const missing = useOperation(access.listNotEnrolled, { id: rule.id, limit: most });
  if (missing.isError) return <ErrorState error={missing.error} onRetry={() => void missing.refetch()} />;
  if (!missing.data) return <Loading rows={4} />;
  return (
    <>
      <ul className="lines">
        {missing.data.rows.map((row) => (
          <li key={row.id}>
            <span>
              <b>
                <LangText text={format.person(row)} />
              </b>{" "}
              <LangText text={row.companyName} />
              <small className="mono">{row.loginName}</small>
            </span>
            <span className="end mute">
              {row.lastSignInAt
                ? t("account.lastSignInAt", { at: format.moment(row.lastSignInAt) })
                : t("account.neverSignedIn")}
            </span>
          </li>
        ))}
      </ul>
      {missing.data.next ? <p className="small mute">{t("signInRule.first", { count: most })}</p> : null}
    </>
  );
}
