// Everything that is not yet with the server, one by one; and the file that takes it there when nothing else does.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { saveFile } from "#web/transfer.ts";
import { Button, GoBack } from "./small.tsx";
import { asItIs, checksOf, type Entry } from "./entries.ts";
import { exported } from "./exported.ts";
import { handBack, sync } from "./sending.ts";
import { drop, type Work } from "./work.ts";

export function Waiting({ work }: { work: Work }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { entries, sending } = work;
  const save = async () => saveFile(await exported(work.pack.visitId), `${work.pack.reference}.yagura`);
  return (
    <section className="waiting" aria-label={t("audits.onSite.pending")}>
      {sending.problem ? <p className="late-ink">{t(`audits.onSite.problem.${sending.problem}`)}</p> : null}
      {sending.problem === "signed_out" ? <GoBack visitId={work.pack.visitId} /> : null}
      {entries.length === 0 ? <p className="soft">{t("audits.onSite.nothingWaits")}</p> : null}
      <ul>
        {entries.map((entry) => (
          <li key={entry.id}>
            <span>
              {t(`audits.onSite.entry.${entry.kind}`)} {whereOf(entry, work)}
              <small className="soft">{format.moment(entry.at, "time")}</small>
            </span>
            {entry.code ? (
              <>
                <small className="late-ink">{any(`errors.${entry.code}`)}</small>
                <Button size="s" onClick={() => void drop(new Set([entry.id]))}>
                  {t("audits.onSite.dropEntry")}
                </Button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button look="main" size="l" isBusy={sending.isBusy} onClick={() => void sync()}>
          {entries.length === 0
            ? t("audits.onSite.lookNow")
            : t("audits.onSite.sendNow", { count: entries.length })}
        </Button>
        <Button
          size="l"
          offBecause={entries.length === 0 ? t("audits.onSite.nothingWaits") : null}
          onClick={() => void save()}
        >
          {t("audits.onSite.saveFile")}
        </Button>
        <Button
          size="l"
          offBecause={entries.length > 0 ? t("audits.onSite.off.waits") : null}
          onClick={() => void handBack("returned")}
        >
          {t("audits.onSite.handBack")}
        </Button>
      </div>
    </section>
  );
}

function whereOf(entry: Entry, { sheet, living, entries }: Work): string {
  if (entry.kind === "withdrawal" || !sheet) return "";
  const { places } = asItIs(sheet, living, entries);
  const check =
    "checkId" in entry ? checksOf(living, entries).find((one) => one.id === entry.checkId) : undefined;
  const placeId = check?.placeId ?? ("placeId" in entry ? entry.placeId : undefined);
  const controlId = entry.kind === "check" ? entry.controlId : check?.controlId;
  return [controlId, places.find((one) => one.id === placeId)?.name].filter(Boolean).join(" · ");
}
