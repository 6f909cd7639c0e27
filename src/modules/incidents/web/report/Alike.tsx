// What was reported in the days around and may be the same: whoever sees theirs there adds to it instead.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Kind } from "../../rules.ts";

type Props = { companyId: string; kind: Kind; at: string; deviceId: string };

export function Alike({ companyId, kind, at, deviceId }: Props) {
  const t = useText();
  const format = useFormat();
  const reads = useMay("incident.read");
  // To the minute: each keystroke elsewhere in the form would ask anew.
  const alike = useOperation(incidents.findLikeIncidents, {
    companyId,
    kind,
    discoveredAt: `${at.slice(0, 16)}:00.000Z`,
    ...(deviceId ? { deviceId } : {}),
  });
  const rows = alike.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Note>
      {t("report.alike")}
      {rows.map((one) => (
        <span key={one.id} className="inc-line">
          <Go to={reads ? "/incidents/$id" : "/report/$id"} params={{ id: one.id }}>
            {one.reference}
          </Go>{" "}
          {one.title === "–" ? t(`incident.kind.${one.kind}`) : one.title}{" "}
          <span className="mute tn">{format.moment(one.discoveredAt)}</span>
        </span>
      ))}
    </Note>
  );
}
