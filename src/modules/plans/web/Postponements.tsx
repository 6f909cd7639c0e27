// The later days of a step, as they were asked for: from when to when, why, and what the division said.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Step } from "./plan.ts";

export function Postponements({ step }: { step: Step }) {
  const t = useText();
  const format = useFormat();
  if (step.postponements.length === 0) return null;
  return (
    <ul className="plan-moves small">
      {step.postponements.map((one) => (
        <li key={one.id}>
          <span className="mute tn">
            ↷ {format.number(one.nth)} · {format.day(one.fromOn, "short")} → {format.day(one.toOn, "plain")}
          </span>{" "}
          <LangText text={one.reason} />
          {one.askedByName ? <span className="mute"> ({one.askedByName})</span> : null}{" "}
          {one.isAllowed === null ? <Tag>{t("followUp.waits")}</Tag> : null}
          {one.decisionReason === null ? null : (
            <span className="line">
              {t(one.isAllowed ? "plan.moveAllowed" : "plan.moveRefused", {
                name: one.decidedByName ?? t("trail.itself"),
                why: one.decisionReason,
              })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
