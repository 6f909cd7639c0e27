// What a plan is about, and what it still lacks.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Plan } from "./plan.ts";

export function FindingsPanel({ plan }: { plan: Plan }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Panel title={t("plan.findings", { count: plan.findings.length })} isFlush>
      <table className="grid">
        <tbody>
          {plan.findings.map((one) => (
            <tr key={one.id}>
              <td>
                <Severity level={one.severity} isBare />
              </td>
              <td>
                <Go to="/findings/$id" params={{ id: one.id }}>
                  <LangText text={one.title} />
                </Go>{" "}
                <span className="mono mute small">{one.reference}</span>
              </td>
              <td className="small soft">{any(`workState.${one.state}`)}</td>
              <td className="num nowrap">{format.day(one.dueOn, "plain")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** While it is written or waits to be approved: first what keeps it from being handed in, then what to look at. */
export function LacksPanel({ plan }: { plan: Plan }) {
  const t = useText();
  const any = useAnyText();
  if (!["drafting", "returned", "submitted"].includes(plan.state)) return null;
  const say = (one: Plan["problems"][number]) => any(`plan.problem.${one.code}`, { of: one.of ?? "" });
  const lacking = plan.problems.filter((one) => !one.isHint);
  const hints = plan.problems.filter((one) => one.isHint);
  return (
    <Panel
      title={lacking.length > 0 ? t("plan.lacks") : hints.length > 0 ? t("plan.hints") : t("plan.ready")}
    >
      {plan.problems.length === 0 ? null : (
        <ul className="demands">
          {[...lacking, ...hints].map((one) => (
            <li key={`${one.code} ${one.of ?? ""}`} className={one.isHint ? "soft" : undefined}>
              {say(one)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
