// One sheet on site: taken along, unlocked, filled in, brought back. No part of it asks for a session but sending.
import { useEffect, useState } from "react";
import { LonePage } from "#web/layout/LonePage.tsx";
import { useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { onBack } from "#web/connection.ts";
import { Loading } from "#web/ui/parts.tsx";
import "./on-site.css";
import { askWhatHolds } from "./asking.ts";
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

/** How often a device that waits for its PIN asks whether it may still have the sheet. */
const lookMs = 60_000;

/** Looks on the device anew each time the sheet is closed. */
function Gate({ visitId }: { visitId: string }) {
  const t = useText();
  const [pack, setPack] = useState<Pack | null | undefined>();
  const [ended, setEnded] = useState<"revoked" | "over" | null>(null);
  const isHere = pack !== undefined && pack !== null;
  useEffect(() => {
    const look = async () => setPack((await device.packs.get(visitId)) ?? null);
    void purgeOver(Date.now()).then(look);
  }, [visitId]);
  useEffect(() => {
    if (!isHere) return undefined;
    const ask = async () => {
      const said = (await askWhatHolds()).get(visitId);
      if (said !== "revoked" && said !== "over") return;
      const left = await device.packs.get(visitId);
      if (left) setPack(left);
      else setEnded(said);
    };
    void ask();
    const timer = setInterval(() => void ask(), lookMs);
    const stop = onBack(() => void ask());
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [isHere, visitId]);
  if (ended) return <Ended why={ended} visitId={visitId} />;
  if (pack === undefined)
    return (
      <LonePage title={t("audits.onSite.title")}>
        <Loading rows={3} />
      </LonePage>
    );
  return pack ? <Unlock pack={pack} /> : <TakeAlong visitId={visitId} onTaken={setPack} />;
}
