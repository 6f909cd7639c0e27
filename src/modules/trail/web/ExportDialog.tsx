// Taking away what the search shows, with its proof; and what one has taken away before.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useJob } from "#modules/jobs/web/parts.tsx";
import { type ApiError, useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Tick } from "#web/forms/fields.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";
import { useFilters } from "./filters.ts";

type Made = Output<typeof trail.listTrailExports>["rows"][number];
type Format = Made["format"];

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { filters, withValues } = useFilters();
  const mayReadValues = useMay("trail.read_values");
  const [format, setFormat] = useState<Format>("csv");
  const [isWhole, setWhole] = useState(withValues);
  const order = useCommand(trail.orderTrailExport, [trail.listTrailExports]);
  return (
    <Dialog isOpen onClose={onClose} title={t("trail.export.title")}>
      <div className="form">
        <p className="soft">{t("trail.export.about")}</p>
        <div>
          <Segmented<Format>
            label={t("trail.export.format")}
            value={format}
            choices={[
              { value: "csv", label: t("trail.export.csv") },
              { value: "jsonl", label: t("trail.export.jsonl") },
            ]}
            onChange={setFormat}
          />
        </div>
        {mayReadValues ? (
          <Tick label={t("trail.export.withValues")} isOn={isWhole} onChange={setWhole} />
        ) : null}
        <FormError error={order.error} />
        <div>
          <Button
            look="main"
            isBusy={order.isPending}
            onClick={() => order.mutate({ format, ...filters, withValues: mayReadValues && isWhole })}
          >
            {t("trail.export.order")}
          </Button>
        </div>
        <Mine />
      </div>
    </Dialog>
  );
}

function Mine() {
  const t = useText();
  const listed = useOperation(trail.listTrailExports, { limit: 10 });
  if (!listed.data) return <Loading rows={2} />;
  const { rows } = listed.data;
  return (
    <section aria-label={t("trail.export.mine")}>
      <h3>{t("trail.export.mine")}</h3>
      {rows.length === 0 ? <p className="soft">{t("trail.export.none")}</p> : null}
      <ul className="plain stack">
        {rows.map((one) => (
          <li key={one.id}>
            <OneExport made={one} onEnd={() => void listed.refetch()} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneExport({ made, onEnd }: { made: Made; onEnd: () => void }) {
  const t = useText();
  const format = useFormat();
  const job = useJob(made.madeAt ? null : made.jobId, onEnd);
  const [error, setError] = useState<ApiError | null>(null);
  const save = (operation: typeof trail.downloadTrailExport | typeof trail.downloadTrailProof) => {
    setError(null);
    downloadFrom(operation, { id: made.id }).catch(setError);
  };
  const notYet = made.madeAt ? null : t("trail.export.wait");
  const said = made.madeAt
    ? t("trail.export.made", {
        number: format.number(made.eventCount ?? 0),
        size: format.number(Math.ceil((made.sizeBytes ?? 0) / 1024)),
      })
    : job.data && ["failed", "cancelled"].includes(job.data.state)
      ? t(job.data.state === "failed" ? "job.failed" : "job.cancelled")
      : notYet;
  return (
    <>
      <div className="row">
        <span>
          {format.moment(made.orderedAt, "short")} · {t(`trail.export.${made.format}`)} ·{" "}
          <span className="soft">{said}</span>
        </span>
        <Button
          size="s"
          icon="download"
          offBecause={notYet ?? (made.isThere ? null : t("trail.export.over"))}
          onClick={() => save(trail.downloadTrailExport)}
        >
          {t("trail.export.file")}
        </Button>
        <Button size="s" icon="download" offBecause={notYet} onClick={() => save(trail.downloadTrailProof)}>
          {t("trail.export.proof")}
        </Button>
      </div>
      <FormError error={error} />
    </>
  );
}
