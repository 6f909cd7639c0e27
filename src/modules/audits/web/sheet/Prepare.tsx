// Preparing a visit: how much is drawn at random, with which seed, what is added by hand, and through which places one walks.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import { textIn } from "../on-site/useWords.ts";
import type { Visit } from "../visit.ts";
import type { DraftPlace } from "./arranging.ts";
import { firstPlaces, PlacesForm } from "./PlacesForm.tsx";

type Proposal = Output<typeof audits.proposeSheet>;
const usualShare = 25;

export function Prepare({ visit }: { visit: Visit }) {
  const t = useText();
  const [share, setShare] = useState<number | null>(usualShare);
  const [seed, setSeed] = useState(() => crypto.randomUUID().slice(0, 8));
  const asked =
    share === null || share > 100 || share < 0 || !seed.trim()
      ? null
      : { sharePercent: share, seed: seed.trim() };
  const read = useOperation(
    audits.proposeSheet,
    { id: visit.id, sharePercent: 0, seed: "-", ...asked },
    { enabled: asked !== null, keep: true },
  );
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  return (
    <div className="record">
      <aside>
        <Panel title={t("audits.prepare.draw")}>
          <div className="form">
            <NumberField
              label={t("audits.prepare.share")}
              hint={t("audits.prepare.shareHelp")}
              value={share}
              unit="%"
              onChange={setShare}
            />
            <TextField
              label={t("audits.prepare.seed")}
              hint={t("audits.prepare.seedHelp")}
              value={seed}
              maxLength={60}
              onChange={setSeed}
            />
            <p className="small soft">
              {read.data.inspection
                ? t("audits.prepare.from", {
                    round: read.data.inspection.roundName,
                    count: read.data.inspection.answered,
                  })
                : t("audits.prepare.fromNothing")}
            </p>
          </div>
        </Panel>
      </aside>
      <Rest visit={visit} proposal={read.data} asked={asked} />
    </div>
  );
}

type RestProps = { visit: Visit; proposal: Proposal; asked: { sharePercent: number; seed: string } | null };

function Rest({ visit, proposal, asked }: RestProps) {
  const t = useText();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const [places, setPlaces] = useState<readonly DraftPlace[]>(() => firstPlaces(proposal.sites, t));
  const prepare = useCommand(audits.prepareSheet, [audits.getAuditSheet, audits.getVisit]);
  const offBecause =
    visit.programmeState === "draft"
      ? t("audits.off.audit.not_approved")
      : asked === null
        ? t("audits.prepare.shareHelp")
        : places.length === 0 || places.some((one) => !one.name.trim())
          ? t("audits.prepare.placesFirst")
          : null;
  const count = proposal.controls.filter((one) => one.drawn !== null || added.has(one.id)).length;
  return (
    <div>
      <PlacesForm sites={proposal.sites} places={places} onChange={setPlaces} />
      <Drawn proposal={proposal} added={added} onAdd={setAdded} />
      <FormError error={prepare.error} />
      <div className="sheet-ends">
        <Button
          look="main"
          isBusy={prepare.isPending}
          offBecause={offBecause}
          onClick={() =>
            asked &&
            prepare.mutate({
              id: visit.id,
              ...asked,
              added: [...added],
              places: places.map(({ kind, name, siteId }) => ({ kind, name: name.trim(), siteId })),
            })
          }
        >
          {t("audits.prepare.act", { count })}
        </Button>
      </div>
    </div>
  );
}

type DrawnProps = {
  proposal: Proposal;
  added: ReadonlySet<string>;
  onAdd: (added: ReadonlySet<string>) => void;
};

function Drawn({ proposal, added, onAdd }: DrawnProps) {
  const t = useText();
  const format = useFormat();
  const areas = [...Map.groupBy(proposal.controls, (one) => one.area)];
  const toggle = (id: string, isOn: boolean) =>
    onAdd(new Set(isOn ? [...added, id] : [...added].filter((one) => one !== id)));
  if (proposal.controls.every((one) => one.drawn === null))
    return <Note kind="warn">{t("audits.prepare.nothing")}</Note>;
  return areas.map(([area, controls]) => {
    const drawn = controls.filter((one) => one.drawn !== null || added.has(one.id));
    return (
      <Panel
        key={area}
        title={t("audits.prepare.area", {
          area: textIn(controls[0]?.areaName ?? {}),
          count: drawn.length,
          of: format.number(controls.length),
        })}
        isFlush
      >
        <details>
          <summary>{t("audits.prepare.which")}</summary>
          <ul className="drawn-list">
            {controls.map((one) => (
              <li key={one.id} className={one.drawn || added.has(one.id) ? "" : "left"}>
                {one.drawn ? (
                  <Tag isMust={one.drawn === "mandatory"}>{t(`audits.drawn.${one.drawn}`)}</Tag>
                ) : (
                  <Tick
                    label={t("audits.prepare.add")}
                    isOn={added.has(one.id)}
                    onChange={(isOn) => toggle(one.id, isOn)}
                  />
                )}
                <span>
                  <small className="soft">{one.id}</small> <LangText text={textIn(one.title)} />
                </span>
                <VerdictMark verdict={one.saidVerdict} isPast />
              </li>
            ))}
          </ul>
        </details>
      </Panel>
    );
  });
}
