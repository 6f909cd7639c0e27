// The maturity of the group: controls by level and area, over the companies whose tier is asked.
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { overview } from "../contract.ts";
import { MaturityPicture } from "./Maturity.tsx";
import type { View } from "./view.ts";

export function MaturityPanel({ view }: { view: View }) {
  const t = useText();
  const { data } = useOperation(overview.getMaturity, view, { keep: true });
  if (!data?.maturity) return null;
  return (
    <MaturityPicture
      maturity={data.maturity}
      note={t("maturity.groupNote", { saying: data.saying, companies: data.companies })}
    />
  );
}
