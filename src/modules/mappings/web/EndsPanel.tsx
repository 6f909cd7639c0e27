// Which two sets each mapping of a document lies between: what the document says, and what a person chooses.
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { Choices, Preview } from "./preview.ts";

type Ends = NonNullable<Choices["ends"]>;
type Space = Preview["spaces"][number]["space"];

type Props = {
  of: Preview;
  /** What was chosen last, also while what follows from it is still being read. */
  chosen: Choices["ends"];
  onChoose: (ends: Ends) => void;
};

export function EndsPanel({ of, chosen, onChoose }: Props) {
  const t = useText();
  const ends: Ends = chosen ?? of.parts.map(({ source, target }) => ({ source, target }));
  const choices = of.spaces.map(({ space, name, items }) => ({
    value: space,
    label: t(space.startsWith("set:") ? "mapping.endSet" : "mapping.endEdition", { name, count: items }),
  }));
  const choose = (at: number, side: "source" | "target", space: Space) =>
    onChoose(ends.map((end, index) => (index === at ? { ...end, [side]: space || null } : end)));
  return (
    <Panel className="c6" title={t("mapping.ends")}>
      <div className="form">
        {of.parts.map((part, at) =>
          (["source", "target"] as const).map((side) => (
            <SelectField<Space>
              // The mappings of a document are fixed in number and order.
              // oxlint-disable-next-line react/no-array-index-key
              key={`${at} ${side}`}
              label={t(side === "source" ? "mapping.from" : "mapping.to")}
              {...(part[`${side}Name`] ? { hint: t("mapping.endSaid", { name: part[`${side}Name`] }) } : {})}
              value={ends[at]?.[side] ?? ""}
              emptyLabel={t("mapping.endChoose")}
              choices={choices}
              onChange={(space) => choose(at, side, space)}
            />
          )),
        )}
      </div>
    </Panel>
  );
}
