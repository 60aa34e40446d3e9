/** The emulator's chats in a file, so that a demo goes on where it was after a restart. Files people sent are not kept. */
import * as fs from 'node:fs'
import { type BotState, type ChatState, keepChat } from './state.ts'

const calmMs = 300

export type KeptChats = { touch(): void; flush(): void }

/** Reads the chats of an earlier run, and writes them a moment after each change. A damaged file is an empty one. */
export function keepChats(bot: BotState, file: string | undefined): KeptChats {
  if (file === undefined) return { touch: () => undefined, flush: () => undefined }
  for (const chat of readChats(file)) keepChat(bot, chat)
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    fs.writeFileSync(`${file}.part`, JSON.stringify([...bot.chats.values()]), { mode: 0o600 })
    fs.renameSync(`${file}.part`, file)
  }
  return {
    flush,
    touch: () => {
      timer ??= setTimeout(flush, calmMs).unref()
    },
  }
}

function readChats(file: string): ChatState[] {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as ChatState[]
  } catch {
    return []
  }
}
