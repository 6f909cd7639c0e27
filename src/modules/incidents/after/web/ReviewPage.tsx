// After it: what led to it, what is learned and what becomes of that, what it cost.
import { useState } from "react";
import { LateralsOf } from "#modules/lateral-checks/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { RequestLine } from "../../spread/web/RequestLine.tsx";
import type { Incident } from "../../web/incident.ts";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import type { Review } from "./review.ts";
import { CostDialog, LessonDialog, ReviewDialog } from "./ReviewDialogs.tsx";

type Props = { incident: Incident; data: Review };

export default function ReviewPage() {
  const t = useText();
  const id = useParam("id");
  const incident = useOperation(incidents.getIncident, { id });
  const review = useOperation(incidents.getIncidentReview, { id });
  const [asked, ask] = useState<"review" | "lesson" | "cost" | null>(null);
  const failed = incident.error ?? review.error;
  if (failed) return <ErrorState error={failed} onRetry={() => void review.refetch()} />;
  if (!incident.data || !review.data) return <Loading rows={8} />;
  const { mayChange } = review.data;
  const offBecause = incident.data.judgedAs === "incident" ? null : t("after.judgeFirst");
  const close = () => ask(null);
  const props = { incident: incident.data, data: review.data };
  return (
    <IncidentFrame
      incident={incident.data}
      at="after"
      actions={
        mayChange ? (
          <>
            <Button onClick={() => ask("cost")}>{t("after.addCost")}</Button>
            <Button offBecause={offBecause} onClick={() => ask("lesson")}>
              {t("after.addLesson")}
            </Button>
            <Button look="main" offBecause={offBecause} onClick={() => ask("review")}>
              {t(review.data.review ? "after.changeReview" : "after.writeReview")}
            </Button>
          </>
        ) : null
      }
    >
      <div className="cols below">
        <div className="c6 stack">
          <ReviewPanel {...props} />
          <CostPanel {...props} />
        </div>
        <div className="c6 stack">
          <LessonsPanel {...props} />
        </div>
      </div>
      {asked === "review" ? <ReviewDialog {...props} onClose={close} /> : null}
      {asked === "lesson" ? <LessonDialog {...props} onClose={close} /> : null}
      {asked === "cost" ? <CostDialog {...props} onClose={close} /> : null}
    </IncidentFrame>
  );
}

function ReviewPanel({ data: { review } }: Props) {
  const t = useText();
  const format = useFormat();
  if (!review)
    return (
      <Panel title={t("after.noReview")}>
        <p className="soft">{t("after.noReviewHelp")}</p>
      </Panel>
    );
  const parts = [
    ["after.how", review.how],
    ["after.wentWell", review.wentWell],
    ["after.toChange", review.toChange],
  ] as const;
  return (
    <Panel
      title={
        <>
          {t("after.ledTo")}{" "}
          {review.causes.map((one) => (
            <Tag key={one}>{t(`after.cause.${one}`)}</Tag>
          ))}
        </>
      }
      more={`${format.day(review.heldOn, "plain")} ${review.writtenByName ?? ""}`}
    >
      {parts.map(([label, words]) =>
        words ? (
          <section key={label}>
            <h3>{t(label)}</h3>
            <p className="inc-words">
              <LangText text={words} />
            </p>
          </section>
        ) : null,
      )}
    </Panel>
  );
}

/** Each with what became of it: a finding, an answer of the group office, a reason. */
function LessonsPanel({ incident, data: { lessons, requests } }: Props) {
  const t = useText();
  const mayRead = useMay("lateral.read");
  return (
    <Panel
      title={lessons.length > 0 ? t("after.lessons", { count: lessons.length }) : t("after.lessonsNone")}
    >
      {lessons.length === 0 ? <p className="soft">{t("after.lessonsHelp")}</p> : null}
      <ul className="inc-moments">
        {lessons.map((one) => (
          <li key={one.id}>
            <span>
              <LangText text={one.lesson} />
            </span>
            <Tag>{t(`after.leadsTo.${one.leadsTo}`)}</Tag>
            {one.findingId ? (
              <Go to="/findings/$id" params={{ id: one.findingId }}>
                {one.findingReference}
              </Go>
            ) : null}
            {one.controlId ? <span className="mono">{one.controlId}</span> : null}
            {one.because ? <span className="small soft">{one.because}</span> : null}
            <RequestLine of={requests.find((each) => each.lessonId === one.id)} />
            {one.leadsTo === "standard" ? (
              <span className="small soft">
                {one.isTakenUp === null
                  ? t("after.proposalWaits")
                  : t(one.isTakenUp ? "after.proposalTaken" : "after.proposalNot")}{" "}
                {one.answer ?? ""}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {mayRead ? <LateralsOf sourceId={incident.id} none="" /> : null}
    </Panel>
  );
}

function CostPanel({ incident, data: { costs, totals, hours, mayChange } }: Props) {
  const t = useText();
  const format = useFormat();
  const withdraw = useCommand(incidents.withdrawCost, [incidents.getIncidentReview]);
  const sums = [
    ...totals.map((one) => `${format.number(one.amount)} ${one.currency}`),
    ...(hours > 0 ? [t("after.hours", { count: hours })] : []),
  ];
  return (
    <Panel title={sums.length > 0 ? t("after.costs", { sums: sums.join(" · ") }) : t("after.costsNone")}>
      <ul className="inc-moments">
        {costs.map((one) => (
          <li key={one.id} className={one.isWithdrawn ? "was" : ""}>
            <b>{t(`after.cost.${one.kind}`)}</b>
            <span className="tn">
              {one.amount === null ? "" : `${format.number(one.amount)} ${one.currency ?? ""}`}{" "}
              {one.hours === null ? "" : t("after.hours", { count: one.hours })}
            </span>
            {one.isEstimate ? <Tag>{t("after.estimate")}</Tag> : null}
            {one.note ? <span className="small soft">{one.note}</span> : null}
            {mayChange && !one.isWithdrawn ? (
              <Button size="s" look="quiet" onClick={() => withdraw.mutate({ id: one.id })}>
                {t("after.withdraw")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <FormError error={withdraw.error} />
      {costs.length === 0 ? (
        <p className="soft">{t("after.costsHelp", { reference: incident.reference })}</p>
      ) : null}
    </Panel>
  );
}
