// After a report behind a link: its number, what happens next, and the one address that leads back to it. Photos follow the words.
import { useEffect, useRef, useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";
import type { Photo } from "./PhotosField.tsx";
import { sendPhoto } from "./photos.ts";
import { Urgent } from "./Urgent.tsx";

type Props = {
  sent: { number: string; companyName: string; phone: string; secret: string; photos: Photo[] };
  onAnother: () => void;
};

export function SentView({ sent, onAnother }: Props) {
  const t = useText();
  const { number, companyName, phone, secret } = sent;
  const address = `${location.origin}/report-status#${secret}`;
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(address).then(() => setCopied(true));
  return (
    <LonePage title={t("intake.sent", { number })} isWide>
      <div className="inc-form intake-form" role="status">
        <p>{t("intake.thanks")}</p>
        <Photos secret={secret} photos={sent.photos} />
        {phone ? (
          <Note>
            <Urgent phone={phone} />
          </Note>
        ) : null}
        <section>
          <h2>{t("intake.nextTitle")}</h2>
          <ol className="intake-next">
            <li>{t("intake.next.look", { company: companyName })}</li>
            <li>{t("intake.next.ask")}</li>
            <li>{t("intake.next.keep")}</li>
          </ol>
        </section>
        <section>
          <h2>{t("intake.yourPage")}</h2>
          <p className="soft">{t("intake.yourPageHelp")}</p>
          <p className="intake-address">
            <a href={address}>{address}</a>
          </p>
          <div className="row">
            <Button look="main" onClick={copy}>
              {isCopied ? `✓ ${t("intake.copied")}` : t("intake.copy")}
            </Button>
            <Button onClick={onAnother}>{t("intake.another")}</Button>
          </div>
        </section>
      </div>
    </LonePage>
  );
}

/** One after the other; what did not go through is sent again when asked, and the report has arrived all the same. */
function Photos({ secret, photos }: { secret: string; photos: readonly Photo[] }) {
  const t = useText();
  const [left, setLeft] = useState(photos);
  const [isBusy, setBusy] = useState(photos.length > 0);
  const [failed, setFailed] = useState<unknown>(null);
  const begun = useRef(false);
  const send = async (waiting: readonly Photo[]) => {
    setBusy(true);
    setFailed(null);
    let rest = waiting;
    for (const photo of waiting) {
      try {
        await sendPhoto(secret, photo.blob, photo.id);
        rest = rest.filter((one) => one !== photo);
        setLeft(rest);
      } catch (error) {
        setFailed(error);
        break;
      }
    }
    setBusy(false);
  };
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void send(photos);
  });
  if (left.length === 0) return null;
  return (
    <Note {...(failed ? { kind: "warn" as const } : {})}>
      {isBusy ? t("intake.sending") : t("intake.notPhotos", { count: left.length })}
      <FormError error={failed} />
      {isBusy ? null : <Button onClick={() => void send(left)}>{t("intake.photosAgain")}</Button>}
    </Note>
  );
}
