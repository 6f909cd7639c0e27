// The sheets that this device took along: opens without a network and without a session.
import { useEffect, useState } from "react";
import { Go } from "#web/navigation.tsx";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Loading, Note } from "#web/ui/parts.tsx";
import "./on-site.css";
import { askWhatHolds } from "./asking.ts";
import { device, type Pack, purgeOver } from "./store.ts";

type Row = Pack & { waiting: number };

export default function OnSiteListPage() {
  const t = useText();
  const format = useFormat();
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  useEffect(() => {
    // What lies here is shown at once; what turns out to be over goes as soon as there is an answer.
    void readPacks().then(setRows).then(askWhatHolds).then(readPacks).then(setRows);
  }, []);
  return (
    <LonePage title={t("audits.onSite.list")}>
      {rows === null ? <Loading rows={2} /> : null}
      {rows?.length === 0 ? <Note>{t("audits.onSite.listEmpty")}</Note> : null}
      <ul className="on-site-list">
        {rows?.map((row) => (
          <li key={row.visitId}>
            <Go to="/on-site/$id" params={{ id: row.visitId }}>
              <b>{row.reference}</b>
              <small>
                {row.device} ·{" "}
                {row.sheet
                  ? t("audits.onSite.until", { day: format.moment(new Date(row.until).toISOString()) })
                  : t("audits.onSite.isOver")}
              </small>
              <small>{t("audits.onSite.waiting", { count: row.waiting })}</small>
            </Go>
          </li>
        ))}
      </ul>
      <p className="small soft">
        <Go to="/audits">{t("audits.onSite.toAudits")}</Go>
      </p>
    </LonePage>
  );
}

async function readPacks(): Promise<Row[]> {
  await purgeOver(Date.now());
  const packs = await device.packs.toArray();
  return Promise.all(
    packs.map(async (pack) => ({
      ...pack,
      waiting: await device.kept.where({ visitId: pack.visitId }).count(),
    })),
  );
}
