// Where nothing has been counted yet: the one step to begin with.
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";

export function BeginHint() {
  const t = useText();
  const mayManage = useMay("ledger.manage");
  return (
    <Note>
      <p>{t("ledgers.beginHelp")}</p>
      {mayManage ? (
        <p className="row">
          <GoButton size="s" to="/ledgers/sources">
            {t("ledgers.toSources")}
          </GoButton>
        </p>
      ) : null}
    </Note>
  );
}
