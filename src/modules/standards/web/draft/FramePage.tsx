// What is not a control: names, areas, conditions, tiers, thresholds, cadences, and the group's own values in the texts.
import { useState } from "react";
import { ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { LeaveGuard } from "#web/layout/LeaveGuard.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { type Frame, standards } from "../../contract.ts";
import { DraftTabs } from "./DraftTabs.tsx";
import { frameNames } from "./fields.ts";
import { FrameWords } from "./FrameWords.tsx";
import { FrameList, type Line } from "./FrameList.tsx";
import { NotWritten } from "./NotWritten.tsx";
import { type Draft, draftReads } from "./reads.ts";
import "../standards.css";

export default function FramePage() {
  const id = useParam("id");
  const draft = useOperation(standards.getDraft, { id });
  const edition = useOperation(standards.getEdition, { id });
  const error = draft.error ?? edition.error;
  if (error instanceof ApiError && error.code === "edition.not_a_draft") return <NotWritten id={id} />;
  if (error) return <ErrorState error={error} onRetry={() => void draft.refetch()} />;
  if (!draft.data || !edition.data) return <Loading rows={12} />;
  return (
    <Editing
      key={draft.data.rowVersion}
      id={id}
      draft={draft.data}
      name={edition.data.name.text}
      isStill={edition.data.state !== "draft"}
    />
  );
}

type Props = { id: string; draft: Draft; name: string; isStill: boolean };
type ListKey =
  | "areas"
  | "topics"
  | "scopeConditions"
  | "tiers"
  | "cadences"
  | "sharedServices"
  | "functions"
  | "harms"
  | "referenceSets";

const lists: readonly ListKey[] = [
  "areas",
  "scopeConditions",
  "tiers",
  "cadences",
  "topics",
  "sharedServices",
  "functions",
  "harms",
  "referenceSets",
];

function Editing({ id, draft, name, isStill }: Props) {
  const t = useText();
  const say = useAnyText();
  const [frame, setFrame] = useState<Frame>(draft.frame);
  const set = (part: Partial<Frame>) => setFrame((before) => ({ ...before, ...part }));
  const save = useCommand(standards.saveFrame, draftReads);
  const isChanged = JSON.stringify(frame) !== JSON.stringify(draft.frame);
  const send = () => {
    if (!isChanged || isStill) return;
    save.mutate({ id, frame, rowVersion: draft.rowVersion }, { onSuccess: () => toast(t("frameOf.saved")) });
  };
  useKey({ key: "mod+s", label: t("draft.save"), run: send, whileTyping: true });
  const { standard, scoring } = frame;
  return (
    <Page
      title={t("frameOf.title", { name, edition: standard.edition })}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("editions.title"), to: "/standards/editions" },
        { label: standard.edition },
      ]}
      actions={
        <Button
          look="main"
          isBusy={save.isPending}
          offBecause={isStill ? t("draft.still") : isChanged ? null : t("draft.nothingToSave")}
          onClick={send}
        >
          {t("draft.save")}
        </Button>
      }
    >
      <DraftTabs id={id} tab="frame" />
      <LeaveGuard isOn={isChanged} what={t("frameOf.wouldLose")} />
      {isStill ? <Note>{t("draft.stillHelp")}</Note> : null}
      <FormError error={save.error} nameOf={frameNames(frame, say)} />
      <div className="stack">
        <Panel title={t("frameOf.standard")}>
          <FrameList
            lines={[{ id: "name", words: standard.name }]}
            isFixed
            isStill={isStill}
            onChange={([line]) => line && set({ standard: { ...standard, name: line.words } })}
          />
          <div className="draft-facts">
            <NumberField
              label={t("frameOf.meetsFrom")}
              unit="%"
              value={scoring.meetsFromPercent}
              isDisabled={isStill}
              onChange={(value) =>
                value !== null && set({ scoring: { ...scoring, meetsFromPercent: Math.min(100, value) } })
              }
            />
            <NumberField
              label={t("frameOf.seriousBelow")}
              unit="%"
              value={scoring.seriousBelowPercent}
              isDisabled={isStill}
              onChange={(value) =>
                value !== null && set({ scoring: { ...scoring, seriousBelowPercent: Math.min(100, value) } })
              }
            />
          </div>
        </Panel>
        <Panel title={t("frameOf.parameters", { count: frame.parameters?.length ?? 0 })}>
          <p className="soft small">{t("frameOf.parametersHelp", { open: "{{", close: "}}" })}</p>
          <Parameters frame={frame} isStill={isStill} onChange={(parameters) => set({ parameters })} />
        </Panel>
        {lists.map((key) => (
          <Panel key={key} title={t(`frameOf.${key}`, { count: frame[key].length })}>
            <FrameList
              lines={linesOf(frame, key)}
              numberLabel={numberOf[key] ? t(numberOf[key]) : undefined}
              isStill={isStill}
              onChange={(lines) => set(listFrom(frame, key, lines))}
            />
          </Panel>
        ))}
        <FrameWords frame={frame} isStill={isStill} onChange={setFrame} />
      </div>
    </Page>
  );
}

const numberOf: Partial<Record<ListKey, "frameOf.days" | "frameOf.visitYears">> = {
  cadences: "frameOf.days",
  tiers: "frameOf.visitYears",
};

function linesOf(frame: Frame, key: ListKey): Line[] {
  if (key === "scopeConditions")
    return frame.scopeConditions.map(({ id, question }) => ({ id, words: question }));
  if (key === "cadences")
    return frame.cadences.map(({ id, name, evidenceValidDays }) => ({
      id,
      words: name,
      number: evidenceValidDays,
    }));
  if (key === "tiers")
    return frame.tiers.map(({ id, name, onSiteAuditEveryYears }) => ({
      id,
      words: name,
      ...(onSiteAuditEveryYears ? { number: onSiteAuditEveryYears } : {}),
    }));
  return frame[key].map(({ id, name }) => ({ id, words: name }));
}

/** The list written back; what this page does not show of an entry (criteria, questions, notes) stays with it. */
function listFrom(frame: Frame, key: ListKey, lines: readonly Line[]): Partial<Frame> {
  const before = new Map<string, object>(frame[key].map((one) => [one.id, one]));
  const written = lines.map(({ id, words, number }) => ({
    ...before.get(id),
    id,
    ...(key === "scopeConditions" ? { question: words } : { name: words }),
    ...(key === "cadences" ? { evidenceValidDays: number ?? 365 } : {}),
    ...(key === "tiers" && number ? { onSiteAuditEveryYears: number } : {}),
  }));
  return { [key]: written } as Partial<Frame>;
}

type Parameter = NonNullable<Frame["parameters"]>[number];
type ParametersProps = { frame: Frame; isStill: boolean; onChange: (parameters: Parameter[]) => void };

/** A value and the name it is read by where it has none yet; both in every language. */
function Parameters({ frame, isStill, onChange }: ParametersProps) {
  const parameters = frame.parameters ?? [];
  return (
    <FrameList
      lines={parameters.map(({ id, label, value }) => ({ id, words: value ?? {}, label }))}
      hasLabel
      isStill={isStill}
      onChange={(lines) =>
        onChange(
          lines.map(({ id, words, label }) => ({
            id,
            label: label && Object.keys(label).length > 0 ? label : { en: id },
            ...(Object.keys(words).length > 0 ? { value: words } : {}),
          })),
        )
      }
    />
  );
}
