// The old address of the small pieces; each now lives in a file of its own.
export { Button } from "./Button.tsx";
export { Segmented } from "./choices.tsx";
export { ResultBadge, type ResultKind, Sym, type SymbolKind } from "./marks.tsx";
export { Panel } from "./Panel.tsx";
export { Lang } from "./small.tsx";
export { EmptyState, Loading, Note, Progress } from "./states.tsx";
