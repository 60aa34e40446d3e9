import { createSpotlight } from '@mantine/spotlight'

/** Whether the palette is open, and how to open it; its list comes with `palette.tsx`. */
export const [paletteStore, palette] = createSpotlight()
