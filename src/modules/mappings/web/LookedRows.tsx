// Row by row what a file holds and what becomes of it: all, or only what is left out.
import type { ComponentProps, ReactNode } from "react";
import { useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";

type Props = {
  title: string;
  label: string;
  heads: ComponentProps<typeof Heads>["of"];
  /** Rows that are not shown. */
  more: number;
  none: string;
  look?: string;
  rows: readonly ReactNode[];
};

export function LookedRows({ title, label, heads, more, none, look = "grid", rows }: Props) {
  const t = useText();
  const [url, set] = useUrl<{ show: "left" }>();
  return (
    <Panel
      isFlush
      title={title}
      more={
        <Segmented
          label={t("mapping.show")}
          value={url.show ?? "all"}
          choices={(["all", "left"] as const).map((value) => ({ value, label: t(`mapping.show.${value}`) }))}
          onChange={(value) => set({ show: value === "all" ? undefined : value })}
        />
      }
      footer={more > 0 ? t("mapping.linesMore", { count: more }) : null}
    >
      {rows.length === 0 ? (
        <p className="soft mapping-none">{none}</p>
      ) : (
        // A region that scrolls must be reachable by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="scroll mapping-lines" aria-label={label} tabIndex={0}>
          <table className={look}>
            <Heads of={heads} />
            <tbody>{rows}</tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
