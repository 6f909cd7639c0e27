// Publishing a draft: what was looked at, what is missing, from which day, and the one step that cannot be taken back.
import { type FormEvent, Fragment, useState } from "react";
import type { Output } from "#core/contract.ts";
import { History } from "#modules/trail/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useGo, useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../contract.ts";
import { DraftTabs } from "./draft/DraftTabs.tsx";
import { ReviewPanel } from "./draft/ReviewPanel.tsx";
import { Standing } from "./EditionFrame.tsx";
import "./standards.css";

type Check = Output<typeof standards.checkEdition>["checks"][number];

export default function PublicationPage() {
  const t = useText();
  const id = useParam("id");
  const edition = useOperation(standards.getEdition, { id });
  const checked = useOperation(standards.checkEdition, { id });
  const error = edition.error ?? checked.error;
  if (error) return <ErrorState error={error} />;
  if (!edition.data || !checked.data) return <Loading rows={10} />;
  const one = edition.data;
  const isOpen = one.state === "draft" || one.state === "in_review";
  const approval = checked.data.checks.find((check) => check.id === "approval");
  const needsReview = one.isWrittenHere || one.state === "in_review" || approval?.missing.length !== 0;
  const short = checked.data.checks.filter((check) => check.missing.length > 0).length;
  return (
    <Page
      title={t("publish.title", { name: one.name.text, edition: one.edition })}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: t("editions.title"), to: "/standards/editions" },
        { label: one.edition },
      ]}
      after={<Standing edition={one} />}
      actions={
        <GoButton to="/standards/$id" params={{ id }}>
          {t("publish.read")}
        </GoButton>
      }
    >
      {isOpen && needsReview ? <DraftTabs id={id} tab="publication" /> : null}
      <div className="cols">
        <Panel
          className="c6"
          title={
            short === 0
              ? t("publish.checksGood")
              : t(isOpen ? "publish.checksShort" : "publish.checksKept", { count: short })
          }
          more={t("publish.checksOf", { count: one.controls })}
        >
          <ul className="checks">
            {checked.data.checks.map((check) => (
              <CheckLine
                key={check.id}
                id={isOpen ? id : null}
                // What is published stays as it is: nothing is needed of it any more.
                check={isOpen ? check : { ...check, isNeeded: false }}
              />
            ))}
          </ul>
        </Panel>
        <div className="c6 stack">
          {needsReview ? (
            <ReviewPanel
              edition={one}
              canSend={checked.data.checks.every(
                (check) => check.id === "approval" || !check.isNeeded || check.missing.length === 0,
              )}
            />
          ) : null}
          {isOpen && needsReview && !checked.data.canPublish ? null : (
            <Panel title={t("publish.when")}>
              {isOpen ? (
                <PublishForm
                  edition={one}
                  canPublish={checked.data.canPublish}
                  effect={checked.data.effect}
                />
              ) : (
                <Note kind="good">{t("publish.done", { edition: one.edition })}</Note>
              )}
            </Panel>
          )}
        </div>
      </div>
      <History kind="edition" id={one.id} isOfGroup />
    </Page>
  );
}

/** Checks that name controls by their ids; the way to each is short while the edition is written. */
const ofControls: readonly Check["id"][] = [
  "asked",
  "carry_over",
  "errata",
  "words_ja",
  "words_en",
  "words_zh",
  "translations",
  "proof",
  "test",
  "references",
  "functions",
  "harms",
];

function CheckLine({ id, check }: { id: string | null; check: Check }) {
  const t = useText();
  const isGood = check.missing.length === 0;
  return (
    <li className={isGood ? "good" : check.isNeeded ? "bad" : "open"}>
      <Icon name={isGood ? "check" : "close"} />
      <span>
        {t(`publish.check.${check.id}`)}
        {isGood || check.id === "approval" ? null : (
          <small>
            {t("publish.missing", { count: check.missing.length, of: check.of })}:{" "}
            {check.missing.slice(0, 12).map((one, at) => (
              <Fragment key={one}>
                {at > 0 ? ", " : ""}
                <Missing id={id} check={check} one={one} />
              </Fragment>
            ))}
            {check.missing.length > 12 ? " …" : ""}
          </small>
        )}
      </span>
      <small className="end">
        {t(isGood ? "publish.good" : check.isNeeded ? "publish.needed" : "publish.noted")}
      </small>
    </li>
  );
}

function Missing({ id, check, one }: { id: string | null; check: Check; one: string }) {
  if (id === null || !ofControls.includes(check.id)) return one;
  // What was withdrawn, and what became of answers, stands on the page of changes.
  return check.id === "carry_over" || check.id === "errata" ? (
    <Go to="/standards/$id/changes" params={{ id }} className="nowrap">
      {one}
    </Go>
  ) : (
    <Go to="/standards/$id/draft" params={{ id }} search={{ control: one }} className="nowrap">
      {one}
    </Go>
  );
}

type FormProps = {
  edition: Output<typeof standards.getEdition>;
  canPublish: boolean;
  effect: Output<typeof standards.checkEdition>["effect"];
};

function PublishForm({ edition, canPublish, effect }: FormProps) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const { today } = useSession();
  const [effectiveOn, setDay] = useState(effect.proposedOn);
  const [isMeant, setMeant] = useState(false);
  const isPast = effectiveOn !== "" && effectiveOn < today;
  const [reason, setReason] = useState("");
  const [isRead, setRead] = useState(false);
  const publish = useCommand(standards.publishEdition, [
    standards.listEditions,
    standards.getEdition,
    standards.checkEdition,
  ]);
  const isFilled = effectiveOn !== "" && reason.trim() !== "" && isRead && (!isPast || isMeant);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate(
      {
        id: edition.id,
        effectiveOn,
        reason: reason.trim(),
        rowVersion: edition.rowVersion,
        ...(isPast ? { evenIfPast: isMeant } : {}),
      },
      {
        onSuccess: () => {
          toast(t("publish.done", { edition: edition.edition }));
          go({ to: "/standards/$id", params: { id: edition.id } });
        },
      },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">
        {effectiveOn
          ? t("publish.effect", {
              day: format.day(effectiveOn, "plain"),
              controls: edition.controls,
              mandatory: edition.mandatory,
            })
          : t("publish.noDay")}
      </p>
      <DateField label={t("publish.day")} value={effectiveOn} onChange={setDay} />
      {isPast ? (
        <Note kind="warn">{t("publish.past", { day: format.day(effectiveOn, "plain") })}</Note>
      ) : null}
      {effect.running.map((one) => (
        <Note key={one.name} {...(effectiveOn <= today ? { kind: "warn" as const } : {})}>
          {t("publish.running", one)}
        </Note>
      ))}
      <TextArea
        label={t("publish.reason")}
        hint={t("publish.reasonHint")}
        value={reason}
        maxLength={1000}
        onChange={setReason}
      />
      {isPast ? <Tick label={t("publish.pastMeant")} isOn={isMeant} onChange={setMeant} /> : null}
      <Tick label={t("publish.confirm")} isOn={isRead} onChange={setRead} />
      {publish.isError ? <ErrorState error={publish.error} /> : null}
      <div className="ends">
        <Button
          type="submit"
          look="main"
          isBusy={publish.isPending}
          offBecause={!canPublish ? t("publish.notYet") : isFilled ? null : t("publish.needs")}
        >
          {effectiveOn
            ? t("publish.submit", { day: format.day(effectiveOn, "plain") })
            : t("publish.submitBare")}
        </Button>
      </div>
    </form>
  );
}
