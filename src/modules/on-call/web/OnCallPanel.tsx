// Who is on call for a company now: its own rosters, its division's, the group's. Lent through parts.tsx.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { onCall } from "../contract.ts";
import { OnCallNowList } from "./OnCallNow.tsx";
import { unitOf } from "./rows.ts";

export function OnCallPanel({ companyId, className = "" }: { companyId: string; className?: string }) {
  const t = useText();
  const mayKeep = useMay("on_call.keep");
  const read = useOperation(onCall.getOnCallNow, { id: companyId }, { refetchEvery: 60_000 });
  if (read.data?.rows.length === 0 && !mayKeep) return null;
  return (
    <Panel className={className} title={t("onCall.now")} more={<Go to="/on-call">{t("onCall.all")}</Go>}>
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading rows={2} />
      ) : read.data.rows.length === 0 ? (
        <p className="soft">{t("onCall.noneForCompany")}</p>
      ) : (
        <OnCallNowList
          mayRing={read.data.mayRing}
          rows={read.data.rows.map((row) => ({
            ...row,
            unit: row.isOwn ? null : unitOf(row),
            isOpen: row.isOwn,
          }))}
        />
      )}
    </Panel>
  );
}
