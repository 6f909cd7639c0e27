// What stands where there is nothing yet, where something is coming, and how far a job has come.
import type { ReactNode } from "react";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "./Button.tsx";
import { Icon, type IconName } from "./icons.tsx";

type EmptyStateProps = {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  example?: ReactNode;
  icon?: IconName;
};

/** Teaches: what belongs here, the one step to begin, an example. */
export function EmptyState({ title, children, action, example, icon }: EmptyStateProps) {
  return (
    <div className="state">
      {icon ? <Icon name={icon} className="pic" /> : null}
      <h2>{title}</h2>
      <p>{children}</p>
      {example ? <div className="example">{example}</div> : null}
      {action}
    </div>
  );
}

const widths = ["s1", "s2", "s3", "s4", "s5"];

export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useText();
  return (
    <div role="status" aria-label={t("state.loading")}>
      {Array.from({ length: rows }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={`skeleton ${widths[index % widths.length]}`} />
      ))}
    </div>
  );
}

export function Note({ kind, children }: { kind?: "good" | "warn" | "bad"; children: ReactNode }) {
  return (
    <p className={`note ${kind ?? ""}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </p>
  );
}

/** A bar without words; `total` null while nobody knows how much there is. */
export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  const share = total ? Math.min(100, Math.round((100 * done) / total)) : 0;
  const known = total === null ? {} : { "aria-valuenow": share };
  return (
    <div
      role="progressbar"
      aria-label={label}
      {...known}
      aria-valuemin={0}
      aria-valuemax={100}
      className={total === null ? "progress unsized" : "progress"}
    >
      <i style={total === null ? undefined : { width: `${share}%` }} />
    </div>
  );
}

type JobProgressProps = {
  title: ReactNode;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number | null;
  onCancel?: () => void;
  /** What came of it, or the step it is at. */
  note?: ReactNode;
};

/** Long work: it may be left and come back to, and cancelled where that is possible. */
export function JobProgress({ title, state, done, total, onCancel, note }: JobProgressProps) {
  const t = useText();
  const format = useFormat();
  const isOpen = state === "queued" || state === "running";
  const counted = total === null ? format.number(done) : t("job.doneOf", { done, total });
  return (
    <div className="job" aria-live="polite">
      <span>
        <b className="strong">{title}</b> <span className="soft">{t(`job.${state}`)}</span>
      </span>
      <span className="row small soft tn">
        {counted}
        {isOpen && onCancel ? (
          <Button size="s" onClick={onCancel}>
            {t("action.stop")}
          </Button>
        ) : null}
      </span>
      {isOpen ? <Progress done={done} total={total} label={t(`job.${state}`)} /> : null}
      {note ? <span className="small soft">{note}</span> : null}
    </div>
  );
}
