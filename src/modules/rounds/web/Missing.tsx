// Who is missing at the companies of a round, in words with counts that open their rows, and where it is put right.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import type { rounds } from "../contract.ts";

type Lacks = Output<typeof rounds.getRoundProgress>["lacks"];
export type Lack = keyof Lacks;
const order: readonly Lack[] = ["answer", "review", "confirm"];

export const lackingIn = (lacks: Lacks): Lack[] => order.filter((lack) => lacks[lack] > 0);

/** One sentence, for a dialog that lets go on all the same; null where everybody is named. */
export function useLacksSaid() {
  const t = useText();
  const format = useFormat();
  return (lacks: Lacks | undefined): string | null => {
    const lacking = lacks ? lackingIn(lacks) : [];
    if (!lacks || lacking.length === 0) return null;
    return t("round.lacksSaid", {
      list: format.list(lacking.map((lack) => t(`round.lacks.${lack}`, { count: lacks[lack] }))),
    });
  };
}

type Props = { lacks: Lacks; line: (lack: Lack, words: string) => ReactNode };

/** Nothing where everybody is named. */
export function Missing({ lacks, line }: Props) {
  const t = useText();
  const session = useSession();
  const mayGive = useMay("account.manage");
  const mayList = useMay("organization.manage") && session.isGroupWide;
  const lacking = lackingIn(lacks);
  if (lacking.length === 0) return null;
  return (
    <Panel
      className="lacking"
      title={t("round.lacksTitle")}
      footer={
        mayGive ? (
          <>
            <Go to="/accounts">{t("round.lacksPutRight")} ›</Go>
            {mayList ? (
              <Go to="/imports" search={{ kind: "seats" }}>
                {t("round.lacksByList")} ›
              </Go>
            ) : null}
          </>
        ) : null
      }
    >
      <ul className="lines">
        {lacking.map((lack) => (
          <li key={lack}>
            <span>
              {line(lack, t(`round.lacks.${lack}`, { count: lacks[lack] }))}
              <small>{t(`round.lacksEffect.${lack}`)}</small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Beside a company: who is missing there. */
export function LackTags({ lacks }: { lacks: readonly Lack[] }) {
  const t = useText();
  if (lacks.length === order.length)
    return (
      <>
        {" "}
        <Tag>{t("round.lackTag.all")}</Tag>
      </>
    );
  return (
    <>
      {lacks.map((lack) => (
        <span key={lack}>
          {" "}
          <Tag>{t(`round.lackTag.${lack}`)}</Tag>
        </span>
      ))}
    </>
  );
}

/** On a page of a round: each line opens its rows of the population. */
export function MissingOf({ roundId, lacks }: { roundId: string; lacks: Lacks }) {
  return (
    <Missing
      lacks={lacks}
      line={(lack, words) => (
        <Go to="/rounds/$id/members" params={{ id: roundId }} search={{ view: "in", lacks: lack }}>
          {words}
        </Go>
      )}
    />
  );
}
