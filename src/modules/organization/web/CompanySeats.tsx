// Who to call at a company, and where it is: seats with their holders of the day, sites and plants.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Lang } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { AddPlace, AddPosition, HoldPosition } from "./CompanyAdditions.tsx";
import type { Company } from "./CompanyChanges.tsx";

export function Positions({ company }: { company: Company }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState<"new" | { id: string; name: string } | null>(null);
  const close = () => setOpen(null);
  const add = (
    <Button
      size="s"
      icon="plus"
      offBecause={company.can.manage ? null : t("company.notYours")}
      onClick={() => setOpen("new")}
    >
      {t("position.add")}
    </Button>
  );
  return (
    <>
      {company.positions.length === 0 ? (
        <EmptyState title={t("company.noPositions")} action={add}>
          {t("company.noPositionsHelp")}
        </EmptyState>
      ) : (
        <>
          <table className="grid">
            <tbody>
              {company.positions.map((position) => (
                <tr key={position.id}>
                  <th scope="row">{position.name}</th>
                  <td>
                    {position.holderFamilyName ? (
                      <>
                        {format.person({
                          familyName: position.holderFamilyName,
                          givenName: position.holderGivenName ?? "",
                        })}{" "}
                        {position.since ? (
                          <span className="sub">
                            {t("company.since", { day: format.day(position.since, "plain") })}
                          </span>
                        ) : null}
                      </>
                    ) : (
                      <span className="mute">{t("company.vacant")}</span>
                    )}
                  </td>
                  <td>{position.email ? <a href={`mailto:${position.email}`}>{position.email}</a> : null}</td>
                  <td className="num">
                    {company.can.manage ? (
                      <Button size="s" onClick={() => setOpen({ id: position.id, name: position.name })}>
                        {t("position.hold")}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div style={{ marginTop: 8 }}>{add}</div>
        </>
      )}
      {open === "new" ? <AddPosition companyId={company.id} onClose={close} /> : null}
      {open !== null && open !== "new" ? (
        <HoldPosition companyId={company.id} position={open} onClose={close} />
      ) : null}
    </>
  );
}

export function Places({ company }: { company: Company }) {
  const t = useText();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const add = (
    <Button
      size="s"
      icon="plus"
      offBecause={company.can.manage ? null : t("company.notYours")}
      onClick={() => setOpen(true)}
    >
      {t("place.add")}
    </Button>
  );
  return (
    <>
      {company.sites.length === 0 ? (
        <EmptyState title={t("company.noSites")} action={add}>
          {t("company.noSitesHelp")}
        </EmptyState>
      ) : (
        <>
          <ul>
            {company.sites.map((site) => (
              <li key={site.id} className="tree-row">
                <Lang lang={langOf(nameFor(site))}>{nameFor(site)}</Lang>
                {site.isPlant ? <span className="badge tag">{t("company.plant")}</span> : null}
                <span className="kind">{format.country(site.country)}</span>
              </li>
            ))}
          </ul>
          <div style={{ marginTop: 8 }}>{add}</div>
        </>
      )}
      {isOpen ? (
        <AddPlace
          companyId={company.id}
          country={company.facts?.country ?? null}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
