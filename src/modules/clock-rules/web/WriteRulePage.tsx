// Writing a rule of one's own, or a new version of one.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { useParams } from "@tanstack/react-router";
import { clockRules } from "../contract.ts";
import { BlocksField } from "./BlocksField.tsx";
import { wordsOf } from "./ClockRulePage.tsx";
import { ConditionWords } from "./clock-row.tsx";
import { refreshed } from "./rows.ts";
import { emptyRule, type RuleDraft, sentRule, versionFrom } from "./rule-draft.ts";
import { CountingFields } from "./CountingFields.tsx";
import { ScopeFields, SourceFields, WordsFields } from "./RuleFields.tsx";

export default function WriteRulePage() {
  const { id } = useParams({ strict: false }) as { id?: string };
  return id === undefined ? <NewRule /> : <NewVersion />;
}

function NewRule() {
  const t = useText();
  const { today } = useSession();
  return (
    <Page title={t("clockRule.new")} crumbs={useCrumbs()}>
      <RuleForm start={emptyRule(today)} />
    </Page>
  );
}

function NewVersion() {
  const t = useText();
  const id = useParam("id");
  const { today } = useSession();
  const { language } = useFormat();
  const crumbs = useCrumbs();
  const read = useOperation(clockRules.getClockRule, { id });
  return (
    <Page
      title={
        read.data
          ? t("clockRule.newVersionOf", { name: wordsOf(read.data, language).name })
          : t("clockRule.newVersion")
      }
      crumbs={crumbs}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <RuleForm start={versionFrom(read.data, today)} />
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function useCrumbs() {
  const t = useText();
  return [
    { label: t("rail.standards"), to: "/standards" },
    { label: t("clockRule.tab"), to: "/standards/clocks" },
    { label: t("clockRule.new") },
  ];
}

function RuleForm({ start }: { start: RuleDraft }) {
  const t = useText();
  const go = useGo();
  const [draft, setDraft] = useState(start);
  const write = useCommand(clockRules.writeClockRule, refreshed);
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isNamed = Object.values(draft.words).some((words) => words.name.trim() !== "");
  const missing = !isNamed
    ? t("clockForm.nameMissing")
    : draft.unit !== "none" && draft.amount === null
      ? t("clockForm.amountMissing")
      : draft.anchor === "submitted" && draft.anchorOf === null
        ? t("clockForm.reportMissing")
        : draft.sourceTitle.trim() === ""
          ? t("clockForm.sourceMissing")
          : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate(sentRule(draft), {
      onSuccess: ({ id }) => {
        toast(t("clockForm.written"));
        go({ to: "/standards/clocks/$id", params: { id } });
      },
    });
  };
  return (
    <form className="cols" onSubmit={submit}>
      <div className="c6 stack">
        <WordsFields draft={draft} onChange={change} />
        <SourceFields draft={draft} onChange={change} />
      </div>
      <div className="c6 stack">
        <ScopeFields draft={draft} onChange={change} />
        <CountingFields draft={draft} onChange={change} />
        <Panel title={t("clockForm.conditions")}>
          <div className="form wide">
            <BlocksField
              label={t("clockRule.whose")}
              hint={t("clockForm.whoseHelp")}
              blocks={draft.whose}
              onChange={(whose) => change({ whose })}
            />
            <BlocksField
              label={t("clockRule.when")}
              hint={t("clockForm.whenHelp")}
              blocks={draft.when}
              onChange={(when) => change({ when })}
            />
            <div className="clock-preview">
              <h3>{t("clockRule.allHold")}</h3>
              <ConditionWords of={[...draft.whose, ...draft.when]} />
            </div>
          </div>
        </Panel>
        <FormError error={write.error} />
        <p className="small soft">{t("clockForm.saveEffect")}</p>
        <div className="ends">
          <Button onClick={() => go({ to: "/standards/clocks" })}>{t("action.cancel")}</Button>
          <Button type="submit" look="main" isBusy={write.isPending} offBecause={missing}>
            {t("clockForm.save")}
          </Button>
        </div>
      </div>
    </form>
  );
}
