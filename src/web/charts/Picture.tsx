// A picture as every page shows it: its finding as the title, its table behind a key, its numbers as a sentence for
// readers, and itself as a file.
import { Menu } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useText } from "../text/i18n.ts";
import { Icon } from "../ui/icons.tsx";
import { Scroll } from "../ui/Scroll.tsx";
import { saveCsv, savePng, saveSvg } from "./save.ts";
import type { Drawing, PictureTable } from "./shapes.ts";

type PictureProps = {
  /** States the finding. */
  title: string;
  more?: ReactNode;
  /** The numbers in words, for whoever does not see the picture. */
  summary: string;
  table: PictureTable;
  /** For PNG and SVG; pictures made of HTML are saved as their numbers. */
  drawing?: Drawing | undefined;
  fileName: string;
  className?: string;
  isFlush?: boolean;
  /** Controls above the picture. */
  tools?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
};

export function Picture(props: PictureProps) {
  const {
    title,
    more,
    summary,
    table,
    drawing,
    fileName,
    className = "",
    isFlush,
    tools,
    children,
    footer,
  } = props;
  const t = useText();
  const id = useId();
  const [isTable, showTable] = useState(false);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const isField = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
    if (event.key.toLowerCase() !== "t" || isField || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    showTable(!isTable);
  };
  return (
    // The key works wherever the focus is within the picture.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={`panel picture ${className}`} aria-labelledby={id} onKeyDown={press}>
      <header>
        <h2 id={id}>{title}</h2>
        <span className="more">{more}</span>
        <span className="picture-tools">
          <button
            type="button"
            className="icon-btn"
            aria-pressed={isTable}
            aria-keyshortcuts="t"
            aria-label={t("picture.table")}
            title={`${t("picture.table")} (T)`}
            onClick={() => showTable(!isTable)}
          >
            <Icon name={isTable ? "picture" : "table"} />
          </button>
          <SaveMenu title={title} summary={summary} table={table} drawing={drawing} fileName={fileName} />
        </span>
      </header>
      {tools}
      <p className="unseen">{summary}</p>
      <div className={isFlush && !isTable ? "body flush" : "body"}>
        {isTable ? <TableView table={table} label={title} /> : children}
      </div>
      {footer ? <footer>{footer}</footer> : null}
    </section>
  );
}

type Saved = Pick<PictureProps, "title" | "summary" | "table" | "drawing" | "fileName">;

function SaveMenu({ title, summary, table, drawing, fileName }: Saved) {
  const t = useText();
  return (
    <Menu position="bottom-end" width={150} withinPortal>
      <Menu.Target>
        <button type="button" className="icon-btn" aria-label={t("picture.save")} title={t("picture.save")}>
          <Icon name="download" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {drawing ? (
          <>
            <Menu.Item onClick={() => void savePng(drawing, { title, summary }, fileName)}>PNG</Menu.Item>
            <Menu.Item onClick={() => saveSvg(drawing, { title, summary }, fileName)}>SVG</Menu.Item>
          </>
        ) : null}
        <Menu.Item onClick={() => saveCsv(table, fileName)}>CSV</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function TableView({ table, label }: { table: PictureTable; label: string }) {
  return (
    <Scroll className="scroll picture-table" label={label}>
      <table className="grid">
        <thead>
          <tr>
            {table.heads.map((head, at) => (
              <th key={head} scope="col" className={isNumeric(table, at) ? "num" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {row.map((value, at) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={at} className={typeof value === "number" ? "num" : undefined}>
                  {value ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const isNumeric = (table: PictureTable, at: number) => table.rows.some((row) => typeof row[at] === "number");
