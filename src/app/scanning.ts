import type { Config } from "#core/config.ts";
import { clamd, useScanner } from "#core/files/scanner.ts";

/** The malware scanner of the configuration, where it names one. */
export function scanBy({ scanner }: Pick<Config, "scanner">, tell: (error: unknown) => void): void {
  if (scanner) useScanner({ scanner: clamd(scanner.clamd), whenDown: scanner.whenDown }, tell);
}
