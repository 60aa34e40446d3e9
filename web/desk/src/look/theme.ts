import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** A calm deep teal: reads as a bank, and leaves red, amber and green to the clocks. */
const bank: MantineColorsTuple = [
  '#e9f6f6',
  '#d3eaea',
  '#a6d5d6',
  '#75bfc1',
  '#4fadb0',
  '#35a1a5',
  '#1b8a8f',
  '#0f757a',
  '#0d5c63',
  '#08474d',
]

/** The library's greys of the dark are warm; these stand beside our own surfaces. */
const dark: MantineColorsTuple = [
  '#e6eef0',
  '#c6d3d6',
  '#a3b3b8',
  '#8b9ca2',
  '#38464b',
  '#2d393d',
  '#1e282b',
  '#171f22',
  '#101618',
  '#0b1012',
]

export const theme = createTheme({
  colors: { bank, dark },
  primaryColor: 'bank',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    "'Inter Variable', 'Segoe UI Variable Text', 'Segoe UI', 'SF Pro Text', -apple-system, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
  headings: { fontWeight: '650' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.35, blur: 2 } } },
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
  },
})
