export { type EmulatorOptions, startTelegramEmulator, type TelegramEmulator } from './emulator.ts'
export type { ApiFault, Faults } from './faults.ts'
export type { AlbumItem, Person } from './person.ts'
export type { TgMessage, TgUpdate } from './state.ts'
