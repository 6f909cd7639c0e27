import { type ChangeEvent, useEffect, useState } from "react";
import { useText } from "#web/text/i18n.ts";
import { Icon } from "#web/ui/icons.tsx";
import { isAt, type Photo, type Spot } from "./entries.ts";
import { shrunk, whereabouts } from "./photos.ts";
import { sha256 } from "./sealing.ts";
import { bytesOf, keep, takeBack, type Work } from "./work.ts";

/** The button at the thumb opens the same. */
export const photoInput = "on-site-photo";

type Props = { work: Work; spot: Spot; isAtThumb?: boolean };

export function Photos({ work, spot, isAtThumb = false }: Props) {
  const t = useText();
  const [withPlace, setWithPlace] = useState(false);
  const [isBad, setBad] = useState(false);
  const own = work.entries.filter((one): one is Photo => one.kind === "photo" && isAt(spot)(one));
  const sent = work.living.notes.filter((one) => one.kind === "photo" && isAt(spot)(one) && !one.isWithdrawn);
  const add = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = "";
    setBad(false);
    const place = withPlace ? await whereabouts() : null;
    for (const file of files) {
      const bytes = await shrunk(file);
      if (!bytes) setBad(true);
      else await keepPhoto(spot, bytes, place);
    }
  };
  return (
    <div className="photos">
      {own.map((photo) => (
        <Shown key={photo.id} photo={photo} />
      ))}
      <label className="add">
        <Icon name="camera" />
        <span>{t("audits.onSite.addPhoto")}</span>
        <input
          id={isAtThumb ? photoInput : undefined}
          type="file"
          accept="image/*"
          capture="environment"
          multiple
          onChange={(event) => void add(event)}
        />
      </label>
      {sent.length > 0 ? (
        <small className="soft">{t("audits.onSite.photosSent", { count: sent.length })}</small>
      ) : null}
      {isBad ? <small className="late-ink">{t("audits.onSite.noPicture")}</small> : null}
      <label className="with-place">
        <input type="checkbox" checked={withPlace} onChange={(event) => setWithPlace(event.target.checked)} />
        {t("audits.onSite.withPlace")}
      </label>
    </div>
  );
}

async function keepPhoto(spot: Spot, bytes: Uint8Array<ArrayBuffer>, place: string | null): Promise<void> {
  const photo: Photo = {
    kind: "photo",
    id: crypto.randomUUID(),
    at: new Date().toISOString(),
    ...spot,
    words: place ?? "",
    sha256: await sha256(bytes),
  };
  await keep(photo, bytes);
}

function Shown({ photo }: { photo: Photo }) {
  const t = useText();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    void bytesOf(photo).then((bytes) => {
      if (!bytes) return;
      made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
      setUrl(made);
    });
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the picture of an id never changes
  }, [photo.id]);
  return (
    <figure>
      {url ? <img src={url} alt={t("audits.onSite.photo")} /> : <span className="ghost" />}
      <button type="button" aria-label={t("audits.onSite.dropPhoto")} onClick={() => void takeBack(photo.id)}>
        <Icon name="close" />
      </button>
    </figure>
  );
}
