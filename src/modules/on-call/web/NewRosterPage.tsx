// A roster begins: of which unit, for what, on which clocks.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { type Draft, lackOf, RosterFields, sentOf } from "./RosterFields.tsx";
import { refreshed, unitOf } from "./rows.ts";

export default function NewRosterPage() {
  const t = useText();
  const units = useOperation(onCall.listOnCallUnits, {});
  return (
    <Page
      title={t("onCall.new")}
      crumbs={[{ label: t("onCall.crumb"), to: "/on-call" }, { label: t("onCall.new") }]}
    >
      {units.isError ? (
        <ErrorState error={units.error} onRetry={() => void units.refetch()} />
      ) : units.data ? (
        <NewRoster units={units.data.rows.map((unit) => ({ ...unit, name: unitOf(unit) }))} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

type Unit = { id: string; kind: string; name: string; timeZone: string };

function NewRoster({ units }: { units: readonly Unit[] }) {
  const t = useText();
  const go = useGo();
  const [unitId, setUnit] = useState(units[0]?.id ?? "");
  const [draft, setDraft] = useState<Draft>({
    name: "",
    timeZone: units[0]?.timeZone ?? "UTC",
    purposes: ["incident"],
    served: [],
    isContinuous: true,
  });
  const add = useCommand(onCall.addOnCallRoster, refreshed);
  const unit = units.find((one) => one.id === unitId);
  const lack = lackOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { unitId, ...sentOf(draft) },
      { onSuccess: ({ id }) => go({ to: "/on-call/rosters/$id/rules", params: { id } }) },
    );
  };
  return (
    <Panel>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("onCall.unit")}
          hint={t("onCall.unitHint")}
          value={unitId}
          choices={units.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(id) => {
            setUnit(id);
            setDraft({
              ...draft,
              timeZone: units.find((one) => one.id === id)?.timeZone ?? "UTC",
              served: [],
            });
          }}
        />
        <RosterFields
          of={draft}
          isOfCompany={unit?.kind === "company"}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={lack ? t("forms.first", { field: t(lack) }) : null}
          onClose={() => go({ to: "/on-call" })}
        >
          {t("onCall.begin")}
        </FormEnds>
      </form>
    </Panel>
  );
}
