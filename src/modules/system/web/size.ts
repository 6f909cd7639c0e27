import { useFormat } from "#web/text/format.ts";

const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** Bytes as people read them, in steps of 1024. */
export function useSize(): (bytes: number) => string {
  const format = useFormat();
  return (bytes) => {
    const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
    const value = bytes / 1024 ** step;
    return `${format.number(value, step > 0 && value < 100 ? 1 : 0)} ${units[step]}`;
  };
}
