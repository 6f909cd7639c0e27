// What follows from rounds, on the board of the group: each capability's own panels, read after the board itself is there.
import { type ReactNode, Suspense } from "react";
import { ErrorState } from "./errors/ErrorState.tsx";
import { Go } from "./navigation.tsx";
import { useBoardPanels } from "./slots.tsx";
import { useAnyText, useText } from "./text/i18n.ts";
import { Panel } from "./ui/Panel.tsx";
import { Loading } from "./ui/states.tsx";
import type { BoardPanel, BoardPart } from "./web-module.ts";

export function BoardPanels({ place, part }: { place: BoardPanel["place"]; part: BoardPart }) {
  return useBoardPanels(place).map(({ id, Body }) => (
    <Suspense key={id} fallback={<Waiting />}>
      <Body {...part} />
    </Suspense>
  ));
}

const Waiting = () => (
  <Panel>
    <Loading rows={4} />
  </Panel>
);

type Read<T> = { data: T | undefined; isError: boolean; error: unknown; refetch: () => unknown };

/** A panel that could not be read says so in its own place; the others stay. */
export function BoardRead<T>({
  read,
  name,
  children,
}: {
  read: Read<T>;
  name: string;
  children: (data: T) => ReactNode;
}) {
  if (read.data !== undefined) return children(read.data);
  if (!read.isError) return <Waiting />;
  return (
    <Panel title={name}>
      <ErrorState error={read.error} onRetry={() => void read.refetch()} />
    </Panel>
  );
}

/** The way to what a figure counts, over which whole. */
export function FigureLinks({ of }: { of: readonly string[] }) {
  const t = useText();
  const any = useAnyText();
  return (
    <span>
      {t("board.definitions")}{" "}
      {of.map((id, at) => (
        <span key={id}>
          {at > 0 ? " · " : null}
          <Go to="/group/figures" hash={`figure-${id}`}>
            {any(`figure.${id}`)}
          </Go>
        </span>
      ))}
    </span>
  );
}

type Line = {
  key: string;
  label: ReactNode;
  count: ReactNode;
  share?: number;
  tone?: "bad" | "plain";
  /** What comes below counts the same rows once more, in another way. */
  isLastOfItsKind?: boolean;
};

/** Numbers below one another, each with the share of the longest as a bar. */
export function BoardLines({ lines }: { lines: readonly Line[] }) {
  return (
    <table className="views plain board-lines">
      <tbody>
        {lines.map(({ key, label, count, share, tone = "plain", isLastOfItsKind }) => (
          <tr key={key} className={isLastOfItsKind ? "last-kind" : undefined}>
            <th scope="row">{label}</th>
            <td className="b">
              {share === undefined ? null : (
                <i
                  className={`board-bar ${tone}`}
                  style={{ width: `${Math.round(100 * share)}%` }}
                  aria-hidden="true"
                />
              )}
            </td>
            <td className="num">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
