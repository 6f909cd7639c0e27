// A plan begins with findings: those of one company that are still to be remedied.
import { type FormEvent, useState } from "react";
import { CompanyChoice, useOnlyCompany } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading } from "#web/ui/states.tsx";
import { beginning, plans } from "../contract.ts";
import { refreshed } from "./plan.ts";

type Url = { companyId: string; findingId: string };

export default function NewPlanPage() {
  const t = useText();
  const go = useGo();
  const [url, set] = useUrl<Url>();
  const [title, setTitle] = useState("");
  const [chosen, choose] = useState<readonly string[]>(url.findingId ? [url.findingId] : []);
  const only = useOnlyCompany();
  const companyId = url.companyId ?? only ?? "";
  const open = useOperation(beginning.listFindingsToPlan, { companyId }, { enabled: companyId !== "" });
  // What the address brought along may be in a plan since.
  const picked = chosen.filter((id) => !open.data?.rows.some((one) => one.id === id && one.inPlan));
  const begin = useCommand(plans.beginImprovementPlan, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate(
      { companyId, title: title.trim(), findingIds: [...picked] },
      { onSuccess: ({ id }) => go({ to: "/plans/$id/write", params: { id } }) },
    );
  };
  return (
    <Page
      title={t("plan.begin")}
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("plans.crumb"), to: "/plans" },
      ]}
    >
      <form className="form" onSubmit={submit}>
        <CompanyChoice
          label={t("plans.company")}
          value={companyId}
          onChange={(id) => {
            choose([]);
            set({ companyId: id || undefined, findingId: undefined });
          }}
        />
        <TextField label={t("planWrite.name")} value={title} maxLength={200} onChange={setTitle} />
        {companyId === "" ? null : (
          <fieldset className="people" aria-label={t("plan.about")}>
            <span className="label">{t("plan.about")}</span>
            {open.data ? null : <Loading rows={3} />}
            {open.data?.rows.length === 0 ? <p className="soft">{t("plan.noneOpen")}</p> : null}
            {open.data?.rows.length && open.data.rows.every((one) => one.inPlan) ? (
              <p className="soft">{t("plan.noneFree")}</p>
            ) : null}
            {open.data?.rows.map((one) => (
              <Tick
                key={one.id}
                label={
                  <>
                    {one.reference} {one.title}{" "}
                    {one.inPlan ? (
                      <small className="soft">{t("plan.takenIn", { plan: one.inPlan })}</small>
                    ) : null}
                  </>
                }
                isDisabled={one.inPlan !== null}
                isOn={one.inPlan === null && chosen.includes(one.id)}
                onChange={(isOn) => choose(isOn ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))}
              />
            ))}
          </fieldset>
        )}
        <FormError error={begin.error ?? open.error} />
        <div className="ends">
          <Button
            type="submit"
            look="main"
            isBusy={begin.isPending}
            offBecause={
              companyId === ""
                ? t("forms.first", { field: t("plans.company") })
                : title.trim() === ""
                  ? t("forms.first", { field: t("planWrite.name") })
                  : picked.length === 0
                    ? t("forms.first", { field: t("plan.about") })
                    : null
            }
          >
            {t("plan.begin")}
          </Button>
        </div>
      </form>
    </Page>
  );
}
