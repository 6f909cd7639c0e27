// One item of a catalogue: its words, what is to be filled in, where it went, and what refers to it.
import type { ReactNode } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { catalogues } from "../contract.ts";

type Props = {
  of: Output<typeof catalogues.getCatalogue>;
  itemId: string;
  onChoose: (id: string) => void;
};

export function ItemPanel({ of, itemId, onChoose }: Props) {
  const t = useText();
  const item = useOperation(catalogues.getCatalogueItem, { id: of.id, itemId }, { keep: true });
  if (item.isError) return <ErrorState error={item.error} />;
  if (!item.data) return <Loading />;
  const one = item.data;
  const said = (title: string, lines: readonly string[]) =>
    lines.some((line) => line !== "") ? (
      <Block title={title}>
        {lines.map((line) => (
          <p key={line} className="said" lang={of.language}>
            <WithBlanks words={line} params={one.params} />
          </p>
        ))}
      </Block>
    ) : null;
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="panel catalogue-item" aria-label={one.id} tabIndex={0}>
      <h2>
        <span className="mono">{one.label ?? one.id}</span>{" "}
        {one.title === one.id ? null : <span lang={of.language}>{one.title}</span>}{" "}
        {one.withdrawnBy ? <Tag>{t(`catalogue.withdrawnBy.${one.withdrawnBy}`)}</Tag> : null}
      </h2>
      {one.movedTo.length > 0 ? (
        <Block title={t("catalogue.went")}>
          <span className="row">
            {one.movedTo.map((id) => (
              <Button key={id} size="s" onClick={() => onChoose(id)}>
                {id}
              </Button>
            ))}
          </span>
        </Block>
      ) : null}
      {said(t("catalogue.statement"), [one.words])}
      {said(t("catalogue.examples"), one.examples)}
      {one.params.length > 0 ? (
        <Block title={t("catalogue.blanks")}>
          <ul className="bullets small">
            {one.params.map((param) => (
              <li key={param.id}>
                <span className="mono">{param.id}</span>{" "}
                <span lang={of.language}>
                  {param.value ? `${param.label} = ${param.value}` : param.label}
                </span>
              </li>
            ))}
          </ul>
        </Block>
      ) : null}
      {said(t("catalogue.guidance"), [one.guidance])}
      {said(t("catalogue.objectives"), [one.objectives])}
      {said(t("catalogue.objects"), one.objects)}
      {of.setId && one.kind === "control" ? <Referring rows={one.referring} /> : null}
    </section>
  );
}

/** A blank to fill in, by the id of its parameter. */
const blank = /\{\{\s*insert:\s*param\s*,\s*([^\s{}]+)\s*\}\}/;

type WithBlanksProps = { words: string; params: Output<typeof catalogues.getCatalogueItem>["params"] };

/** Blanks stand as what is to be filled in, or as what a profile filled in; the id shows where one points. */
function WithBlanks({ words, params }: WithBlanksProps) {
  // Split by an expression with one group: every second piece is the id of a blank.
  return words.split(new RegExp(blank, "g")).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const param = params.find((one) => one.id === piece);
    return (
      // The pieces of a text never move.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={at} className="blank" title={piece}>
        [{(param?.value ?? param?.label) || piece}]
      </span>
    );
  });
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3>{title}</h3>
    {children}
  </div>
);

type ReferringProps = {
  rows: readonly { editionId: string; standard: string; edition: string; controlId: string }[];
};

function Referring({ rows }: ReferringProps) {
  const t = useText();
  return (
    <Block title={t("catalogue.referring")}>
      {rows.length === 0 ? (
        <p className="small soft">{t("catalogue.referringNone")}</p>
      ) : (
        <ul className="control-links">
          {rows.map((row) => (
            <li key={`${row.editionId} ${row.controlId}`}>
              <Go
                to="/standards/$id/controls/$controlId"
                params={{ id: row.editionId, controlId: row.controlId }}
              >
                <span className="mono">{row.controlId}</span>{" "}
                <small className="mute">
                  {row.standard} {row.edition}
                </small>
              </Go>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
