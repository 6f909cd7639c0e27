// A warning to whoever has the same: it comes written, is looked over, changed where it does not fit, and sent in one act.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { lateralsRefreshed, nameOfIssuer, usePreview } from "#modules/lateral-checks/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { GoButton } from "#web/navigation.tsx";
import { currentLanguage, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import { heldRuleOf } from "../rules.ts";
import { type Thing, wordsOf } from "./spread.ts";

type Warning = Output<typeof incidents.draftWarning>;
type Issuer = Output<typeof lateralChecks.listLateralIssuers>["issuers"][number];
type Language = "ja" | "en" | "zh";
const languages = [
  { value: "ja", label: "日本語" },
  { value: "en", label: "English" },
  { value: "zh", label: "中文" },
] as const;
const named = 6;

type WarnProps = {
  incident: { id: string; reference: string; isKept?: boolean };
  things: readonly Thing[];
  /** The request that asked for it. */
  requestId?: string;
  onClose: () => void;
};

export function WarnDialog(props: WarnProps) {
  const t = useText();
  const { incident, things, onClose } = props;
  const draft = useOperation(incidents.draftWarning, { id: incident.id, words: wordsOf(things) });
  const issuers = useOperation(lateralChecks.listLateralIssuers, {});
  const failed = draft.error ?? issuers.error;
  const [issuer] = issuers.data?.issuers ?? [];
  return (
    <Dialog isOpen onClose={onClose} title={t("spread.warn")}>
      {failed ? (
        <ErrorState error={failed} onRetry={() => void draft.refetch()} />
      ) : draft.data && issuer ? (
        <WarnForm {...props} draft={draft.data} issuers={issuers.data?.issuers ?? []} issuer={issuer} />
      ) : (
        <Loading rows={8} />
      )}
    </Dialog>
  );
}

type FormProps = WarnProps & { draft: Warning; issuers: readonly Issuer[]; issuer: Issuer };

function WarnForm({ incident, things, requestId, onClose, draft, issuers, issuer }: FormProps) {
  const t = useText();
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const [texts, setTexts] = useState({ ja: draft.ja, en: draft.en, zh: draft.zh });
  const [dueOn, setDueOn] = useState(draft.dueOn);
  const [issuerUnitId, setIssuer] = useState(issuer.unitId);
  const audience = {
    issuerUnitId,
    rules: [{ kind: "ledgers" as const, held: things.map(heldRuleOf) }],
    needsAll: false,
    exceptions: draft.foundAtId ? [{ unitId: draft.foundAtId, reason: t("spread.foundHere") }] : [],
  };
  const preview = usePreview(audience);
  const asked = preview.data?.asked ?? 0;
  const open = useCommand(lateralChecks.openLateralCheck, [...lateralsRefreshed, incidents.getSpread]);
  const answer = useCommand(incidents.answerCheckRequest, [incidents.getCheckRequest, incidents.getSpread]);
  const words = texts[language];
  const change = (part: Partial<typeof words>) => setTexts({ ...texts, [language]: { ...words, ...part } });
  const isWhole = (one: typeof words) => Boolean(one.title.trim() && one.why.trim() && one.look.trim());
  const original = currentLanguage();
  const send = () =>
    open.mutate(
      {
        ...audience,
        ...texts[original],
        originalLanguage: original,
        translations: Object.fromEntries(
          languages
            .map(({ value }) => value)
            .filter((one) => one !== original && isWhole(texts[one]))
            .map((one) => [one, texts[one]]),
        ),
        questions: [],
        contact: "",
        sourceKind: "incident",
        sourceId: incident.id,
        sourceWords: "",
        isSourceTold: false,
        severity: draft.severity,
        dueOn,
      },
      {
        onSuccess: ({ id, number, asked: count }) => {
          toast(t("spread.warnSent", { number, count }));
          if (requestId) answer.mutate({ id: requestId, checkId: id, because: "" }, { onSuccess: onClose });
          else onClose();
        },
      },
    );
  const whom = (preview.data?.rows ?? []).filter((row) => row.isIn);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p className="soft">{t("spread.warnLead")}</p>
      {draft.isExercise ? <Note kind="warn">{t("spread.warnExercise")}</Note> : null}
      <div>
        <b>{t("spread.warnWhom")}</b>
        <p>
          {t("spread.whom", { count: asked })}
          {whom.length > 0 ? ": " : ""}
          <LangText text={whom.slice(0, named).map(nameOfIssuer).join(t("list.comma"))} />
          {whom.length > named ? " …" : ""}
        </p>
      </div>
      {issuers.length > 1 ? (
        <SelectField
          label={t("spread.warnFrom")}
          value={issuerUnitId}
          choices={issuers.map((one) => ({ value: one.unitId, label: nameOfIssuer(one) }))}
          onChange={setIssuer}
        />
      ) : null}
      <Segmented<Language>
        label={t("spread.warnLanguage")}
        value={language}
        choices={languages}
        onChange={setLanguage}
      />
      <TextField
        label={t("spread.warnWords.title")}
        value={words.title}
        maxLength={200}
        onChange={(title) => change({ title })}
      />
      <TextArea
        label={t("spread.warnWords.why")}
        value={words.why}
        maxLength={4000}
        onChange={(why) => change({ why })}
      />
      <TextArea
        label={t("spread.warnWords.look")}
        value={words.look}
        maxLength={4000}
        onChange={(look) => change({ look })}
      />
      <DateField label={t("spread.warnDue")} value={dueOn} onChange={setDueOn} />
      <p>
        <GoButton
          look="quiet"
          to="/lateral-checks/new"
          search={{
            incident: incident.id,
            // Nothing leads back to one that is kept from some.
            ...(incident.isKept ? {} : { reference: incident.reference }),
            severity: draft.severity,
            ...texts[original],
            ...things[0],
            ...(draft.foundAtId ? { except: draft.foundAtId } : {}),
          }}
        >
          {t("spread.more")}
        </GoButton>
      </p>
      <FormEnds
        error={open.error ?? answer.error}
        isBusy={open.isPending || answer.isPending}
        offBecause={
          preview.data && asked === 0
            ? t("spread.warnNobody")
            : isWhole(texts[original])
              ? null
              : t("forms.first", { field: t("spread.warnWords.look") })
        }
        onClose={onClose}
      >
        {t("spread.warnDo", { count: asked })}
      </FormEnds>
    </form>
  );
}
