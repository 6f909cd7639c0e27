// A new engagement: who, what for, which records, from when until when.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import { type OutsideRole, outsideRoles } from "../rules.ts";
import { PeopleChoice } from "./PeopleChoice.tsx";
import { type Chosen, RecordChoice } from "./RecordChoice.tsx";

type Firms = Output<typeof engagements.listOutsideFirms>["rows"];
type Offer = Output<typeof engagements.listCoverableRounds>;

export default function NewEngagementPage() {
  const t = useText();
  const firms = useOperation(engagements.listOutsideFirms, { limit: 500 });
  const offer = useOperation(engagements.listCoverableRounds, {});
  const failed = firms.error ?? offer.error;
  return (
    <Page
      title={t("outside.newTitle")}
      crumbs={[{ label: t("rail.outside"), to: "/outside" }, { label: t("outside.newTitle") }]}
    >
      {failed ? (
        <ErrorState error={failed} onRetry={() => void firms.refetch()} />
      ) : firms.data && offer.data ? (
        <NewForm firms={firms.data.rows.filter((firm) => firm.isMine)} offer={offer.data} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

type Draft = {
  firmId: string;
  title: string;
  purpose: string;
  roleId: OutsideRole;
  validFrom: string;
  lastDay: string;
  timeZone: string;
  personIds: readonly string[];
};

function NewForm({ firms, offer }: { firms: Firms; offer: Offer }) {
  const t = useText();
  const go = useGo();
  const { today } = useSession();
  const [form, setForm] = useState<Draft>({
    firmId: firms.length === 1 ? (firms[0]?.id ?? "") : "",
    title: "",
    purpose: "",
    roleId: "assessor",
    validFrom: today,
    lastDay: "",
    timeZone: offer.timeZone,
    personIds: [],
  });
  const [chosen, setChosen] = useState<Chosen>({ inspectionIds: [], companyIds: [] });
  const make = useCommand(engagements.makeEngagement, [engagements.listEngagements]);
  const change = (part: Partial<Draft>) => setForm({ ...form, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(
      {
        ...form,
        personIds: [...form.personIds],
        inspectionIds: [...chosen.inspectionIds],
        companyIds: [...chosen.companyIds],
      },
      { onSuccess: ({ id }) => go({ to: "/outside/engagements/$id", params: { id } }) },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <Panel title={t("outside.engagement")}>
        <div className="form">
          <SelectField
            label={t("outside.firm")}
            value={form.firmId}
            choices={firms.map((firm) => ({ value: firm.id, label: firm.name }))}
            onChange={(firmId) => change({ firmId, personIds: [] })}
          />
          <TextField
            label={t("outside.name")}
            value={form.title}
            maxLength={200}
            onChange={(title) => change({ title })}
          />
          <TextArea
            label={t("outside.purpose")}
            hint={t("outside.purposeHelp")}
            value={form.purpose}
            maxLength={2000}
            onChange={(purpose) => change({ purpose })}
          />
          <SelectField<OutsideRole>
            label={t("outside.role")}
            value={form.roleId}
            choices={outsideRoles.map((value) => ({ value, label: t(`outside.role.${value}`) }))}
            onChange={(roleId) => change({ roleId })}
          />
          <div className="two">
            <DateField
              label={t("outside.firstDay")}
              value={form.validFrom}
              onChange={(validFrom) => change({ validFrom })}
            />
            <DateField
              label={t("outside.lastDay")}
              value={form.lastDay}
              onChange={(lastDay) => change({ lastDay })}
            />
          </div>
          <TextField
            label={t("outside.zone")}
            hint={t("outside.zoneHelp")}
            isCode
            value={form.timeZone}
            maxLength={60}
            onChange={(timeZone) => change({ timeZone })}
          />
        </div>
      </Panel>
      <Panel title={t("outside.records")}>
        <div className="form">
          <p className="soft">{t("outside.recordsHelp")}</p>
          <RecordChoice rounds={offer.rows} chosen={chosen} onChange={setChosen} />
        </div>
      </Panel>
      <Panel title={t("outside.people")}>
        <div className="form">
          {form.firmId ? (
            <PeopleChoice
              key={form.firmId}
              firmId={form.firmId}
              chosen={form.personIds}
              onChange={(personIds) => change({ personIds })}
            />
          ) : (
            <p className="soft">{t("outside.firmFirst")}</p>
          )}
        </div>
      </Panel>
      <FormEnds
        error={make.error}
        isBusy={make.isPending}
        offBecause={useMissing(form, chosen)}
        onClose={() => go({ to: "/outside" })}
      >
        {t("outside.make")}
      </FormEnds>
    </form>
  );
}

function useMissing(form: Draft, chosen: Chosen): string | null {
  const t = useText();
  if (!form.firmId) return t("outside.firmFirst");
  if (!form.title.trim()) return t("outside.titleFirst");
  if (!form.purpose.trim()) return t("outside.purposeFirst");
  if (!form.validFrom || !form.lastDay) return t("outside.daysFirst");
  return chosen.inspectionIds.length + chosen.companyIds.length === 0 ? t("outside.recordsFirst") : null;
}
