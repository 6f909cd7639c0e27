// Long work as other pages show it: how far it is, a way to stop it, what came of it.
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { JobProgress, Loading } from "#web/ui/states.tsx";
import { jobs } from "../contract.ts";

export type Job = Output<typeof jobs.getJob>;

const isOpen = (job: Pick<Job, "state"> | undefined) =>
  job === undefined || job.state === "queued" || job.state === "running";

/** One job, read anew until it has ended. `onEnd` is called once, also when it had ended before the page opened. */
export function useJob(id: string | null, onEnd?: (job: Job) => void) {
  const query = useOperation(
    jobs.getJob,
    { id: id ?? "" },
    { enabled: id !== null, refetchEvery: (last) => (isOpen(last) ? 700 : false) },
  );
  const told = useRef<string | null>(null);
  const job = query.data;
  useEffect(() => {
    if (!job || isOpen(job) || told.current === job.id) return;
    told.current = job.id;
    onEnd?.(job);
  }, [job, onEnd]);
  return query;
}

type JobBoxProps = {
  id: string;
  /** What came of it, said by the page that knows the kind. */
  outcome?: (job: Job) => ReactNode;
  onEnd?: (job: Job) => void;
};

/** Follows one job; the page may be left and come back to. */
export function JobBox({ id, outcome, onEnd }: JobBoxProps) {
  const { data: job, error } = useJob(id, onEnd);
  if (error) return <ErrorState error={error} />;
  if (!job) return <Loading rows={2} />;
  return <JobLine job={job} outcome={outcome} />;
}

export function JobLine({ job, outcome }: { job: Job; outcome?: ((job: Job) => ReactNode) | undefined }) {
  const t = useText();
  const say = useAnyText();
  const [isAsking, ask] = useState(false);
  const cancel = useCommand(jobs.cancelJob, [jobs.getJob, jobs.listJobs]);
  const note = useNote(job, outcome);
  return (
    <>
      <JobProgress
        title={say(`jobs.${job.kind}`)}
        state={job.state}
        done={job.done}
        total={job.total}
        note={note}
        {...(job.mayStop && !job.stopAskedAt ? { onCancel: () => ask(true) } : {})}
      />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t("jobs.stopTitle")}
        effect={t("jobs.stopEffect", { done: job.done })}
        action={t("jobs.stopAction")}
        isDanger
        isBusy={cancel.isPending}
        error={cancel.error ? say(`errors.${cancel.error.code}`) : undefined}
        onConfirm={() => cancel.mutate({ id: job.id }, { onSuccess: () => ask(false) })}
      />
    </>
  );
}

function useNote(job: Job, outcome: JobBoxProps["outcome"]): ReactNode {
  const t = useText();
  const say = useAnyText();
  if (job.state === "failed" && job.problem)
    return say(`errors.${job.problem.code}`, job.problem.values ?? {});
  if (job.state === "done") return outcome?.(job);
  return job.stopAskedAt && isOpen(job) ? t("jobs.stopping") : undefined;
}
