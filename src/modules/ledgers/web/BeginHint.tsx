// Where nothing has been counted yet: the one step to begin with.
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";

export function BeginHint() {
  const t = useText();
  const mayManage = useMay("ledger.manage");
  return (
    <div className="note begin">
      <p>{t("ledgers.beginHelp")}</p>
      {mayManage ? (
        <div className="row">
          <GoButton size="s" to="/ledgers/sources">
            {t("ledgers.toSources")}
          </GoButton>
        </div>
      ) : null}
    </div>
  );
}
