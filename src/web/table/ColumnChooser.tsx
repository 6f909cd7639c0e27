import { Menu } from "@mantine/core";
import { useText } from "../text/i18n.ts";
import type { Column } from "./columns.ts";

type Props<Row> = {
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  /** Ids, comma separated, as the URL keeps them. */
  onChange: (columns: string) => void;
};

/** Which columns a register shows; the last one cannot be taken away. */
export function ColumnChooser<Row>({ columns, shown, onChange }: Props<Row>) {
  const t = useText();
  const ids = shown.map((column) => column.id);
  const toggle = (id: string) => {
    const next = columns
      .map((column) => column.id)
      .filter((one) => (one === id ? !ids.includes(id) : ids.includes(one)));
    if (next.length > 0) onChange(next.join(","));
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false} transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <button type="button" className="token">
          <span className="k">{t("table.columns")}</span>
          <span className="v">{t("table.columnsOf", { shown: shown.length, all: columns.length })}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((column) => (
          <Menu.Item
            key={column.id}
            role="menuitemcheckbox"
            aria-checked={ids.includes(column.id)}
            leftSection={ids.includes(column.id) ? "✓" : " "}
            onClick={() => toggle(column.id)}
          >
            {column.head}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
