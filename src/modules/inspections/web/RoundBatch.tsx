// One order for many companies of a round: how far it is, what was made, where it goes on.
import type { ReactNode } from "react";
import { JobBox } from "#modules/jobs/web/parts.tsx";
import type { ApiError } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/parts.tsx";

type Props = {
  batch: {
    orderedAt: string;
    orderedByName: string | null;
    jobId: string | null;
    jobState: string | null;
    companies: number;
  };
  /** How many are made or will not be; fewer than there are where the work was stopped. */
  settled: number;
  made: string;
  /** Those that were left out, in words; null where there are none. */
  leftOut: string | null;
  error: ApiError | null;
  goOn: { isPending: boolean; mutate: () => void };
  onEnd: () => void;
  /** What can be had of it. */
  children: ReactNode;
};

export function RoundBatch({ batch, settled, made, leftOut, error, goOn, onEnd, children }: Props) {
  const t = useText();
  const format = useFormat();
  const at = format.moment(batch.orderedAt);
  const isWorking = batch.jobState === "queued" || batch.jobState === "running";
  return (
    <section className="stack s" aria-label={at}>
      <p className="small soft">{t("inspection.batch.at", { at, name: batch.orderedByName ?? "–" })}</p>
      {isWorking && batch.jobId ? (
        <JobBox key={batch.jobId} id={batch.jobId} onEnd={onEnd} />
      ) : (
        <p className="strong">{made}</p>
      )}
      {leftOut ? <p className="small soft">{leftOut}</p> : null}
      <FormError error={error} />
      {isWorking ? null : (
        <div className="row">
          {children}
          {settled < batch.companies ? (
            <Button isBusy={goOn.isPending} onClick={goOn.mutate}>
              {t("inspection.batch.goOn")}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
