// For working on Yagura: the server starts anew when its sources change, screens are exchanged in the open page.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "#core/config.ts";
import { runToTheEnd } from "./run.ts";
import { serve } from "./serve.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const say = (line: string) => console.error(line);

/** Vite serves the screens and passes everything else on to the server behind it. */
async function startScreens(port: number, serverPort: number) {
  const { createServer } = await import("vite");
  const target = `http://127.0.0.1:${serverPort}`;
  const vite = await createServer({
    root: join(root, "src", "web"),
    configFile: join(root, "vite.config.ts"),
    // Anchored: "/api" alone would also catch the screens' own /api.ts.
    server: { port, strictPort: true, proxy: { "^/(api|health|ready)(/|$)": target } },
  });
  await vite.listen();
  return vite;
}

if (process.argv.includes("--server")) {
  await runToTheEnd(() => serve(loadConfig(process.env), say, undefined, { hasScreens: false }));
} else {
  await runToTheEnd(async () => {
    const { port } = loadConfig(process.env);
    const serverPort = port + 1;
    const watched = ["src", "db"].map((folder) => `--watch-path=${join(root, folder)}`);
    const server = spawn(
      process.execPath,
      [...watched, "--watch-preserve-output", fileURLToPath(import.meta.url), "--server"],
      { stdio: "inherit", env: { LOG_LEVEL: "warn", ...process.env, PORT: String(serverPort) } },
    );
    const vite = await startScreens(port, serverPort);
    console.log(`Yagura for development: http://localhost:${port} (its server: ${serverPort})`);
    return {
      close: async () => {
        await vite.close();
        const ended = new Promise((done) => server.once("exit", done));
        server.kill("SIGTERM");
        await ended;
      },
    };
  });
}
