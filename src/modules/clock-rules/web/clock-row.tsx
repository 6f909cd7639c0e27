// How clocks of a case are shown, and conditions in words.
import type { ReactNode } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Blocks, TriedClock } from "./rows.ts";
import { useSaying } from "./saying.ts";

/** Adopted is filled, proposed an outline, a draft of law dashed: told apart without colour. */
export function StandingMark({ of }: { of: "adopted" | "proposed" | "draft" }) {
  const t = useText();
  return (
    <span className={`clock-standing ${of}`}>
      <i aria-hidden="true" />
      {of === "draft" ? t("clock.draft") : t(`clockRule.standing.${of}`)}
    </span>
  );
}

export const standingOf = (one: Pick<TriedClock, "standing" | "isDraft">) =>
  one.isDraft ? "draft" : one.standing === "due" ? "adopted" : "proposed";

/** A condition as blocks that all hold, each with its "or". */
export function ConditionWords({ of }: { of: Blocks }) {
  const t = useText();
  const say = useSaying();
  if (of.length === 0) return <p>{t("clockRule.always")}</p>;
  return (
    <ul className="clock-blocks">
      {of.map((block, at) => (
        // Blocks have no name of their own; they keep their order.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          {block.map((term, nth) => (
            <span key={JSON.stringify(term)}>
              {nth > 0 ? <em> {t("clockRule.orElse")} </em> : null}
              {say.term(term)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** One clock of a case in a list: what, for whom, until when, and why. */
type RowProps = {
  of: TriedClock;
  link?: boolean;
  /** What has become of it. */
  children?: ReactNode;
};

export function ClockRow({ of, link = true, children }: RowProps) {
  const t = useText();
  const say = useSaying();
  return (
    <li className="clock-row">
      <div>
        <strong>
          {link ? (
            <Go to="/standards/clocks/$id" params={{ id: of.ruleId }}>
              <LangText text={of.name} />
            </Go>
          ) : (
            <LangText text={of.name} />
          )}
        </strong>{" "}
        <StandingMark of={standingOf(of)} /> {of.isReviewOld ? <Tag>{t("clockRule.reviewOld")}</Tag> : null}
        <span className="sub clock-sub soft">
          {say.jurisdiction(of.jurisdiction)} · <LangText text={of.companyName} /> ·{" "}
          <LangText text={of.recipient} />
        </span>
      </div>
      <Until of={of} />
      {of.because.length > 0 ? (
        <p className="small soft why">
          {t("clock.why")}:{" "}
          {[...new Set(of.because.map((one) => say.term({ isNot: !one.isMet, leaf: one.leaf })))].join(
            t("list.comma"),
          )}
        </p>
      ) : null}
      {of.open.length > 0 ? (
        <p className="small why open">
          {t("clock.stillOpen")}: {say.questions(of.open)}
        </p>
      ) : null}
      {children}
    </li>
  );
}

function Until({ of }: { of: TriedClock }): ReactNode {
  const t = useText();
  const format = useFormat();
  const say = useSaying();
  if (of.state === "waits")
    return <p className="until soft">{t("clock.waits", { anchor: say.anchor(of) })}</p>;
  const assumed = of.isAssumed ? <span className="sub open">{t("clock.assumed")}</span> : null;
  if (of.state === "at_once")
    return (
      <p className="until">
        <strong>{t("clock.atOnce")}</strong>
        {assumed}
      </p>
    );
  if (of.state === "paused" || !of.dueAt) return <p className="until soft">{t("clock.paused")}</p>;
  return (
    <p className="until">
      <strong className="tn">{format.momentWithZone(of.dueAt, of.zone)}</strong>
      <span className="sub clock-sub soft tn">
        {say.length(of.unit, of.amount)}
        {of.startedAt
          ? ` · ${t("clock.started", { at: format.moment(of.startedAt, "plain", of.zone) })}`
          : ""}
        {of.softFrom ? ` · ${t("clock.window", { from: format.moment(of.softFrom, "plain", of.zone) })}` : ""}
        {of.extendedTo
          ? ` · ${t("clock.extended", { at: format.moment(of.extendedTo, "plain", of.zone) })}`
          : ""}
      </span>
      {assumed}
    </p>
  );
}
