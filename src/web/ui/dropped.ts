// What was dropped: files, and of folders every file in them, each with the path that a chosen folder would give it.

/** To be called while the drop is handled: afterwards the browser tells no more of it. */
export async function droppedFiles(given: DataTransfer): Promise<File[]> {
  const entries = [...given.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...given.files];
  return (await Promise.all(entries.map(filesBelow))).flat();
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((give, fail) => entry.file(give, fail));
    Object.defineProperty(file, "webkitRelativePath", { value: entry.fullPath.replace(/^\//, "") });
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader gives some at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((give, fail) => reader.readEntries(give, fail));
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await filesBelow(one)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
