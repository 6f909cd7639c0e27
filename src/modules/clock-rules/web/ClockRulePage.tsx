// One version of a rule: what it says, when it holds, where it comes from, and who answers for it.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag, Written } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { clockRules } from "../contract.ts";
import { ConditionWords, StandingMark } from "./clock-row.tsx";
import type { RuleOf } from "./rows.ts";
import { Facts } from "./RuleSource.tsx";
import { Adoptions, Reviews, Versions } from "./RuleRecords.tsx";
import { AdoptDialog, EndRuleDialog, ReviewDialog, WithdrawDialog } from "./RuleDialogs.tsx";
import { useSaying } from "./saying.ts";

type Doing = "adopt" | "withdraw" | "review" | "end";

/** The rule's words in the reader's language, or the first there are. */
export function wordsOf(of: Pick<RuleOf, "words">, language: "ja" | "en" | "zh") {
  const found = of.words[language] ?? of.words.en ?? of.words.ja ?? of.words.zh;
  return found ?? { name: "", duty: "", recipient: "", notes: "" };
}

export default function ClockRulePage() {
  const t = useText();
  const id = useParam("id");
  const { language } = useFormat();
  const read = useOperation(clockRules.getClockRule, { id });
  const [doing, setDoing] = useState<Doing | null>(null);
  const of = read.data;
  const close = () => setDoing(null);
  return (
    <Page
      title={of ? wordsOf(of, language).name : t("clockRule.tab")}
      after={
        of ? (
          <>
            <StandingMark of={of.status === "draft" ? "draft" : of.adoptedAt ? "adopted" : "proposed"} />{" "}
            <Tag>{t("clockRule.versionN", { count: of.version })}</Tag>
          </>
        ) : null
      }
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("clockRule.tab"), to: "/standards/clocks" },
        { label: of ? wordsOf(of, language).name : "–" },
      ]}
      actions={of ? <Actions of={of} onDo={setDoing} /> : null}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <Notes of={of} />
          <div className="cols">
            <div className="c8 stack">
              <Says of={of} />
              <Adoptions of={of} />
              <Reviews of={of} />
            </div>
            <div className="c4 stack">
              <Facts of={of} />
              <Versions of={of} />
            </div>
          </div>
          <History kind="clock_rule" id={of.id} isOfGroup={of.companyId === null} />
          {doing === "adopt" ? <AdoptDialog of={of} onClose={close} /> : null}
          {doing === "withdraw" ? <WithdrawDialog of={of} onClose={close} /> : null}
          {doing === "review" ? <ReviewDialog of={of} onClose={close} /> : null}
          {doing === "end" ? <EndRuleDialog of={of} onClose={close} /> : null}
        </div>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function Actions({ of, onDo }: { of: RuleOf; onDo: (doing: Doing) => void }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  // Whoever may do nothing here reads; a single reason is said where the main act would be.
  const isReader = of.can.review !== null && of.can.adopt === "clock_rule.not_yours";
  if (isReader) return null;
  const refusal = of.can.adopt;
  return (
    <>
      {of.can.write === null ? (
        <ActionMenu
          label={t("clockRule.more")}
          actions={[
            {
              label: t("clockRule.newVersion"),
              onClick: () => go({ to: "/standards/clocks/$id/version", params: { id: of.id } }),
            },
            { label: t("clockRule.end"), onClick: () => onDo("end") },
            ...(of.can.withdraw === null
              ? [{ label: t("clockRule.withdraw"), onClick: () => onDo("withdraw") }]
              : []),
          ]}
        />
      ) : null}
      {of.can.review === null ? (
        <Button onClick={() => onDo("review")}>{t("clockRule.reviewDo")}</Button>
      ) : null}
      {of.adoptedAt ? null : (
        <Button
          look="main"
          offBecause={refusal ? any(`errors.${refusal}`) : null}
          onClick={() => onDo("adopt")}
        >
          {t("clockRule.adopt")}
        </Button>
      )}
    </>
  );
}

function Notes({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      {of.status === "draft" ? (
        <Note>{t("clockRule.draftNote")}</Note>
      ) : of.adoptedAt ? null : (
        <Note>{t("clockRule.proposedNote")}</Note>
      )}
      {of.anchor === "submitted" && !of.anchorRule ? (
        <Note kind="warn">{t("clockRule.noAnchorRule")}</Note>
      ) : null}
      {of.reviewedOn === null ? (
        <Note kind="warn">{t("clockRule.unreadNote")}</Note>
      ) : of.isReviewOld ? (
        <Note kind="warn">{t("clockRule.reviewOldNote", { day: format.day(of.reviewedOn) })}</Note>
      ) : null}
    </>
  );
}

function Says({ of }: { of: RuleOf }) {
  const t = useText();
  const say = useSaying();
  const { language } = useFormat();
  const words = wordsOf(of, language);
  const isDays = of.unit === "calendar_day" || of.unit === "business_day";
  const yes = (value: boolean) => t(value ? "clockRule.yes" : "clockRule.no");
  const rows: [string, React.ReactNode][] = [
    [
      t("clockRule.anchor"),
      of.anchorRule ? (
        <Go key="anchor" to="/standards/clocks/$id" params={{ id: of.anchorRule.id }}>
          {say.anchor(of)}
        </Go>
      ) : (
        say.anchor(of)
      ),
    ],
    [t("clockRule.length"), say.length(of.unit, of.amount, of.softFrom)],
    [t("clockRule.recipient"), <LangText key="to" text={words.recipient} />],
    [t("clockRule.whose"), <ConditionWords key="whose" of={of.whose} />],
    [t("clockRule.when"), <ConditionWords key="when" of={of.when} />],
  ];
  if (isDays) rows.splice(2, 0, [t("clockRule.dayStart"), t(`clockRule.dayStart.${of.dayStart}`)]);
  if (of.unit === "business_day")
    rows.splice(3, 0, [t("clockRule.calendar"), t(`clockRule.calendar.${of.calendar}`)]);
  if (of.extension) rows.push([t("clockRule.extension"), say.length(of.extension.unit, of.extension.amount)]);
  if (of.mayPause) rows.push([t("clockRule.mayPause"), yes(true)]);
  return (
    <Panel className="clock-says" title={t("clockRule.says")} more={t("clockRule.notAdvice")}>
      <p className="clock-duty">
        <Written text={words.duty} />
      </p>
      <KeyValue rows={rows} />
      {words.notes ? (
        <>
          <h3>{t("clockRule.notes")}</h3>
          <p className="clock-duty soft">
            <Written text={words.notes} />
          </p>
        </>
      ) : null}
    </Panel>
  );
}
