// Who a company is, in one line of five: relation, tier, place and people, the time there, who to call.
import { CompanySections } from "#web/company-sections.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { LangText } from "#web/ui/small.tsx";
import { telephoneLink } from "#core/text/telephone.ts";
import type { Company } from "./company.ts";

export function CompanyStrip({ company }: { company: Company }) {
  return (
    <section className="panel">
      <dl className="strip five">
        <RelationCell company={company} />
        <TierCell company={company} />
        <PlaceCell company={company} />
        <TimeCell company={company} />
        <CallCell company={company} />
      </dl>
    </section>
  );
}

type Cell = { company: Company };

function RelationCell({ company: { relation } }: Cell) {
  const t = useText();
  const format = useFormat();
  return (
    <div>
      <dt>{t("company.relation")}</dt>
      <dd className="big">
        {relation
          ? [t(`relation.${relation.kind}`), format.ratio(relation.ownershipPercent)]
              .filter(Boolean)
              .join(t("list.comma"))
          : t("company.noRelation")}
      </dd>
      {relation?.owner ? (
        <dd className="small soft">
          {t("company.heldBy")}{" "}
          <Go to="/companies/$id" params={{ id: relation.owner.id }}>
            <LangText text={nameFor(relation.owner)} />
          </Go>
        </dd>
      ) : null}
      {relation ? (
        <dd className="small soft">{t("company.since", { day: format.day(relation.validFrom, "plain") })}</dd>
      ) : null}
      {relation ? <dd className="small soft">{t(`company.binding.${relation.binding}`)}</dd> : null}
    </div>
  );
}

function TierCell({ company }: Cell) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { tier, tierByCriteria } = company;
  return (
    <div>
      <dt>{t("company.tier")}</dt>
      <dd className="big">{tier ? `${tier.tier} ${t(`tier.${tier.tier}`)}` : "–"}</dd>
      {tierByCriteria && tier?.basis === "criteria" ? (
        <dd className="small soft">
          {tierByCriteria.because.map((one) => any(`tierMark.${one}`)).join(t("list.comma"))}
        </dd>
      ) : null}
      {tier && tier.basis !== "criteria" ? (
        <dd className="small soft">
          {t(`tierBasis.${tier.basis}`)}
          {tier.validTo ? ` · ${t("company.until", { day: format.day(tier.validTo, "plain") })}` : ""}
          <br />
          {tier.reason}
        </dd>
      ) : null}
      <dd className="small soft">
        <CompanySections place="tier" companyId={company.id} />
      </dd>
    </div>
  );
}

function PlaceCell({ company }: Cell) {
  const t = useText();
  const format = useFormat();
  const { facts, sites } = company;
  const plants = sites.filter((site) => site.isPlant).length;
  return (
    <div>
      <dt>{t("company.placeAndPeople")}</dt>
      <dd className="big">{facts ? format.country(facts.country) : "–"}</dd>
      {facts ? <dd className="small soft">{t("company.workersOnly", { count: facts.workers })}</dd> : null}
      <dd className="small soft">
        {[
          company.peopleCount > 0 ? t("company.registered", { count: company.peopleCount }) : "",
          plants > 0 ? t("company.plants", { count: plants }) : "",
          sites.length > plants ? t("company.offices", { count: sites.length - plants }) : "",
        ]
          .filter(Boolean)
          .join(t("list.comma"))}
      </dd>
    </div>
  );
}

function TimeCell({ company: { facts } }: Cell) {
  const t = useText();
  const format = useFormat();
  return (
    <div>
      <dt>{t("company.timeThere")}</dt>
      <dd className="big clock">
        {facts ? format.timeIn(facts.timeZone) : "–"}{" "}
        {facts ? <span className="soft">{format.zone(facts.timeZone)}</span> : null}
      </dd>
      {facts ? <dd className="small soft">{facts.timeZone.replaceAll("_", " ")}</dd> : null}
    </div>
  );
}

const called = ["security_officer", "deputy_security_officer", "accountable_executive"] as const;

/** The three one turns to, in the order in which one does. */
function CallCell({ company }: Cell) {
  const t = useText();
  const format = useFormat();
  const mayReadPeople = useMay("person.read");
  const held = called.flatMap((purpose) => {
    const seat = company.positions.find((one) => one.purpose === purpose && one.holderFamilyName !== null);
    return seat ? [{ ...seat, purpose }] : [];
  });
  return (
    <div>
      <dt>{t("company.whoToCall")}</dt>
      {held.length === 0 ? <dd className="small">{t("company.nobodyToCall")}</dd> : null}
      {held.map((seat) => {
        const name = format.person({
          familyName: seat.holderFamilyName ?? "",
          givenName: seat.holderGivenName ?? "",
        });
        return (
          <dd key={seat.id} className="call">
            <span className="soft">{t(`company.call.${seat.purpose}`)}</span>
            <span className="whom">
              {mayReadPeople && seat.holderId ? (
                <Go to="/people/$id" params={{ id: seat.holderId }}>
                  <LangText text={name} />
                </Go>
              ) : (
                <LangText text={name} />
              )}
              {seat.telephone ? (
                <a className="tn" href={telephoneLink(seat.telephone)}>
                  {seat.telephone}
                </a>
              ) : null}
              {seat.email ? (
                <a href={`mailto:${seat.email}`} title={seat.email}>
                  {t("people.email")}
                </a>
              ) : null}
            </span>
          </dd>
        );
      })}
    </div>
  );
}
