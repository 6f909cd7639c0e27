import { sweepFiles } from "#core/files/sweep.ts";
import { module } from "#core/module.ts";
import { files } from "./contract.ts";
import { routes } from "./routes.ts";
import { downloadFile, uploadFile } from "./service.ts";

/** Its permissions are those of the records that files belong to. */
export const filesModule = module({
  name: "files",
  contract: files,
  service: { uploadFile, downloadFile },
  roles: {},
  timed: [sweepFiles],
  routes,
});
