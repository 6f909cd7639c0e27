// Where a rule comes from, when it holds, and who has read its source last.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { RuleOf } from "./rows.ts";
import { useSaying } from "./saying.ts";

export function Facts({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  const say = useSaying();
  const span = [
    of.effectiveFrom ? t("clockRule.from", { day: format.day(of.effectiveFrom) }) : t("clockRule.noStart"),
    ...(of.effectiveTo ? [t("clockRule.until", { day: format.day(of.effectiveTo) })] : []),
  ].join(" ");
  const rows: [string, React.ReactNode][] = [
    [t("clockRule.jurisdiction"), say.jurisdiction(of.jurisdiction)],
    [t("clockRule.stage"), t(`clockStage.${of.stage}`)],
    [t("clockRule.subject"), t(`clockSubject.${of.subject}`)],
    [t("clockRule.company"), of.companyName ?? t("clockRule.everyCompany")],
    [t("clockRule.status"), t(`clockStatus.${of.status}`)],
    [t("clockRule.effective"), span],
    [t("clockRule.source"), <Source key="source" title={of.sourceTitle} address={of.sourceAddress} />],
  ];
  if (of.moreSources.length > 0)
    rows.push([
      t("clockRule.moreSources"),
      <ul key="more" className="lines">
        {of.moreSources.map((one) => (
          <li key={one.title + one.address}>
            <Source {...one} />
          </li>
        ))}
      </ul>,
    ]);
  rows.push(
    [t("clockForm.readOn"), of.readOn ? format.day(of.readOn) : t("clockRule.unread")],
    [t("clockRule.reviewedOn"), <Reviewed key="reviewed" of={of} />],
    [t("clockRule.sure"), t(`clockSure.${of.sure}`)],
  );
  return (
    <Panel title={t("clockRule.source")}>
      <KeyValue rows={rows} />
    </Panel>
  );
}

function Source({ title, address }: { title: string; address: string }) {
  return address ? (
    <a href={address} rel="noreferrer noopener" target="_blank">
      <LangText text={title} />
    </a>
  ) : (
    <LangText text={title} />
  );
}

/** The day, and beside it by whom: what came with the product was read by nobody of the group. */
function Reviewed({ of }: { of: RuleOf }) {
  const t = useText();
  const format = useFormat();
  if (of.reviewedOn === null) return <span className="clock-old">{t("clockRule.unreadReview")}</span>;
  const day = format.day(of.reviewedOn);
  if (!of.reviewedByName) return <span>{t("clockRule.shippedReviewed", { day })}</span>;
  return (
    <>
      <span className="tn">{day}</span>
      <span className="sub clock-sub soft">{of.reviewedByName}</span>
    </>
  );
}
