import * as fs from 'node:fs'
import * as path from 'node:path'

export type SourceFile = { readonly path: string; readonly text: string }

/** Every file below these folders, with paths from the project's root; generated and built code is not source. */
export function sourceFiles(folders: readonly string[], endings: readonly string[] = ['.ts', '.tsx']): SourceFile[] {
  return folders.flatMap((folder) =>
    fs.existsSync(folder)
      ? fs
          .readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
          .map((entry) => path.join(entry.parentPath, entry.name))
          .filter((file) => !file.includes('node_modules') && !file.includes('/generated/') && !file.includes('/dist/'))
          .map((file) => ({ path: file, text: fs.readFileSync(file, 'utf8') }))
      : [],
  )
}

export type Table = { readonly room: string; readonly model: string; readonly table: string }

/** Which room owns which table, from the schema files: one file, one owner. */
export function ownedTables(): Table[] {
  return fs
    .readdirSync('prisma/schema')
    .filter((file) => file !== 'base.prisma')
    .flatMap((file) => {
      const text = fs.readFileSync(path.join('prisma/schema', file), 'utf8')
      const room = file.replace('.prisma', '')
      return [...text.matchAll(/model (\w+) \{[\s\S]*?@@map\("(\w+)"\)/g)].map((match) => ({
        room,
        model: match[1] ?? '',
        table: match[2] ?? '',
      }))
    })
}
