import { useText } from "#web/text/i18n.ts";
import type { Row } from "./filter.ts";

// How much of the circle is filled: the way from hand to hand. Returned goes back, hence the outline with a stroke.
const pies: Record<Row["state"], string> = {
  not_begun: "",
  answering: "M6 6V1.5A4.5 4.5 0 0 1 10.5 6z",
  submitted: "M6 1.5a4.5 4.5 0 0 1 0 9z",
  returned: "M2.5 6h6M5 3.500 2.5 6 5 8.500",
  reviewed: "M6 6H1.5A4.5 4.5 0 1 0 6 1.5z",
  confirmed: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z",
  locked: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z",
};

/** Where an inspection is on its way: a filling circle and its word. */
export function StateMark({ state }: { state: Row["state"] }) {
  const t = useText();
  return (
    <span className="work-state">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.3" />
        {state === "returned" ? (
          <path d={pies.returned} fill="none" stroke="currentColor" strokeWidth="1.3" />
        ) : (
          <path d={pies[state]} fill="currentColor" />
        )}
        {state === "locked" ? (
          <path d="M4 6.200 5.500 7.800 8.300 4.500" fill="none" stroke="var(--paper)" strokeWidth="1.4" />
        ) : null}
      </svg>
      {t(`inspection.${state}`)}
    </span>
  );
}
