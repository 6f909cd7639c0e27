// Pair by pair: what was written, what it means, and what becomes of it.
import { useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, Tag } from "#web/ui/small.tsx";
import type { Preview } from "./preview.ts";
import { Related } from "./Related.tsx";

type Line = Preview["lines"][number];

export function PreviewLines({ of }: { of: Preview }) {
  const t = useText();
  const [url, set] = useUrl<{ show: "left" }>();
  return (
    <Panel
      isFlush
      title={t("mapping.lines")}
      more={
        <Segmented
          label={t("mapping.show")}
          value={url.show ?? "all"}
          choices={(["all", "left"] as const).map((value) => ({ value, label: t(`mapping.show.${value}`) }))}
          onChange={(value) => set({ show: value === "all" ? undefined : value })}
        />
      }
      footer={of.moreLines > 0 ? t("mapping.linesMore", { count: of.moreLines }) : null}
    >
      {of.lines.length === 0 ? (
        <p className="soft mapping-none">{t("mapping.linesNone")}</p>
      ) : (
        // A region that scrolls must be reachable by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="scroll mapping-lines" aria-label={t("mapping.lines")} tabIndex={0}>
          <table className="grid">
            <Heads
              of={[
                [t("mapping.place"), "num"],
                [t("mapping.column.source")],
                [t("mapping.column.relation")],
                [t("mapping.column.target")],
                [t("mapping.column.confidence"), "num"],
                [t("mapping.verdict")],
              ]}
            />
            <tbody>
              {of.lines.map((line, at) => (
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={at}>
                  <td className="num mute">{line.place}</td>
                  <td className="mono">{idShown(line.source, line.sourceId)}</td>
                  <td>{line.relation ? <Related relation={line.relation} /> : line.word || "–"}</td>
                  <td className="mono">{idShown(line.target, line.targetId)}</td>
                  <td className="num">{line.confidence ?? ""}</td>
                  <td>
                    {line.verdict === "taken" ? (
                      <span className="soft">{t("mapping.verdict.taken")}</span>
                    ) : (
                      <Tag isMust>{t(`mapping.verdict.${line.verdict}`)}</Tag>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}

const idShown = (written: Line["source"], found: Line["sourceId"]) =>
  found && found !== written ? `${written} → ${found}` : written || "–";
