// Pair by pair: what was written, what it means, and what becomes of it.
import { useText } from "#web/text/i18n.ts";
import { Tag } from "#web/ui/small.tsx";
import { LookedRows } from "./LookedRows.tsx";
import type { Preview } from "./preview.ts";
import { Related } from "./Related.tsx";

type Line = Preview["lines"][number];

export function PreviewLines({ of }: { of: Preview }) {
  const t = useText();
  return (
    <LookedRows
      title={t("mapping.lines")}
      label={t("mapping.lines")}
      more={of.moreLines}
      none={t("mapping.linesNone")}
      heads={[
        [t("mapping.place"), "num"],
        [t("mapping.column.source")],
        [t("mapping.column.relation")],
        [t("mapping.column.target")],
        [t("mapping.column.confidence"), "num"],
        [t("mapping.verdict")],
      ]}
      rows={of.lines.map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <LineRow key={at} line={line} />
      ))}
    />
  );
}

function LineRow({ line }: { line: Line }) {
  const t = useText();
  return (
    <tr>
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
  );
}

const idShown = (written: Line["source"], found: Line["sourceId"]) =>
  found && found !== written ? `${written} → ${found}` : written || "–";
