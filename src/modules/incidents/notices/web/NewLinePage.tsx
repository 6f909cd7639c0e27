// A line is added to the decision table: of the whole group, or of one's own division or company.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { LineForm } from "./LineForm.tsx";
import { emptyLine } from "./line-draft.ts";
import "../../web/incidents.css";
import "./notices.css";

type Choices = Output<typeof incidents.getNoticeChoices>;

export default function NewLinePage() {
  const choices = useOperation(incidents.getNoticeChoices, {});
  if (choices.isError) return <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />;
  if (!choices.data) return <Loading rows={10} />;
  return <NewLine units={choices.data.units} />;
}

function NewLine({ units }: { units: Choices["units"] }) {
  const t = useText();
  const go = useGo();
  const [unitId, setUnitId] = useState(units[0]?.id ?? "");
  const add = useCommand(incidents.addNoticeLine, [incidents.getNoticeTable]);
  return (
    <Page
      title={t("noticeLine.new")}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: t("notices.table"), to: "/incidents/notice-table" },
      ]}
    >
      {units.length > 1 ? (
        <Panel>
          <SelectField
            label={t("noticeLine.unit")}
            value={unitId || "group"}
            choices={units.map((one) => ({
              value: one.id ?? "group",
              label: one.name ?? t("noticeLine.wholeGroup"),
            }))}
            onChange={(value) => setUnitId(value === "group" ? "" : value)}
          />
        </Panel>
      ) : null}
      <LineForm
        start={emptyLine}
        action={t("noticeLine.addDo")}
        error={add.error}
        isBusy={add.isPending}
        onSave={(line, reason) =>
          add.mutate(
            { unitId: unitId || null, line, reason },
            { onSuccess: ({ id }) => go({ to: "/incidents/notice-table/$id", params: { id } }) },
          )
        }
        onClose={() => go({ to: "/incidents/notice-table" })}
      />
    </Page>
  );
}
