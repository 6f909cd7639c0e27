// A secret as it is shown this once, to be entered at the receiver.
import { useState } from "react";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";

export function SecretOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard?.writeText(secret).then(() => setCopied(true));
  return (
    <div className="form wide">
      <Note kind="warn">{t("receiver.secretOnce")}</Note>
      <div className="row">
        <input
          className="input mono grow"
          aria-label={t("receiver.secret")}
          value={secret}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <Button icon={isCopied ? "check" : "file"} onClick={copy}>
          {t(isCopied ? "receiver.secretCopied" : "receiver.secretCopy")}
        </Button>
      </div>
      <div className="ends">
        <Button look="main" onClick={onDone}>
          {t("receiver.secretSaved")}
        </Button>
      </div>
    </div>
  );
}
