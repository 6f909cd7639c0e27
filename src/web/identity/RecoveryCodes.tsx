// Recovery codes, shown once: to be kept on paper or in a safe place, not on the device they stand in for.
import { useState } from "react";
import { saveFile } from "../transfer.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/states.tsx";

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useText();
  const [isKept, setKept] = useState(false);
  const text = `Yagura: ${t("recovery.title")}\r\n\r\n${codes.join("\r\n")}\r\n`;
  return (
    <div className="form">
      <Note kind="warn">{t("recovery.once")}</Note>
      <ol className="codes" aria-label={t("recovery.title")}>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ol>
      <div className="row wrap">
        <Button onClick={() => void navigator.clipboard.writeText(codes.join("\n"))}>
          {t("account.copy")}
        </Button>
        <Button
          onClick={() => saveFile(new Blob([text], { type: "text/plain;charset=utf-8" }), "yagura-codes.txt")}
        >
          {t("recovery.save")}
        </Button>
      </div>
      <label className="tick">
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} />
        {t("recovery.kept")}
      </label>
      <Button look="main" offBecause={isKept ? null : t("recovery.keepFirst")} onClick={onDone}>
        {t("recovery.done")}
      </Button>
    </div>
  );
}
