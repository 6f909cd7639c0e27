// Everything that is not yet with the server, one by one; and the file that takes it there when nothing else does.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { saveFile } from "#web/transfer.ts";
import { Button, GoBack } from "./small.tsx";
import { LangText } from "#web/ui/small.tsx";
import { type About, aboutOf, type Entry } from "./entries.ts";
import { exported } from "./exported.ts";
import { handBack, sync } from "./sending.ts";
import { textIn } from "./useWords.ts";
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
              {t(`audits.onSite.entry.${entry.kind}`)}
              <small className="soft">{format.moment(entry.at, "time")}</small>{" "}
              <Where about={aboutNow(entry, work)} />
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

/** As it is called by now, or as it was when it was entered where the sheet is gone. */
const aboutNow = (entry: Entry, { sheet, living, entries }: Work): About =>
  sheet ? aboutOf(sheet, living, entries, entry) : (entry.about ?? {});

function Where({ about: { controlId, point, title, place } }: { about: About }) {
  const t = useText();
  const words = point ? t(`audits.point.${point}`) : title ? textIn(title) : null;
  return (
    <>
      {[controlId, place].filter(Boolean).join(" · ")}
      {words ? (
        <span className="block soft">
          <LangText text={words} />
        </span>
      ) : null}
    </>
  );
}
