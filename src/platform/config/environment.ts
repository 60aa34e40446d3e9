/** The only reading of the process's environment in the program. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env
}
