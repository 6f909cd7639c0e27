// When something began that clocks count from: for all legal entities of the incident, or for one.
import { useState } from "react";
import { anchors, type Anchor, determinations, isRepeated } from "#modules/clock-rules/mechanism/rules.ts";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type Law, refreshed } from "./law.ts";

type Props = { incident: Incident; law: Law; onClose: () => void };
const asked = anchors.filter((one) => one !== "calendar");

export function MomentDialog({ incident, law, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const [anchor, setAnchor] = useState<Anchor>("aware");
  const [of, setOf] = useState("");
  const [entityId, setEntityId] = useState("");
  const [at, setAt] = useState("");
  const [reason, setReason] = useState("");
  const set = useCommand(incidents.setMoment, refreshed);
  const zone = law.entities.find((one) => one.companyId === entityId)?.zone ?? incident.companyZone;
  const which = useWhich(incident, law, anchor);
  // What is said of one legal entity goes before what is said of all. Of several the first has no number; a further one is new to all.
  const isNew = isRepeated(anchor) && which !== null && of === "";
  const own =
    entityId || isNew
      ? []
      : incident.moments
          .filter(
            (one) => one.isCurrent && !one.isOfAll && one.moment === anchor && ofWhich(one, anchor) === of,
          )
          .map((one) => nameOfEntity(law, incident, one.entityId));
  const lack =
    which?.isNeeded && !of
      ? which.label
      : anchor === "discovered" && !entityId
        ? t("law.entity")
        : !at
          ? t("law.at")
          : null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("law.setMoment")}
      action={t("law.setMomentDo")}
      error={set.error}
      isBusy={set.isPending}
      offBecause={lack ? t("forms.first", { field: lack }) : null}
      onSubmit={() =>
        set.mutate(
          {
            id: incident.id,
            anchor,
            at,
            zone,
            reason: reason.trim(),
            ...(which && of ? { of } : {}),
            ...(entityId ? { entityId } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("law.what")}
        value={anchor}
        choices={asked.map((value) => ({
          value,
          label: t(`incident.moment.${value}`),
        }))}
        onChange={(to) => {
          setAnchor(to);
          setOf("");
        }}
      />
      {which ? (
        <SelectField
          label={which.label}
          value={of}
          emptyLabel={which.empty}
          choices={which.choices}
          onChange={setOf}
        />
      ) : null}
      <SelectField
        label={t("law.entity")}
        value={entityId}
        emptyLabel={t("law.allEntities")}
        choices={law.entities.map((one) => ({ value: one.companyId, label: one.name }))}
        onChange={setEntityId}
      />
      <MomentField label={t("law.at")} value={at} zone={zone} onChange={setAt} />
      <TextArea label={t("law.because")} isOptional value={reason} maxLength={1000} onChange={setReason} />
      {own.length > 0 ? (
        <Note kind="warn">{t("law.momentOfTheirOwn", { names: format.list([...new Set(own)]) })}</Note>
      ) : null}
      <p className="note">{t("law.momentKept")}</p>
    </IncidentDialog>
  );
}

const ofWhich = ({ of }: Incident["moments"][number], anchor: Anchor) =>
  of ?? (isRepeated(anchor) ? "1" : "");

const nameOfEntity = ({ entities }: Law, { companyName }: Incident, id: string | null) =>
  id === null ? companyName : (entities.find((one) => one.companyId === id)?.name ?? "–");

type Which = {
  label: string;
  empty: string;
  isNeeded: boolean;
  choices: { value: string; label: string }[];
};

/** Which of several it is about; null where there is but one. */
function useWhich(incident: Incident, law: Law, anchor: Anchor): Which | null {
  const t = useText();
  const format = useFormat();
  if (anchor === "submitted")
    return { label: t("law.whichReport"), empty: "–", isNeeded: true, choices: reportsOf(law) };
  if (anchor === "determined")
    return {
      label: t("law.which"),
      empty: "–",
      isNeeded: true,
      choices: determinations.map((value) => ({ value, label: t(`clockAnchorOf.${value}`) })),
    };
  // The first has no number where it is kept.
  const known = incident.moments.filter((one) => one.moment === anchor && one.isCurrent);
  if (!isRepeated(anchor) || known.length === 0) return null;
  return {
    label: t("law.which"),
    empty: t(anchor === "requested" ? "law.furtherRequest" : "law.furtherFact"),
    isNeeded: false,
    choices: known
      .map((one) => ({ n: one.of ?? "1", at: one.at }))
      .toSorted((a, b) => Number(a.n) - Number(b.n))
      .map(({ n, at }) => ({
        value: n,
        label: t(anchor === "requested" ? "law.requestAt" : "law.factAt", { n, at: format.moment(at) }),
      })),
  };
}

/** The reports that the clocks of this incident ask for: what applies before what may. */
function reportsOf({ clocks }: Law): { value: string; label: string }[] {
  const asked = clocks.filter((one) => !one.isDraft);
  const names = new Map(asked.map((one) => [one.ruleKey, `${one.jurisdiction} · ${one.name}`]));
  for (const { anchorOf, anchorRule } of asked)
    if (anchorOf && anchorRule && !names.has(anchorOf)) names.set(anchorOf, anchorRule.name);
  return [...names].map(([value, label]) => ({ value, label }));
}
