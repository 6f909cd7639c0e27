// What is to be known about a mapping before and after it is adopted.
import type { Output } from "#core/contract.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { mappings } from "../contract.ts";

type Problem = Output<typeof mappings.previewMapping>["parts"][number]["problems"][number];

export function Problems({ problems, className }: { problems: readonly Problem[]; className: string }) {
  const t = useText();
  const any = useAnyText();
  return (
    <Panel
      className={className}
      title={
        problems.length === 0 ? t("mapping.noProblems") : t("mapping.problems", { count: problems.length })
      }
    >
      <ul className="mapping-problems">
        {problems.map(({ kind, count, examples }, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${kind} ${at}`}>
            {t(`mapping.problem.${kind}`, { count })}
            {examples.length > 0 ? (
              <small>
                {t("mapping.problemExamples", {
                  names: examples
                    .slice(0, 6)
                    .map((one) => (kind === "schema" ? ofSchema(one, any) : one))
                    .join(", "),
                })}
              </small>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** `/metadata/version: type`: the place as the document has it, and why in the reader's language. */
function ofSchema(example: string, any: ReturnType<typeof useAnyText>): string {
  const [path = "", keyword = ""] = example.split(": ");
  const why = any(`errors.schema.${keyword}`);
  return why.startsWith("errors.") ? path : `${path}: ${why}`;
}
