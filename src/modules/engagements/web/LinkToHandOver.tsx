import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Note } from "#web/ui/states.tsx";

/** The one-time link, shown this once; behind #, so that the token reaches no server log. */
export function LinkToHandOver({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useText();
  return (
    <div className="form">
      <Note kind="good">{t("account.linkReady")}</Note>
      <input
        className="input mono"
        aria-label={t("account.copy")}
        value={`${location.origin}/invitation#${token}`}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <p className="soft">{t("outside.linkHelp")}</p>
      <div className="ends">
        <Button look="main" onClick={onClose}>
          {t("outside.done")}
        </Button>
      </div>
    </div>
  );
}
