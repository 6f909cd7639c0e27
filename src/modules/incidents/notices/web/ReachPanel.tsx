// Who has a notice and who is still to be reached, and how: each recipient by themselves.
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Notice } from "./notice.ts";

type Reach = Notice["reach"][number];

/** Whom sending it now would mail. */
export const leaves = (one: Reach): boolean =>
  one.kind !== "words" && (one.standing === "to_send" || one.standing === "failed");

export function ReachPanel({ notice }: { notice: Notice }) {
  const t = useText();
  if (notice.reach.length === 0) return null;
  const left = notice.reach.filter((one) => one.standing !== "reached");
  return (
    <Panel
      title={t("notice.reach")}
      more={left.length === 0 ? t("notice.reach.allReached") : t("notice.reach.left", { count: left.length })}
    >
      <ul className="notice-list">
        {[...left, ...notice.reach.filter((one) => one.standing === "reached")].map((one) => (
          <li key={one.key}>
            <b>
              <LangText text={one.name} />
            </b>
            {one.address ? <span className="soft">{one.address}</span> : null}
            <span className={`notice-outcome ${one.standing}`}>
              {one.standing !== "to_tell"
                ? t(`notice.standing.${one.standing}`)
                : notice.channel === "mail"
                  ? t("notice.standing.to_tellMail")
                  : t("notice.standing.to_tell", { channel: t(`notice.channel.${notice.channel}`) })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
