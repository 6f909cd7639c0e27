// A rule in a sentence: when it changes, on which clocks, and who follows whom.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import { weekdayOf } from "../rules.ts";
import { nameIn, type Rule } from "./rows.ts";

export function useWeekdays(): (weekday: number) => string {
  const { language } = useFormat();
  const tag = { ja: "ja-JP", en: "en-GB", zh: "zh-CN" }[language];
  const format = new Intl.DateTimeFormat(tag, { weekday: "short", timeZone: "UTC" });
  // The first of June 2026 is a Monday.
  return (weekday) => format.format(new Date(Date.UTC(2026, 5, weekday)));
}

export function RuleWords({ rule, people }: { rule: Rule; people: readonly { id: string; name: string }[] }) {
  const t = useText();
  const format = useFormat();
  const nameOfDay = useWeekdays();
  const day = nameOfDay(weekdayOf(rule.startsOn));
  const every =
    rule.every === 7
      ? t("onCall.everyWeek", { day, at: rule.at })
      : rule.every === 1
        ? t("onCall.eachDay", { at: rule.at })
        : rule.every % 7 === 0
          ? t("onCall.everyWeeks", { count: rule.every / 7, day, at: rule.at })
          : t("onCall.everyDays", { count: rule.every, at: rule.at });
  const days =
    rule.weekdays.length === 7
      ? t("onCall.everyDay")
      : [...rule.weekdays]
          .sort()
          .map((one) => nameOfDay(one))
          .join(" ");
  return (
    <div>
      {rule.kind === "turns" ? every : `${days} ${rule.at}–${rule.until}`}{" "}
      {rule.tier === 2 ? <Tag>{t("onCall.tier.2")}</Tag> : null}
      <small>
        {rule.timeZone} · {t("onCall.fromDay", { day: format.day(rule.startsOn, "plain") })}
        {rule.endsOn ? ` · ${t("onCall.untilDay", { day: format.day(rule.endsOn, "plain") })}` : ""}
      </small>
      <small>{rule.people.map((id) => nameIn(people, id)).join(" → ")}</small>
    </div>
  );
}
