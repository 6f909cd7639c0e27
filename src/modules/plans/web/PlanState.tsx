import { useText } from "#web/text/i18n.ts";
import type { PlanRow } from "./plan.ts";

const filled: Record<PlanRow["state"], string> = {
  drafting: "",
  returned: "M2.5 6h6M5 3.500 2.5 6 5 8.500",
  submitted: "M6 6V1.5A4.5 4.5 0 0 1 10.5 6z",
  approved: "M6 1.5a4.5 4.5 0 0 1 0 9z",
  done: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z",
  dropped: "",
};

/** How far a plan has come: a filling circle and its word. */
export function PlanState({ state }: { state: PlanRow["state"] }) {
  const t = useText();
  const isLine = state === "returned";
  return (
    <span className={`work-state${state === "dropped" ? " mute" : ""}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path
          d={filled[state]}
          fill={isLine ? "none" : "currentColor"}
          stroke={isLine ? "currentColor" : "none"}
          strokeWidth="1.3"
        />
      </svg>
      {t(`planState.${state}`)}
    </span>
  );
}
