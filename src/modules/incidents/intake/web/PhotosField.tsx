// Photos to be sent with the report: taken or chosen, seen small, taken away again.
import { IconCamera } from "@tabler/icons-react";
import { type ChangeEvent, useState } from "react";
import { useText } from "#web/text/i18n.ts";
import { mostPhotos } from "../rules.ts";
import { madeSmall } from "./photos.ts";

export type Photo = { id: number; blob: Blob; url: string };
type Props = { photos: readonly Photo[]; onChange: (photos: Photo[]) => void };

let serial = 0;

export function PhotosField({ photos, onChange }: Props) {
  const t = useText();
  const [isWrong, setWrong] = useState(false);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])].slice(0, mostPhotos - photos.length);
    event.target.value = "";
    const made = await Promise.all(chosen.map(madeSmall));
    const good = made.flatMap((blob) =>
      blob ? [{ id: ++serial, blob, url: URL.createObjectURL(blob) }] : [],
    );
    setWrong(good.length < chosen.length);
    onChange([...photos, ...good]);
  };
  const remove = (photo: Photo) => {
    URL.revokeObjectURL(photo.url);
    onChange(photos.filter((one) => one !== photo));
  };
  return (
    <fieldset className="field intake-photos" aria-label={t("intake.photos")}>
      <span className="label">
        {t("intake.photos")}
        <small>{t("form.optional")}</small>
      </span>
      {photos.length > 0 ? (
        <ul>
          {photos.map((photo) => (
            <li key={photo.id}>
              <Shown url={photo.url} />
              <button type="button" className="linkish" onClick={() => remove(photo)}>
                {t("intake.photoRemove")}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {photos.length < mostPhotos ? (
        <label className="inc-chip intake-camera">
          <IconCamera size={20} stroke={1.6} aria-hidden="true" /> {t("intake.photoAdd")}
          <input type="file" accept="image/*" multiple onChange={(event) => void take(event)} />
        </label>
      ) : null}
      <p className="hint">{t("intake.photosHint", { count: mostPhotos })}</p>
      {isWrong ? (
        <p className="wrong" role="alert">
          {t("intake.photoNot")}
        </p>
      ) : null}
    </fieldset>
  );
}

function Shown({ url }: { url: string }) {
  const [isThere, setThere] = useState(true);
  return isThere ? <img src={url} alt="" onError={() => setThere(false)} /> : null;
}
