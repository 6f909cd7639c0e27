// What else the register leads to, behind one button: numbers, what comes in, what is prepared, its rows as a file, its settings.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { incidents } from "../contract.ts";
import { narrowingOf, type Url } from "./incident.ts";

const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

type MenuProps = { url: Partial<Url>; columns: readonly string[]; count: number | undefined };

export function RegisterMenu({ url, columns, count }: MenuProps) {
  const t = useText();
  const go = useGo();
  const readsAll = useMay("incident.read");
  const mayRule = useMay("incident.rule");
  const mayLook = [useMay("incident.assess"), useMay("incident.manage")].includes(true);
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(true);
    setFailed(null);
    downloadFrom(incidents.exportIncidents, {
      ...narrowingOf(url),
      ...(url.view ? { view: url.view } : {}),
      ...(url.sort ? { sort: url.sort } : {}),
      columns: columns.join(","),
      format,
    })
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  const leads = [
    ...(readsAll ? [{ to: "/incidents/figures", label: t("incidentFigures.title") }] : []),
    ...(mayLook ? [{ to: "/incidents/intake", label: t("intake.list.crumb") }] : []),
    ...(readsAll
      ? [
          { to: "/incidents/procedures", label: t("procedures.title") },
          { to: "/incidents/proposals", label: t("proposals.title") },
        ]
      : []),
    ...(mayRule ? [{ to: "/incidents/settings", label: t("incidents.settings") }] : []),
  ];
  return (
    <>
      <FormError error={failed} />
      <ActionMenu
        label={t("incidents.more")}
        icon="more"
        isBusy={isBusy}
        actions={[
          ...leads.map(({ to, label }) => ({ label, onClick: () => go({ to }) })),
          ...formats.map(([format, form]) => ({
            label:
              count === undefined
                ? t("findings.saveAs", { form })
                : t("findings.saveAsCount", { form, count }),
            icon: "download" as const,
            offBecause: count === 0 ? t("findings.nothingShown") : null,
            onClick: () => save(format),
          })),
        ]}
      />
    </>
  );
}
