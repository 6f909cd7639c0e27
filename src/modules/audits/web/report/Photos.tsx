// Photos of a control or a place in a report. They are fetched when somebody asks for them, since each look is in the trail; one of them opens large.
import { useEffect, useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { blobFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Written } from "#web/ui/small.tsx";
import { audits } from "../../contract.ts";
import type { Control, Report } from "./report.ts";

type Photo = Control["photos"][number];
type Props = { report: Report; one: { photos: readonly Photo[] } };

export function Photos({ report, one }: Props) {
  const t = useText();
  const [isShown, setShown] = useState(false);
  if (one.photos.length === 0) return null;
  if (isShown) return <Strip report={report} one={one} />;
  return (
    <p>
      <Button size="s" icon="picture" onClick={() => setShown(true)}>
        {t("audits.report.photos", { count: one.photos.length })}
      </Button>
    </p>
  );
}

function Strip({ report, one: { photos } }: Props) {
  const t = useText();
  const [pictures, problem] = usePictures(report.id, photos);
  const [large, setLarge] = useState<number | null>(null);
  const shown = large === null ? undefined : photos[large];
  return (
    <>
      <ul className="audited-photos">
        {photos.map((photo, at) => (
          <li key={photo.number}>
            <button
              type="button"
              onClick={() => setLarge(at)}
              aria-label={t("audits.report.photoLarge", { number: at + 1 })}
            >
              <Picture url={pictures.get(photo.number)} photo={photo} />
            </button>
          </li>
        ))}
      </ul>
      <FormError error={problem} />
      {shown && large !== null ? (
        <Dialog
          isOpen
          size="full"
          title={t("audits.report.photoOf", { number: large + 1, count: photos.length })}
          onClose={() => setLarge(null)}
        >
          <figure className="audited-large">
            <Picture url={pictures.get(shown.number)} photo={shown} />
            <Caption photo={shown} />
          </figure>
          {photos.length > 1 ? (
            <div className="row">
              <Button onClick={() => setLarge((large + photos.length - 1) % photos.length)}>
                {t("audits.report.photoBefore")}
              </Button>
              <Button onClick={() => setLarge((large + 1) % photos.length)}>
                {t("audits.report.photoNext")}
              </Button>
            </div>
          ) : null}
        </Dialog>
      ) : null}
    </>
  );
}

function Caption({ photo }: { photo: Photo }) {
  const format = useFormat();
  return (
    <figcaption className="small">
      {photo.words ? <Written text={photo.words} /> : null}{" "}
      <span className="soft">
        {[photo.place, format.momentWithZone(photo.takenAt)].filter(Boolean).join(" · ")}
      </span>
    </figcaption>
  );
}

function Picture({ url, photo }: { url: string | undefined; photo: Photo }) {
  const t = useText();
  if (!url) return <span className="skeleton" aria-hidden="true" />;
  // What it shows is what the auditor wrote beside it.
  return <img src={url} alt={photo.words || photo.place || t("audits.report.photo")} />;
}

/** One after the other, so that the first is there soon; given back when nobody looks any more. */
function usePictures(reportId: string, photos: readonly Photo[]) {
  const [pictures, setPictures] = useState<ReadonlyMap<number, string>>(new Map());
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    let isOver = false;
    const made: string[] = [];
    const load = async () => {
      for (const { number } of photos) {
        const blob = await blobFrom(audits.getReportPhoto, { id: reportId, number });
        if (isOver) return;
        const url = URL.createObjectURL(blob);
        made.push(url);
        setPictures((before) => new Map(before).set(number, url));
      }
    };
    void load().catch(setProblem);
    return () => {
      isOver = true;
      for (const url of made) URL.revokeObjectURL(url);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the photos of a report never change
  }, [reportId]);
  return [pictures, problem] as const;
}
