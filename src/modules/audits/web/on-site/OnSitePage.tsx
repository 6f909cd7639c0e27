// One sheet on site: taken along, unlocked, filled in, brought back. No part of it asks for a session but sending.
import { useEffect, useState } from "react";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/parts.tsx";
import "./on-site.css";
import { Ended } from "./Ended.tsx";
import { Over } from "./Over.tsx";
import { device, type Pack, purgeOver } from "./store.ts";
import { TakeAlong } from "./TakeAlong.tsx";
import { Unlock } from "./Unlock.tsx";
import { useClosing } from "./useClosing.ts";
import { Walk } from "./Walk.tsx";
import { useWork } from "./work.ts";

export default function OnSitePage() {
  const id = useParam("id");
  const work = useWork();
  const isOpen = work?.pack.visitId === id;
  useClosing(isOpen);
  if (!work || !isOpen) return <Gate key={id} visitId={id} />;
  if (work.ended) return <Ended why={work.ended} visitId={id} />;
  return work.sheet ? <Walk work={work} sheet={work.sheet} /> : <Over work={work} />;
}

/** Looks on the device anew each time the sheet is closed. */
function Gate({ visitId }: { visitId: string }) {
  const t = useText();
  const [pack, setPack] = useState<Pack | null | undefined>();
  useEffect(() => {
    void purgeOver(Date.now())
      .then(() => device.packs.get(visitId))
      .then((found) => setPack(found ?? null));
  }, [visitId]);
  if (pack === undefined)
    return (
      <LonePage title={t("audits.onSite.title")}>
        <Loading rows={3} />
      </LonePage>
    );
  return pack ? <Unlock pack={pack} /> : <TakeAlong visitId={visitId} onTaken={setPack} />;
}
